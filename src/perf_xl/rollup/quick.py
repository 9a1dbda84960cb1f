"""Quick reading of filled workbooks by name; whatever is not plain is left to the full reader, so both say the same."""

from __future__ import annotations

from pathlib import Path

from perf_xl.errors import PerfXlError
from perf_xl.forms.records import FormRecord
from perf_xl.model.cells import CellValue
from perf_xl.ooxml.reader import PackageReader
from perf_xl.ooxml.scan import Scan, cells_of, scan, shared_texts
from perf_xl.rollup.entries import FormEntry, Place
from perf_xl.rollup.gather import entry_of, with_reference_score
from perf_xl.rollup.shape import Shape
from perf_xl.rollup.shaping import learn, shape_of

MOST_SHAPES = 256
"""Shapes kept: one a template and number of rows."""

QuickRecord = tuple[FormRecord, tuple[CellValue, str] | None, bool]
"""The record of a form, its score block's total with its address, and whether its tab is hidden."""
_USUAL_SIZE = 1 << 16
_Key = tuple[int, int, int]
_SHAPES: dict[_Key, dict[str, Shape | None]] = {}
_WORKBOOK, _RELATIONS, _STYLES = b"xl/workbook.xml", b"xl/_rels/workbook.xml.rels", b"xl/styles.xml"


def quick_entries(path: Path) -> list[FormEntry] | None:
    """The entries of a file; None when the full reader has to read it (and say what is wrong with it)."""
    found = quick_file(path)
    if found is None:
        return None
    record, total, hidden = found
    entry = entry_of(record, file=str(path), hidden=hidden)
    if total is None or entry.place is None:
        return [entry]
    return [with_reference_score(entry, total[0], Place(str(path), record.sheet, total[1]))]


def quick_file(path: Path) -> QuickRecord | None:
    """As :func:`quick_record`, of a file; None also when it cannot be opened."""
    try:
        with path.open("rb", buffering=0) as file:
            data = file.read(_USUAL_SIZE)
            if len(data) == _USUAL_SIZE:
                data += file.readall()
    except OSError:
        return None
    return quick_record(data, path.name)


def quick_record(data: bytes, source: str = "") -> QuickRecord | None:
    """The record of a one-form workbook; None when the full reader has to look."""
    found = scan(data)
    if found is None:
        return None
    key = (found.crc(_WORKBOOK), found.crc(_RELATIONS), found.crc(_STYLES))
    if 0 in key:
        return None
    known = _SHAPES.get(key)
    if known is None:
        known = _remember(key)
    part = next((shape.part for shape in known.values() if shape), "xl/worksheets/sheet1.xml")
    text = found.text(part.encode())
    if text is None:
        return None
    merges = _merges(text)
    if merges in known:
        shape = known[merges]
    else:
        shape = known[merges] = _compile(data, source, part)
    raw = cells_of(text) if shape is not None else None
    if shape is None or raw is None:
        return None

    def texts() -> list[str] | None:
        return _texts(found, shape)

    result = shape.record(raw, texts, source)
    if result is None:
        if not _learn(shape, data, source):
            return None
        result = shape.record(raw, texts, source)
        if result is None:
            return None
    record, total = result
    return record, (total, shape.score_total) if total is not None and shape.score_total else None, shape.hidden


def _texts(found: Scan, shape: Shape) -> list[str] | None:
    table = found.text(shape.strings_part) if shape.strings_part else None
    return None if table is None else shared_texts(table)


def _merges(text: str) -> str:
    start = text.find("<mergeCells", text.rfind("</sheetData>"))
    return text[start : text.find("</mergeCells>", start)] if start >= 0 else ""


def _remember(key: _Key) -> dict[str, Shape | None]:
    if len(_SHAPES) >= MOST_SHAPES:
        _SHAPES.pop(next(iter(_SHAPES)))
    return _SHAPES.setdefault(key, {})


def _compile(data: bytes, source: str, part: str) -> Shape | None:
    try:
        reader = PackageReader(data, source)
        shape = shape_of(reader)
    except PerfXlError:
        return None  # the full reader says it in words
    return shape if shape is not None and shape.part == part else None


def _learn(shape: Shape, data: bytes, source: str) -> bool:
    """Look at the labels of this file with the full reader's eyes."""
    try:
        return learn(shape, PackageReader(data, source))
    except PerfXlError:
        return False


def forget_shapes() -> None:
    """Start anew (tests, and layouts that changed while the process runs)."""
    _SHAPES.clear()
