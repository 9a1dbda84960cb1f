"""The clauses of a counted rule, sorted: kinds of event, bounds on their number, facts that earn points."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from perf_xl.model.units import TIME
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.plan import Compare, Measure, Refused
from perf_xl.scoring.planning.draft import Draft
from perf_xl.scoring.planning.measured.conditions import condition_tests
from perf_xl.scoring.planning.scale import Scale
from perf_xl.scoring.reading.facts import fact_text

_TIMES = frozenset({"天", "日"})
_SHORT = re.compile(r"[少缺低][\d一二两三四五六七八九十]|差\d")
"""不少于4次但少1次: how much less was done is no fault that happened or not."""
SEVERAL = "标准里有几种扣分情况，只填了一个次数，分不清是哪一种；请由人计分。"


@dataclass(slots=True)
class Kind:
    """One kind of event: what one costs or earns, once or each time."""

    text: str
    outcome: n.Outcome
    size: Fraction
    each: bool
    round_up: bool = False


@dataclass(slots=True)
class Counted:
    """A rule over a number of events for one row."""

    draft: Draft
    scale: Scale
    kinds: list[Kind] = field(default_factory=list)
    tests: list[tuple[n.Award, tuple[Compare, ...]]] = field(default_factory=list)
    facts: list[n.Award] = field(default_factory=list)
    otherwise: n.Award | None = None


def sort_clauses(draft: Draft) -> Counted:
    """Each clause in its place; Refused where one is about something that is not counted."""
    counted = Counted(draft, Scale(draft, Measure.COUNT))
    for clause in draft.rule.clauses:
        _place(counted, clause)
    return counted


def _place(counted: Counted, clause: n.Clause) -> None:
    match clause:
        case n.Event(what, size, outcome, round_up=up):
            measured = size.unit == counted.draft.row.unit and counted.draft.row.target is None
            if size.unit and not w.is_event_unit(size.unit) and not measured:
                raise Refused("unit_mismatch", f"“每{size.number:f}{size.unit}”不是次数，无法按次数计分；请由人计分。")
            counted.kinds.append(Kind(what, outcome, Fraction(size.number), each=True, round_up=up))
        case n.Step(size=size, outcome=outcome, subject=subject, given=given):
            plain = w.is_event_unit(size.unit) and size.unit not in _TIMES
            unclear = n.Judged(f"每{size.number:f}{size.unit}")
            counted.kinds.append(Kind(given + subject, outcome if plain else unclear, Fraction(size.number), each=True))
        case n.Award():
            _award(counted, clause)


def _award(counted: Counted, award: n.Award) -> None:
    condition, outcome = award.condition, award.outcome
    match condition:
        case n.Always():
            if not isinstance(outcome, (n.Points, n.FullMarks)):
                raise Refused("several_kinds", SEVERAL)
        case n.Otherwise():
            counted.otherwise = award
        case n.Test() | n.Within():
            if _percent(condition) and isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax)):
                _rate_beside(counted, condition, outcome)
                return
            unit, own = condition.amount_unit, counted.draft.row.unit
            foreign = unit not in ("", own) and not w.is_event_unit(unit)
            if _percent(condition) or foreign or (unit in TIME and own not in TIME):
                unclear = n.Judged(f"{condition.subject}{unit}")
                counted.kinds.append(Kind(condition.subject, unclear, Fraction(1), each=False))
                return
            found = condition_tests(counted.scale, condition, outcome)
            if found is not None:
                counted.tests.append((award, found[0]))
        case n.Fact(text, numbered=True) if _SHORT.search(text) and not isinstance(outcome, (n.Points, n.FullMarks)):
            raise Refused(
                "not_understood", f"“{fact_text(text)[:30]}”从哪里算起，标准没有说清；请写成“少于……的，每少……扣……分”。"
            )
        case n.Fact() | n.Joined() | n.AgainstTarget():
            if isinstance(outcome, (n.Deduct, n.ZeroMarks, n.Judged)):
                text = condition.text if isinstance(condition, n.Fact) else "未达到要求"
                counted.kinds.append(Kind(text, outcome, Fraction(1), each=False))
            elif isinstance(outcome, (n.Points, n.FullMarks, n.Bonus)):
                counted.facts.append(award)
            else:
                raise Refused("several_kinds", SEVERAL)
        case _:
            raise Refused("several_kinds", SEVERAL)


def _rate_beside(counted: Counted, condition: n.Test | n.Within, outcome: n.Outcome) -> None:
    """100%得满分，每发现1项扣1分 says what faults do to the rate; 95%-99%得3分 asks for the rate itself."""
    whole = isinstance(condition, n.Test) and condition.amount.number == 100
    best = isinstance(outcome, n.Points) and Fraction(outcome.points) == counted.draft.top_points
    if not whole and not best and not isinstance(outcome, n.FullMarks):
        raise Refused("several_kinds", f"标准还按“{condition.subject or '比率'}”分档给分，本行只填了次数；请由人计分。")


def _percent(condition: n.Test | n.Within) -> bool:
    amount = condition.amount if isinstance(condition, n.Test) else condition.high
    return amount.unit in ("%", "百分点")
