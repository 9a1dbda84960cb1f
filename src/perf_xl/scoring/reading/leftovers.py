"""Facts and subjects that still hold something of the language: what was not understood is never passed over."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w


def refuse_leftovers(clauses: list[n.Clause]) -> list[n.Clause]:
    """A fact or subject that still speaks of points (较好得一半) holds something that was not understood."""
    return [n.Unknown(text[:40]) if (text := _leftover(clause)) else clause for clause in clauses]


_BARE = re.compile("(?:及?以[上下内外]|之[上下内间]|的|[(]?不?含[)]?|,|区间|范围|左右)*")
"""What is left of a bound whose number was lost."""


def _leftover(clause: n.Clause) -> str:
    if isinstance(clause, n.Award) and isinstance(clause.outcome, n.Judged):
        return ""  # a person reads it anyway
    fact = clause.condition.text if isinstance(clause, n.Award) and isinstance(clause.condition, n.Fact) else None
    if fact is not None and (_BARE.fullmatch(fact) or re.match("其中[^一二三\\d]", fact)):
        return fact or "得分"  # half a bound, or a case within another
    if isinstance(clause, n.Step) or (isinstance(clause, n.Award) and not isinstance(clause.condition, n.Fact)):
        many = next((text for text in _texts(clause) if _MANY.search(text)), "")
        if many:
            return many
    return next((text for text in _texts(clause) if w.OUTCOME.search(w.NAMES_POINTS.sub("", text))), "")


_MANY = re.compile(
    r"连续(?:[两二三四五六]|\d+)|每(?:个|一)?(?:家|户|人|名|个|所|乡|镇|村|县|区|单位|部门|企业|学校|项目)|平均每"
)
"""One value cannot answer for several years, or for every township."""


def _texts(clause: n.Clause) -> list[str]:
    """The free texts of a clause."""
    match clause:
        case n.Award(condition=condition):
            return _condition_texts(condition)
        case n.Step(subject=subject, given=given):
            return [subject, given]
        case n.Event(what=what, given=given):
            return [what, given]
        case n.Item(text):
            return [text]
        case _:
            return []


def _condition_texts(condition: n.Condition) -> list[str]:
    match condition:
        case n.Fact(text):
            return [text]
        case n.Test(subject=subject) | n.Within(subject=subject) | n.AgainstTarget(subject=subject):
            return [subject]
        case n.Joined(parts):
            return [text for part in parts for text in _condition_texts(part)]
        case _:
            return []
