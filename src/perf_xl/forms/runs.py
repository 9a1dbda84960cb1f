"""Which level cells of consecutive rows are merged: equal values side by side, never across a higher level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perf_xl.forms.spec import SAME_AS_ABOVE, Column
from perf_xl.model.cells import CellValue

Run = tuple[Column, int, int]
"""A column and the first and last index of the rows it is merged over."""


def merge_runs(columns: Sequence[Column], rows: Sequence[Mapping[str, CellValue]]) -> list[Run]:
    """The merges of a table's body, column by column; runs of one row are left out.

    A blank level cell is never merged. A column that follows a level (一级分值) is merged where the level is, if its
    values agree. 〃 joins a cell to the one above, in any column.
    """
    level_cuts = _level_cuts(columns, rows)
    runs: list[Run] = []
    for column in columns:
        cuts = level_cuts.get(column.follows or column.name)
        runs.extend(run for run in _runs(column, rows, cuts) if run[2] > run[1])
    return runs


def _level_cuts(columns: Sequence[Column], rows: Sequence[Mapping[str, CellValue]]) -> dict[str, list[bool]]:
    """For each level column, whether a run must end before row ``i``; the cuts of level 1 are cuts of level 2."""
    result: dict[str, list[bool]] = {}
    inherited = [False] * len(rows)
    for column in columns:
        if column.kind not in ("level1", "level2"):
            continue
        values = [row.get(column.name) for row in rows]
        cuts = [i == 0 or inherited[i] or values[i] is None or values[i] != values[i - 1] for i in range(len(rows))]
        result[column.name] = inherited = cuts
    return result


def _runs(column: Column, rows: Sequence[Mapping[str, CellValue]], cuts: list[bool] | None) -> Iterator[Run]:
    start = 0
    for index in range(1, len(rows) + 1):
        if index < len(rows) and _joined(column, rows, cuts, index):
            continue
        yield column, start, index - 1
        start = index


def _joined(column: Column, rows: Sequence[Mapping[str, CellValue]], cuts: list[bool] | None, index: int) -> bool:
    here, above = rows[index].get(column.name), rows[index - 1].get(column.name)
    if here == SAME_AS_ABOVE:
        return True
    return cuts is not None and not cuts[index] and here == above
