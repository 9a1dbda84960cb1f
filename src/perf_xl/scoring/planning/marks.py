"""Enumerations: parts with points of their own, fulfilled or not (①…2分；②…2分), numbered or told by position."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.plan import Mark, Refused
from perf_xl.scoring.planning.choices import names_grade
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact
from perf_xl.scoring.row import Row


def find_marks(rule: n.Rule, row: Row) -> tuple[Mark, ...]:
    """The parts of an enumeration; none if the rule is of another kind. Refused if it could be read both ways."""
    awards = [c for c in rule.clauses if isinstance(c, n.Award) and not isinstance(c.condition, n.Always)]
    earning = [a for a in awards if isinstance(a.outcome, n.Points)] or _equal_shares(awards, row)
    if len(earning) < 2 or not all(_is_fact(a.condition) for a in earning):
        return ()
    if any(isinstance(c, n.Step) and not w.is_event_unit(c.size.unit) for c in rule.clauses) or _alternatives(
        awards, earning, row
    ):
        return ()
    if all(names_grade(fact_text(_text(a.condition))) for a in earning):
        return ()
    marked = len({a.part for a in earning if a.part}) == len(earning)
    total = sum((_worth(a.outcome, row) for a in earning), Fraction(0))
    if row.max_score is not None and total != row.max_score and not _scales(total, row):
        raise Refused(
            "points_differ_from_max_score",
            f"各项合计 {float(total):g} 分，本行分值 {float(row.max_score):g} 分，对不上；请改成一致。",
        )
    if not marked and row.max_score is None:
        raise Refused("max_score_missing", "没有分值，分不清各项是分别得分还是任选一档；请填写分值。")
    return _marks(rule, earning, row, numbered=marked)


def _equal_shares(awards: list[n.Award], row: Row) -> list[n.Award]:
    """Parts that are worth the same share each and the whole together (各占1/3权重分); none if they are anything else."""
    shares = [a for a in awards if isinstance(a.outcome, n.ShareOfMax) and a.part]
    outcomes = {a.outcome for a in shares}
    whole = sum((a.outcome.share for a in shares if isinstance(a.outcome, n.ShareOfMax)), Fraction(0))
    return shares if row.max_score is not None and len(outcomes) == 1 and whole == 1 else []


def _worth(outcome: n.Outcome, row: Row) -> Fraction:
    """The points of a part."""
    match outcome:
        case n.Points(points):
            return Fraction(points)
        case n.ShareOfMax(share) if row.max_score is not None:
            return share * Fraction(row.max_score)
        case _:
            raise TypeError(outcome)


def _scales(total: Fraction, row: Row) -> bool:
    return total == 100 and row.max_score is not None


def _is_fact(condition: n.Condition) -> bool:
    match condition:
        case n.Fact():
            return True
        case n.Joined(parts):
            return all(isinstance(part, n.Fact) for part in parts)
        case n.AgainstTarget(subject=subject):
            return bool(subject)
        case _:
            return False


def _alternatives(awards: list[n.Award], earning: list[n.Award], row: Row) -> bool:
    """Grades to choose one of: the best is the full score and the others are less, or one is full marks or nothing."""
    points = [a.outcome.points for a in earning if isinstance(a.outcome, n.Points)]
    if any(isinstance(a.outcome, n.FullMarks) for a in awards):
        return True
    if not points:
        return False
    total = sum(points)
    if row.max_score is not None and Fraction(total) == row.max_score:
        return False
    if row.max_score is not None and Fraction(max(points)) in (row.max_score, Fraction(100)):
        return True
    zero = any(isinstance(a.outcome, n.ZeroMarks) for a in awards)
    numbered = any(a.part for a in earning)
    return row.max_score is None and (zero and not numbered)


def _marks(rule: n.Rule, earning: list[n.Award], row: Row, *, numbered: bool) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    for index, award in enumerate(earning, start=1):
        number = award.part if numbered else index
        marks.append(Mark(number, fact_text(_text(award.condition)), _worth(award.outcome, row)))
    position = -1
    for clause in rule.clauses:
        if isinstance(clause, n.Award) and clause in earning:
            position = earning.index(clause)
        elif isinstance(clause, n.Award) and isinstance(clause.outcome, n.Judged) and position >= 0:
            marks[position] = replace(marks[position], open=True)
        elif isinstance(clause, n.Award) and position >= 0 and not isinstance(clause.outcome, n.ZeroMarks):
            if not isinstance(clause.condition, n.Always):
                marks[position] = replace(marks[position], open=True)
        elif isinstance(clause, n.Event) and _costs_its_part(clause, marks):
            continue  # 各得1分，一项不符合扣1分
        elif isinstance(clause, (n.Event, n.Step)) and not _is_none(marks):
            marks = [replace(mark, open=True) for mark in marks]
    return tuple(marks)


def _costs_its_part(event: n.Event, marks: list[Mark]) -> bool:
    """Whether a part not fulfilled costs just the points that it gives."""
    outcome = event.outcome
    same = (
        isinstance(outcome, n.Deduct) and not outcome.share and {m.points for m in marks} == {Fraction(outcome.amount)}
    )
    return same and event.size.number == 1 and len(event.what) <= 8 and not event.round_up


def _is_none(marks: list[Mark]) -> bool:
    """Whether a part asks that nothing happened: marked, there are no events (没有出现案件)."""
    found = [m for m in marks if read_fact(n.Fact(m.text)).kind is FactKind.NONE_HAPPENED]
    for mark in found:
        marks[marks.index(mark)] = replace(mark, open=True)
    return bool(found)


def _text(condition: n.Condition) -> str:
    match condition:
        case n.Fact(text):
            return text
        case n.Joined(parts):
            return "且".join(_text(part) for part in parts)
        case n.AgainstTarget(subject=subject):
            return subject
        case _:
            return ""
