"""The pieces of a counted rule in the order in which they are asked: cut-offs, nothing happened, what events cost."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Piece, Refused, const
from perf_xl.scoring.planning.counted.askable import check_subjects, check_target
from perf_xl.scoring.planning.counted.cutoffs import bounded_pieces
from perf_xl.scoring.planning.counted.gains import gain_pieces
from perf_xl.scoring.planning.counted.kinds import Counted, sort_clauses
from perf_xl.scoring.planning.counted.losses import allowed_pieces, loss_pieces
from perf_xl.scoring.planning.draft import Draft, only_bonus, outcome_points
from perf_xl.scoring.planning.scale import X, compare
from perf_xl.scoring.reading.facts import is_fault

_HAPPENS = re.compile("发现|发生|出现|存在|一经|一旦|行为|现象|情况|情形")


def count_pieces(draft: Draft) -> tuple[Piece, ...]:
    """Pieces over the count; Refused where the rule says more than a count can answer."""
    counted = sort_clauses(draft)
    check_target(counted)
    try:
        check_subjects(counted)
    except Refused as refused:
        return _nothing_only(counted, refused)
    if any(isinstance(k.outcome, (n.Bonus, n.Points, n.ShareOfMax)) for k in counted.kinds):
        return gain_pieces(counted)
    bounded = bounded_pieces(counted)
    _refuse_words(counted)
    none = const(0) if only_bonus(draft.rule) else draft.top
    nothing = Piece((compare(Op.LE, X, const(0)),), none, "没有发生", stated=False)
    return (*bounded, nothing, *allowed_pieces(counted), *loss_pieces(counted), *_rest(counted))


def _rest(counted: Counted) -> list[Piece]:
    """否则 beside bounds alone."""
    if counted.kinds or counted.otherwise is None:
        return []
    value = outcome_points(counted.draft, counted.otherwise.outcome)
    return [] if value is None else [Piece((), value, "其他情况")]


def _refuse_words(counted: Counted) -> None:
    """Facts that are no faults are grades, which a number does not pick."""
    kinds = counted.kinds
    if kinds and not any(k.each or is_fault(k.text) or _HAPPENS.search(k.text) for k in kinds):
        raise Refused("actual_unreadable", "标准按文字档次评分，请按标准的用词填写实际完成值。")


def _nothing_only(counted: Counted, refused: Refused) -> tuple[Piece, ...]:
    """Several things are counted and one number was typed: 0 still says that nothing happened."""
    losing = all(isinstance(k.outcome, (n.Deduct, n.ZeroMarks, n.Judged)) for k in counted.kinds)
    if not losing or counted.draft.row.target is not None:
        raise refused
    nothing = Piece((compare(Op.LE, X, const(0)),), counted.draft.top, "没有发生", stated=False)
    return nothing, Piece((), None, "按次数扣分", refused.message, refused.code)
