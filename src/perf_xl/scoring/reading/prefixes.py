"""The words before an outcome that are no sentence of the grammar: subjects of steps, counts, prose to set aside."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.parsing.bounds import NotUnderstood
from perf_xl.scoring.text.clauses import merge_prose
from perf_xl.scoring.text.tokens import Token


def step_subject(text: str, outcome: n.Outcome, way: n.Way | None = None) -> tuple[str, str]:
    """The subject of a step and the condition it is given under ("" if none): prose before the last comma."""
    segments = [s for s in text.split(",") if s]
    if not segments:
        return "", ""
    given = [s for s in segments if _CONDITIONAL.search(s) and not _implied(s, way)]
    last = segments[-1]
    subject = "" if last in given or _implied(last, way) or _CONDITIONAL.search(last) else last
    if w.OTHER_BASE.search(text) and not isinstance(outcome, n.Bonus):
        raise NotUnderstood
    return subject, ",".join(given)


def _implied(text: str, way: n.Way | None) -> bool:
    """Whether a condition says no more than the step itself."""
    if w.MISSED.fullmatch(text[:40]):
        return True
    pattern = None if way is None else w.IMPLIED.get(way)
    return pattern is not None and len(text) <= 24 and pattern.fullmatch(re.sub("(?:的|时|者)+$", "", text)) is not None


_CONDITIONAL = re.compile(r"(?:的|时|后|下|情况下)$|^(?:若|如|当|凡|对|属|在[^,]{1,20}的)")


LATER = re.compile(
    r"(?:此后|之后|以后|其后)(?:完成|报送|提交)?的?|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底)?(?:及?以后|之后|后)(?:完成|报送|提交)?的?"
)
"""After the last deadline: whatever is not in time."""


BEYOND = re.compile(
    "(?:若|如)?(?:超出|超过|不在|在|低于或高于|高于或低于)(?:此|该|上述|规定|这一|以上|合理)*(?:范围|区间)(?:之?外|以外|内)?(?:的|者)?|(?:以外|之外)的?"
)
"""Outside the range that was told: the rest."""


_YEARS = frozenset({"年", "个月", "月"})


def prepare(prefix: list[Token], text: str) -> list[Token]:
    """Words of the language that stand as plain prose here (且 between two facts, 达到要求 before 每) become prose."""
    every = any(t.kind in ("EVERY", "EVERY_UNIT", "EVERY_WAY") for t in prefix)
    numeric = any(t.number is not None and t.kind != "EVERY_UNIT" for t in prefix)
    loose = {"ONCE", "BETWEEN"}
    if any(t.kind == "EVENT" for t in prefix) and sum(t.number is not None for t in prefix) == 1:
        loose |= {"AND", "OR"}
    if every:
        loose |= {"TARGET_TEST", "AND", "OR"}
    elif not numeric and not any(t.kind in ("TARGET_TEST", "INTERVAL", "DUE", "OFTARGET") for t in prefix):
        loose |= {"AND", "OR"}
    for i in range(1, len(prefix)):
        if prefix[i - 1].kind == "EVENT" and prefix[i].kind == "QUANTITY" and prefix[i].unit in _YEARS:
            raise NotUnderstood  # 有3年以上预测: a fact, nobody counts events in years
        if prefix[i].kind == "BOUND_NOTE" and prefix[i - 1].kind == "TEXT":  # 75%-94%出勤率(含75%,不含95%)
            prefix[i - 1], prefix[i] = prefix[i], prefix[i - 1]
    prefix = _noun_joined(prefix, text)
    changed = [
        replace(t, kind="TEXT", word=text[t.start : t.end])
        if t.kind in loose and not (t.kind == "BETWEEN" and i and prefix[i - 1].number is not None)
        else t
        for i, t in enumerate(prefix)
    ]
    return merge_prose(changed, text)


_TARGET_NAMED = re.compile(
    r"(?:目标值?|标准值?|基准值?|基数|指标值|目标要求|考核值|考核目标|要求|计划值?|定额|任务)(?:为|是|:)*$"
)
_NUMBER_NAMED = re.compile(
    r"(?:率|比例|比重|占比|满意度|量|(?<!系)数|额|天数|时间|周期|成本|单耗|能耗|费用|次数|得分|价)(?:为|是|:)*$"
)


def told_target(prefix: list[Token]) -> tuple[n.Basis, list[Token]] | None:
    """「设备完好率目标98%，每降低1%…」: the target, told in passing, and what is left of the sentence."""
    at = 1 if len(prefix) > 1 and prefix[0].kind == "TEXT" else 0
    if at and "/" in prefix[0].word:
        return None  # 实际值/目标值<1: a ratio, whose second half is not named anew
    if at and prefix[1].kind == "COMPARE" and _TARGET_NAMED.search(prefix[0].word) and len(prefix) > 2:
        prefix = [prefix[0], *prefix[2:]]  # 目标≤2%，达标得满分
    if (
        at >= len(prefix)
        or prefix[at].number is None
        or prefix[at].kind not in ("PERCENT", "QUANTITY", "NUM", "POINTS")
    ):
        return None
    name = prefix[0].word if at else ""
    named = _TARGET_NAMED.search(name) is not None
    rest = prefix[at + 1 :]
    if named and len(rest) > 1 and rest[0].kind == "TEXT" and "after" in rest[0].extra:
        rest = rest[1:]  # 50个产品每月，
    if not named and (not rest or rest[0].kind != "EVERY_WAY" or _NUMBER_NAMED.search(name) is None):
        return None
    reached = named and len(rest) == 1 and rest[0].kind == "TEXT" and w.REACHED.fullmatch(rest[0].word) is not None
    if rest and (
        (rest[0].kind not in ("EVERY_WAY", "EVERY", "TARGET_TEST", "WAY") and not reached)
        or (rest[0].start == prefix[at].end and "before" not in rest[0].extra)
    ):
        return None
    number = prefix[at].number
    subject = _NUMBER_NAMED.sub(lambda m: m.group().rstrip("为是:"), _TARGET_NAMED.sub("", name)).strip(",:")
    lead = [replace(prefix[0], word=subject)] if subject and rest and not reached else []
    return n.Basis(n.Amount(number, prefix[at].unit), target=True), [*lead, *rest]  # type: ignore[arg-type]


_MEASURED = re.compile("(?:率|占比|比例|比重|满意度|程度|达标度)$")


def _noun_joined(prefix: list[Token], text: str) -> list[Token]:
    """20秒接通率≥85%, 收入20万元以上的村占比达80%: a number inside the name of what is compared."""
    at = next((i for i, t in enumerate(prefix) if t.kind in ("COMPARE", "PERCENT")), 0)
    head = prefix[:at]
    inside = {"TEXT", "OF", "QUANTITY", "NUM", "UP", "DOWN", "YEAR", "REFERENCE"}
    if not any(t.number is not None for t in head) or not all(t.kind in inside for t in head):
        return prefix
    if head[-1].kind != "TEXT" or not _MEASURED.search(head[-1].word):
        return prefix
    return [Token("TEXT", text[head[0].start : head[-1].end], head[0].start, head[-1].end), *prefix[at:]]


def counted_end(prefix: list[Token], outcome: n.Outcome) -> Token | None:
    """……一次扣1分: prose, then one unit, then what it costs."""
    if not isinstance(outcome, n.Deduct) or not prefix:
        return None
    last = prefix[-1] if prefix[-1].kind == "QUANTITY" else prefix[-2] if len(prefix) > 1 else None
    fine = all(t.kind in ("TEXT", "EVENT", "QUANTITY", "AND", "OR") for t in prefix)
    if last is None or not fine or last.kind != "QUANTITY" or last.number != 1 or last.unit not in EVENT_COUNTS:
        return None
    return last


def counted_fact(condition: n.Condition, outcome: n.Outcome, part: int) -> n.Event | None:
    """被撤销答复意见的，一件扣20分: the count is of what the fact names."""
    if not isinstance(condition, n.Joined) or not isinstance(outcome, n.Deduct) or condition.any_of:
        return None
    *facts, last = condition.parts
    counted = isinstance(last, n.Test) and last.exact and last.amount.number == 1 and last.amount.unit in EVENT_COUNTS
    if not counted or not isinstance(last, n.Test) or not all(isinstance(f, n.Fact) for f in facts):
        return None
    what = ",".join(f.text for f in facts if isinstance(f, n.Fact))
    return n.Event(what + last.subject, last.amount, outcome, part=part)


def basis_of(word: str) -> n.Amount:
    number = re.search(w.DIGITS, word)
    return n.Amount(Decimal(number.group() if number else 0), "%" if "%" in word else "")


def is_lacking(word: str) -> bool:
    """缺少 counts what is missing, even where no target says of how many."""
    return word in ("缺", "缺少", "漏", "欠缺", "短缺")


TIME_UNITS = frozenset(
    {"天", "日", "个工作日", "工作日", "个月", "月", "周", "小时", "个小时", "分钟", "年", "季度", "个季度"}
)


LIST_TAIL = "(?:[三四五六3456](?:个)?(?:档|等次|等级|级|档次|方面|类)|的|分别|依次)+$"
"""What may follow a list of names before its points."""
