"""What Excel tells of many cells at once, asked with few questions: Null, which is None here, means that cells differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from perf_xl.hosts.xlwings_looks import halves
from perf_xl.model.cells import Area
from perf_xl.model.references import area_of


def number_formats(sheet: Any, area: Area) -> Iterator[tuple[Area, str]]:
    """Parts of an area with the number format that all their cells have; ``sheet`` is Excel's own.

    Cells of a column are alike more often than those of a row.
    """
    same = sheet.Range(area.a1).NumberFormat
    if same is not None:
        yield area, str(same)
        return
    for part in halves(area, columns_first=True):
        yield from number_formats(sheet, part)


def merged_areas(sheet: Any, area: Area) -> list[Area]:
    """The merged areas in an area, in order; Excel has no list of them."""
    found: dict[tuple[int, int], Area] = {}
    _find_merged(sheet, area, found)
    return sorted(set(found.values()))


def _find_merged(sheet: Any, area: Area, found: dict[tuple[int, int], Area]) -> None:
    """``found`` has the merged area of every merged cell that is known already."""
    if all(place in found for place in _places(area)):
        return
    cells = sheet.Range(area.a1)
    if cells.MergeCells is False:
        return
    if len(_places(area)) > 1:
        for part in halves(area):
            _find_merged(sheet, part, found)
        return
    told = area_of(f"{area.a1}!{cells.MergeArea.Address}")  # one question instead of six; the sheet's name is ours
    merged = area if told is None else replace(told, sheet=area.sheet)
    found |= dict.fromkeys(_places(merged), merged)


def _places(area: Area) -> list[tuple[int, int]]:
    columns = range(area.left, area.right + 1)
    return [(row, column) for row in range(area.top, area.bottom + 1) for column in columns]
