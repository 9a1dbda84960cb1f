"""Filled forms to records, through their defined names: moved, stretched or renamed sheets read the same.

A value is what stands in the cell: text, exact number, date, None for blank. A percent cell gives the text it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perf_xl.forms.detect import FormSheet, form_sheets
from perf_xl.forms.outside import strangers
from perf_xl.forms.pattern import pattern_in
from perf_xl.forms.read_table import read_table
from perf_xl.forms.records import FormRecord, ReadProblem, Row
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Field
from perf_xl.model.cells import CellReader, CellRef, CellValue


def read_forms(reader: CellReader) -> list[FormRecord]:
    """Every form of the workbook, in the order of the tabs; sheets without our names are left out."""
    return [read_sheet(reader, sheet) for sheet in form_sheets(reader)]


def read_sheet(reader: CellReader, sheet: FormSheet) -> FormRecord:
    """One form."""
    view = SheetView(reader, sheet.sheet)
    fields: dict[str, CellValue] = {}
    cells: dict[str, CellRef] = {}
    problems: list[ReadProblem] = []
    for field in sheet.spec.fields():
        ref = _field_cell(sheet, field)
        if ref is None:
            problems.append(ReadProblem("missing_name", field.name))
            fields[field.name] = None
            continue
        cells[field.name] = ref
        fields[field.name] = _field_value(view, field, ref, problems)
    tables: dict[str, list[Row]] = {}
    for table in sheet.spec.tables():
        rows, missing = read_table(view, sheet, table)
        tables[table.name] = rows
        problems.extend(ReadProblem("missing_name", name) for name in missing)
    problems.extend(_not_calculated(view, cells, tables))
    problems.extend(_outside(view, sheet))
    return FormRecord(
        form=sheet.spec.id,
        version=sheet.version,
        sheet=sheet.sheet,
        fields=fields,
        tables=tables,
        cells=cells,
        problems=tuple(problems),
        source=reader.source,
    )


def _field_cell(sheet: FormSheet, field: Field) -> CellRef | None:
    name = sheet.names.get(field.name)
    return name.area.first if name and name.area and name.area.sheet == sheet.sheet else None


def _field_value(view: SheetView, field: Field, ref: CellRef, problems: list[ReadProblem]) -> CellValue:
    value = view.value(ref.row, ref.column)
    pattern = pattern_in(field.pattern)
    if pattern is None:
        return value
    try:
        return pattern.value("" if value is None else str(value))
    except ValueError:
        problems.append(ReadProblem("label_changed", field.name, ref, str(value or "")))
        return None


def _not_calculated(
    view: SheetView, cells: Mapping[str, CellRef], tables: Mapping[str, Sequence[Row]]
) -> Iterator[ReadProblem]:
    """Entries that a program wrote as formulas and nobody has calculated: no value is not a blank entry."""
    named = [*cells.items(), *(item for rows in tables.values() for row in rows for item in row.cells.items())]
    for name, ref in named:
        cell = view.cell(ref.row, ref.column)
        if cell.formula is not None and cell.value is None:
            yield ReadProblem("not_calculated", name, ref, f"={cell.formula}")


def _outside(view: SheetView, sheet: FormSheet) -> Iterator[ReadProblem]:
    for row, column, text in strangers(view, sheet):
        yield ReadProblem("outside", cell=CellRef(sheet.sheet, row, column), text=text)
