"""A recognised sheet gets the names of its form, and a footer row under each table, so that all commands work on it."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.forms.heights import FOOTER_HEIGHT
from perf_xl.forms.naming import ECHO_PREFIX, FORM_NAME, VERSION_NAME, constant
from perf_xl.forms.recognize import Candidate
from perf_xl.model.cells import Area, Edit, InsertRows, Look, SetLook, SetName, SetRowHeight
from perf_xl.model.references import absolute, shifted_rows


def adopt(candidate: Candidate) -> list[Edit]:
    """The edits that make the sheet a form of ours: one inserted thin row a table, and names. No value is changed."""
    edits: list[Edit] = []
    areas = dict(candidate.located.areas)
    for table, row in sorted(candidate.located.footers.items(), key=lambda item: -item[1]):
        own = [area for name, area in areas.items() if name.startswith(f"{table}_") and area.bottom == row]
        edits.extend(_footer(candidate.sheet, row, own))
        areas = {name: area if area in own else _moved(area, row) for name, area in areas.items()}
    for name, area in areas.items():
        edits.append(SetName(name, candidate.sheet, absolute(area), hidden=name.startswith(ECHO_PREFIX)))
    edits.append(SetName(FORM_NAME, candidate.sheet, constant(candidate.spec.id), hidden=True))
    edits.append(SetName(VERSION_NAME, candidate.sheet, constant(candidate.spec.version), hidden=True))
    return edits


def _footer(sheet: str, row: int, columns: list[Area]) -> Iterator[Edit]:
    yield InsertRows(sheet, row, 1, row - 1)
    yield SetRowHeight(sheet, row, FOOTER_HEIGHT)
    left, right = min(area.left for area in columns), max(area.right for area in columns)
    yield SetLook(Area(sheet, row, left, row, right), Look(locked=True, fill=""))


def _moved(area: Area, row: int) -> Area:
    moved = shifted_rows(area.top, area.bottom, row, 1)
    return area if moved is None else Area(area.sheet, moved[0], area.left, moved[1], area.right)
