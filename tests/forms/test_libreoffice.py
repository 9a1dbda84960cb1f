"""The templates in a real spreadsheet: opened, saved again, printed; empty and filled."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.read import read_forms
from perf_xl.hosts.files import FilesWorkbook
from tests.forms.sheets import published, published_files, said

pytestmark = pytest.mark.libreoffice

FORMS = form_ids()
FILLED = list({published(path)[0].id: path for path in published_files()}.values())
PAGES = {"zhijiang-2025-department-target": 2, "zhijiang-2023-department-common": 2, "zhijiang-2023-project-common": 2}
"""Empty templates that take more than one page of A4."""


def convert(kind: str, files: list[Path], folder: Path, profile: Path) -> dict[str, Path]:
    """The files as LibreOffice saves them, by stem."""
    subprocess.run(
        [
            "soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
            "--outdir", str(folder), *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )  # fmt: skip
    return {file.stem: folder / f"{file.stem}.{kind}" for file in files}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Empty templates named by their id, filled ones by ``filled-`` and the id."""
    folder = tmp_path_factory.mktemp("forms")
    for form in FORMS:
        shutil.copy(form_spec(form).template_path, folder / f"{form}.xlsx")
    for path in FILLED:
        spec, record = published(path)
        target = folder / f"filled-{spec.id}.xlsx"
        shutil.copy(spec.template_path, target)
        workbook = FilesWorkbook.open(target)
        workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
        workbook.save()
    return folder


@pytest.fixture(scope="module")
def saved(folder, tmp_path_factory):
    """Everything as LibreOffice saves it to xlsx again."""
    return convert("xlsx", sorted(folder.glob("*.xlsx")), folder / "saved", tmp_path_factory.mktemp("profile"))


@pytest.fixture(scope="module")
def printed(folder, tmp_path_factory):
    """Everything as PDF."""
    return convert("pdf", sorted(folder.glob("*.xlsx")), folder / "printed", tmp_path_factory.mktemp("profile"))


@pytest.mark.parametrize("form", FORMS)
def test_template_when_saved_by_libreoffice_then_dropdowns_names_and_protection_stay(form, saved):
    """Nothing the form needs is lost by a round trip; whether names are hidden is not kept there."""
    before, after = load_workbook(form_spec(form).template_path).active, load_workbook(saved[form]).active
    assert set(form_spec(form).defined_names()) <= set(after.defined_names)
    assert after.defined_names["_px_form"].attr_text == f'"{form}"'
    assert after.protection.sheet
    lists = [sorted(r.formula1 for r in s.data_validations.dataValidation if r.type == "list") for s in (before, after)]
    assert lists[0] == lists[1]
    assert sorted(map(str, before.merged_cells.ranges)) == sorted(map(str, after.merged_cells.ranges))
    assert len(after.conditional_formatting) > 0 or not len(before.conditional_formatting)


@pytest.mark.parametrize("path", FILLED, ids=lambda path: published(path)[0].id)
def test_filled_form_when_saved_by_libreoffice_then_reads_the_same(path, saved):
    """A clerk on LibreOffice hands in the same form."""
    spec, record = published(path)
    (back,) = read_forms(FilesWorkbook.open(saved[f"filled-{spec.id}"]))
    assert said(back)[1] == said(record)[1]
    assert {name: back.fields[name] for name in record.fields} == record.fields
    assert back.problems == ()


@pytest.mark.parametrize("form", FORMS)
def test_template_when_printed_then_whole_a4_pages(form, printed):
    """The pages an empty form is meant to have, all A4."""
    info = subprocess.run(["pdfinfo", str(printed[form])], capture_output=True, text=True, check=True).stdout
    assert re.findall(r"Pages:\s+(\d+)", info) == [str(PAGES.get(form, 1))]
    assert "(A4)" in info


@pytest.fixture(scope="module")
def needed(folder, tmp_path_factory):
    """Height that LibreOffice needs for each text of each sheet: measured in a cell of its own of the same width."""
    book = Workbook()
    sheet = book.active
    rows: dict[tuple[object, ...], int] = {}
    places: dict[tuple[str, str], int] = {}
    for file in sorted(folder.glob("*.xlsx")):
        for cell, width in _texts(load_workbook(file).active):
            number = rows.setdefault((cell.value, width, cell.font.name, cell.font.size), len(rows) + 1)
            places[file.stem, cell.coordinate] = number
            copy = sheet.cell(number, number, cell.value)
            copy.font, copy.alignment = Font(name=cell.font.name, size=cell.font.size), Alignment(wrap_text=True)
            sheet.column_dimensions[get_column_letter(number)].width = width
    measure = tmp_path_factory.mktemp("measure") / "measure.xlsx"
    book.save(measure)
    heights = _fitted_heights(measure)
    return {place: heights[number - 1] for place, number in places.items()}


def _fitted_heights(file: Path) -> list[float]:
    """The height LibreOffice gives each row when it fits them to their text."""
    pytest.importorskip("uno", reason="python3-uno is not linked into this environment: scripts/link_uno.py")
    import xlwings as xw

    import xlwings_libreoffice

    xlwings_libreoffice.register()
    with xw.App(visible=False, add_book=False) as office:
        book = office.books.open(str(file))
        sheet = book.sheets[0]
        sheet.autofit("rows")
        heights = [sheet.range((row, 1)).row_height for row in range(1, sheet.used_range.rows.count + 1)]
        book.close()
    return heights


def _texts(sheet):
    """Text cells of a sheet with the width of the columns they are merged over, in characters."""
    merged = {area.coord.split(":")[0]: area for area in sheet.merged_cells.ranges}
    for row in sheet:
        for cell in row:
            if isinstance(cell.value, str):
                area = merged.get(cell.coordinate)
                last = area.max_col if area else cell.column
                widths = [sheet.column_dimensions[get_column_letter(n)].width for n in range(cell.column, last + 1)]
                yield cell, sum(widths) + (len(widths) - 1) * 5 / 8


@pytest.mark.parametrize("name", [*FORMS, *(f"filled-{published(path)[0].id}" for path in FILLED)])
def test_form_when_shown_then_no_text_is_cut_off(name, folder, needed):
    """Each text fits the height of its row, or of the rows it is merged over, with the fonts of this machine."""
    sheet = load_workbook(folder / f"{name}.xlsx").active
    merged = {area.coord.split(":")[0]: area for area in sheet.merged_cells.ranges}
    cut = []
    for cell, _ in _texts(sheet):
        area = merged.get(cell.coordinate)
        rows = range(cell.row, (area.max_row if area else cell.row) + 1)
        height = sum(sheet.row_dimensions[row].height for row in rows)
        if height < needed[name, cell.coordinate]:
            cut.append((cell.coordinate, height, needed[name, cell.coordinate], cell.value[:20]))
    assert cut == []


@pytest.mark.parametrize("name", FORMS)
def test_template_when_printed_then_no_error_is_shown(name, printed):
    """No cell shows an error or a number too wide for its column."""
    text = subprocess.run(["pdftotext", str(printed[name]), "-"], capture_output=True, text=True, check=True).stdout
    assert "#REF!" not in text
    assert "###" not in text
