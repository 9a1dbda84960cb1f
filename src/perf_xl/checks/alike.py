"""Names of the same project or task written a little differently: matched by name, then by likeness and amount."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from rapidfuzz import fuzz

from perf_xl.checks.group import ProjectAmount
from perf_xl.checks.identity import plain_name
from perf_xl.forms.rates import amount_of
from perf_xl.forms.records import Row

_TAIL = re.compile(r"(工作)?(专项)?(经费|费用|资金|补助|项目)$")
_ALIKE, _ALIKE_WITH_AMOUNT = 88, 70


def best_match(name: str, amount: Decimal | None, others: Sequence[tuple[str, Decimal | None]]) -> int | None:
    """The index of the entry of ``others`` that is the same project; None when none is certain.

    The same name; else the same name without 经费 or 资金 at its end; else a similar name, less similar where the
    amounts are equal too. Two equally good candidates are no match.
    """
    for key in (plain_name, _stem):
        same = [index for index, (other, _) in enumerate(others) if key(other) == key(name)]
        if len(same) == 1:
            return same[0]
    likeness = [_likeness(name, amount, other, other_amount) for other, other_amount in others]
    best = max(likeness, default=0.0)
    return likeness.index(best) if best > 0 and likeness.count(best) == 1 else None


def match_projects(rows: Sequence[Row], projects: Sequence[ProjectAmount]) -> list[int | None]:
    """For each row of 项目支出 in the base data the index of its project form, by name and 本年决算数."""
    named = [(project.name, project.amount) for project in projects]
    return [
        best_match(str(row.values.get("名称") or ""), amount_of(row.values.get("决算数_本年")), named) for row in rows
    ]


def _stem(name: str) -> str:
    plain = plain_name(name)
    return _TAIL.sub("", plain) or plain


def _likeness(name: str, amount: Decimal | None, other: str, other_amount: Decimal | None) -> float:
    score = fuzz.ratio(plain_name(name), plain_name(other))
    needed = _ALIKE_WITH_AMOUNT if amount is not None and amount == other_amount else _ALIKE
    return score if score >= needed else 0.0
