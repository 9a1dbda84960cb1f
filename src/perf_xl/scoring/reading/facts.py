"""What a fact amounts to beside its row: the target reached or missed, no event at all, or only words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op, Way


class FactKind(Enum):
    """What a fact can be turned into."""

    REACHED = "reached"
    MISSED = "missed"
    NONE_HAPPENED = "none"
    COMPARED = "compared"
    NOT_CHANGED = "unchanged"
    FALLEN = "fallen"
    RISEN = "risen"
    LEVEL = "level"
    NEGATIVE = "negative"
    NOTHING_DONE = "nothing"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FactReading:
    """A fact's kind; ``timely``: about time; ``op`` of a comparison with something outside the row."""

    kind: FactKind
    timely: bool = False
    op: Op | None = None


_NONE = re.compile(
    r"^(?:零|0|无|未发生|未出现|没有发生|没有出现|没有|未发现|没发生|全年无|全年未发生|全年没有|年内未发生|年度内未发生|不发生|未被|杜绝|从未)(?P<what>[^,]{1,40})$"
    r"|^(?:[^,]{0,16})(?:事故|投诉|问题|差错|违规|违纪|信访|案件|上访|通报|隐患|纠纷|现象)(?:为)?(?:零|0)(?:发生)?$|^(?:[^,]{0,16})(?:未发生|无|没有|未出现|未发现)(?:任何|一起|各类|重大|较大)*[^,]{0,16}(?:事故|投诉|问题|差错|违规|违纪|信访|案件|上访|通报|隐患|纠纷|现象|情况|行为)[^,]{0,8}$"
)
_COMPARED = re.compile(
    r"(?P<op>不低于|不少于|不小于|不高于|不大于|不超过|高于|低于|大于|小于|超过|少于|多于|达到或超过|达到)(?:或等于)?(?P<rest>[^,\d]{2,})$"
)
_UNCHANGED = re.compile(r"^[^,]{0,12}(?:未|没有|无)(?:下降|降低|增长|提高|上升|减少|增加|提升|压减|节约|下浮)$")


_SINCE = "[^,]{0,12}?(?:(?:较|比|与|同|和)?(?:上年|去年|上一年度?|上年度|同期|上期|往年|基期)(?:同期|相比|比较|水平)*|同比|环比|出现|有所|反而|,)*"
_LAST = "(?:上年|去年|上一年度?|上年度|同期|上期|往年|基期)(?:同期|水平|数|值)*"
_FALLEN = re.compile(rf"{_SINCE}(?:下降|降低|负增长|减少|下滑|回落|下跌|不升反降|不增反减|(?:低于|少于){_LAST})")
_RISEN = re.compile(rf"{_SINCE}(?:上升|增长|增加|提高|上涨|反弹|不降反升|不减反增|正增长|(?:高于|超过|多于){_LAST})")
_LEVEL = re.compile(rf"{_SINCE}(?:持平|零增长|无变化|没有变化|不变)")
_NEGATIVE = re.compile("[^,]{0,14}(?:为|是|出现)负(?:数|值)?|[^,]{0,10}亏损")
_NOTHING_DONE = re.compile(
    r"没有|无|未有|(?:未|没有|没)(?:举办|开展|组织|实施|召开|建设|新建|发放|培训|安排|进行)[^,]{0,6}"
)


_STRIP = re.compile(
    r"^(?:若|如果|如|凡是?|对于?|但是?|而|其中|并且?|且|即|经查|查|,)+|(?:的|(?<![及按准实同平临限适随定])时|者|情况|情形|等|,)+$"
)


def fact_text(text: str) -> str:
    """A fact without the little words around it."""
    previous = None
    while previous != text:
        previous, text = text, _STRIP.sub("", text)
    return text


def is_fault(text: str) -> bool:
    """Whether a phrase names something one does not want."""
    return w.NEGATIVE.search(text) is not None


def read_fact(fact: n.Fact) -> FactReading:
    """Classify a fact; one that holds numbers stays OTHER."""
    text = fact_text(fact.text)
    timely = w.TIMELY.search(text) is not None
    if fact.numbered or len(text) > 60:
        return FactReading(FactKind.OTHER, timely)
    if len(text) <= 40 and w.REACHED.fullmatch(text):
        return FactReading(FactKind.REACHED, timely)
    if len(text) <= 40 and w.MISSED.fullmatch(text):
        return FactReading(FactKind.MISSED, timely)
    if _UNCHANGED.match(text):
        return FactReading(FactKind.NOT_CHANGED)
    if _NEGATIVE.fullmatch(text):
        return FactReading(FactKind.NEGATIVE)
    for pattern, kind in ((_FALLEN, FactKind.FALLEN), (_RISEN, FactKind.RISEN), (_LEVEL, FactKind.LEVEL)):
        if pattern.fullmatch(text):
            return FactReading(kind)
    if _NOTHING_DONE.fullmatch(text):
        return FactReading(FactKind.NOTHING_DONE)
    if _NONE.match(text):
        return FactReading(FactKind.NONE_HAPPENED)
    compared = _COMPARED.search(text)
    if compared is not None and not re.search("且|并", text):
        return FactReading(FactKind.COMPARED, op=w.OP_OF.get(compared["op"], Op.GE))
    return FactReading(FactKind.OTHER, timely)


def change_named(name: str) -> Way | None:
    """The way in which a number of this name counts a change (增长率, 能耗下降率); None if it does not say."""
    up, down = re.search("增|提高|上升|提升|上涨", name), re.search("降|减|节约|压缩|下滑", name)
    if bool(up) == bool(down):
        return None
    return Way.HIGH if up else Way.LOW


_REACHABLE = re.compile(
    "完成|达到|达标|实现|达成|控制在|足额|全部|全面|到位|以内|范围内|保持|超额|满足|符合要求|符合标准"
)


def sounds_reached(text: str) -> bool:
    """Whether a longer fact says the target is reached (「部门预算总额控制在总成本范围内」), and nothing beside it."""
    clean = fact_text(text)
    segments = [s for s in clean.split(",") if not re.match("按照?|根据|依据|在|以|结合|对照|通过", s)]
    if (
        not segments
        or not all(_REACHABLE.search(s) for s in segments)
        or re.search(r"加倍|减半|取最|取其|连续|部分|人均|其一|\d", clean)
    ):
        return False
    joined = re.search("且|并|同时|以及", clean) is not None
    return _REACHABLE.search(clean) is not None and not joined and re.search("未|不|没|无", clean) is None
