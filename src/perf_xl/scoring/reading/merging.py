"""Clauses that belong together: a formula that spells out a proportion, distances that follow a first one."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from perf_xl.model.amounts import plain
from perf_xl.model.numerals import any_number
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op


def with_free_events(clauses: list[n.Clause]) -> list[n.Clause]:
    """每发生一次扣1分，前3次不扣分: the first ones are free, and each one more costs."""
    free = [
        c for c in clauses if isinstance(c, n.Award) and isinstance(c.outcome, n.FullMarks) and _is_first(c.condition)
    ]
    costs = [c for c in clauses if isinstance(c, n.Event) and isinstance(c.outcome, n.Deduct)]
    if len(free) != 1 or len(costs) != 1 or len(clauses) - sum(isinstance(c, n.Limit) for c in clauses) != 2:
        return clauses
    condition, cost = free[0].condition, costs[0]
    if not isinstance(condition, n.Test) or cost.shortfall or cost.size.unit != condition.amount.unit:
        return clauses
    if re.search(r"\d|第", cost.what) and not _begins_after(cost.what, condition.amount):
        return clauses
    within = n.Test(Op.LE, condition.amount)
    step = n.Step(
        n.Way.HIGH,
        cost.size,
        cost.outcome,
        round_up=cost.round_up,
        part=cost.part,
        origin=n.Test(Op.GT, condition.amount),
    )
    return [replace(c, condition=within) if c is free[0] else step if c is cost else c for c in clauses]


def _begins_after(what: str, free: n.Amount) -> bool:
    """Whether 超过3次 or 从第四次起 says no more than: after the first three."""
    first = re.fullmatch("(?:从|自)?第([0-9一二两三四五六七八九十]+)[次起例件](?:起|开始)?", what)
    return what == f"超过{plain(free.number)}{free.unit}" or (
        first is not None and any_number(first[1]) == free.number + 1
    )


def _is_first(condition: n.Condition) -> bool:
    return isinstance(condition, n.Test) and condition.exact and condition.way is None and condition.subject == "前"


_EVERY_PART = re.compile(
    "(?:均|都|全部)(?:已|能)?(?:具备|符合|满足|做到|达到|达标|完成|落实|合格|到位)(?:要求|标准)?的?"
)


def with_every(clauses: list[n.Clause]) -> list[n.Clause]:
    """三项均具备得3分，具备两项得2分: all parts are that number of parts, where nothing counts those that lack."""
    tests = [c.condition for c in clauses if isinstance(c, n.Award) and isinstance(c.condition, n.Test)]
    every = [t for t in tests if t.exact and t.amount.number > 1 and _EVERY_PART.fullmatch(t.subject)]
    if len(every) != 1 or len(tests) < 2 or any(t.subject for t in tests if t is not every[0]):
        return clauses
    whole = replace(every[0], op=Op.GE, exact=False, subject="")
    return [replace(c, condition=whole) if isinstance(c, n.Award) and c.condition is every[0] else c for c in clauses]


_ALL = re.compile("[^,]{0,12}?(?:全部|全面|均|都|100%)(?P<done>[\u4e00-\u9fff]{2,6}?)的?")


def with_whole(clauses: list[n.Clause]) -> list[n.Clause]:
    """全部公开得3分，90%以上公开得2分: all of them are 100%."""
    bounds = [c.condition for c in clauses if isinstance(c, n.Award) and isinstance(c.condition, (n.Test, n.Within))]
    shares = [b for b in bounds if b.amount_unit == "%" and b.way is None and b.subject]
    done: list[n.Clause] = []
    for clause in clauses:
        fact = clause.condition if isinstance(clause, n.Award) and _gives(clause.outcome) else None
        said = _ALL.fullmatch(fact.text) if isinstance(fact, n.Fact) and not w.TIMELY.search(fact.text) else None
        same = next((b for b in shares if said is not None and b.subject == said["done"]), None)
        if isinstance(clause, n.Award) and same is not None:
            whole = n.Test(Op.GE, n.Amount(Decimal(100), "%"), subject=same.subject)
            clause = replace(clause, condition=whole)  # noqa: PLW2901
        done.append(clause)
    return done


def _gives(outcome: n.Outcome) -> bool:
    return isinstance(outcome, (n.Points, n.FullMarks))


def with_distances(clauses: list[n.Clause]) -> list[n.Clause]:
    """低于目标值5个百分点以内…，5-10个百分点…: the later bands are distances too."""
    way: n.Way | None = None
    bound = False
    done: list[n.Clause] = []
    for clause in clauses:
        condition = clause.condition if isinstance(clause, n.Award) else None
        if isinstance(clause, n.Award) and isinstance(condition, (n.Test, n.Within)):
            bound = bound or (way is None and condition.way is None)
            if condition.from_target or condition.way is n.Way.APART:
                way = condition.way
                if way is n.Way.HIGH and bound:
                    return [*clauses, n.Unknown("超出以内")]  # of the bound, or of the target?
            elif way is n.Way.HIGH and condition.way is way:
                clause = replace(clause, condition=replace(condition, from_target=True))  # noqa: PLW2901
            elif way is not None and condition.way is None and condition.amount_unit in ("百分点", "%", ""):
                from_target = way is not n.Way.APART
                clause = replace(clause, condition=replace(condition, way=way, from_target=from_target))  # noqa: PLW2901
        done.append(clause)
    return done


def earned_above(clauses: list[n.Clause], tops: list[n.Award]) -> list[n.Clause]:
    """每高于80%1个百分点得0.5分: from nothing at that bound upward, if nothing else gives points."""
    based = any(isinstance(c, n.Basis) and not c.target for c in clauses)
    given = [c for c in clauses if isinstance(c, n.Award) and not isinstance(c.outcome, n.ZeroMarks) and c not in tops]
    if given or sum(isinstance(c, n.Step) for c in clauses) != 1:
        return clauses
    step = next(c for c in clauses if isinstance(c, n.Step))
    sided = step.way in (n.Way.LOW, n.Way.HIGH) and (based or step.origin is not None)
    if not sided or not isinstance(step.outcome, n.Points):
        return clauses
    earned = {id(step): replace(step, outcome=n.Bonus(step.outcome.points))}
    limits = {id(c): n.Limit("top", c.outcome.points) for c in tops if isinstance(c.outcome, n.Points)}  # 满分5分
    return [earned.get(id(c)) or limits.get(id(c)) or c for c in clauses]


def with_subject(clauses: list[n.Clause]) -> list[n.Clause]:
    """实际值/目标值≥1得满分，小于0.6不得分: a bare number goes on with the ratio before it."""
    ratio, done = "", list[n.Clause]()
    for clause in clauses:
        condition = clause.condition if isinstance(clause, n.Award) else None
        if isinstance(clause, n.Award) and isinstance(condition, (n.Test, n.Within)):
            ratio = condition.subject if "/" in condition.subject else "" if condition.subject else ratio
            if ratio and not condition.subject and not condition.amount_unit and condition.way is None:
                clause = replace(clause, condition=replace(condition, subject=ratio))  # noqa: PLW2901
        done.append(clause)
    return done


_BASIS_IN_SUBJECT = re.compile(
    r"(?:以|按)[\d.]+%?(?:作?为)(?:评价|评分|合格|及格)?(?:标准|基准|基数|满分线|合格线|合格基数|起点|起始点?|准)$"
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
