"""What a careful reader would remark about a rule's text, before any number is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.scoring import nodes as n
from perf_xl.scoring.coverage import bands, first_gap, first_overlap
from perf_xl.scoring.plan import PlanNote
from perf_xl.scoring.reading.read import ReadRule


def rule_notes(found: ReadRule) -> tuple[PlanNote, ...]:
    """Notes on the text itself: odd signs, a missing 分, gaps and overlaps of bands, a text too long to read."""
    notes = [_text_note(note.code, note.piece) for note in found.notes]
    if found.too_long:
        notes.append(PlanNote("too_long", "标准超过 2000 字，没有读；请拆成几行。"))
    return tuple(dict.fromkeys([*notes, *_band_notes(found.rule)]))


def _text_note(code: str, piece: str) -> PlanNote:
    match code:
        case "angle_bracket_read_as_sign":
            return PlanNote(code, "数字前的“》”“《”按“≥”“≤”理解。")
        case "point_unit_missing":
            return PlanNote(code, f"“{piece}”没有写“分”，按分数理解。")
        case _:
            return PlanNote(code, piece)


def _band_notes(rule: n.Rule) -> Iterator[PlanNote]:
    """Convention 6: gaps and overlaps give notes; a value in a gap is for a person."""
    found = bands(rule)
    gap = first_gap(found)
    if gap:
        yield PlanNote("bands_have_gap", f"标准在{gap}没有写得多少分，落在那里要由人计分；请补齐，并写明含不含边界。")
    pair = first_overlap(found)
    if pair is not None:
        yield PlanNote(
            "bands_overlap", f"“{pair[0].words}”与“{pair[1].words}”有重叠，同一个完成值有两个得分；请改正边界。"
        )
