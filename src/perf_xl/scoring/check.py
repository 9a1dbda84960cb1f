"""What a careful reader would remark about a rule's text, before any number is filled in."""

from __future__ import annotations

from perf_xl.policy import Policy
from perf_xl.scoring.plan import PlanNote
from perf_xl.scoring.read import ReadRule


def rule_notes(found: ReadRule, policy: Policy) -> tuple[PlanNote, ...]:
    """Notes on the text itself: odd signs, a missing 分, a text too long to read."""
    notes = [_text_note(note.code, note.piece) for note in found.notes]
    if found.too_long:
        notes.append(PlanNote("too_long", "标准超过 2000 字，没有读；请拆成几行。"))
    del policy
    return tuple(dict.fromkeys(notes))


def _text_note(code: str, piece: str) -> PlanNote:
    match code:
        case "angle_bracket_read_as_sign":
            return PlanNote(code, "数字前的“》”“《”按“≥”“≤”理解。")
        case "point_unit_missing":
            return PlanNote(code, f"“{piece}”没有写“分”，按分数理解。")
        case _:
            return PlanNote(code, piece)
