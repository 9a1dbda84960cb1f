"""The contestants: each makes a function that fills one record and writes one file, the way its documentation shows."""

from __future__ import annotations

import io
import itertools
import os
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.fill_data import TEMPLATE, Record
from benchmarks.peers.base import Formula, Work

Cells = dict[tuple[int, int], Any]
Fill = Callable[[Record, Cells, Path], None]


def _ours(work: Work, level: int, engine: Any) -> Fill:
    from perf_xl.ooxml.compile import Template
    from perf_xl.ooxml.fillvalues import Computed

    template = Template.compile(TEMPLATE.read_bytes(), level=level, engine=engine)
    for fields, tables in work.records:
        _compute(fields, Computed)
        for rows in tables.values():
            for row in rows:
                _compute(row, Computed)

    def fill(record: Record, _cells: Cells, path: Path) -> None:
        _write(path, template.fill(*record))

    return fill


def _compute(row: dict[str, Any], kind: Any) -> None:
    row.update({key: kind(*value) for key, value in row.items() if isinstance(value, Formula)})


def perf_xl_zlib6(work: Work) -> Fill:
    """Ours, standard library, level 6."""
    return _ours(work, 6, "zlib")


def perf_xl_default(work: Work) -> Fill:
    """Ours, standard library, level 3: the default."""
    return _ours(work, 3, "zlib")


def perf_xl_zlib1(work: Work) -> Fill:
    """Ours, standard library, level 1."""
    return _ours(work, 1, "zlib")


def perf_xl_isal(work: Work) -> Fill:
    """Ours, with the optional fast deflate, level 0 (it compresses at all levels)."""
    return _ours(work, 0, "isal")


def _write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(handle, data)
    os.close(handle)


def _limit(work: Work, level: int) -> Fill:
    from perf_xl.ooxml.compile import Template
    from perf_xl.ooxml.fillvalues import Computed

    template = Template.compile(TEMPLATE.read_bytes())
    contents = []
    for fields, tables in work.records[:300]:
        for row in (fields, *(row for rows in tables.values() for row in rows)):
            _compute(row, Computed)
        with zipfile.ZipFile(io.BytesIO(template.fill(fields, tables))) as archive:
            contents.append(archive.read("xl/worksheets/sheet1.xml"))
    endless = itertools.cycle(contents)

    def fill(_record: Record, _cells: Cells, path: Path) -> None:
        stream = zlib.compressobj(level, zlib.DEFLATED, -15)
        _write(path, stream.compress(next(endless)) + stream.flush())

    return fill


def limit_zlib6(work: Work) -> Fill:
    """The bare limit: deflate the same sheets at level 6 and write it, nothing else."""
    return _limit(work, 6)


def limit_zlib1(work: Work) -> Fill:
    """The bare limit at level 1."""
    return _limit(work, 1)


def _plain(value: Any) -> Any:
    return "=" + value.formula if isinstance(value, Formula) else value


def openpyxl_load_fill_save(work: Work) -> Fill:
    """openpyxl: load, fill, save."""
    import openpyxl

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        book = openpyxl.load_workbook(io.BytesIO(work.template))
        sheet = book.active
        for (row, column), value in cells.items():
            sheet.cell(row, column).value = _plain(value)
        book.save(path)

    return fill


