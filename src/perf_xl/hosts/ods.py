"""Workbooks of LibreOffice (.ods), read into memory: values, percentages as they are shown, merges, hidden sheets.

calamine reads neither merges nor percentages of this format, and without them the levels of the indicators and the
meaning of 0.95 would be lost; so the file's content is read as it stands in its XML.
"""

from __future__ import annotations

import datetime as dt
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree as ET

from perf_xl.errors import FileProblem, os_reason
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.amounts import exact
from perf_xl.model.cells import Area, CellRef, CellValue, Edit, Look, SetLook, SetMerge, SetValue

SUFFIX = ".ods"
_LARGEST = 256 * 1024 * 1024
_MOST = 500_000
"""Cells: a form has some hundreds; a row repeated a million times is no form."""
_OFFICE, _TABLE, _TEXT, _STYLE = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text", "style")
)
_ROW, _CELL, _COVERED = f"{_TABLE}table-row", f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, ET.ParseError, UnicodeError, KeyError, ValueError, NotImplementedError, EOFError,
    RuntimeError,
)  # fmt: skip
"""What a zip and its XML raise over damaged bytes; RuntimeError: an entry said to be encrypted."""
_AGAIN = "请在 LibreOffice、WPS 或 Excel 中打开后另存为 .xlsx 再试。"


@dataclass(frozen=True, slots=True)
class _Found:
    """A cell that says something or is merged."""

    row: int
    column: int
    value: CellValue
    number_format: str
    down: int
    across: int


def open_ods(path: Path) -> MemoryWorkbook:
    """The cells of all sheets, hidden ones marked; FileProblem in words for a file that cannot be read."""
    root = _content(path)
    hidden = _hidden_styles(root)
    found = root.findall(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    tables = {str(table.get(f"{_TABLE}name")): table for table in found}
    memory = MemoryWorkbook(tables, source=path.name)
    try:
        edits = list(islice((edit for name, table in tables.items() for edit in _edits(name, table)), _MOST))
    except ValueError as error:
        raise FileProblem(str(path), "读不懂（不是 .ods，或已损坏）", _AGAIN) from error
    if len(edits) == _MOST:
        raise FileProblem(str(path), "太大，不像一张表", _AGAIN)
    memory.apply(edits, label="读取")
    for name, table in tables.items():
        if table.get(f"{_TABLE}style-name") in hidden:
            memory.hide(name)
    return memory


def _content(path: Path) -> ET.Element:
    try:
        with zipfile.ZipFile(path) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise FileProblem(str(path), "有密码", "请去掉密码后再试。")
            if archive.getinfo("content.xml").file_size > _LARGEST:
                raise FileProblem(str(path), "太大，不像一张表", _AGAIN)
            return ET.fromstring(archive.read("content.xml"))
    except _DAMAGED as error:
        raise FileProblem(str(path), "读不懂（不是 .ods，或已损坏）", _AGAIN) from error
    except OSError as error:
        raise FileProblem(str(path), f"读不了（{os_reason(error)}）", "请检查路径、权限和磁盘。") from error


def _hidden_styles(root: ET.Element) -> set[str]:
    """Names of the sheet styles that hide the sheet."""
    return {
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _edits(sheet: str, table: ET.Element) -> Iterator[Edit]:
    for found in _cells(table):
        ref = CellRef(sheet, found.row, found.column)
        if found.value is not None:
            if found.number_format:
                area = Area(sheet, ref.row, ref.column, ref.row, ref.column)
                yield SetLook(area, Look(number_format=found.number_format))
            yield SetValue(ref, found.value)
        if found.down > 1 or found.across > 1:
            yield SetMerge(Area(sheet, ref.row, ref.column, ref.row + found.down - 1, ref.column + found.across - 1))


def _cells(table: ET.Element) -> Iterator[_Found]:
    top = 1
    for row in table.iter(_ROW):
        copies = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        found = list(_row(row))
        for offset in range(copies if found else 0):
            yield from (
                _Found(top + offset, one.column, one.value, one.number_format, one.down, one.across) for one in found
            )
        top += copies


def _row(row: ET.Element) -> Iterator[_Found]:
    column = 1
    for cell in row:
        if cell.tag not in (_CELL, _COVERED):
            continue
        copies = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        value, number_format = _value(cell) if cell.tag == _CELL else (None, "")
        down, across = (int(cell.get(f"{_TABLE}number-{what}-spanned", "1")) for what in ("rows", "columns"))
        if value is not None or down > 1 or across > 1:
            for offset in range(copies):
                yield _Found(0, column + offset, value, number_format, down, across)
        column += copies


def _value(cell: ET.Element) -> tuple[CellValue, str]:
    """The value, and the number format that matters: that of a percentage, with as many decimals as are shown."""
    kind, shown = cell.get(f"{_OFFICE}value-type"), _shown(cell)
    match kind:
        case "percentage":
            return _number(cell), f"0{_decimals(shown)}%"
        case "float" | "currency":
            return _number(cell), ""
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true", ""
        case "date":
            return dt.datetime.fromisoformat(str(cell.get(f"{_OFFICE}date-value"))), ""
        case _:
            return shown or None, ""


def _number(cell: ET.Element) -> CellValue:
    return exact(float(str(cell.get(f"{_OFFICE}value"))))


def _decimals(shown: str) -> str:
    places = len(shown.strip().rstrip("%").partition(".")[2])
    return f".{'0' * places}" if places else ""


def _shown(cell: ET.Element) -> str:
    """The text of a cell: its own paragraphs, not those of a note."""
    return "\n".join(_words(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _words(element: ET.Element) -> str:
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * int(child.get(f"{_TEXT}c", "1")))
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        else:
            parts.append(_words(child))
        parts.append(child.tail or "")
    return "".join(parts)
