"""Insert, delete and grow rows: cells, formulas of every sheet, names and all that stands around the cells follow."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.model.cells import column_letters
from perf_xl.ooxml import around, cellxml, drawings, notes
from perf_xl.ooxml.formulas import MAX_ROW, move_rows, translate
from perf_xl.ooxml.markup import attribute, element_with, start_tag
from perf_xl.ooxml.rewrite import rewrite_formulas
from perf_xl.ooxml.row import Row
from perf_xl.ooxml.sharedformulas import arrays, write_out
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.shift import RowsDeleted, RowsGrown, RowShift, RowsInserted
from perf_xl.ooxml.sqref import moved
from perf_xl.ooxml.workbook import Workbook


def insert_rows(book: Workbook, sheet: str, row: int, count: int, like: int) -> None:
    """Insert ``count`` empty rows before ``row``, with format and height of row ``like`` (as numbered before)."""
    if count < 1:
        return
    _refuse_overflow(book.sheet(sheet), sheet, row, count)
    move(book, sheet, RowsInserted(row, count))
    target = book.sheet(sheet)
    model = target.row(like if like < row else like + count)
    if model is None:
        return
    for number in range(row, row + count):
        target.add_row(_bare_copy(model, number))


def delete_rows(book: Workbook, sheet: str, row: int, count: int) -> None:
    """Delete ``count`` rows from ``row`` on; references to them become ``#REF!``."""
    if count < 1:
        return
    for top, left, bottom, right in arrays(book.sheet(sheet)):
        cut = top < row <= bottom or (row <= top < row + count <= bottom)
        if cut and (top, left) != (bottom, right):
            raise InputError(f"工作表“{sheet}”第 {top}–{bottom} 行有数组公式，不能只删除其中一部分。请先清除数组公式。")
    move(book, sheet, RowsDeleted(row, count))


def grow_rows(book: Workbook, sheet: str, first: int, last: int, count: int) -> None:
    """Add ``count`` rows after ``last``, the last of a table from ``first``, each a copy of row ``last`` without values.

    Ranges that end with the table take the new rows in. Formulas of the row are repeated for each new row, and so are
    merges within the row.
    """
    if count < 1:
        return
    target = book.sheet(sheet)
    _refuse_overflow(target, sheet, last + 1, count)
    write_out(target)
    across = [box for box in target.merges() if box[0] == box[2] == last]
    move(book, sheet, RowsGrown(first, last, count))
    model = target.row(last)
    if model is not None:
        for step in range(1, count + 1):
            target.add_row(_copy_with_formulas(target, model, step))
    alone = [box for box in target.merges() if not (box[0] == last and (last, box[1], last, box[3]) in across)]
    rows = range(last, last + count + 1)
    target.set_merges([*alone, *((row, left, row, right) for row in rows for _, left, _, right in across)])


def move(book: Workbook, sheet: str, rows: RowShift) -> None:
    """Everything in the workbook after the rows of ``sheet`` moved as ``rows`` says."""
    target = book.sheet(sheet)
    write_out(target)
    target.replace_rows(_moved_rows(target, rows))
    _move_arrays(target, rows)
    around.move_rows(target, rows)
    notes.move_rows(book, sheet, rows)
    drawings.move_rows(book, sheet, rows)
    rewrite_formulas(book, lambda formula, own: move_rows(formula, own, sheet, rows))
    _move_links(book, sheet, rows)
    book.forget_calculation_order()


def _moved_rows(sheet: Sheet, rows: RowShift) -> list[Row]:
    kept = []
    for row in sheet.rows():
        new = rows(row.number, row.number, False)
        if new is None:
            continue
        if new[0] != row.number:
            row.renumber(new[0])
        kept.append(row)
    return kept


def _move_arrays(sheet: Sheet, rows: RowShift) -> None:
    found = [(row, column, raw.formula) for row, column, raw in sheet.formulas() if raw.formula and raw.formula.area]
    for row, column, formula in found:
        element = sheet.element(row, column)
        if element is None or formula.area is None or formula.kind == "shared":
            continue
        area = moved(formula.area, rows) or f"{column_letters(column)}{row}"
        start = element.index("<" + sheet.prefix + "f ")
        sheet.put(row, column, element[:start] + _with_area(element[start:], area))


def _with_area(text: str, area: str) -> str:
    tag = start_tag(text)
    return element_with(tag, "ref", area) + text[len(tag) :]


def _move_links(book: Workbook, sheet: str, rows: RowShift) -> None:
    for tab in book.worksheets():
        own = book.sheet(tab.name)
        element = own.document.find("hyperlinks")
        if element is None:
            continue

        def changed(link: str, own_name: str = tab.name) -> str:
            place = attribute(start_tag(link), "location")
            new = move_rows(place, own_name, sheet, rows) if place else place
            return link if new == place else element_with(link, "location", new)

        new = around.with_children(element, changed)
        if new != element:
            own.put_element("hyperlinks", new)


def _bare_copy(model: Row, number: int) -> Row:
    twin = model.copy(number)
    for column, text in list(twin.items()):
        style = int(attribute(text[: text.index(">") + 1], "s") or 0)
        twin.put(column, cellxml.empty_cell(f"{column_letters(column)}{number}", style, model.prefix))
    return twin


def _copy_with_formulas(sheet: Sheet, model: Row, step: int) -> Row:
    number = model.number + step
    twin = _bare_copy(model, number)
    for column, text in model.items():
        raw = cellxml.parse_cell(text, sheet.prefix)
        if raw.formula is not None and raw.formula.kind == "normal":
            formula = translate(raw.formula.text, step, 0)
            address = f"{column_letters(column)}{number}"
            twin.put(column, cellxml.formula_cell(address, raw.style, formula, None, sheet.prefix))
    return twin


def _refuse_overflow(sheet: Sheet, name: str, row: int, count: int) -> None:
    last = sheet.rows()[-1].number if sheet.rows() else 0
    if last >= row and last + count > MAX_ROW:
        raise InputError(f"工作表“{name}”最后一行已到 Excel 的上限，不能再插入 {count} 行。请先删去下方不用的行。")
