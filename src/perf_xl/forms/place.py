"""A record into a sheet of its form: the edits that fill the fields, grow the tables and keep everything readable."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.errors import InputError
from perf_xl.forms.detect import FormSheet, form_sheets
from perf_xl.forms.grid import grid_of
from perf_xl.forms.heights import text_height
from perf_xl.forms.pattern import Pattern
from perf_xl.forms.place_table import place_table
from perf_xl.forms.read_table import body_rows, table_areas
from perf_xl.forms.records import FormRecord
from perf_xl.forms.row_heights import template_heights
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Field, FormSpec, Table
from perf_xl.forms.typed import typed_value
from perf_xl.model.cells import Area, CellReader, CellValue, Edit, Look, SetLook, SetRowHeight, SetValue


def place_record(spec: FormSpec, reader: CellReader, record: FormRecord, sheet: str | None = None) -> list[Edit]:
    """The edits that put ``record`` into ``sheet`` (default: the first sheet that is this form).

    Fields and tables that the record does not have stay as they are; a table it has is replaced row by row. Locked
    labels are touched only where they hold a value, so apply the edits with ``unlock=True``. InputError when no sheet
    is this form, or when a table with fixed rows has no row for one of the record.
    """
    target = _target(spec, reader, sheet)
    view = SheetView(reader, target.sheet)
    _refuse_lost_names(target, record)
    edits: list[Edit] = []
    for field in spec.fields():
        if field.name in record.fields:
            edits.extend(_place_field(view, target, field, record.fields[field.name]))
    edits.extend(_place_echoes(view, target, record))
    edits.extend(_field_heights(view, target, record))
    # from the bottom up: rows that a table inserts move only what is below it
    for table in sorted(spec.tables(), key=lambda table: -_first_row(target, table)):
        if table.name in record.tables:
            rows = [row.values for row in record.tables[table.name]]
            edits.extend(place_table(view, target, table, rows))
    return edits


def _target(spec: FormSpec, reader: CellReader, sheet: str | None) -> FormSheet:
    for found in form_sheets(reader):
        if found.spec.id == spec.id and sheet in (None, found.sheet):
            return found
    where = f"工作表“{sheet}”" if sheet else f"“{reader.source}”"
    raise InputError(f"{where}不是“{spec.title}”。请用 perf-xl template {spec.id} 取得空表。")


def _refuse_lost_names(target: FormSheet, record: FormRecord) -> None:
    """Nothing of a record is dropped in silence: a value whose name the sheet lost has no place to go."""
    wanted = [name for name, value in record.fields.items() if value is not None]
    for table in target.spec.tables():
        rows = record.rows(table.name)
        filled = [c for c in table.columns if any(row.values.get(c.name) is not None for row in rows)]
        wanted.extend(table.name_of(column) for column in filled)
    for name in wanted:
        found = target.names.get(name)
        if found is None or found.area is None:
            raise InputError(
                f"工作表“{target.sheet}”缺少名称“{name}”，这一项写不进去。请先修复表格的名称，或换用空表。"
            )


def _first_row(target: FormSheet, table: Table) -> int:
    return body_rows(table_areas(target, table)).start


def _place_field(view: SheetView, target: FormSheet, field: Field, value: CellValue) -> Iterator[Edit]:
    name = target.names.get(field.name)
    if name is None or name.area is None:
        return
    ref = name.area.first
    stored, number_format = typed_value(field, value)
    cell = view.cell(ref.row, ref.column)
    if cell.formula is None and cell.value == stored:
        return
    yield SetValue(ref, stored)
    if number_format is not None:
        yield SetLook(Area(ref.sheet, ref.row, ref.column, ref.row, ref.column), Look(number_format=number_format))


def _place_echoes(view: SheetView, target: FormSheet, record: FormRecord) -> Iterator[Edit]:
    """Labels that repeat a field (the years of the base data) follow it."""
    for hidden, pattern in echo_patterns(target.spec).items():
        name = target.names.get(hidden)
        if name is None or name.area is None or record.fields.get(pattern.name) is None:
            continue
        text = pattern.text(record.fields[pattern.name])
        if view.value(name.area.top, name.area.left) != text:
            yield SetValue(name.area.first, text)


def echo_patterns(spec: FormSpec) -> dict[str, Pattern]:
    """Hidden name of each label that repeats a field, with its pattern."""
    return {name: cell.pattern for name, cell in grid_of(spec).echoes.items() if cell.pattern is not None}


def _field_heights(view: SheetView, target: FormSheet, record: FormRecord) -> Iterator[Edit]:
    """Higher rows where the text of a field needs more room than the empty template gives.

    Widths are those of the template, wherever the columns were moved to.
    """
    page, grid = target.spec.page, grid_of(target.spec)
    planned = template_heights(grid)
    needs: dict[int, float] = {}
    for cell in grid.cells:
        name = target.names.get(cell.field.name) if cell.field else None
        value = typed_value(cell.field, record.fields.get(cell.field.name))[0] if cell.field else None
        if name is None or name.area is None or value is None:
            continue
        top, left, bottom, right = cell.box
        need = text_height(value, page.widths[left - 1 : right], page.size)
        if need > sum(planned[row] for row in range(top, bottom + 1)):
            needs[name.area.top] = max(needs.get(name.area.top, 0), need)
    for row, height in needs.items():
        yield SetRowHeight(view.sheet, row, height)
