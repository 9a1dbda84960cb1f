"""The official templates: built from their layouts, reproducible, and safe for Excel."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from xml.etree import ElementTree as ET

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from perf_xl.forms.build import build_template
from perf_xl.forms.build_canonical import canonical, canonical_parts
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.grid import grid_of
from perf_xl.forms.heights import FOOTER_HEIGHT

FORMS = form_ids()
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def sheets():
    """Each shipped template, opened."""
    return {form: load_workbook(form_spec(form).template_path).active for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_template_when_built_again_then_equal_to_the_shipped_file(form):
    """templates/<id>/*.xlsx is what layout.toml says; rebuild it with scripts/build_templates.py after a change."""
    spec = form_spec(form)
    built, shipped = build_template(spec), spec.template_path.read_bytes()
    assert canonical_parts(built) == canonical_parts(shipped)
    assert built == canonical(shipped)
    assert [path.name for path in spec.folder.glob("*.xlsx")] == [spec.template_path.name]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_template_when_hashes_differ_then_the_same_bytes(seed):
    """Nothing depends on the order of a set."""
    code = (
        "import sys; from perf_xl.forms.build import build_template; from perf_xl.forms.catalog import form_spec\n"
        f"sys.stdout.buffer.write(build_template(form_spec({FORMS[0]!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
    )
    assert done.stdout == build_template(form_spec(FORMS[0]))


WORKSHEET = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
]
"""The children of a worksheet in the order of ECMA-376, CT_Worksheet; Excel repairs a file that has another order."""


@pytest.mark.parametrize("form", FORMS)
def test_template_then_the_parts_of_the_sheet_are_in_the_order_of_the_standard(form):
    """And merges do not overlap."""
    with zipfile.ZipFile(form_spec(form).template_path) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    places = [WORKSHEET.index(child.tag.removeprefix(MAIN)) for child in root]
    assert places == sorted(places)
    covered: set[tuple[int, int]] = set()
    for box in (cell.box for cell in grid_of(form_spec(form)).cells):
        cells = {(row, column) for row in range(box[0], box[2] + 1) for column in range(box[1], box[3] + 1)}
        assert not covered & cells
        covered |= cells


def test_template_when_lxml_is_absent_then_the_same_bytes():
    """openpyxl's own bytes differ with lxml; ours do not."""
    code = (
        "import sys; sys.modules['lxml'] = None; sys.modules['lxml.etree'] = None\n"
        "from perf_xl.forms.build import build_template; from perf_xl.forms.catalog import form_spec\n"
        f"sys.stdout.buffer.write(build_template(form_spec({FORMS[0]!r})))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == build_template(form_spec(FORMS[0]))


@pytest.mark.parametrize("form", FORMS)
def test_template_then_every_part_is_xml_with_prefixes_declared(form):
    """Each part parses, and carries no date of today."""
    with zipfile.ZipFile(form_spec(form).template_path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in archive.namelist():
            ET.fromstring(archive.read(name))


@pytest.mark.parametrize("form", FORMS)
def test_template_then_names_are_sheet_scoped_and_refer_to_their_cells(form, sheets):
    """Fields to one cell, columns from header to footer; form and version hidden constants."""
    sheet, spec = sheets[form], form_spec(form)
    names = sheet.defined_names
    assert set(spec.defined_names()) <= set(names)
    assert names["_px_form"].attr_text == f'"{form}"'
    assert names["_px_form"].hidden
    assert names["_px_version"].attr_text == f'"{spec.version}"'
    for spot in grid_of(spec).tables:
        for column in spot.table.columns:
            area = names[spot.table.name_of(column)].attr_text.replace("$", "").split("!")[1]
            first, last = sheet[area][0][0], sheet[area][-1][0]
            assert (first.row, last.row) == (spot.header, spot.footer)
            assert last.protection.locked
            assert last.value is None


@pytest.mark.parametrize("form", FORMS)
def test_template_then_labels_are_locked_and_entries_open(form, sheets):
    """No password; rows may be inserted and formatted."""
    sheet = sheets[form]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.insertRows
    assert not sheet.protection.formatRows
    for cell in grid_of(form_spec(form)).cells:
        assert sheet.cell(*cell.box[:2]).protection.locked == cell.locked
        assert cell.locked != (cell.field is not None) or cell.column is not None


@pytest.mark.parametrize("form", FORMS)
def test_template_then_prints_on_a4_with_heads_repeated(form, sheets):
    """Fitted to the width of A4, page numbers, the print area is the form and nothing else."""
    sheet, spec = sheets[form], form_spec(form)
    grid = grid_of(spec)
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == ("landscape" if spec.page.landscape else "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_area.endswith(f"${grid.bottom}")
    repeated = next((spot for spot in grid.tables if spot.table.repeat), None)
    assert sheet.print_title_rows == (f"${repeated.header}:${repeated.header}" if repeated else None)
    assert "&P" in sheet.oddFooter.center.text


@pytest.mark.parametrize("form", FORMS)
def test_template_then_every_row_has_a_height_and_footers_are_thin(form, sheets):
    """No automatic heights: Excel does not fit merged cells by itself."""
    sheet, grid = sheets[form], grid_of(form_spec(form))
    heights = {row: sheet.row_dimensions[row].height for row in range(1, grid.bottom + 1)}
    assert all(heights.values())
    assert max(heights.values()) <= 409
    assert {heights[spot.footer] for spot in grid.tables} == {FOOTER_HEIGHT}


def test_template_when_the_form_has_comparisons_then_they_are_a_dropdown(sheets):
    """指标类型 is chosen, never typed, and inserted rows have the dropdown too."""
    sheet = sheets["zhijiang-2025-department-target"]
    spot = grid_of(form_spec("zhijiang-2025-department-target")).tables[0]
    rule = next(rule for rule in sheet.data_validations.dataValidation if rule.formula1 == '"≥,>,=,≤,<,定性"')
    assert rule.errorStyle == "stop"
    assert str(rule.sqref) == f"E{spot.first}:E{spot.footer}"


@pytest.mark.parametrize("form", FORMS)
def test_template_then_dropdowns_and_hints_are_within_the_limits_of_excel(form, sheets):
    """A list or a prompt beyond 255 characters, a title beyond 32, and Excel repairs the file."""
    for rule in sheets[form].data_validations.dataValidation:
        assert len((rule.formula1 or "").strip('"')) <= 255
        assert len(rule.prompt or "") <= 255
        assert len(rule.error or "") <= 225
        assert len(rule.promptTitle or "") <= 32
        assert len(rule.errorTitle or "") <= 32


@pytest.mark.parametrize("form", FORMS)
def test_template_then_no_cell_is_a_formula(form):
    """The empty template calculates nothing; formulas are written when a form is scored."""
    with zipfile.ZipFile(form_spec(form).template_path) as archive:
        root = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    assert list(root.iter(f"{MAIN}f")) == []


def test_canonical_when_applied_twice_then_the_same():
    """One serialisation."""
    data = form_spec(FORMS[0]).template_path.read_bytes()
    assert canonical(canonical(data)) == canonical(data)
    assert zipfile.is_zipfile(io.BytesIO(canonical(data)))


def test_canonical_when_a_part_is_a_drawing_then_prefixed_as_office_writes_it():
    """Some readers look for ``a:themeElements`` and ``c:chart`` by their letters."""
    book = Workbook()
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=2))
    book.active.add_chart(chart, "C1")
    stream = io.BytesIO()
    book.save(stream)
    parts = canonical_parts(stream.getvalue())
    assert b"<a:theme xmlns:a=" in parts["xl/theme/theme1.xml"]
    assert b"<c:chartSpace xmlns:" in parts["xl/charts/chart1.xml"]
    assert b"<xdr:wsDr xmlns:" in parts["xl/drawings/drawing1.xml"]
    assert b"<worksheet xmlns=" in parts["xl/worksheets/sheet1.xml"]
