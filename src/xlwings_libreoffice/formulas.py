"""Formulas in Excel's grammar, both ways, by LibreOffice's own parser and its table of Excel's function names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings_libreoffice import spelling
from xlwings_libreoffice.addresses import Box
from xlwings_libreoffice.bridge import struct
from xlwings_libreoffice.values import is_formula

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet

_EXCEL_ENGLISH = 4  # com.sun.star.sheet.FormulaLanguage.XL_ENGLISH
_ALL_GROUPS = 0x7FFFFFFF
_EXCEL_A1 = 1  # com.sun.star.sheet.AddressConvention.XL_A1
_SYNTAX_ERRORS = {501, 505, 506, 508, 509, 510, 511, 512, 514, 520}

_SAME_IN_BOTH = re.compile(r"=[A-Z0-9$:+*/<>=^&()-]*")
"""Formulas that LibreOffice and Excel write alike: references, whole numbers, operators, one-argument functions."""


def _errors(mapper: Any) -> tuple[Any, ...]:
    """The error constants, which the table of Excel's names leaves out."""
    tokens = mapper.getMappings(spelling.ERRORS, _EXCEL_ENGLISH)
    pairs = zip(spelling.ERRORS, tokens, strict=True)
    return tuple(struct("sheet.FormulaOpCodeMapEntry", Name=name, Token=token) for name, token in pairs)


class Grammar:
    """Reads and writes the formulas of one document."""

    def __init__(self, document: Any, without: Collection[str] = ()) -> None:
        """``without``: function names that are not to be bound to an add-in which offers them."""
        mapper = document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._calc_parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.FormulaConvention = _EXCEL_A1
        known = mapper.getAvailableMappings(_EXCEL_ENGLISH, _ALL_GROUPS)
        kept = known if not without else tuple(entry for entry in known if entry.Name.upper() not in without)
        self._parser.OpCodeMap = kept + _errors(mapper)

    def parse(self, formula: str, position: Any) -> Any:
        """The tokens of an Excel formula (with or without ``=``) as seen from a ``CellAddress``."""
        return self._parser.parseFormula(spelling.as_calls(formula.removeprefix("=")), position)

    def from_calc(self, formula: str, position: Any) -> str:
        """The Excel formula, with ``=``, of one that UNO shows in Calc's own grammar (``$Sheet.A1``, ``;``)."""
        return self.text(self._calc_parser.parseFormula(formula.removeprefix("="), position), position)

    def text(self, tokens: Any, position: Any) -> str:
        """The Excel formula of tokens, with ``=``."""
        return "=" + spelling.as_constants(str(self._parser.printFormula(tokens, position)))

    def write(self, cell: Any, formula: str) -> Any:
        """Put a formula into a cell; gives its tokens. ValueError, and the cell as it was, for a syntax error."""
        before = cell.Formula
        if spelling.error_constants(formula):  # they are lost in tokens
            cell.setFormula(spelling.to_calc(formula))
            return cell.getTokens()
        tokens = self.parse(formula, cell.CellAddress)
        cell.setTokens(tokens)
        if cell.getError() in _SYNTAX_ERRORS:
            cell.setFormula(before)
            raise ValueError(f"Not a formula: {formula!r}")
        return tokens

    def read(self, cell: Any) -> str:
        """The formula of a formula cell."""
        text = self.text(cell.getTokens(), cell.CellAddress)
        calc = str(cell.Formula)
        lost = len(spelling.error_constants(calc)) != len(spelling.error_constants(text))
        return spelling.from_calc(calc) if lost else text


def read_formulas(sheet: Sheet, box: Box) -> list[list[str]]:
    """What stands in the cells: formulas in Excel's grammar, constants as their text; one call for the block."""
    inside = box.meet(sheet.used_box())
    rows, columns = box.shape
    result = [[""] * columns for _ in range(rows)]
    if inside is None:
        return result
    texts = sheet.uno_range(inside).getFormulaArray()
    for row, column, text in _cells(texts):
        at = (inside.top + row, inside.left + column)
        result[at[0] - box.top][at[1] - box.left] = _as_excel(sheet, at, text)
    return result


def _cells(texts: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            yield row, column, text


def _as_excel(sheet: Sheet, at: tuple[int, int], text: str) -> str:
    if not text.startswith(("=", "{=", "'")) or _SAME_IN_BOTH.fullmatch(text):
        return spelling.as_constants(text) if text.startswith("=") else text
    cell = sheet.uno_cell(*at)
    if cell.Type.value != "FORMULA":
        return str(cell.String)  # a text that looks like a number or a formula
    return sheet.book.grammar.read(cell)


def write_formulas(sheet: Sheet, box: Box, formula: Any) -> None:
    """One formula for the whole rectangle, its references shifted as Excel shifts them, or a block of formulas."""
    if isinstance(formula, (list, tuple)):
        lines = formula if formula and isinstance(formula[0], (list, tuple)) else [formula]
        _write_each(sheet, box, lines)
    elif is_formula(formula):
        _fill(sheet, box, formula)
    else:
        rows, columns = box.shape
        sheet.write(box, [[formula] * columns for _ in range(rows)])


def _write_each(sheet: Sheet, box: Box, lines: Sequence[Sequence[Any]]) -> None:
    for row, line in enumerate(lines):
        for column, formula in enumerate(line):
            at = (box.top + row, box.left + column)
            if is_formula(formula):
                sheet.book.grammar.write(sheet.uno_cell(*at), formula)
            else:
                sheet.write(Box(*at, *at), [[formula]])


def _fill(sheet: Sheet, box: Box, formula: str) -> None:
    """Relative references in tokens are relative to their cell, so the tokens of the first cell serve all."""
    tokens = sheet.book.grammar.write(sheet.uno_cell(box.top, box.left), formula)
    for row in range(box.top, box.bottom + 1):
        for column in range(box.left, box.right + 1):
            if (row, column) != (box.top, box.left):
                sheet.uno_cell(row, column).setTokens(tokens)


def position(sheet_index: int, row: int, column: int) -> Any:
    """A ``CellAddress``; row and column 1-based, the sheet from 0."""
    return struct("table.CellAddress", Sheet=sheet_index, Row=row - 1, Column=column - 1)
