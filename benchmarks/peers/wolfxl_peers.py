"""wolfxl, an openpyxl look-alike in Rust."""

from __future__ import annotations

from pathlib import Path

from benchmarks.peers.base import Cells, Contestant, Fill, Work, number, plain, source_file


def wolfxl_modify(work: Work) -> Fill:
    """wolfxl: load for modification, fill, save."""
    import wolfxl

    source = source_file("wolfxl")
    source.write_bytes(work.template)

    def fill(cells: Cells, path: Path) -> None:
        book = wolfxl.load_workbook(str(source), modify=True)
        sheet = book[book.sheetnames[0]]
        for (row, column), value in cells.items():
            sheet.cell(row=row, column=column).value = number(plain(value))
        book.save(str(path))

    return fill


def wolfxl_resave(work: Work) -> Fill:
    """wolfxl: open once, fill and save again and again."""
    import wolfxl

    source = source_file("wolfxl")
    source.write_bytes(work.template)
    book = wolfxl.load_workbook(str(source), modify=True)
    sheet = book[book.sheetnames[0]]

    def fill(cells: Cells, path: Path) -> None:
        for (row, column), value in cells.items():
            sheet.cell(row=row, column=column).value = number(plain(value))
        book.save(str(path))

    return fill


CONTESTANTS = [
    Contestant("wolfxl_modify", wolfxl_modify, keeps=True),
    Contestant("wolfxl_resave", wolfxl_resave, keeps=True),
]
