"""Bands and cut-offs over a number of events: 两次及以上不得分, 有1-3次未报送得4分."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Compare, Piece, Refused, const
from perf_xl.scoring.planning.counted.kinds import SEVERAL, Counted, Kind
from perf_xl.scoring.planning.draft import outcome_points
from perf_xl.scoring.reading.facts import fact_text


def bounded_pieces(counted: Counted) -> list[Piece]:
    """Cut-offs first (convention 13), then the bands."""
    cuts = [t for t in counted.tests if isinstance(t[0].outcome, n.ZeroMarks) and t[1][0].op in (Op.GE, Op.GT)]
    ordered = [*cuts, *(t for t in counted.tests if t not in cuts)]
    return [_piece(counted, award, tests) for award, tests in ordered]


def _piece(counted: Counted, award: n.Award, tests: tuple[Compare, ...]) -> Piece:
    label = _label(award.condition)
    if isinstance(award.outcome, n.Judged):
        return Piece(tests, None, label, f"“{award.outcome.text[:20]}”要由人判断。", "judged")
    value = outcome_points(counted.draft, award.outcome)
    if value is None:
        raise Refused("several_kinds", SEVERAL)
    about = getattr(award.condition, "subject", "")
    harm = next((k.text for k in counted.kinds if _is_harm(k, about)), "")
    nothing = len(tests) == 1 and tests[0].op in (Op.EQ, Op.LE) and tests[0].right == const(0)
    if harm and value != const(0) and not nothing:
        reason = f"还要看有没有“{fact_text(harm)[:30]}”；请由人计分。"
        return Piece(tests, None, label, reason, "fact_missing")
    return Piece(tests, value, label)


def _is_harm(kind: Kind, about: str) -> bool:
    """Whether something beside the number counted would take points: not 均未完成 beside 一项未完成."""
    shared = any(about[i : i + 2] in kind.text for i in range(len(about) - 1)) or kind.text.startswith(("均", "都"))
    return not kind.each and not isinstance(kind.outcome, (n.Bonus, n.Points)) and not shared


def _label(condition: n.Condition) -> str:
    match condition:
        case n.Test(op, amount):
            return f"{'' if op is Op.EQ else op.value}{amount.number:f}{amount.unit}"
        case n.Within(low, high):
            return f"{low.number:f}—{high.number:f}{high.unit}"
        case _:
            return "次数"
