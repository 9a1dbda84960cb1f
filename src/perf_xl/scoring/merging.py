"""Clauses that belong together: a formula that spells out a proportion, distances that follow a first one."""

from __future__ import annotations

import re
from dataclasses import replace

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w


def refuse_leftovers(clauses: list[n.Clause]) -> list[n.Clause]:
    """A fact or subject that still speaks of points (较好得一半) holds something that was not understood."""
    return [n.Unknown(text[:40]) if (text := _leftover(clause)) else clause for clause in clauses]


def _leftover(clause: n.Clause) -> str:
    if isinstance(clause, n.Award) and isinstance(clause.condition, n.Fact):
        if re.match("其中[^一二三\\d]", clause.condition.text):
            return clause.condition.text  # a case within another
    return next((text for text in _texts(clause) if w.OUTCOME.search(w.NAMES_POINTS.sub("", text))), "")


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


def with_distances(clauses: list[n.Clause]) -> list[n.Clause]:
    """低于目标值5个百分点以内…，5-10个百分点…: the later bands are distances too."""
    way: n.Way | None = None
    done: list[n.Clause] = []
    for clause in clauses:
        condition = clause.condition if isinstance(clause, n.Award) else None
        if isinstance(clause, n.Award) and isinstance(condition, (n.Test, n.Within)):
            if condition.from_target or condition.way is n.Way.APART:
                way = condition.way
            elif way is not None and condition.way is None and condition.amount_unit in ("百分点", "%", ""):
                from_target = way is not n.Way.APART
                clause = replace(clause, condition=replace(condition, way=way, from_target=from_target))  # noqa: PLW2901
        done.append(clause)
    return done


_BASIS_IN_SUBJECT = re.compile(
    r"(?:以|按)[\d.]+%?(?:作?为)(?:评价|评分|合格|及格)?(?:标准|基准|基数|满分线|合格线|合格基数|准)$"
)


def without_basis(clauses: list[n.Clause]) -> list[n.Clause]:
    """满意度以95%为基准，每降低…: the basis is a clause of its own and no part of the subject."""
    if not any(isinstance(c, n.Basis) for c in clauses):
        return clauses
    return [
        replace(c, subject=_BASIS_IN_SUBJECT.sub("", c.subject)) if isinstance(c, n.Step) and c.subject else c
        for c in clauses
    ]


_FORMULA_HEAD = re.compile(r"(?:具体)?(?:的)?(?:计算|计分|得分|评分)?(?:公式|方法|办法)?(?:如下|为|是|即)*")


def merge_formulas(clauses: list[n.Clause]) -> list[n.Clause]:
    """按比例得分, 计算公式为: 得分=…: the formula says what the proportion means."""
    merged: list[n.Clause] = []
    for clause in clauses:
        formula = isinstance(clause, n.Award) and isinstance(clause.outcome, n.Computed)
        if formula and _is_heading(clause) and merged:
            if isinstance(merged[-1], n.Step) and isinstance(merged[-1].outcome, n.Points) and len(merged) > 1:
                merged.pop()
            before = merged[-1]
            if isinstance(before, n.Award) and isinstance(before.outcome, n.Proportion) and isinstance(clause, n.Award):
                merged[-1] = replace(before, outcome=clause.outcome)
                continue
        merged.append(clause)
    return [_plain_heading(clause) for clause in merged]


def _is_heading(clause: n.Clause) -> bool:
    if not isinstance(clause, n.Award):
        return False
    condition = clause.condition
    return isinstance(condition, n.Always) or (
        isinstance(condition, n.Fact) and _FORMULA_HEAD.fullmatch(condition.text) is not None
    )


def _plain_heading(clause: n.Clause) -> n.Clause:
    """「计算公式为：得分=…」 on its own holds always."""
    if isinstance(clause, n.Award) and isinstance(clause.outcome, n.Computed) and _is_heading(clause):
        return replace(clause, condition=n.Always())
    return clause
