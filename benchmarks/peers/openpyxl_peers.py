"""openpyxl: the reference (load, fill, save), and loading once."""

from __future__ import annotations

import io
from pathlib import Path

from benchmarks.peers.base import Cells, Contestant, Fill, Work, plain


def openpyxl_load_fill_save(work: Work) -> Fill:
    """openpyxl: load, fill, save."""
    import openpyxl

    def fill(cells: Cells, path: Path) -> None:
        book = openpyxl.load_workbook(io.BytesIO(work.template))
        sheet = book.active
        for (row, column), value in cells.items():
            sheet.cell(row, column).value = plain(value)
        book.save(path)

    return fill


def openpyxl_resave(work: Work) -> Fill:
    """openpyxl: load once, fill and save again and again."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(work.template))
    sheet = book.active

    def fill(cells: Cells, path: Path) -> None:
        for (row, column), value in cells.items():
            sheet.cell(row, column).value = plain(value)
        book.save(path)

    return fill


CONTESTANTS = [
    Contestant("openpyxl_load_fill_save", openpyxl_load_fill_save),
    Contestant("openpyxl_resave", openpyxl_resave, keeps=True),
]
