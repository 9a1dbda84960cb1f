"""Every formula of a workbook passed through one function: cells, names, validations, conditional formats, charts."""

from __future__ import annotations

import re
from collections.abc import Callable

from perf_xl.ooxml import cellxml, rels
from perf_xl.ooxml.markup import escape, plain_content, recode, unescape
from perf_xl.ooxml.sharedformulas import shared_text, write_out
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.workbook import Workbook

Change = Callable[[str, str], str]
"""New text of a formula; the second argument is the sheet it stands on."""

_AROUND = ("conditionalFormatting", "dataValidations", "extLst")
_FORMULA = re.compile(
    r"(<(?P<name>(?:[\w.-]+:)?(?:formula|formula1|formula2|f))(?:\s[^>]*)?>)(?P<text>[^<]*)(</(?P=name)\s*>)"
)
_CHART_KINDS = ("chart", "chartEx")


def rewrite_formulas(book: Workbook, change: Change) -> None:
    """Pass every formula through ``change``; one that stays the same keeps its bytes."""
    for tab in book.worksheets():
        sheet = book.sheet(tab.name)
        _rewrite_cells(sheet, tab.name, change)
        _rewrite_around(sheet, tab.name, change)
        _rewrite_charts(book, sheet.part, tab.name, change)
    for tab in book.tabs:
        if not tab.is_worksheet:
            _rewrite_charts(book, tab.part, tab.name, change)
    book.names.rewrite(lambda formula, scope: change(formula, scope or ""))


def _rewrite_cells(sheet: Sheet, name: str, change: Change) -> None:
    formulas = [(row, column, raw.formula) for row, column, raw in sheet.formulas() if raw.formula is not None]
    if any(formula.kind == "shared" for _, _, formula in formulas) and _group_changes(sheet, name, change):
        write_out(sheet)
        formulas = [(row, column, raw.formula) for row, column, raw in sheet.formulas() if raw.formula is not None]
    for row, column, formula in formulas:
        if not formula.text:
            continue
        new = change(formula.text, name)
        element = sheet.element(row, column)
        if new != formula.text and element is not None:
            sheet.put(row, column, cellxml.with_formula(element, new, sheet.prefix))


def _group_changes(sheet: Sheet, name: str, change: Change) -> bool:
    for row, column, raw in sheet.formulas():
        if raw.formula is not None and raw.formula.kind == "shared":
            text = raw.formula.text or shared_text(sheet, row, column, raw.formula.group or "") or ""
            if change(text, name) != text:
                return True
    return False


def _rewrite_around(sheet: Sheet, name: str, change: Change) -> None:
    for item in sheet.document.items:
        if item.name in _AROUND:
            new = _rewritten(item.text, name, change)
            if new != item.text:
                item.text = new
                sheet.touch()


def _rewritten(text: str, name: str, change: Change) -> str:
    def replaced(match: re.Match[str]) -> str:
        old = unescape(plain_content(match["text"]))
        new = change(old, name)
        return match[0] if new == old else f"{match[1]}{escape(new)}{match[4]}"

    return _FORMULA.sub(replaced, text)


def _rewrite_charts(book: Workbook, part: str, name: str, change: Change) -> None:
    for drawing in rels.relations(book.package, part):
        if drawing.kind != "drawing" or drawing.target not in book.package:
            continue
        for chart in rels.relations(book.package, drawing.target):
            if chart.kind in _CHART_KINDS and chart.target in book.package:
                data = recode(book.package.read(chart.target), lambda text: _rewritten(text, name, change))
                book.package.write(chart.target, data)
