"""Clauses that cannot be meant together: two rules in one cell, a formula beside steps, grades beside bands, two tops.

A clause that does not belong to the kind of rule that was recognised must never be passed over; where two kinds of
reckoning speak of the same value, nobody can know which is meant.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Refused
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact, sounds_reached
from perf_xl.scoring.row import Row


def refuse_mixed(rule: n.Rule, row: Row) -> None:
    """Refused where the clauses of a rule contradict each other or belong to different rules."""
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    _refuse_formulas(rule, awards, row)
    _refuse_rest_beside_steps(rule, awards)
    _refuse_bands_beside_faults(rule, awards)
    _refuse_points_each(rule, awards, row)
    _refuse_full_where_steps_cost(rule, awards)
    _refuse_bonus_on_top(rule, awards, row)
    _refuse_two_tops(awards, row)
    _refuse_lone_rung(rule, awards, row)
    _refuse_words_beside_numbers(awards)
    _refuse_two_questions(awards, row)
    _refuse_two_best_words(awards, row)
    _refuse_other_direction(awards, row)
    _refuse_cost_of_good(awards, row)


_RATE_OF_DOING = re.compile("(?:完成率|完成比率|完成比例|达成率)(?!\\s*[=＝])")
_ITSELF = re.compile("完成|达成|执行|到位")


def refuse_rate_of_another(text: str, row: Row) -> None:
    """完成率 in the rule of 覆盖率 ≥ 50 %: the percentage that was typed, or what part of the 50 % it is?"""
    said = _RATE_OF_DOING.search(text)
    if said is None or not row.rate or row.target in (None, 1) or not row.name or _ITSELF.search(row.name):
        return
    raise Refused(
        "rate_of_what",
        f"“{said.group()}”是本行填的百分比，还是实际完成值占指标值的比例，标准没有说清；请写成“实际值÷指标值”，或由人计分。",
    )


def _refuse_cost_of_good(awards: list[n.Award], row: Row) -> None:
    """≤ in the row, and 低于预算的按比例扣分 in the rule."""
    good = {"≥": (Op.GE, Op.GT), ">": (Op.GE, Op.GT), "≤": (Op.LE, Op.LT), "<": (Op.LE, Op.LT)}.get(row.sign or "", ())
    for award in awards:
        condition, outcome = award.condition, award.outcome
        plain = isinstance(condition, n.AgainstTarget) and condition.reached is None and condition.op in good
        if plain and (isinstance(outcome, n.Deduct) or (isinstance(outcome, n.Proportion) and outcome.deducting)):
            side = "低" if row.sign in ("≤", "<") else "高"
            raise Refused(
                "direction_conflict",
                f"指标类型是“{row.sign}”，标准却在{side}于目标值时扣分，两者矛盾；请改正标准或指标类型。",
            )


def _refuse_other_direction(awards: list[n.Award], row: Row) -> None:
    """≤ in the row, and 大于等于目标值的计满分 in the rule."""
    wrong = {"≥": (Op.LE, Op.LT), ">": (Op.LE, Op.LT), "≤": (Op.GE, Op.GT), "<": (Op.GE, Op.GT)}.get(row.sign or "", ())
    for award in awards:
        condition = award.condition
        plain = isinstance(condition, n.AgainstTarget) and condition.reached is None
        if (
            plain
            and isinstance(condition, n.AgainstTarget)
            and condition.op in wrong
            and isinstance(award.outcome, n.FullMarks)
        ):
            raise Refused(
                "direction_conflict",
                f"指标类型是“{row.sign}”，标准却说“{condition.op.words}目标值”得满分，两者矛盾；请改正。",
            )


def _mixed(what: str) -> Refused:
    return Refused("several_readings", f"标准里{what}，不知以哪个为准；请拆成几行或改写。")


def _refuse_formulas(rule: n.Rule, awards: list[n.Award], row: Row) -> None:
    """按公式 or 按比例 for every value, and something else for the same values."""
    whole = {a.outcome for a in awards if isinstance(a.condition, n.Always) and _is_formula(a.outcome)}
    computed = {o for o in whole if isinstance(o, n.Computed)}
    if len(whole) > 1 and computed:
        raise _mixed("写了几种公式")
    steps = [c for c in rule.clauses if isinstance(c, (n.Step, n.Event)) and isinstance(c.outcome, n.Deduct)]
    if whole and steps:
        raise _mixed("既按公式计分，又按步扣分")
    if whole and any(_is_formula(a.outcome) and not isinstance(a.condition, n.Always) for a in awards):
        raise _mixed("写了几种公式")
    tops = {Fraction(row.max_score)} if row.max_score is not None else set()
    middle = [a for a in awards if isinstance(a.outcome, n.Points) and Fraction(a.outcome.points) not in {*tops, 100}]
    middle += [a for a in awards if isinstance(a.outcome, (n.ShareOfMax, n.Deduct))]
    if whole and any(_is_numeric(a.condition) for a in middle):
        raise _mixed("既按公式计分，又分档给分")
    worded = [a for a in awards if isinstance(a.outcome, (n.Points, n.ShareOfMax)) and _is_other_fact(a.condition)]
    if whole and len(worded) > 1:
        raise _mixed("既按公式计分，又按文字分档给分")


def _refuse_rest_beside_steps(rule: n.Rule, awards: list[n.Award]) -> None:
    """每低1个百分点扣1分 and 其余得5分 speak of the same values."""
    steps = [c for c in rule.clauses if isinstance(c, n.Step) and isinstance(c.outcome, n.Deduct)]
    rest = [a for a in awards if isinstance(a.condition, n.Otherwise) and not isinstance(a.outcome, n.Deduct)]
    if steps and rest and any(s.origin is None for s in steps):
        raise _mixed("既按步扣分，又写了其余情况的得分")


def _refuse_bands_beside_faults(rule: n.Rule, awards: list[n.Award]) -> None:
    """5项以上得满分 and 每发现1处扣1分 count different things."""
    faults = [c for c in rule.clauses if isinstance(c, n.Event) and isinstance(c.outcome, n.Deduct) and not c.shortfall]
    for award in awards if faults else ():
        condition = award.condition
        counted = isinstance(condition, (n.Test, n.Within)) and condition.amount_unit not in ("%", "百分点", "分")
        low = (
            condition.low.number
            if isinstance(condition, n.Within)
            else getattr(condition, "amount", n.Amount(Decimal(0))).number
        )
        if counted and low > 0 and isinstance(award.outcome, (n.Points, n.FullMarks, n.ShareOfMax)):
            raise _mixed("既按数量分档给分，又按次数扣分")


def _refuse_full_where_steps_cost(rule: n.Rule, awards: list[n.Award]) -> None:
    """低于95%得满分，每低1个百分点扣2分: the steps lie where nothing is lost."""
    ways = {c.way for c in rule.clauses if isinstance(c, n.Step) and isinstance(c.outcome, n.Deduct)}
    for award in awards:
        condition = award.condition
        if not isinstance(condition, n.Test) or condition.way is not None or condition.exact:
            continue
        side = Way.LOW if condition.op in (Op.LE, Op.LT) else Way.HIGH
        if side in ways and len(ways) == 1 and isinstance(award.outcome, (n.Points, n.FullMarks)):
            raise _mixed("得满分的一边又要扣分")


def _refuse_points_each(rule: n.Rule, awards: list[n.Award], row: Row) -> None:
    """（共5项，每项2分） behind a rule of another kind."""
    each = [c for c in rule.clauses if isinstance(c, n.Event) and isinstance(c.outcome, n.Points)]
    given = [a for a in awards if not isinstance(a.condition, n.Always)]
    total = all(isinstance(a.outcome, n.FullMarks) and getattr(a.condition, "exact", False) for a in given)
    if each and row.unit and not w.is_count(row.unit):
        raise Refused(
            "unit_mismatch", f"标准按项数给分，本行的计量单位是“{row.unit}”，不是项数；请统一单位，或由人计分。"
        )
    if each and given and not total:
        raise _mixed("既写了每项得分，又写了别的得分")


def _refuse_bonus_on_top(rule: n.Rule, awards: list[n.Award], row: Row) -> None:
    """满分10分，每超10%加2分: whether it begins at 0 or at the top, nobody can know."""
    steps = [c for c in rule.clauses if isinstance(c, n.Step)]
    only = bool(steps) and all(isinstance(s.outcome, n.Bonus) for s in steps) and len(awards) == 1
    outcome = awards[0].outcome if only and isinstance(awards[0].condition, n.Always) else None
    if isinstance(outcome, n.Points) and outcome.points == row.max_score:
        raise _mixed("的加分在满分之上，不知从 0 分还是从满分起算")


def _refuse_two_tops(awards: list[n.Award], row: Row) -> None:
    """得 100 分 and 得 10 分 in a row of 10: two scales in one rule."""
    points = {Fraction(a.outcome.points) for a in awards if isinstance(a.outcome, n.Points)}
    if row.max_score is not None and row.max_score < 100 and {Fraction(100), row.max_score} <= points:
        raise _mixed(f"既有 100 分制，又有 {float(row.max_score):g} 分")


def _refuse_lone_rung(rule: n.Rule, awards: list[n.Award], row: Row) -> None:
    """满分5分，完成1项得1分: for each, or once? One rung below the top says nothing of the rest."""
    given = [a for a in awards if not isinstance(a.condition, n.Always)]
    if len(given) != 1 or any(isinstance(c, (n.Step, n.Event, n.Continued)) for c in rule.clauses):
        return
    condition, outcome = given[0].condition, given[0].outcome
    exact = isinstance(condition, n.Test) and condition.exact and condition.amount.unit not in ("%", "百分点")
    if exact and isinstance(outcome, n.Points) and row.max_score is not None and outcome.points < row.max_score:
        raise Refused("not_understood", "标准只写了一档得分，不知是每一个都得，还是只得一次；请写明“每……得……分”。")


def _refuse_words_beside_numbers(awards: list[n.Award]) -> None:
    """Two facts that both give everything (完成得满分；效果显著得满分) belong to two rules."""
    facts = [
        a.condition.text
        for a in awards
        if isinstance(a.condition, n.Fact) and isinstance(a.outcome, n.FullMarks)
        and read_fact(a.condition).kind is FactKind.OTHER
    ]  # fmt: skip
    graded = [a for a in awards if isinstance(a.condition, n.Fact) and isinstance(a.outcome, (n.Points, n.ShareOfMax))]
    if len(facts) > 1 and graded:
        raise _mixed(f"“{facts[0][:15]}”和“{facts[1][:15]}”都得满分")


def _refuse_two_questions(awards: list[n.Award], row: Row) -> None:
    """有制度得满分 and 完成率100%得满分: two questions that each give everything."""
    facts: list[str] = []
    numbers = False
    for award in awards:
        condition, outcome = award.condition, award.outcome
        full = isinstance(outcome, n.FullMarks) or (isinstance(outcome, n.Points) and outcome.points == row.max_score)
        if not full:
            continue
        if isinstance(condition, n.Fact):
            kind = read_fact(condition)
            facts += (
                [condition.text]
                if kind.kind is FactKind.OTHER and not kind.timely and not sounds_reached(condition.text)
                else []
            )
        numbers = numbers or _is_numeric(condition)
    if facts and numbers:
        raise _mixed(f"“{facts[0][:15]}”和数量都得满分")


def _refuse_two_best_words(awards: list[n.Award], row: Row) -> None:
    """满意得5分…；无债务的得满分: each of two facts gives everything, and they are about different things."""
    best: list[str] = []
    for award in awards:
        outcome = award.outcome
        full = isinstance(outcome, n.FullMarks) or (
            isinstance(outcome, n.Points) and Fraction(outcome.points) in (row.max_score, 100)
        )
        if full and isinstance(award.condition, n.Fact):
            best.append(fact_text(award.condition.text))
    zeros = [a for a in awards if isinstance(a.outcome, n.ZeroMarks)]
    if len(best) > 1 and len(zeros) > 1 and not any(best[0][i : i + 2] in best[1] for i in range(len(best[0]) - 1)):
        raise _mixed(f"“{best[0][:15]}”和“{best[1][:15]}”都得满分")


def _is_other_fact(condition: n.Condition) -> bool:
    """Whether a condition is a fact that says nothing of the number itself."""
    return isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.OTHER


def _is_formula(outcome: n.Outcome) -> bool:
    return isinstance(outcome, (n.Proportion, n.Computed))


def _is_numeric(condition: n.Condition) -> bool:
    return isinstance(condition, (n.Test, n.Within)) or (
        isinstance(condition, n.Joined) and any(_is_numeric(part) for part in condition.parts)
    )
