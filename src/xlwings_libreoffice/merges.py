"""Merged areas of a sheet. Calc keeps them as a format of the top-left cell, so groups of equal format lead there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xlwings_libreoffice.addresses import Box, of_uno

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet


def merged_boxes(sheet: Sheet, within: Box | None = None) -> list[Box]:
    """The merged areas that begin inside a rectangle (by default the used area and its surroundings), row by row."""
    found = sheet.uno_range(within or _searched(sheet)).getUniqueCellFormatRanges()
    groups = [found.getByIndex(index) for index in range(found.Count)]
    corners = [
        (row, column)
        for group in groups
        if group.getByIndex(0).IsMerged
        for area in map(of_uno, group.RangeAddresses)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
    return [merged_around(sheet, *corner) for corner in sorted(corners)]


def merged_around(sheet: Sheet, row: int, column: int) -> Box:
    """The merged area a cell lies in; the cell itself if it is not merged."""
    cell = sheet.api.getCellRangeByPosition(column - 1, row - 1, column - 1, row - 1)
    cursor = sheet.api.createCursorByRange(cell)
    cursor.collapseToMergedArea()
    return of_uno(cursor.RangeAddress)


def _searched(sheet: Sheet) -> Box:
    """Empty merged cells lie outside the used area; a page or two beyond it is searched too."""
    used = sheet.used_box()
    return Box(1, 1, min(used.bottom + 200, 1_048_576), min(used.right + 50, 16_384))
