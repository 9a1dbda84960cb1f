"""A form's layout to its official empty ``.xlsx``. openpyxl is used in the ``build*`` files of this package only.

The bytes depend on the layout alone: fixed dates, fixed order, one serialisation (``build_canonical``).
"""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.forms.build_canonical import canonical
from perf_xl.forms.build_rules import add_conditions, add_validations
from perf_xl.forms.build_styles import Styles
from perf_xl.forms.grid import Box, Grid, grid_of
from perf_xl.forms.naming import FORM_NAME, VERSION_NAME, constant
from perf_xl.forms.row_heights import template_heights
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import Area, column_letters
from perf_xl.model.references import absolute

_A4 = 9
_CENTIMETRES_AN_INCH = 2.54


def build_template(spec: FormSpec) -> bytes:
    """The empty official workbook of ``spec``; the same bytes every time."""
    workbook = Workbook()
    workbook._fonts = IndexedList([Font(name="宋体", size=11, charset=134)])  # noqa: SLF001  the Normal style's font
    workbook._named_styles["Normal"].font = Font(name="宋体", size=11, charset=134)  # noqa: SLF001
    workbook.calculation.fullCalcOnLoad = False  # nothing to calculate: no question about saving when it is closed
    workbook.security = None
    workbook.properties.creator = "perf_xl"
    workbook.properties.title = spec.title
    sheet = workbook.active
    sheet.title = spec.sheet
    grid = grid_of(spec)
    _write_cells(sheet, grid)
    _set_sizes(sheet, grid)
    _define_names(sheet, grid)
    add_validations(sheet, grid)
    add_conditions(sheet, grid)
    _set_up_page(sheet, grid)
    _protect(sheet)
    stream = io.BytesIO()
    workbook.save(stream)
    return canonical(stream.getvalue())


def _write_cells(sheet: Worksheet, grid: Grid) -> None:
    styles = Styles(grid.spec.page)
    for placed in grid.cells:
        top, left, bottom, right = placed.box
        if (top, left) != (bottom, right):
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
        # covered cells too: when a merge is taken apart each of them is a cell of the form
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                styles.apply(sheet.cell(row, column), placed)
        if placed.value is not None:
            sheet.cell(top, left).value = placed.value


def _set_sizes(sheet: Worksheet, grid: Grid) -> None:
    page = grid.spec.page
    for number, width in enumerate(page.widths, start=1):
        sheet.column_dimensions[column_letters(number)].width = width
    for row, height in template_heights(grid).items():
        sheet.row_dimensions[row].height = height


def _define_names(sheet: Worksheet, grid: Grid) -> None:
    constants = {FORM_NAME: grid.spec.id, VERSION_NAME: grid.spec.version}
    for name, text in constants.items():
        sheet.defined_names[name] = DefinedName(name, attr_text=constant(text), hidden=True)
    for name, box in grid.names().items():
        hidden = name in grid.echoes
        sheet.defined_names[name] = DefinedName(name, attr_text=_reference(sheet.title, box), hidden=hidden or None)


def _reference(sheet: str, box: Box) -> str:
    return absolute(Area(sheet, *box))


def _set_up_page(sheet: Worksheet, grid: Grid) -> None:
    page = grid.spec.page
    sheet.sheet_view.showGridLines = False
    _select_first_entry(sheet, grid)
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if page.landscape else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_options.horizontalCentered = True
    top, right, bottom, left = (centimetres / _CENTIMETRES_AN_INCH for centimetres in page.margins)
    margins = sheet.page_margins
    margins.top, margins.right, margins.bottom, margins.left = top, right, bottom, left
    margins.header = margins.footer = 0.8 / _CENTIMETRES_AN_INCH
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.print_area = f"A1:{column_letters(grid.width)}{grid.bottom}"
    repeated = next((spot.header for spot in grid.tables if spot.table.repeat), None)
    if repeated is not None:
        sheet.print_title_rows = f"{repeated}:{repeated}"


def _select_first_entry(sheet: Worksheet, grid: Grid) -> None:
    first = next((cell.box for cell in grid.cells if not cell.locked and cell.role in ("entry", "body")), (1, 1, 1, 1))
    at = f"{column_letters(first[1])}{first[0]}"
    sheet.sheet_view.selection[0].activeCell = sheet.sheet_view.selection[0].sqref = at


def _protect(sheet: Worksheet) -> None:
    """Labels locked, no password; rows may be inserted, deleted and formatted, column widths changed."""
    sheet.protection.sheet = True
    for allowed in ("formatRows", "formatColumns", "insertRows", "deleteRows", "insertHyperlinks"):
        setattr(sheet.protection, allowed, False)  # False in the file means "not forbidden"
