"""Which formulas depend on what was changed, so that no cached value stays that is no longer true."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from perf_xl.model.cells import CellRef
from perf_xl.ooxml import cellxml
from perf_xl.ooxml.cells import formula_text
from perf_xl.ooxml.formulas import MAX_COLUMN, MAX_ROW, Reference, references
from perf_xl.ooxml.sqref import box_of
from perf_xl.ooxml.workbook import Workbook

_FEW = 64
_CONSTANTS = frozenset({"TRUE", "FALSE"})
_FUNCTION = re.compile(r"([^\W\d][\w.]*)\s*\(")
_BLIND = frozenset({"SUM", "ROUND", "MAX", "MIN", "AVERAGE", "COUNT", "COUNTA", "PRODUCT"})
_STRING_OR_COMPARISON = re.compile(r"[\"<>=&]")


@dataclass
class _Inputs:
    """What one formula reads; ``anything`` when that cannot be told from its text."""

    areas: list[Reference] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    anything: bool = False


@dataclass
class Changes:
    """What was changed: cells, whole areas (their ``sheet`` is set), defined names.

    ``given`` are formulas whose value was written just now and is trusted. ``blank_areas`` are rows inserted empty:
    formulas that only sum, count or compare numbers do not see them.
    """

    cells: set[CellRef] = field(default_factory=set)
    areas: list[Reference] = field(default_factory=list)
    blank_areas: list[Reference] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    given: set[CellRef] = field(default_factory=set)

    def any(self) -> bool:
        """Whether anything was changed."""
        return bool(self.cells or self.areas or self.blank_areas or self.names)


def whole_rows(sheet: str, row: int, count: int) -> Reference:
    """The area of whole rows of a sheet."""
    return Reference(sheet, row, 1, row + count - 1, MAX_COLUMN)


def whole_sheet(sheet: str) -> Reference:
    """The area of all cells of a sheet."""
    return Reference(sheet, 1, 1, MAX_ROW, MAX_COLUMN)


def drop_stale_values(book: Workbook, changes: Changes) -> list[CellRef]:
    """Take the cached value out of every formula that depends on the changes, directly or not; gives those cells.

    A formula that reads what cannot be told from its text (INDIRECT, a table, another workbook) counts as depending on
    everything.
    """
    if not changes.any():
        return []
    stale = sorted(_dependents(book, changes) - changes.given)
    for ref in stale:
        sheet = book.sheet(ref.sheet)
        element = sheet.element(ref.row, ref.column)
        assert element is not None
        if f"<{sheet.prefix}f" in element:
            sheet.put(ref.row, ref.column, cellxml.without_value(element, sheet.prefix))
        else:  # a cell that an array formula elsewhere fills
            style = sheet.style(ref.row, ref.column)
            sheet.put(ref.row, ref.column, cellxml.empty_cell(ref.a1, style, sheet.prefix))
    return stale


def _dependents(book: Workbook, changes: Changes) -> set[CellRef]:
    reads, fills, texts = _formulas(book)
    found = {ref for ref, inputs in reads.items() if inputs.anything or inputs.names & changes.names}
    blanks = _Marks((), changes.blank_areas)
    found |= {ref for ref, inputs in reads.items() if blanks.touch(inputs) and _sees_blanks(texts[ref])}
    marks = _Marks(changes.cells, changes.areas)
    fresh = found
    while True:
        marks.add(fresh)
        marks.add(cell for ref in fresh for cell in fills.get(ref, ()))
        fresh = {ref for ref, inputs in reads.items() if ref not in found and marks.touch(inputs)}
        if not fresh:
            return found | {cell for ref in found for cell in fills.get(ref, ())}
        found |= fresh
        marks = _Marks((), ())


class _Marks:
    """Changed cells and areas, ready to be asked whether a formula reads one of them."""

    def __init__(self, cells: Iterable[CellRef], areas: Iterable[Reference]) -> None:
        self._cells: dict[str, set[tuple[int, int]]] = {}
        self._areas = list(areas)
        self.add(cells)

    def add(self, cells: Iterable[CellRef]) -> None:
        for ref in cells:
            self._cells.setdefault(ref.sheet.casefold(), set()).add((ref.row, ref.column))

    def touch(self, inputs: _Inputs) -> bool:
        """Whether one of the formula's areas holds a marked cell or meets a marked area."""
        return any(self._holds(area) or any(_meet(area, other) for other in self._areas) for area in inputs.areas)

    def _holds(self, area: Reference) -> bool:
        cells = self._cells.get((area.sheet or "").casefold())
        if not cells:
            return False
        if (area.bottom - area.top + 1) * (area.right - area.left + 1) <= min(len(cells), _FEW):
            rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
            return any((row, column) in cells for row in rows for column in columns)
        return any(area.top <= row <= area.bottom and area.left <= column <= area.right for row, column in cells)


def _meet(one: Reference, other: Reference) -> bool:
    return (
        one.top <= other.bottom
        and other.top <= one.bottom
        and one.left <= other.right
        and other.left <= one.right
        and (one.sheet or "").casefold() == (other.sheet or "").casefold()
    )


def _sees_blanks(formula: str) -> bool:
    functions = {match[1].upper() for match in _FUNCTION.finditer(formula)}
    return not functions <= _BLIND or _STRING_OR_COMPARISON.search(formula) is not None


def _formulas(book: Workbook) -> tuple[dict[CellRef, _Inputs], dict[CellRef, list[CellRef]], dict[CellRef, str]]:
    names = {(name.name.casefold(), name.sheet): name.refers_to for name in book.names.all()}
    reads: dict[CellRef, _Inputs] = {}
    fills: dict[CellRef, list[CellRef]] = {}
    texts: dict[CellRef, str] = {}
    for tab in book.worksheets():
        sheet = book.sheet(tab.name)
        for row, column, raw in sheet.formulas():
            ref = CellRef(tab.name, row, column)
            text = formula_text(book, ref, raw)
            texts[ref] = text or ""
            reads[ref] = _Inputs(anything=text is None)
            _collect(text or "", tab.name, names, reads[ref], set())
            if raw.formula is not None and raw.formula.area and raw.formula.kind in ("array", "dataTable"):
                top, left, bottom, right = box_of(raw.formula.area)
                cells = [CellRef(tab.name, r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)]
                fills[ref] = [cell for cell in cells if cell != ref and sheet.element(cell.row, cell.column)]
    return reads, fills, texts


def _collect(
    formula: str, sheet: str, names: dict[tuple[str, str | None], str], inputs: _Inputs, seen: set[str]
) -> None:
    for item in references(formula):
        if isinstance(item, Reference):
            place = item if item.sheet else Reference(sheet, item.top, item.left, item.bottom, item.right)
            inputs.areas.append(place)
        elif item == "*":
            inputs.anything = True
        elif item.upper() not in _CONSTANTS and item not in seen:
            scope, _, word = item.rpartition("!")
            target = names.get((word.casefold(), scope or sheet)) or names.get((word.casefold(), None))
            inputs.names.add(word.casefold())
            if target is None:
                inputs.anything = True
            else:
                _collect(target, scope or sheet, names, inputs, seen | {item})
