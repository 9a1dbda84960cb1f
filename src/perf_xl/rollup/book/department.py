"""Sheet 部门表: the department's official form, filled only where the project forms settle a figure.

A sum of the projects is not the department's total: 基本支出 is missing in it. What is not derived stays 「由单位填写」.
"""

from __future__ import annotations

from copy import copy
from decimal import Decimal

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.forms.catalog import form_spec, form_specs
from perf_xl.forms.grid import Placed, grid_of
from perf_xl.forms.pattern import pattern_in
from perf_xl.forms.spec import Field, FormSpec
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue, column_letters
from perf_xl.rollup.book import styles
from perf_xl.rollup.differences import money
from perf_xl.rollup.roles import aliases
from perf_xl.rollup.summary import Summary

OPEN = "由单位填写"


def department_spec(summary: Summary) -> FormSpec | None:
    """The department form that goes with the project forms: one that came in, else one of the same region.

    None for the projects of several departments: there is no official form for them together.
    """
    if len(summary.units) > 1:
        return None
    kind = summary.series.form_kind
    for form in summary.departments:
        if form.kind == kind:
            return form_spec(form.identity.form)
    regions = {form_spec(entry.identity.form).region for entry in summary.entries}
    return next(
        (spec for spec in form_specs() if spec.level == "department" and spec.kind == kind and spec.region in regions),
        None,
    )


def write_department(sheet: Worksheet, summary: Summary, spec: FormSpec) -> None:
    """The official layout in ``sheet``, derived fields filled, the rest marked."""
    _copy(openpyxl.load_workbook(spec.template_path).active, sheet)
    grid = grid_of(spec)
    names = {name: field_name for field_name, name in ((en, aliases(spec).get(en)) for en in aliases(spec)) if name}
    values = derived(summary)
    for placed in grid.cells:
        if placed.field is not None:
            _fill(sheet, placed, placed.field, values.get(names.get(placed.field.name, "")))
    _remark(sheet, summary, grid.bottom + 2, grid.width)


def derived(summary: Summary) -> dict[str, CellValue]:
    """What the projects settle, by English alias: the office's name; 项目支出 when every listed project has come in."""
    values: dict[str, CellValue] = {}
    if len(summary.units) == 1:
        values["department"] = _full_name(summary)
    if summary.series.year is not None:
        values["year"] = Decimal(summary.series.year)
    total = summary.spent if summary.series.form_kind == "self-evaluation" else summary.budget
    coverage = summary.coverage
    complete = coverage is not None and not coverage.missing and not coverage.to_confirm
    if total is not None and complete:
        values["project_expenditure"] = exact(total)
    return values


def _full_name(summary: Summary) -> str:
    """As the department's own form prints it, where one came in."""
    own = next((form.unit for form in summary.departments if form.unit), "")
    return own or summary.units[0].department


def _fill(sheet: Worksheet, placed: Placed, field: Field, value: CellValue) -> None:
    cell = sheet.cell(placed.box[0], placed.box[1])
    pattern = pattern_in(field.pattern)
    if pattern is not None:
        cell.value = pattern.text(value if value is not None or field.kind == "year" else OPEN)
    elif value is not None:
        cell.value = value
    elif field.default is not None:
        cell.value = field.default
    else:
        cell.value = OPEN
        font = copy(cell.font)
        cell.font = openpyxl.styles.Font(name=font.name, size=font.size, color="9C9C9C", italic=True)
    if value is not None:
        cell.fill = styles.HEAD_FILL


def _remark(sheet: Worksheet, summary: Summary, row: int, width: int) -> None:
    total = summary.spent if summary.series.form_kind == "self-evaluation" else summary.budget
    stated = f"已报项目表合计 {money(total)} 万元" if total is not None else "项目表合计未定"
    coverage = summary.coverage
    share = f"，部门表所列 {coverage.expected} 项中已报 {coverage.arrived} 项" if coverage else ""
    text = (
        f"口径说明：本表只填项目表能够确定的内容（浅蓝底），其余“{OPEN}”。{stated}{share}；项目支出只有在所列项目全部报齐且名称确认后才填入。"
        "项目合计不含基本支出，不等于部门整体支出，所以部门的资金总额由单位填写。"
    )
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = styles.NOTE, styles.LEFT
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[row].height = 44
    sheet.print_area = f"A1:{column_letters(width)}{row}"


def _copy(source: Worksheet, target: Worksheet) -> None:
    """Cells with their formats, merges, sizes and page set-up of an official template."""
    for row in source.iter_rows():
        for cell in row:
            own = target.cell(cell.row, cell.column, cell.value)
            if cell.has_style:
                own.font, own.fill, own.border = copy(cell.font), copy(cell.fill), copy(cell.border)
                own.alignment, own.number_format = copy(cell.alignment), cell.number_format
    for merged in source.merged_cells.ranges:
        target.merge_cells(str(merged))
    for letter, dimension in source.column_dimensions.items():
        target.column_dimensions[letter].width = dimension.width
    for number, dimension in source.row_dimensions.items():
        target.row_dimensions[number].height = dimension.height
    target.sheet_view.showGridLines = False
    target.page_setup.paperSize = source.page_setup.paperSize
    target.page_setup.orientation = source.page_setup.orientation
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.print_options.horizontalCentered = True
    target.page_margins = copy(source.page_margins)
