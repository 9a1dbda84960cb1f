"""Workbooks of several producers for the tests of the patcher."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook

FORM, SUMMARY = "自评表", "汇总 表"


def book_of(data: bytes) -> Workbook:
    """A parsed workbook."""
    return Workbook(Package.parse(data, "测试.xlsx"))


def saved(book: Workbook) -> bytes:
    """The bytes of a patched workbook."""
    book.flush()
    return book.package.to_bytes()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The unpacked parts by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def replaced(data: bytes, change: dict[str, bytes]) -> bytes:
    """The same file with some parts replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**parts_of(data), **change}.items():
            archive.writestr(name, content)
    return target.getvalue()


def by_xlsxwriter() -> bytes:
    """A form as Excel stores one: shared strings, rich text, merges, rules, notes, a chart, names, links, x14 parts."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    form, summary = book.add_worksheet(FORM), book.add_worksheet(SUMMARY)
    marked = book.add_format({"bold": True, "bg_color": "#FFEE00", "border": 1})
    date = book.add_format({"num_format": 'yyyy"年"m"月"d"日"'})
    form.merge_range("A1:D1", "项目支出绩效自评表", marked)
    form.write_rich_string("A3", "普通", marked, "粗", "体")
    form.write_string("B3", " x_x0041_ \n二")
    form.write_datetime("C3", dt.datetime(2026, 5, 6), date)  # noqa: DTZ001
    for row in range(4, 10):
        form.write_number(row, 2, row)
        form.write_formula(row, 3, f"=C{row + 1}*2", None, row * 2)
    form.merge_range("A5:A7", "产出")
    form.merge_range("A8:A10", "效益")
    form.write_formula("C12", "=SUM(C5:C10)", None, 39)
    form.write_formula("D12", "=NOT(C12>0)", None, 0)
    form.data_validation("B5:B10", {"validate": "list", "source": "='汇总 表'!$D$1:$D$3"})
    form.conditional_format("C5:C10", {"type": "formula", "criteria": "=$C5>8", "format": marked})
    form.conditional_format("D5:D10", {"type": "data_bar", "data_bar_2010": True})
    form.write_comment("C6", "注一")
    form.write_comment("C11", "注二")
    form.print_area("A1:D12")
    form.repeat_rows(0, 3)
    form.set_row(11, 33)
    form.autofilter("B4:D10")
    form.write_url("D13", f"internal:'{SUMMARY}'!A1")
    form.set_h_pagebreaks([8])
    book.define_name(f"{FORM}!指标_分值", f"={FORM}!$C$4:$C$11")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"={FORM}!$C$5:$C$10"})
    form.insert_chart("F8", chart)
    summary.write_formula("A1", f"={FORM}!C12", None, 39)
    summary.write_formula("A2", f"=SUM({FORM}!C5:C10)", None, 39)
    summary.write_formula("A3", "=1+1", None, 2)
    summary.write_url("B1", f"internal:{FORM}!C12")
    summary.add_table("F1:G4", {"columns": [{"header": "甲"}, {"header": "乙"}]})
    book.close()
    return stream.getvalue()


def by_openpyxl() -> bytes:
    """A form as openpyxl stores one: inline by reference, absolute targets, comments under their own names."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = FORM
    for row in range(1, 11):
        sheet.append([f"指标{row}", row, f"=B{row}*2"])
    sheet["E1"] = "备注"
    sheet["E1"].comment = Comment("原注", "某某某")
    sheet["B12"] = "=SUM(B1:B10)"
    sheet["A2"].fill = PatternFill("solid", fgColor="FFDDDDDD")
    sheet.merge_cells("E2:F4")
    rule = DataValidation(type="decimal", formula1="0", formula2="100", sqref="B1:B10")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add(
        "B1:B10", FormulaRule(formula=["B1>5"], fill=PatternFill("solid", bgColor="FFFF0000"))
    )
    sheet.defined_names["指标_分值"] = DefinedName("指标_分值", attr_text=f"{FORM}!$B$1:$B$10")
    book.create_sheet(SUMMARY)["A1"] = f"={FORM}!B12"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def prefixed(data: bytes) -> bytes:
    """The same workbook with every spreadsheet part in a namespace prefix, as the Open XML SDK writes it."""
    changed = {}
    for name, content in parts_of(data).items():
        if name == "xl/workbook.xml" or name.startswith(("xl/worksheets/sheet", "xl/styles", "xl/sharedStrings")):
            text = content.decode()
            text = re.sub(r"<(/?)([A-Za-z]\w*)(?=[\s/>])", r"<\1x:\2", text)
            changed[name] = text.replace(
                'xmlns="http://schemas.openxmlformats.org/spreadsheetml/',
                'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/',
            ).encode()
    return replaced(data, changed)


def converted(data: bytes, folder: Path) -> bytes:
    """The workbook opened and saved by LibreOffice."""
    return all_converted([data], folder)[0]


def all_converted(files: Sequence[bytes], folder: Path) -> list[bytes]:
    """The workbooks opened and saved by one LibreOffice."""
    sources, out = [folder / f"quelle{number}.xlsx" for number in range(len(files))], folder / "out"
    for source, data in zip(sources, files, strict=True):
        source.write_bytes(data)
    out.mkdir(exist_ok=True)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(out), *map(str, sources)], check=True, capture_output=True, timeout=300)
    return [(out / source.name).read_bytes() for source in sources]