def openpyxl_resave(work: Work) -> Fill:
    """openpyxl: load once, fill and save again and again."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(work.template))
    sheet = book.active

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        for (row, column), value in cells.items():
            sheet.cell(row, column).value = _plain(value)
        book.save(path)

    return fill


def wolfxl_modify(work: Work) -> Fill:
    """wolfxl: load for modification, fill, save."""
    import wolfxl

    source = Path("/tmp") / f"wolfxl-{id(work)}.xlsx"
    source.write_bytes(work.template)

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        book = wolfxl.load_workbook(str(source), modify=True)
        sheet = book[book.sheetnames[0]]
        for (row, column), value in cells.items():
            sheet.cell(row=row, column=column).value = _number(_plain(value))
        book.save(str(path))

    return fill


def wolfxl_resave(work: Work) -> Fill:
    """wolfxl: open once, fill and save again and again."""
    import wolfxl

    source = Path("/tmp") / f"wolfxl-{id(work)}.xlsx"
    source.write_bytes(work.template)
    book = wolfxl.load_workbook(str(source), modify=True)
    sheet = book[book.sheetnames[0]]

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        for (row, column), value in cells.items():
            sheet.cell(row=row, column=column).value = _number(_plain(value))
        book.save(str(path))

    return fill


def _number(value: Any) -> Any:
    from decimal import Decimal

    return float(value) if isinstance(value, Decimal) else value


def excelize_open_once(work: Work) -> Fill:
    """excelize: open once, fill and save as, again and again."""
    import excelize

    source = Path("/tmp") / f"excelize-{id(work)}.xlsx"
    source.write_bytes(work.template)
    book = excelize.open_file(str(source))
    sheet = book.get_sheet_list()[0]

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        _excelize_cells(book, sheet, cells)
        book.save_as(str(path))

    return fill


def excelize_open_each(work: Work) -> Fill:
    """excelize: open, fill, save as."""
    import excelize

    source = Path("/tmp") / f"excelize-{id(work)}.xlsx"
    source.write_bytes(work.template)

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        book = excelize.open_file(str(source))
        _excelize_cells(book, book.get_sheet_list()[0], cells)
        book.save_as(str(path))
        book.close()

    return fill


def _excelize_cells(book: Any, sheet: str, cells: Cells) -> None:
    from perf_xl.model.cells import column_letters

    for (row, column), value in cells.items():
        address = f"{column_letters(column)}{row}"
        if isinstance(value, Formula):
            book.set_cell_formula(sheet, address, value.formula)
        else:
            book.set_cell_value(sheet, address, _number(value))


def lxml_dom(work: Work) -> Fill:
    """Plain lxml: edit the sheet's tree, write all parts with zipfile."""
    from lxml import etree

    namespace = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(io.BytesIO(work.template)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        from perf_xl.model.cells import column_letters

        root = etree.fromstring(parts[part])
        found = {cell.get("r"): cell for cell in root.iter(f"{namespace}c")}
        for (row, column), value in cells.items():
            cell = found[f"{column_letters(column)}{row}"]
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
            if isinstance(value, Formula):
                etree.SubElement(cell, f"{namespace}f").text = value.formula
                etree.SubElement(cell, f"{namespace}v").text = str(value.cached)
            elif isinstance(value, str):
                cell.set("t", "inlineStr")
                etree.SubElement(etree.SubElement(cell, f"{namespace}is"), f"{namespace}t").text = value
            elif value is not None:
                etree.SubElement(cell, f"{namespace}v").text = str(value)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in parts.items():
                archive.writestr(name, etree.tostring(root) if name == part else content)

    return fill


def xlsxwriter_in_memory(work: Work) -> Fill:
    """XlsxWriter: the layout rebuilt in code (values, formats' count alike, merges, widths, heights)."""
    import openpyxl
    import xlsxwriter

    sheet = openpyxl.load_workbook(io.BytesIO(work.template)).active
    constants = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
    merges = [(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1) for area in sheet.merged_cells]
    heights = {row: dimension.height for row, dimension in sheet.row_dimensions.items() if dimension.height}

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        page = book.add_worksheet(sheet.title)
        bordered = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        for area in merges:
            page.merge_range(*area, "", bordered)
        for row, height in heights.items():
            page.set_row(row - 1, height)
        for (row, column), value in (constants | cells).items():
            if isinstance(value, Formula):
                page.write_formula(row - 1, column - 1, value.formula, bordered, _number(value.cached))
            elif isinstance(value, str):
                page.write_string(row - 1, column - 1, value, bordered)
            elif value is None:
                page.write_blank(row - 1, column - 1, None, bordered)
            else:
                page.write_number(row - 1, column - 1, float(value), bordered)
        book.close()

    return fill


def xltpl_one_writer(work: Work) -> Fill:
    """xltpl: a template with marks, one BookWriter, rendered again and again (formulas cannot be filled)."""
    import openpyxl
    from xltpl.writerx import BookWriter

    book = openpyxl.load_workbook(io.BytesIO(work.template))
    sheet = book.active
    for row, column in work.cells[0]:
        sheet.cell(row, column).value = f"{{% xv c{row}_{column} %}}"
    source = Path("/tmp") / f"xltpl-{id(work)}.xlsx"
    book.save(source)
    writer = BookWriter(str(source))

    def fill(_record: Record, cells: Cells, path: Path) -> None:
        values = {f"c{row}_{column}": _shown(value) for (row, column), value in cells.items()}
        writer.render_book([{"sheet_name": sheet.title, "tpl_name": sheet.title, "ctx": values}])
        writer.save(str(path))

    return fill


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return value.cached if isinstance(value, Formula) else value


ALL = [
    openpyxl_load_fill_save, openpyxl_resave, wolfxl_modify, wolfxl_resave, excelize_open_each, excelize_open_once,
    lxml_dom, xlsxwriter_in_memory, xltpl_one_writer, perf_xl_zlib6, perf_xl_default, perf_xl_zlib1, perf_xl_isal, limit_zlib6,
    limit_zlib1,
]  # fmt: skip
KEEPS_FEATURES = {"openpyxl_resave", "wolfxl_modify", "wolfxl_resave", "excelize_open_each", "excelize_open_once"}
"""Peers that keep what a filled template has, so far as their measurements show (lxml_dom is not a library for this)."""
