"""excelize, the Go library through its Python binding."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.peers.base import Cells, Contestant, Fill, Formula, Work, number, source_file


def excelize_open_once(work: Work) -> Fill:
    """excelize: open once, fill and save as, again and again."""
    import excelize

    source = source_file("excelize")
    source.write_bytes(work.template)
    book = excelize.open_file(str(source))
    sheet = book.get_sheet_list()[0]

    def fill(cells: Cells, path: Path) -> None:
        _excelize_cells(book, sheet, cells)
        book.save_as(str(path))

    return fill


def excelize_open_each(work: Work) -> Fill:
    """excelize: open, fill, save as."""
    import excelize

    source = source_file("excelize")
    source.write_bytes(work.template)

    def fill(cells: Cells, path: Path) -> None:
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
            book.set_cell_value(sheet, address, number(value))


CONTESTANTS = [
    Contestant("excelize_open_each", excelize_open_each, keeps=True),
    Contestant("excelize_open_once", excelize_open_once, keeps=True),
]
