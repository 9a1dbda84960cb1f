"""Looks of many single cells as few areas: each question to a spreadsheet program in another process costs time.

Between two edits that move cells, links or contents of whole areas, looks and contents do not depend on each other, but
for number formats, which a program may change when it takes a value in. So all other looks of such a stretch come first,
one area for all adjacent cells that get the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from perf_xl.hosts.xlwings_looks import KeptLook
from perf_xl.hosts.xlwings_undo import Step, touched_cells
from perf_xl.model.cells import (
    Area,
    CellRef,
    Edit,
    Look,
    SetColumnWidth,
    SetFormula,
    SetLook,
    SetName,
    SetNote,
    SetValue,
)

_FREE = (SetLook, SetValue, SetFormula, SetName, SetNote, SetColumnWidth)
"""Edits that looks may pass; before and after any other they stay where they are."""
_FIELDS = tuple(item.name for item in fields(Look) if item.name != "number_format")


def gathered(edits: Sequence[Edit]) -> Iterator[list[Edit]]:
    """The same edits in groups, to be recorded and made one group at a time; no two of a group touch the same thing."""
    looks: list[SetLook] = []
    others: list[Edit] = []
    for edit in edits:
        is_free = isinstance(edit, _FREE)
        if not is_free or _has_other_border(edit, looks):
            yield from _stretch(looks, others)
            looks, others = [], []
        if not is_free:
            yield [edit]
        elif isinstance(edit, SetLook):
            looks.append(edit)
            if edit.look.number_format is not None:
                others.append(SetLook(edit.area, Look(number_format=edit.look.number_format)))
        else:
            others.append(edit)
    yield from _stretch(looks, others)


def _has_other_border(edit: Edit, looks: Sequence[SetLook]) -> bool:
    """Cells share their lines with their neighbours: of two kinds of lines the later must be drawn later."""
    if not isinstance(edit, SetLook) or edit.look.border is None:
        return False
    return any(look.look.border not in (None, edit.look.border) for look in looks)


def _stretch(looks: Sequence[SetLook], others: Sequence[Edit]) -> Iterator[list[Edit]]:
    areas: list[Edit] = [look for name in _FIELDS for look in _of_field(name, looks)]
    if areas:
        yield areas
    yield from ([edit] for edit in others)


def _of_field(name: str, looks: Sequence[SetLook]) -> Iterator[SetLook]:
    """The last value that each cell gets, as few areas."""
    wanted: dict[tuple[str, int, int], Any] = {}
    for look in looks:
        value, area = getattr(look.look, name), look.area
        if value is not None:
            for row in range(area.top, area.bottom + 1):
                wanted |= {(area.sheet, row, column): value for column in range(area.left, area.right + 1)}
    for value in dict.fromkeys(wanted.values()):
        for area in rectangles([place for place, given in wanted.items() if given == value]):
            yield SetLook(area, replace(Look(), **{name: value}))


def rectangles(cells: Sequence[tuple[str, int, int]]) -> list[Area]:
    """Areas that cover these cells (sheet, row, column) and nothing else, each cell once.

    >>> [area.a1 for area in rectangles([("表", 1, 1), ("表", 1, 2), ("表", 2, 1), ("表", 2, 2), ("表", 3, 2)])]
    ['A1:B2', 'B3']
    """
    open_areas: dict[tuple[str, int, int], Area] = {}
    done: list[Area] = []
    for run in _runs(cells):
        key = (run.sheet, run.left, run.right)
        above = open_areas.get(key)
        if above is not None and above.bottom == run.top - 1:
            open_areas[key] = replace(above, bottom=run.bottom)
            continue
        if above is not None:
            done.append(above)
        open_areas[key] = run
    return sorted([*done, *open_areas.values()])


def _runs(cells: Sequence[tuple[str, int, int]]) -> Iterator[Area]:
    """Adjacent cells of one row."""
    run: Area | None = None
    for sheet, row, column in sorted(set(cells)):
        if run is not None and (run.sheet, run.top, run.right) == (sheet, row, column - 1):
            run = replace(run, right=column)
            continue
        if run is not None:
            yield run
        run = Area(sheet, row, column, row, column)
    if run is not None:
        yield run


def sparing(step: Step, cells: Container[CellRef]) -> Iterator[Step]:
    """A step without what it does to these cells: looks of several cells are put back around them."""
    touched = tuple(touched_cells(step))
    others = [ref for ref in touched if ref not in cells]
    if len(others) == len(touched):
        yield step
    elif isinstance(step, KeptLook):
        areas = rectangles([(ref.sheet, ref.row, ref.column) for ref in others])
        yield from (replace(step, area=area) for area in areas)
    elif others:
        yield step
