"""From one workbook, fully read, to the shape of all that are like it: names resolved, rows laid out, labels learnt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from perf_xl.forms.detect import FormSheet, form_sheets
from perf_xl.forms.outside import strangers
from perf_xl.forms.pattern import pattern_in
from perf_xl.forms.read_table import body_rows, table_areas
from perf_xl.forms.score_block import find_block
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Column, Table
from perf_xl.model.cells import Area, CellRef
from perf_xl.ooxml.reader import PackageReader
from perf_xl.rollup.addresses import Addressed
from perf_xl.rollup.shape import Getter, RowPlan, Shape, TablePlan


class _Slots(dict[str, int]):
    """Addresses to the places of their values, in the order they were asked for."""

    def __missing__(self, address: str) -> int:
        self[address] = len(self)
        return self[address]

    def getter(self, addresses: Sequence[str]) -> Getter:
        """What takes the values of these addresses out of the list of all values, as a tuple."""
        if len(addresses) == 1:
            only = self[addresses[0]]
            return lambda values: (values[only],)
        return itemgetter(*(self[address] for address in addresses)) if addresses else lambda _: ()


def shape_of(reader: PackageReader) -> Shape | None:
    """The shape of a workbook with one visible form and nothing else; None for any other."""
    forms = form_sheets(reader)
    if len(forms) != 1 or len(reader.sheets()) != 1 or len(reader.book.tabs) != 1:
        return None
    form, book = forms[0], reader.book
    names = form.names
    wanted = form.spec.defined_names()
    if any(name not in names or names[name].area is None or names[name].area.sheet != form.sheet for name in wanted):  # type: ignore[union-attr]
        return None
    view, slots = SheetView(reader, form.sheet), _Slots()
    fields = form.spec.fields()
    cells = Addressed({item.name: names[item.name].area.first for item in fields})  # type: ignore[union-attr]
    patterns = ((item.name, pattern_in(item.pattern)) for item in fields)
    block = find_block(reader, form.sheet)
    total = block.ref("得分", block.total_row).a1 if block else None
    tables = tuple(_table_plan(view, form, table, slots) for table in form.spec.tables())
    strings = book.related("sharedStrings")
    return Shape(
        spec=form.spec,
        version=form.version,
        sheet=form.sheet,
        part=book.tabs[0].part,
        hidden=book.tabs[0].hidden,
        date1904=book.date1904,
        styles=book.styles,
        strings_part=strings.encode() if strings else None,
        fields=tuple(cells),
        take_fields=slots.getter(list(cells.a1.values())),
        patterns=tuple((name, pattern) for name, pattern in patterns if pattern is not None),
        cells=cells,
        tables=tables,
        levels=tuple(_levels(view, form, slots)),
        score_total=total,
        score_slot=slots[total] if total else None,
        slots=slots,
        bounds=_bounds(view, [names[name].area for name in wanted]),  # type: ignore[misc]
    )


def learn(shape: Shape, reader: PackageReader) -> bool:
    """Take the labels of one fully read workbook as known; False when something on it is neither label nor named."""
    sheet = FormSheet(
        shape.sheet, shape.spec, shape.version, {n.name: n for n in reader.names() if n.sheet == shape.sheet}
    )
    view = SheetView(reader, shape.sheet)
    if next(strangers(view, sheet), None) is not None:
        return False
    for row, column, value in view.filled():
        address = CellRef(shape.sheet, row, column).a1
        if address not in shape.slots and not shape.is_beyond(address):
            shape.labels(address).add(str(value))
    return True


def _bounds(view: SheetView, areas: Sequence[Area]) -> tuple[int, int, int]:
    """As :func:`perf_xl.forms.outside.strangers` has them."""
    right = 0
    for area in areas:
        merge = view.merge(area.top, area.left)
        right = max(right, area.right, merge.right if merge else 0)
    return min(area.top for area in areas), max(area.bottom for area in areas) + 1, right


def _table_plan(view: SheetView, form: FormSheet, table: Table, slots: _Slots) -> TablePlan:
    areas, columns = table_areas(form, table), table.columns
    prefixed = any(column.numbered is not None for column in columns)
    return TablePlan(
        name=table.name,
        columns=columns,
        prefixed=tuple(c for c in columns if prefixed and (c.numbered is not None or _is_level(c))),
        rows=tuple(_row_plan(view, form.sheet, columns, areas, row, slots) for row in body_rows(areas)),
    )


def _is_level(column: Column) -> bool:
    return column.kind in ("level1", "level2")


def _levels(view: SheetView, form: FormSheet, slots: _Slots) -> Iterator[tuple[int, Column]]:
    """The cells of level names, each once; tables with printed prefixes see to their own."""
    seen: set[int] = set()
    for table in form.spec.tables():
        if any(column.numbered is not None for column in table.columns):
            continue
        areas = table_areas(form, table)
        for column in filter(_is_level, table.columns):
            for row in body_rows(areas):
                slot = slots[_head(view, form.sheet, column, row, areas[column.name].left).a1]
                if slot not in seen:
                    seen.add(slot)
                    yield slot, column


def _head(view: SheetView, sheet: str, column: Column, row: int, left: int) -> CellRef:
    """The cell a row's value is taken from."""
    merge = view.merge(row, left) if column.merges else None
    return merge.first if merge else CellRef(sheet, row, left)


def _row_plan(
    view: SheetView, sheet: str, columns: tuple[Column, ...], areas: Mapping[str, Area], row: int, slots: _Slots
) -> RowPlan:
    cells = Addressed({column.name: CellRef(sheet, row, areas[column.name].left) for column in columns})
    own = list(cells.a1.values())
    taken = [_head(view, sheet, column, row, areas[column.name].left).a1 for column in columns]
    return RowPlan(slots.getter(own), slots.getter(taken) if taken != own else None, cells)
