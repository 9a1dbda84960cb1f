"""How the text of a placed cell is aligned, and its number format; no openpyxl here."""

from __future__ import annotations

from perf_xl.forms.grid import Placed
from perf_xl.forms.spec import Align

_LEFT_KINDS = ("text", "level3")


def alignment_of(placed: Placed) -> Align:
    """How the text of a cell is aligned: as stated, else long text left and everything else centred."""
    if placed.align is not None:
        return placed.align
    if placed.role == "note":
        return "left"
    if placed.role == "body" and placed.column is not None:
        return "left" if placed.column.kind in _LEFT_KINDS else "center"
    if placed.role == "entry" and placed.field is not None:
        return "left" if placed.lines > 1 else "center"
    return "center"


def number_format_of(placed: Placed) -> str:
    """Telephone numbers are text; everything else is as typed, so that 100% keeps its sign and 5次 its unit."""
    kind = placed.field.kind if placed.field else placed.column.kind if placed.column else ""
    return "@" if kind == "phone" else "General"
