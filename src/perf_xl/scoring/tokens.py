"""Normalised text to typed tokens: numbers with their units, the words that carry meaning, and TEXT for the rest.

One scan from left to right, one compiled pattern; a word counts only where it can mean what it says (a comparison stands
before a number, 以上 after one). Nothing is thrown away here: every character belongs to a token.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.model.numerals import CIRCLED, any_number
from perf_xl.model.units import COUNTS
from perf_xl.scoring import words as w
from perf_xl.scoring.spans import find_formulas


@dataclass(frozen=True, slots=True)
class Token:
    """A token of kind ``kind`` at ``start`` to ``end`` of the normalised text.

    ``number`` and ``unit`` are filled for quantities; ``word`` is the text, or its reading (the direction of a step).
    """

    kind: str
    word: str
    start: int
    end: int
    number: Decimal | None = None
    unit: str = ""
    extra: tuple[str, ...] = ()


NUMERIC = frozenset({"PERCENT", "POINTS", "QUANTITY", "NUM"})
"""Kinds that hold one number."""

_AFTER_NUMBER = NUMERIC | {"INCL", "EXCL", "UP", "DOWN", "OFTARGET_POST"}
_N = w.NEXT_NUMBER
_FREE = r"[^\d,;:()%扣得]{0,14}?"

_PATTERNS: tuple[tuple[str, str], ...] = (
    ("LABEL", r"(?<![^;,])(?:评分标准|评价标准|计分标准|评分办法|计分办法|评分方法|计分方法|评分规则|评分细则|考核标准|扣分标准|赋分标准|得分标准|计分规则|扣分办法):"),
    ("EXAMPLE", r"(?:例如|比如|举例|譬如|(?<![^;,(])例[:,]|(?<=\()(?:如|例)(?!有|遇|无|未))[^;)]*"),
    ("BLANKS", r"_{2,}"),
    ("INTERVAL", rf"[\[(]-?{w.DIGITS}%?,-?{w.DIGITS}%?[\])]"),
    ("REFERENCE", r"(?:附件|附表|附录|附|图|表|第)\d+(?:[、,]\d+)*(?:条|款|号|章|节|页|季度|批次|批|期|阶段)?(?!名|位)|[\[(]?(?:19|20)\d\d[\])]?\d+号"),
    ("AS_OF", r"截[至止](?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:\d{1,2}[日号]|底|末)?|年底|年末)(?:止|前)?,?"),
    ("RECURRING", r"(?:(?:当月|每月|次月|下月|每季度?末?后?)|(?<![月\d]))\d{1,2}[日号](?:之|以)?前"),
    ("DUE", (r"(?:(?P<y1>\d{4})年)?(?P<m1>\d{1,2})月(?:(?P<d1>\d{1,2})[日号]|底|末|份底|份)?(?P<due1>(?:之|以)?前|底前)?"
            r"|(?P<y2>\d{4})年(?:年?底|年?末|度)?(?:之|以)?前|(?:当年|本年|年)底(?:之|以)?前|(?P<y3>\d{4})年(?:年?底|年?末)")),
    ("YEAR", r"(?:19|20)\d\d[~-](?:19|20)\d\d年度?|(?:19|20)\d\d年度?|(?:十[一二三四五]五)"),
    ("RATIO", r"[\u4e00-\u9fff]{2,12}/[\u4e00-\u9fff]{2,12}(?:\*100%)?(?=(?:的比值|的比例|比值)?(?:≥|≤|<|>|=|大于|小于|不低于|不高于|达到|低于|高于|超过|在|\d))"),
    ("MARK", rf"[{CIRCLED}]|(?:\((?:\d{{1,2}}|[一二三四五六七八九十])\)|\d{{1,2}}[、.)](?=[^\d;,)])|[一二三四五六七八九十]{{1,2}}、|第[一二三四五六七八九十][,、:]|[一二三四五六七八九十]是|\d{{1,2}}:(?!\d))"),
    ("BASIS", rf"(?:以|按)(?:目标值)?{w.DIGITS}%?(?:作?为)(?:评价|评分|合格|及格)?(?:标准|基准|基数|满分线|合格线|合格基数|准)"),
    ("ROUND_UP", rf"(?:,|其中)?(?:不足|不满|未满|不到)(?:{w.DIGITS}|[一二两三四五六七八九十])?(?:个)?(?:{w.UNIT}|%)的?(?:部分)?,?(?:也|均|仍)?(?:按|以|按照)(?:{w.DIGITS}|[一二两三四五六七八九十])(?:个)?(?:{w.UNIT}|%)(?:计算?|算|扣分|扣减|处理|计扣)?"),
    ("ROUND_DOWN", rf"(?:,|其中)?(?:不足|不满|未满|不到)(?:{w.DIGITS}|[一二两三四五六七八九十])?(?:个)?(?:{w.UNIT}|%)的?(?:部分)?,?(?:不扣分|不计算|不扣|忽略不计|不予扣分|不计(?!分|得|入)|(?<=部分)不计分|(?<=部分,)不计分)"),
    ("EITHER", r"(?:其中,?)?(?:完全)?(?:符合|满足|做到|达到)(?:要求|条件)?的?(?:得分|计分|得相应分值?|得该项分值?),?(?:不符合|不满足|未做到|未达到|否则|达不到)(?:要求|条件)?的?(?:不得分|不计分|得0分|不得该项分值?)(?![^,;])"),
    ("ZERO", w.ZERO),
    ("NO_DEDUCTION", w.NO_DEDUCTION),
    ("NO_BONUS", w.NO_BONUS),
    ("FLOOR", w.LIMIT_FLOOR),
    ("TOP", f",?(?:{w.LIMIT_TOP})"),
    ("OFF", f",?(?:{w.LIMIT_OFF})"),
    ("BONUS_LIMIT", f",?(?:{w.LIMIT_BONUS})"),
    ("LEAST", f",?(?:{w.LIMIT_LEAST})"),
    ("AS_FULL", r"(?:,|可|均|则)?(?:(?:视同|视为|视作)(?:得)?(?:满分|完成|达标|全额|合格)|按照?(?:得)?满分)(?:计算?|处理|计分|得分|赋分|给分)?(?!为)"),
    ("SHARE_NAME", rf"(?:,|则|可|即)?(?:(?:得|计|记|按|赋予?|给予?|以|获得|得到)(?:{w.FULL_NAME}|分值|权重分?|总分)(?:的)?|得分率(?:为|是|=|:)?|(?:按|得)(?:该项|本项|此项|指标)?(?:分值|权重|满分)的)(?={w.DIGITS}%|{w.FRACTION})"),
    ("FULL", rf"(?:(?:指标|本项|该项)?(?:分值|权重)(?:为|是|:)?(?={w.DIGITS}分))|(?:,|则|可|均|即|应|直接|就)?(?:(?:获得|得到|得|计|记|赋予?|给予?)(?:该|本)?(?:项|指标)?(?:所赋|所占|规定|对应|应得)?的?|为|打|评|拿|=|:)?(?:{w.FULL_NAME})(?![*×/])(?:值)?"),
    ("PROPORTION", (r"(?:则|再|可|均|得分|就)?(?:按照?|以(?![上下内外])|依据?|根据|参照|采用|与)(?P<of>[^,;:()\d%扣]{0,18}?)(?:的)?(?P<over>比例|比重|比率|百分比|完成度|完成程度|占比|实现程度|线性|[^,;:()\d%扣]{1,8}?率)"
                   r"(?:(?:相应|同比例|同步|等比例|进行|来|分别|予以|线性|据实|折算|折算后)*(?P<off>扣减|扣除|扣分|减分|扣|减)(?:分|分值|得分|分数|相应分值|相应分数)?|[^,;:()\d%扣减加]{0,6}?(?:得分|计分|记分|赋分|给分|打分|计算(?:得分|分值|分数)?|折算|换算|计算|得|计))(?:相应)?(?:的)?(?:分值|分数|得分|分)?(?!\d|\((?=[^()]*[\d/*=]))"
                   r"|(?:得分)?等比例(?P<off2>扣减|扣分|减分|扣除)?(?:得分|计分|折算|赋分)?|按比例|同比例(?:得分|计分|赋分|折算)")),
    ("BY_LETTERS", r"(?:则|再)?(?:按照?|以|得分=)?(?:公式)?(?:[AB]/[AB])(?:,?或(?:者)?[AB]/[AB])?(?:\*(?:100%\*)?(?:该)?(?:项|指标|项目)?(?:分值|权重|满分))?(?:的)?(?:比例)?(?:记分|计分|得分|赋分|计算(?:得分)?)?"),
    ("JUDGED_RANGE", rf"(?:酌情|可|予以|视情)?(?:扣减?|扣除|减|加|得|计|记|给){w.DIGITS}分?[-~至到]{w.DIGITS}分(?!钟)"),
    ("JUDGED", w.JUDGED),
    ("RANKED", w.RANKED),
    ("EXCEPT", r"除[^,;]{1,30}?(?:外|以外|之外)(?=[,;的]|应|均|其|每|未|$)|[^,;]{0,16}除外|不可抗力[^,;]{0,12}|(?<![^,;(])经[^,;]{0,12}(?:批准|同意|认可|审批)的?[^,;]{0,6}|不在此限"),
    ("TOTAL_ITEMS", rf"(?<![\u4e00-\u9fff])(?:共计?|共有|总共){w.DIGITS}(?:项|个|条|类)(?![分得])[^,;扣得计\d]{{0,12}}(?=,)"),
    ("NO_DOUBLE", r"(?:同一[^,;]{0,12})?不(?:重复|累计)(?:加分|扣分|计分|计算|得分|加扣分|奖励|计)?(?=[,;)]|$)|(?:同一[^,;]{0,12})?(?:以|按|取|就)最高(?:级别|等次|档次|档|等级|奖项|一项|分值|分|的)*(?:计分|得分|计算|加分|给分|计)?(?=[,;)]|$)"),
    ("CONTINUED", r"(?:依|以|照)(?:此|次)类推|依次(?:类推|递减|递增|递推)|余类推|其余类推|依此递减|以下类推"),
    ("ELSE", w.ELSE),
    ("RESPECTIVELY", r"(?:分别|依次)(?=[^,;]{0,5}?\d+(?:\.\d+)?[分%]?[、,:/])"),
    ("DEDUCT", rf"(?:,|则|予以|给予|各|均|分别|应|再|共|就|即|倒|相应|另|并|直接|一次性|也|同样|还|需|要|将|可)*(?:得分减少|分值减少|得分扣减|扣减|扣除|扣分|扣掉|扣|减分|减去|减扣|(?<![压缩核增递消削裁])减)(?:{w.FULL_NAME}|总|该项|本项|得分|权重)?(?:分值|的|:|为)*(?={w.DIGITS}(?:分|%|;|,|\)|$)|{w.FRACTION}(?!\d)|[一二两三四五六七八九十]{{1,2}}分)"),
    ("BONUS", rf"(?:,|则|予以|给予|各|均|分别|应|再|共|可|另|另外|额外|即|并)*(?:加分|加计|加|奖励|奖分|(?<![获等评颁无])奖|增分|增加|增)(?:{w.FULL_NAME})?(?:的|:|为)*(?={w.DIGITS}(?:分|%;|%,|%$)|{w.FRACTION}的?(?:{w.FULL_NAME}|分值)|[一二两三四五六七八九十]{{1,2}}分)"),
    ("HALF", r"(?:,|则|可|只|仅)?(?:得|计|记|给|赋)(?:一半|半数|50%|百分之五十)的?(?:分值|分数|得分|分|(?=[,;)]|$))|减半(?:得分|计分|赋分|给分)"),
    ("FRACTION", rf"(?<![\d./])(?P<frac>{w.FRACTION})(?=的?(?:该|本|此)?(?:项|指标)?(?:{w.FULL_NAME}|分值|权重|分数|得分|分(?![之钟])))"),
    ("OF_SCORE", rf"(?:的)?(?:该项|本项|此项|指标|该指标|权重|相应|对应)?(?:{w.FULL_NAME}|分值|权重分|权重|分数|得分|分)(?=[;,)]|$|,)"),
    ("GET", rf"(?:,|则|可|各|均|分别|即|就|应|共|再)*(?:共计|合计|总计|共|各|获得|得到|得分为?|得分|得|计分|计为|计|记分|记为|记|赋分|赋予|赋|给予|给分|给|评分|评为|评|打分|打)[:=为]*(?=(?<=得分){w.DIGITS}(?:[,;)]|$)|(?<=得分[:=为]){w.DIGITS}(?:[,;)]|$)|{w.DIGITS}(?:分(?!钟)|%(?:的|分值|权重|该项|本项|指标|满分|标准分|总分|分|$|;|,|、))|{w.FRACTION}的?(?:该|本|此)?(?:项|指标)?(?:{w.FULL_NAME}|分值|分数|分)|[一二两三四五六七八九十]{{1,3}}分)|(?:为|是|=|:)(?={w.DIGITS}分(?!钟))"),
    ("PROSE", r"负增长|零增长|正增长|不降反升|不升反降|不减反增|不增反减"),
    ("WAY_OF", rf"(?P<dev>低于|少于|高于|超过|超出|未达到|超|未达){w.TARGET}(?:的)?(?={w.DIGITS}(?:{w.one_of(w.POINT_UNITS)}|%|天|个月|日)(?:\(不?含\))?(?:以内|以上|以下|及以上|及以下|内|之内|[-~至]|的?,?(?:扣|加|减))|1(?:天|个月|日)?的?,?(?:扣|加)\d)"),
    ("OFTARGET", rf"(?P<cmp2>{w.COMPARE}|完成|达成)?{w.TARGET}(?:数|值)?的(?={w.DIGITS}%)|(?P<cmp4>达到|完成|达成|≥|不低于|大于等于){w.TARGET}(?={w.DIGITS}%)"),
    ("TARGET_TEST", rf"(?P<cmp>{w.AGAINST})(?:或(?:超过|大于|高于))?{w.TARGET}(?!的?\d|率|\*|[\u4e00-\u9fff]{{0,8}}[≤<≥>]|[\u4e00-\u9fff]{{0,6}}?(?:率|比例|比重)(?:[≤<≥>]|不[高低大小超]|大于|小于|超过|达到|低于|高于))"),
    ("PERIOD", r"每(?:年度?|月份?|个月|季度?|个季度|半年|周|日|天|学期|村|个?乡镇|个?单位)(?=[^扣减加得\d个一每,;低高少多超下降提]{3,}|均|都)"),
    ("EVERY_WAY", rf"每(?P<pre>{_FREE})(?P<way>{w.WAYS})(?P<mid>{_FREE}){_N}"),
    ("EVERY", rf"(?:每|按每)(?!(?:{w.one_of(COUNTS)})(?:,|的|可|再|各|均|给予|予以|分别)*(?:{w.DIGITS}分|[扣加得计减奖给罚记]))(?P<before>{_FREE}){_N}"),
    ("EVERY_UNIT", rf"(?:每|单|任一|任何一|任意一)(?P<verb>发现|出现|发生|存在|有|缺|少|漏|错|违反|逾期|超|多|增加|减少)?(?:一)?(?P<each>{w.one_of([*COUNTS, '个月', '天', '个工作日', '工作日', '小时', '日', '周', '月', '年', '季度'])})(?![^,;扣减加得]{{0,20}}(?:村|乡镇|单位|季|年|月)(?:均|都))"),
    ("ONCE", r"一经(?:发现|查实|核实)|一旦(?:发现|发生|出现)|凡(?:发现|出现|发生)?|只要|有下列"),
    ("COMPARE", rf"(?P<cmp3>{w.COMPARE})(?:到|了|至|为|有|在)?{_N}|为(?={w.DIGITS}%)|(?P<chain><=|>=|≤|≥|<|>)(?=[A-Za-z\u4e00-\u9fff])"),
    ("DEVIATION", rf"(?:与{w.TARGET}(?:相比)?(?:的)?)?(?:偏差|误差|偏离|差异)(?:了)?(?:率|值|度|幅度|程度|比例)?(?:{w.TARGET})?(?:为|在|控制在|是)*(?={w.DIGITS}(?:%|个?百分点|个点)|(?:≤|>|<|不超过|超过|小于|大于|低于|高于|不高于|不大于|小于等于){w.DIGITS}(?:%|个?百分点|个点))"),
    ("WAY", rf"(?P<alone>{w.ALONE})(?P<rest>完成|报送|报|交|于|了|出|到|幅度|率|幅|额)*(?={w.DIGITS}|≥|≤|>|<|大于|小于|{w.CN}{{1,3}}(?:个百分点|百分点|个|天|日|次|项|月|家|人|件|例|起|份|篇|台|户|处|名|倍|成))"),
    ("EVENT", rf"{w.EVENTS}{_N}"),
    ("POINTS", rf"(?P<pts>{w.DIGITS}|(?<=[得计记赋扣减加满共为各]){w.CN}{{1,4}})分{w.NOT_POINTS}"),
    ("PERCENT", rf"百分之(?P<cnp>{w.CN}{{1,5}})|(?P<pct>{w.DIGITS})%"),
    ("QUANTITY", rf"(?P<qty>{w.NUMBER})(?P<unit>{w.UNIT})(?!性)"),
    ("NUM", rf"(?<![A-Za-z.]){w.DIGITS}(?![A-Za-z])"),
    ("INCL", r"\((?:均?包?含(?:本数|本级|\d+(?:\.\d+)?%?分?)?)\)|\(≥\d+%?\)"),
    ("EXCL", r"\(不(?:包)?含(?:本数|\d+(?:\.\d+)?%?分?)?\)"),
    ("BOUND_NOTE", rf"\((?:均)?(?P<inc>不?含){w.DIGITS}%?分?(?:,(?P<inc2>不?含){w.DIGITS}%?分?)\)"),
    ("UP", rf"(?:\(含\)|含)?(?:及其?|或)?(?:{w.DIGITS}(?:{w.UNIT}|%)?)?(?:以上|之上)(?:\(含\)|\(含本数\))?"),
    ("UP_OPEN", r"以上\(不含\)|\(不含\)以上|以外|(?<=[日天月时])(?:以后|之后)"),
    ("DOWN", r"(?:\(含\)|含)?(?:及其?|或)?(?:以下|以内|之内|之下|内(?![设部容外控生阁科涵])|范围内)(?:\(含\)|\(含本数\))?"),
    ("DOWN_OPEN", r"(?:以下|以内)\(不含\)|\(不含\)(?:以下|以内)"),
    ("PER", rf"/(?:每)?(?:一)?(?:{w.one_of([*COUNTS, '天', '月', '个月', '日', '工作日'])})"),
    ("BETWEEN", r"之间|区间|范围"),
    ("VAGUE", r"左右|上下|余(?=[个项次人家万元])|多(?=[个项次人家])"),
    ("OFTARGET_POST", rf"\*?(?:的)?{w.TARGET}(?:万元|元)?"),
    ("AND", rf"并且|而且|且|同时|,?(?:但是?|而|并|且)(?=(?:{w.COMPARE}){w.DIGITS}(?:%|{w.UNIT}|分))"),
    ("OR", r"或者|或"),
    ("DASH", r"[-~]|至|到"),
    ("SIGN", r"(?:在)?(?:±|\+-|正负)(?=\d)"),
    ("OPERATOR", r"[*/+]"),
    ("COLON", r":"),
    ("COMMA", r"[,、]"),
    ("STOP", r";+"),
    ("LP", r"[(\[]"),
    ("RP", r"[)\]]"),
    ("OF", r"的|(?<![及按准实同平临限适随定])时(?=[,;:]|得|扣|计|不|$)|者(?=[,;:得扣计不])|则|即(?=得|扣|计|为)"),
)  # fmt: skip
_DIGIT_RUN = re.compile(r"\d*")
_SCAN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS))


def tokenize(text: str) -> list[Token]:
    """The tokens of a normalised text, in order, without gaps. Written formulas are one token each."""
    tokens: list[Token] = []
    position = free = 0
    formulas = {span.start: span for span in find_formulas(text)}
    while position < len(text):
        span = formulas.get(position)
        if span is not None:
            if free < position:
                _add_text(tokens, text, free, position)
            tokens.append(Token(span.kind, span.text, span.start, span.end))
            position = free = span.end
            continue
        match = _SCAN.match(text, position)
        token = _token(match, tokens, free == position) if match is not None and match.end() > position else None
        if token is None:
            position += len(_DIGIT_RUN.match(text, position).group()) or 1  # type: ignore[union-attr]
            continue
        if free < token.start:
            _add_text(tokens, text, free, token.start)
        tokens.append(token)
        position = free = token.end
    if free < len(text):
        _add_text(tokens, text, free, len(text))
    return tokens


def _add_text(tokens: list[Token], text: str, start: int, end: int) -> None:
    tokens.append(Token("TEXT", text[start:end], start, end))


def _token(match: re.Match[str], before: list[Token], adjacent: bool) -> Token | None:
    """The token of a match, or None where the word does not mean this here."""
    kind = str(match.lastgroup) if match.lastgroup in _KINDS else _outer(match)
    previous = before[-1].kind if before and adjacent else ""
    plain = Token(kind, match.group(), match.start(), match.end())
    make = _MAKERS.get(kind)
    return plain if make is None else make(match, plain, previous)


_KINDS = frozenset(kind for kind, _ in _PATTERNS)


def _outer(match: re.Match[str]) -> str:
    """The named alternative that matched (lastgroup may be a group inside it)."""
    return next(kind for kind, _ in _PATTERNS if match.group(kind) is not None)


def _quantity(match: re.Match[str], token: Token, previous: str) -> Token | None:
    spelled = not match["qty"][0].isdigit() and previous not in ("EVENT", "EVERY", "EVERY_WAY", "COMPARE", "WAY")
    if spelled and re.match("[\u4e00-\u9fff]{0,6}?(?:率|比例)", match.string[match.end() : match.end() + 8]):
        return None  # 一次交验合格率
    number = any_number(match["qty"])
    unit = "百分点" if match["unit"] in w.POINT_UNITS else match["unit"]
    return None if number is None else Token("QUANTITY", token.word, token.start, token.end, number, unit)


def _points(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    number = any_number(match["pts"])
    return None if number is None else Token("POINTS", token.word, token.start, token.end, number, "分")


def _percent(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    number = any_number(match["cnp"] or match["pct"])
    return None if number is None else Token("PERCENT", token.word, token.start, token.end, number, "%")


def _fraction(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """1/3, 三分之一: numerator and denominator in ``extra``."""
    del previous
    top, bottom = match["frac"].split("/") if "/" in match["frac"] else reversed(match["frac"].split("分之"))
    parts = any_number(top), any_number(bottom)
    if None in parts or parts[0] >= parts[1]:  # type: ignore[operator]
        return None
    return Token("FRACTION", token.word, token.start, token.end, extra=(str(parts[0]), str(parts[1])))


def _num(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    text = match.string
    following = text[token.end : token.end + 1]
    if (
        len(token.word) >= 4
        and "." not in token.word
        and "\u4e00" <= following <= "\u9fff"
        and following not in "扣得减加以的分至到及"
    ):
        return None  # a name such as 12345平台
    return Token("NUM", token.word, token.start, token.end, Decimal(token.word), "")


def _after_number(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del match
    return token if previous in _AFTER_NUMBER else None


def _and(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """但, 并 and a comma join two comparisons of one number."""
    del match
    if token.word[0] in "但而并," and token.word not in ("并且", "而且"):
        return token if previous in _AFTER_NUMBER else None
    return token


def _dash(match: re.Match[str], token: Token, previous: str) -> Token | None:
    following = match.string[token.end : token.end + 1]
    next_is_number = following.isdigit() or (following != "" and following in "-(±")
    if token.word in "至到":
        return token if previous in _AFTER_NUMBER and following.isdigit() else None
    return token if next_is_number else None


def _mark(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """A written number is a mark only where a clause begins, and where the text goes on."""
    if token.word[0] not in CIRCLED:
        at_start = token.start == 0 or match.string[token.start - 1] in ";,:)分"
        if (
            not at_start
            or token.end >= len(match.string)
            or (previous and previous not in {"STOP", "COMMA", "COLON", "LP", "RP", "POINTS"})
        ):
            return None
    return token


def _way_of(word: str) -> str:
    way = w.WAY_OF.get(word)
    return "APART" if way is None else way.name


def _every_way(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    extra = (match["pre"], match["mid"])
    if match["way"] in ("高", "低", "升", "增", "降", "减") and re.match(
        "(?![于出了幅率速长加至到过报])[\u4e00-\u9fff]", match["mid"]
    ):
        return None  # 每万人口高价值专利
    return Token("EVERY_WAY", _way_of(match["way"]), token.start, token.end, extra=(*extra, match["way"]))


def _every(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    return Token("EVERY", token.word, token.start, token.end, extra=(match["before"],))


def _every_unit(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    rest = match.string[token.end : token.end + 30]
    calendar = match["each"] in ("年", "月", "日", "周", "季度", "期", "村", "部", "门", "校", "队", "路", "口", "面")
    if match.group().startswith("单") and match["each"] not in ("项", "次", "个", "件", "处", "例"):
        return None
    if calendar and not re.match(r"(?:的)?,?(?:各|再)?(?:扣|减|加|得)", rest):
        return None
    return Token("EVERY_UNIT", token.word, token.start, token.end, Decimal(1), match["each"], (match["verb"] or "",))


def _way(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    way = w.WAY_OF.get(match["alone"])
    name = "HIGH" if way is None else way.name
    return Token("WAY", name, token.start, token.end, extra=(match["alone"],))


def _compare(match: re.Match[str], token: Token, previous: str) -> Token | None:
    if match["chain"] and previous not in NUMERIC:
        return None
    op = w.OP_OF[match["cmp3"] or match["chain"] or "="]
    return Token("COMPARE", op.value, token.start, token.end)


def _target_test(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    return Token("TARGET_TEST", w.OP_OF[match["cmp"]].value, token.start, token.end, extra=(match["cmp"],))


def _way_of_target(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """低于目标值5个百分点以内: a distance from the target."""
    del previous
    way = "HIGH" if match["dev"] in ("高于", "超过", "超出", "超") else "LOW"
    return Token("WAY", way, token.start, token.end, extra=("目标",))


def _deviation(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del match, previous
    return Token("WAY", "APART", token.start, token.end, extra=("偏差",))


def _of_target(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    word = match["cmp2"] or match["cmp4"]
    op = w.OP_OF.get(word) if word else None
    return Token("OFTARGET", op.value if op else "", token.start, token.end)


def _named_points(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del match, previous
    found = re.search(rf"({w.DIGITS})分", token.word)
    return Token(token.kind, token.word, token.start, token.end, Decimal(found[1]) if found else None)


_SOFT = re.compile("(?:认定|确定|评定|核定|审定|裁定|判定|评议|评判|商定|核准|评选)$")


def _judged(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """三定方案确定的职责: a verb inside a noun's clause decides nothing about the points."""
    del previous
    rest = match.string[token.end : token.end + 3]
    noun = _SOFT.search(token.word) is not None and re.match("的[\u4e00-\u9fff]{2}|[\u4e00-\u9fff]", rest)
    return None if noun and not re.match("的?(?:得|扣|计|加|不|为|后)", rest) else token


