"""The words before an outcome that are no sentence of the grammar: subjects of steps, counts, prose to set aside."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.bounds import NotUnderstood
from perf_xl.scoring.clauses import merge_prose
from perf_xl.scoring.tokens import Token


def step_subject(text: str, outcome: n.Outcome) -> tuple[str, str]:
    """The subject of a step and the condition it is given under ("" if none): prose before the last comma."""
    segments = [s for s in text.split(",") if s]
    if not segments:
        return "", ""
    given = [s for s in segments if _CONDITIONAL.search(s) and not w.MISSED.fullmatch(s[:40])]
    last = segments[-1]
    subject = "" if last in given or w.MISSED.fullmatch(last[:40]) or _CONDITIONAL.search(last) else last
    if w.OTHER_BASE.search(text) and not isinstance(outcome, n.Bonus):
        raise NotUnderstood
    return subject, ",".join(given)


_CONDITIONAL = re.compile(r"(?:的|时|后|下|情况下)$|^(?:若|如|当|凡|对|属|在[^,]{1,20}的)")


LATER = re.compile(
    r"(?:此后|之后|以后|其后)(?:完成|报送|提交)?的?|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号]|底)?(?:及?以后|之后|后)(?:完成|报送|提交)?的?"
)
"""After the last deadline: whatever is not in time."""


_YEARS = frozenset({"年", "个月", "月"})


def prepare(prefix: list[Token], text: str) -> list[Token]:
    """Words of the language that stand as plain prose here (且 between two facts, 达到要求 before 每) become prose."""
    every = any(t.kind in ("EVERY", "EVERY_UNIT", "EVERY_WAY") for t in prefix)
    numeric = any(t.number is not None and t.kind != "EVERY_UNIT" for t in prefix)
    loose = {"ONCE", "BETWEEN"}
    if every:
        loose |= {"TARGET_TEST", "AND", "OR"}
    elif not numeric and not any(t.kind in ("TARGET_TEST", "INTERVAL", "DUE", "OFTARGET") for t in prefix):
        loose |= {"AND", "OR"}
    for i in range(1, len(prefix)):
        if prefix[i - 1].kind == "EVENT" and prefix[i].kind == "QUANTITY" and prefix[i].unit in _YEARS:
            raise NotUnderstood  # 有3年以上预测: a fact, nobody counts events in years
        if prefix[i].kind == "BOUND_NOTE" and prefix[i - 1].kind == "TEXT":  # 75%-94%出勤率(含75%,不含95%)
            prefix[i - 1], prefix[i] = prefix[i], prefix[i - 1]
    changed = [
        replace(t, kind="TEXT", word=text[t.start : t.end])
        if t.kind in loose and not (t.kind == "BETWEEN" and i and prefix[i - 1].number is not None)
        else t
        for i, t in enumerate(prefix)
    ]
    return merge_prose(changed, text)


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


def points_of(token: Token) -> n.Outcome:
    return n.Points(token.number) if token.number else n.ZeroMarks()
