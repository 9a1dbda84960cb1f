"""Shared formulas: a group keeps its text in one cell; written out cell by cell before that cell or any row changes."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.ooxml import cellxml
from perf_xl.ooxml.formulas import translate
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.sqref import Box, box_of


@dataclass(frozen=True, slots=True)
class _Groups:
    """Where the texts of shared groups stand, and the areas of array formulas and data tables."""

    masters: dict[str, tuple[int, int, str]]
    arrays: list[Box]


def _groups(sheet: Sheet) -> _Groups:
    if isinstance(sheet.groups, _Groups):
        return sheet.groups
    found = _Groups({}, [])
    for row, column, raw in sheet.formulas():
        formula = raw.formula
        if formula is None or formula.kind == "normal":
            continue
        if formula.kind == "shared" and formula.text and formula.group is not None:
            found.masters.setdefault(formula.group, (row, column, formula.text))
        elif formula.area and formula.kind in ("array", "dataTable"):
            found.arrays.append(box_of(formula.area))
    sheet.groups = found
    return found


def arrays(sheet: Sheet) -> list[Box]:
    """The areas that array formulas and data tables fill."""
    return _groups(sheet).arrays


def shared_text(sheet: Sheet, row: int, column: int, group: str) -> str | None:
    """The formula of a member of a shared group, as it reads in its own cell; None if the group has no text."""
    master = _groups(sheet).masters.get(group)
    return None if master is None else translate(master[2], row - master[0], column - master[1])


def write_out(sheet: Sheet, group: str | None = None) -> None:
    """Give each member of ``group`` (None: of all groups) its own formula; cached values stay."""
    masters = _groups(sheet).masters
    members = [
        (row, column, raw.formula)
        for row, column, raw in sheet.formulas()
        if raw.formula is not None and raw.formula.kind == "shared" and group in (None, raw.formula.group)
    ]
    for row, column, formula in members:
        master = masters.get(formula.group or "")
        text = formula.text
        if not text and master is not None:
            text = translate(master[2], row - master[0], column - master[1])
        element = sheet.element(row, column)
        if element is not None and text:
            sheet.put(row, column, cellxml.with_plain_formula(element, text, sheet.prefix))
