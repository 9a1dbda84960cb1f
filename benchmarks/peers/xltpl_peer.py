"""xltpl: a template with marks in its cells."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from benchmarks.peers.base import Cells, Contestant, Fill, Formula, Work, source_file


def xltpl_one_writer(work: Work) -> Fill:
    """xltpl: a template with marks, one BookWriter, rendered again and again (formulas cannot be filled)."""
    import openpyxl
    from xltpl.writerx import BookWriter

    book = openpyxl.load_workbook(io.BytesIO(work.template))
    sheet = book.active
    for row, column in work.cells[0]:
        sheet.cell(row, column).value = f"{{% xv c{row}_{column} %}}"
    source = source_file("xltpl")
    book.save(source)
    writer = BookWriter(str(source))

    def fill(cells: Cells, path: Path) -> None:
        values = {f"c{row}_{column}": _shown(value) for (row, column), value in cells.items()}
        writer.render_book([{"sheet_name": sheet.title, "tpl_name": sheet.title, "ctx": values}])
        writer.save(str(path))

    return fill


def _shown(value: Any) -> Any:
    if value is None:
        return ""
    return value.cached if isinstance(value, Formula) else value


CONTESTANTS = [Contestant("xltpl_one_writer", xltpl_one_writer, loses="公式不能填写；条件格式丢失")]
