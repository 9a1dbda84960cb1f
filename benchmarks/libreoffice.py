"""How fast the LibreOffice engine is, as ratios within one run: ``python benchmarks/libreoffice.py``.

Each figure is compared with openpyxl or with cell-by-cell access on the same machine in the same run; seconds alone say
nothing about another machine.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from perf_xl.commands.rate import rate_workbook
from perf_xl.commands.score import score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import from_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.libreoffice.extension import call
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook, office

ROWS, COLUMNS = 5000, 20
SINGLE = 500
FUNCTIONS = 2000
INDICATORS = 60


def seconds(work: Callable[[], object]) -> float:
    """The shortest of two runs: the first warms caches up."""
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def blocks(app: Any, folder: Path) -> None:
    """100,000 cells written and read, against openpyxl and against single cells."""
    data = [[row * column for column in range(COLUMNS)] for row in range(ROWS)]
    book = app.books.add()
    sheet = book.sheets[0]
    area = sheet.range((1, 1), (ROWS, COLUMNS))
    write = seconds(lambda: setattr(area, "value", data))
    read = seconds(lambda: area.value)

    def one_by_one() -> None:
        for row in range(SINGLE):
            sheet.range((row + 1, COLUMNS + 2)).value = row

    single = seconds(one_by_one) / SINGLE * ROWS * COLUMNS
    path = folder / "block.xlsx"
    book.save(path)
    book.close()

    def with_openpyxl() -> None:
        other = openpyxl.Workbook()
        for line in data:
            other.active.append(line)
        other.save(folder / "openpyxl.xlsx")

    def read_with_openpyxl() -> None:
        opened = openpyxl.load_workbook(path, read_only=True, data_only=True)
        for row in opened.active.iter_rows(values_only=True):
            len(row)

    print(
        f"write 100,000 cells      {write:7.3f} s   single cells {single / write:6.0f} x   openpyxl {seconds(with_openpyxl) / write:5.1f} x"
    )
    print(f"read 100,000 cells       {read:7.3f} s   openpyxl {seconds(read_with_openpyxl) / read:5.1f} x")


def functions(app: Any) -> None:
    """2,000 scores as the functions compute them for Calc, one by one and in one block."""
    book = app.books.add()
    sheet = book.sheets[0]
    rule = "每低于1个百分点扣0.5分，扣完为止"
    sheet["A1"].value = [[rule, 0.9 + number % 10 / 100] for number in range(FUNCTIONS)]
    sheet.range((1, 2), (FUNCTIONS, 2)).number_format = "0%"
    values = [f"{90 + number % 10}%" for number in range(FUNCTIONS)]

    def each() -> None:
        for value in values:
            call("PERF_SCORE", [rule, value, "95%", "≥", "%", 10.0])

    def block() -> None:
        call("PERF_SCORES", [[[rule]] * FUNCTIONS, [[value] for value in values], "95%", "≥", "%", 10.0])

    alone, together = seconds(each), seconds(block)
    print(f"2,000 PERF_SCORE         {alone:7.3f} s   as one PERF_SCORES {alone / together:5.1f} x faster")
    book.close()


def commands(app: Any, folder: Path) -> None:
    """Rate and score on a form of 60 indicators, in LibreOffice and on the file."""
    spec = form_spec("zhijiang-2025-department-target")
    row = {"一级指标": "产出指标", "二级指标": "数量指标", "指标类型": "≥", "指标值": 95, "计量单位": "%"}
    rule = "每低于1个百分点扣0.5分，扣完为止"
    rows = [{**row, "三级指标": f"指标{number}", "评分标准": rule} for number in range(INDICATORS)]
    record = from_json({"form": spec.id, "fields": {"部门名称": "某局"}, "tables": {"指标": rows}}, spec)
    path = folder / "form.xlsx"
    path.write_bytes(fill_form(spec, record))
    for name, command in (("rate", rate_workbook), ("score", score_workbook)):

        def on_file(command: Callable[..., object] = command) -> None:
            command(FilesWorkbook.open(path))

        def in_office(command: Callable[..., object] = command) -> float:
            book = app.books.open(path)
            workbook = libreoffice_workbook(book)
            start = time.perf_counter()
            command(workbook)
            taken = time.perf_counter() - start
            book.close()
            return taken

        file, office_time = seconds(on_file), min(in_office(), in_office())
        print(f"{name:5} on 60 indicators   {office_time:7.3f} s   on the file {office_time / file:5.1f} x faster")


def main() -> None:
    """All of it in one office."""
    with tempfile.TemporaryDirectory() as folder, office() as app:
        blocks(app, Path(folder))
        functions(app)
        commands(app, Path(folder))


if __name__ == "__main__":
    main()
