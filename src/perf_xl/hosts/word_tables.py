"""Tables of a Word document as sheets in memory, with their merges, and the lines of text just above each table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, InputError
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import Area, CellRef, Edit, SetMerge, SetValue

_ABOVE = 3
"""How many lines of text above a table may be its title and year."""


def open_word_tables(path: Path) -> MemoryWorkbook:
    """One sheet a table; FileProblem in words for a file that is no Word document or has no table."""
    try:
        import docx  # noqa: PLC0415 - optional
        from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    except ImportError as error:
        raise InputError("读 .docx 需要 python-docx：pip install 'perf-xl[docx]'。") from error
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, KeyError, ValueError, OSError) as error:
        raise FileProblem(
            str(path), "不是 Word 文档（.docx），或已损坏", "请在 Word 或 WPS 中另存为 .docx 后再试。"
        ) from error
    sheets = {f"表{number}": found for number, found in enumerate(_tables(document), start=1)}
    if not sheets:
        raise FileProblem(str(path), "里没有表格", "请确认绩效表是 Word 表格，而不是图片。")
    memory = MemoryWorkbook(sheets, source=path.name)
    memory.apply([edit for name, found in sheets.items() for edit in _edits(name, *found)], label="读取")
    return memory


def _tables(document: Any) -> Iterator[tuple[list[str], Any]]:
    above: list[str] = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            yield above[-_ABOVE:], block
            above = []
        elif block.text.strip():
            above.append(block.text.strip())


def _edits(sheet: str, above: list[str], table: Any) -> Iterator[Edit]:
    for row, text in enumerate(above, start=1):
        yield SetValue(CellRef(sheet, row, 1), text)
    first = len(above) + 1
    boxes: dict[Any, list[int]] = {}
    for row, line in enumerate(table.rows, start=first):
        # a merged cell is the same element at every place of the grid that it covers
        column = 1 + line.grid_cols_before
        for cell in line.cells:
            box = boxes.setdefault(cell._tc, [row, column, row, column])  # noqa: SLF001 - the cell's identity
            box[2], box[3] = row, column
            if (row, column) == (box[0], box[1]) and cell.text.strip():
                yield SetValue(CellRef(sheet, row, column), cell.text.strip())
            column += 1
    for top, left, bottom, right in boxes.values():
        if (top, left) != (bottom, right):
            yield SetMerge(Area(sheet, top, left, bottom, right))
