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
from perf_xl.scoring import words as w
from perf_xl.scoring.text.patterns import PATTERNS
from perf_xl.scoring.text.spans import find_formulas


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
_DIGIT_RUN = re.compile(r"\d*")
_SCAN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in PATTERNS))


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


_KINDS = frozenset(kind for kind, _ in PATTERNS)


def _outer(match: re.Match[str]) -> str:
    """The named alternative that matched (lastgroup may be a group inside it)."""
    return next(kind for kind, _ in PATTERNS if match.group(kind) is not None)


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
    del match, previous
    top, bottom = token.word.split("/") if "/" in token.word else reversed(token.word.split("分之"))
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
