"""The engines that recalculate formulas: IronCalc in process, LibreOffice headless."""

from __future__ import annotations

import re
import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import ironcalc
import openpyxl

from tests.scoring.agreement.points import Point


def placed(point: Point, row: int) -> str:
    """The formula of a point over the cells of its row: A actual, B target, C 分值."""
    cells = {"actual": f"A{row}", "target": f"B{row}", "max_score": f"C{row}"}
    return re.sub(r"\{(\w+)\}", lambda m: cells[m[1]], point.formula)


def cell_value(value: Fraction | str | None) -> Any:
    """What stands in a cell: a float by its decimal digits, as a file stores it."""
    if isinstance(value, Fraction):
        return float(value)
    return value


def by_ironcalc(points: list[Point], batch: int = 2500) -> list[Any]:
    """The value IronCalc gives each formula; "" for blank."""
    values: list[Any] = []
    for begin in range(0, len(points), batch):
        part = points[begin : begin + batch]
        model = ironcalc.create("agreement", "en", "UTC", "en")
        for row, point in enumerate(part, start=1):
            for column, value in ((1, point.actual), (2, point.target), (3, point.max_score)):
                if value is not None:
                    model.set_user_input(
                        0, row, column, repr(float(value)) if isinstance(value, Fraction) else f"'{value}"
                    )
            model.set_user_input(0, row, 4, "=" + placed(point, row))
        model.evaluate()
        values += [_number(model.get_formatted_cell_value(0, row, 4)) for row in range(1, len(part) + 1)]
    return values


def _number(shown: str) -> Any:
    try:
        return float(shown)
    except ValueError:
        return shown


def by_libreoffice(points: list[Point], folder: Path) -> list[Any]:
    """The value LibreOffice gives each formula of a workbook without stored values."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    sheet = book.active
    for row, point in enumerate(points, start=1):
        for column, value in ((1, point.actual), (2, point.target), (3, point.max_score)):
            sheet.cell(row, column, cell_value(value))
        sheet.cell(row, 4, "=" + placed(point, row))
    source = folder / "points.xlsx"
    book.save(source)
    out = folder / "out"
    command = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
    ]
    subprocess.run([*command, str(out), str(source)], check=True, capture_output=True, timeout=170)
    fresh = openpyxl.load_workbook(out / "points.xlsx", data_only=True, read_only=True)
    return [
        "" if cells[0] is None else cells[0] for cells in fresh.active.iter_rows(min_col=4, max_col=4, values_only=True)
    ]
