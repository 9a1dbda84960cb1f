"""A number without a comparison: 100%得满分 reaches upward, 完成90%得8分 is a rung, 0得满分 is just that."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Const, Refused
from perf_xl.scoring.planning.draft import Draft, is_best
from perf_xl.scoring.planning.scale import Scale

_DONE = re.compile(
    "(?:完成|达到|达|实现|举办|开展|培训|建成|新建|新增|引进|发放|组织|满足|得分|逾期|投诉|发生|均满足|培训均满足)$"
)


def exact_op(scale: Scale, test: n.Test, outcome: n.Outcome) -> Op:
    """100%得满分 reaches upward where more is better; 完成90%得8分 is a rung of a ladder."""
    way = scale.row.direction
    ladder = re.search("完成|达|实现", test.subject) is not None or _goes_on(scale.draft)
    best = is_best(scale.draft, outcome) or (isinstance(outcome, n.ShareOfMax) and outcome.share == 1)
    two_sided = any(s.way is Way.APART for s in scale.draft.steps) or {Way.LOW, Way.HIGH} <= {
        s.way for s in scale.draft.steps if isinstance(s.outcome, n.Deduct)
    }
    if isinstance(outcome, n.ZeroMarks) or two_sided:
        return Op.EQ
    if best and test.amount.unit not in ("%", "百分点") and not test.of_target:
        _check_quantity(scale, test)
    if best and way in ("more", "equal"):
        return Op.EQ if way == "equal" else Op.GE
    if best and way == "less":
        return Op.LE
    if (
        best
        and way is None
        and test.amount == n.Amount(test.amount.number, "%")
        and test.amount.number == 100
        and _bands_below(scale.draft)
    ):
        return Op.GE
    return Op.GE if ladder and way in ("more", None) and isinstance(outcome, (n.Points, n.ShareOfMax)) else Op.EQ


def _check_quantity(scale: Scale, test: n.Test) -> None:
    """完成50家得满分: a bare quantity is the bound only if it is the target, or nothing else stands beside it."""
    bound = scale.bound(test.amount)
    fits = isinstance(bound, Const) and (bound.value in (scale.row.target, 0))
    alone = scale.row.target is None and (not test.subject or _DONE.search(test.subject) is not None)
    if not fits and not alone:
        raise Refused(
            "not_understood",
            f"“{test.subject}{test.amount.number:f}{test.amount.unit}”是不是得满分的界限，标准没有说清；请写成“{test.amount.number:f}{test.amount.unit}以上”。",
        )


def _bands_below(draft: Draft) -> bool:
    return any(isinstance(a.condition, (n.Within, n.Test)) and a.condition.way is None for a in draft.awards[1:])


def _goes_on(draft: Draft) -> bool:
    return any(isinstance(c, n.Continued) for c in draft.rule.clauses)
