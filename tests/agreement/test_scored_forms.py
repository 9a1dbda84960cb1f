"""The published forms, scored: LibreOffice, openpyxl, calamine and pandas all show the same numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from perf_xl.commands.score import score_workbook
from perf_xl.demo.published import published_forms, write_published
from perf_xl.hosts.files import FilesWorkbook
from tests.office import recalculated


@pytest.fixture(scope="module")
def scored(tmp_path_factory) -> list[Path]:
    """Every published form as a workbook, scored in place with typed rates and scores replaced by formulas."""
    folder = tmp_path_factory.mktemp("scored")
    files = [write_published(form, folder) for form in published_forms()]
    for file in files:
        workbook = FilesWorkbook.open(file)
        score_workbook(workbook, overwrite=True)
        workbook.save()
    return files


def formulas(path: Path) -> Iterator[tuple[str, str, Any]]:
    """Sheet, cell and stored value of each formula."""
    live, stored = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, stored[sheet.title][cell.coordinate].value


def same(ours: Any, theirs: Any) -> bool:
    """Equal numbers to the last place a cell can hold, or equal texts; blank and "" are one."""
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return format(ours, ".12g") == format(theirs, ".12g")
    return (ours or None) == (theirs or None) and (ours == 0) == (theirs == 0)


@pytest.mark.libreoffice
def test_every_stored_value_is_what_libreoffice_calculates(scored, tmp_path):
    """Scores, rates, totals, numbers taken from typed texts: at least 400 formulas, none differs, none is an error."""
    compared = 0
    for file, fresh in zip(scored, recalculated(scored, tmp_path / "lo"), strict=True):
        theirs = openpyxl.load_workbook(fresh, data_only=True)
        for sheet, cell, ours in formulas(file):
            found = theirs[sheet][cell].value
            assert same(ours, found), f"{file.name} {sheet}!{cell}: {ours!r} {found!r}"
            compared += 1
    assert compared >= 400


def test_calamine_and_pandas_show_what_openpyxl_shows(scored):
    """The stored values are there without anybody calculating."""
    for file in scored:
        book = CalamineWorkbook.from_path(file)
        frames = pd.read_excel(file, sheet_name=None, header=None, engine="calamine")
        for sheet, cell, ours in formulas(file):
            letters, row = openpyxl.utils.cell.coordinate_from_string(cell)
            column = openpyxl.utils.column_index_from_string(letters)
            calamine = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[row - 1][column - 1]
            framed: Any = frames[sheet].iloc[row - 1, column - 1]
            assert same(ours, calamine), f"{file.name} {cell}"
            assert same(ours, None if pd.isna(framed) else framed), f"{file.name} {cell}"
