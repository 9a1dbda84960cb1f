"""Where Ctrl+arrow goes from a cell: to the end of a run of filled cells, or to the next filled one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings_libreoffice.addresses import MAX_COLUMN, MAX_ROW, Box

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet

_STEPS = {"up": -1, "left": -1, "down": 1, "right": 1}


def data_edge(sheet: Sheet, box: Box, direction: str) -> tuple[int, int]:
    """Row and column reached; the line is read in one call."""
    down = direction in ("up", "down")
    used = sheet.used_box()
    last = (used.bottom if down else used.right) + 1
    start = box.top if down else box.left
    line = Box(1, box.left, max(last, start), box.left) if down else Box(box.top, 1, box.top, max(last, start))
    filled = [text != "" for row in sheet.uno_range(line).getFormulaArray() for text in row]
    end = _walk(filled, start - 1, _STEPS[direction]) + 1
    if end > max(last, start):
        end = MAX_ROW if down else MAX_COLUMN
    return (end, box.left) if down else (box.top, end)


def _walk(filled: list[bool], place: int, step: int) -> int:
    def is_filled(index: int) -> bool:
        return 0 <= index < len(filled) and filled[index]

    following = place + step
    if is_filled(place) and is_filled(following):
        while is_filled(following + step):
            following += step
        return following
    while 0 <= following < len(filled) and not filled[following]:
        following += step
    return max(following, 0)