def _prose(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del match, previous
    return Token("TEXT", token.word, token.start, token.end)


def _full(match: re.Match[str], token: Token, previous: str) -> Token | None:
    """Behind a share (1/2权重分) the whole is what it is a share of."""
    del match
    return Token("OF_SCORE", token.word, token.start, token.end) if previous == "FRACTION" else token


def _of_score(match: re.Match[str], token: Token, previous: str) -> Token | None:
    listed = previous == "NUM" and match.string[token.start - 1] == "0"  # 100%、60%、0的权重分
    return token if previous in ("PERCENT", "FRACTION") or listed else None


def _proportion(match: re.Match[str], token: Token, previous: str) -> Token | None:
    del previous
    off = match["off"] or match["off2"] or ""
    return Token("PROPORTION", token.word, token.start, token.end, extra=(match["of"] or "", match["over"] or "", off))


def _due(match: re.Match[str], token: Token, previous: str) -> Token | None:
    year = match["y1"] or match["y2"] or match["y3"] or ""
    month, day = match["m1"] or ("12" if not match["m1"] else ""), match["d1"] or ""
    if not 1 <= int(month) <= 12 or (day and not 1 <= int(day) <= 31):
        return None
    bare_month = match["m1"] is not None and not day and token.word.endswith("月")
    if bare_month and (previous or match.string[token.end : token.end + 1] == "份"):
        return None
    return Token("DUE", token.word, token.start, token.end, extra=(year, month, day))


_MAKERS: dict[str, Callable[[re.Match[str], Token, str], Token | None]] = {
    "QUANTITY": _quantity,
    "POINTS": _points,
    "PERCENT": _percent,
    "FRACTION": _fraction,
    "NUM": _num,
    "UP": _after_number,
    "UP_OPEN": _after_number,
    "DOWN": _after_number,
    "DOWN_OPEN": _after_number,
    "BETWEEN": _after_number,
    "VAGUE": _after_number,
    "INCL": _after_number,
    "EXCL": _after_number,
    "OFTARGET_POST": _after_number,
    "AND": _and,
    "DASH": _dash,
    "MARK": _mark,
    "EVERY_WAY": _every_way,
    "EVERY": _every,
    "EVERY_UNIT": _every_unit,
    "WAY": _way,
    "DEVIATION": _deviation,
    "COMPARE": _compare,
    "TARGET_TEST": _target_test,
    "OFTARGET": _of_target,
    "OFF": _named_points,
    "TOP": _named_points,
    "BONUS_LIMIT": _named_points,
    "LEAST": _named_points,
    "FLOOR": _named_points,
    "DUE": _due,
    "OF_SCORE": _of_score,
    "FULL": _full,
    "PROSE": _prose,
    "RATIO": _prose,
    "JUDGED": _judged,
    "WAY_OF": _way_of_target,
    "PROPORTION": _proportion,
}
