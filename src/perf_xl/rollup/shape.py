"""What all workbooks of one shape have in common: where each field and row of the form stands, and what is printed.

Thousands of workbooks made from one template share the bytes of ``workbook.xml``, ``styles.xml`` and their merges. For
each such shape the names are resolved once, by the full reader; every further file is then only looked up. A shape that
differs in anything gets its own resolution, so an inserted row never shifts a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from perf_xl.forms.detect import FormSheet, form_sheets
from perf_xl.forms.outside import strangers
from perf_xl.forms.pattern import Pattern, pattern_in
from perf_xl.forms.read_table import body_rows, column_value, table_areas, without_number
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.score_block import find_block
from perf_xl.forms.sheet_view import SheetView, percent_text
from perf_xl.forms.spec import Column, FormSpec
from perf_xl.model.amounts import exact
from perf_xl.model.cells import Area, CellRef, CellValue, parse_a1
from perf_xl.ooxml.dates import from_serial
from perf_xl.ooxml.reader import PackageReader
from perf_xl.ooxml.scan import RawCell, cell_head, plain_text
from perf_xl.ooxml.styles import Styles


@dataclass(frozen=True, slots=True)
class RowPlan:
    """A possible row of a table: its own cells, and the one each column's value is taken from (the merge's head).

    ``named_otherwise``: columns whose values are not taken as they stand (levels, printed prefixes); ``numbered``: the
    table has printed prefixes.
    """

    own: tuple[tuple[str, Column], ...]
    addresses: frozenset[str]
    taken: tuple[tuple[str, str], ...]
    named_otherwise: tuple[tuple[str, Column], ...]
    numbered: bool
    cells: dict[str, CellRef]


@dataclass(slots=True)
class Shape:
    """The plan of a form sheet."""

    spec: FormSpec
    version: str
    sheet: str
    part: str
    hidden: bool
    date1904: bool
    styles: Styles
    strings_part: str | None
    fields: tuple[tuple[str, str, Pattern | None], ...]
    cells: dict[str, CellRef]
    tables: tuple[tuple[str, tuple[RowPlan, ...]], ...]
    named: frozenset[str]
    score_total: str | None
    bounds: tuple[int, int, int]
    """First and last row, last column of what belongs to the form; outside it anything may stand."""
    printed: dict[str, set[str]] = field(default_factory=dict)
    """Texts already known to be labels, by the address they stood at."""
    heads: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    """Heads of cells already taken apart."""
    beyond: dict[str, bool] = field(default_factory=dict)
    """Whether an address lies outside ``bounds``."""
    formats: dict[str, tuple[str, bool, bool]] = field(default_factory=dict)

    def record(
        self, raw: list[RawCell], texts: Callable[[], list[str] | None], source: str
    ) -> tuple[FormRecord, CellValue] | None:
        """The record, and the total of the score block; None when the full reader has to look."""
        values = self._values(raw, texts)
        if values is None or not self._all_known(values):
            return None
        fields: dict[str, CellValue] = {}
        for name, address, pattern in self.fields:
            value = values.get(address)
            if pattern is not None:
                try:
                    value = pattern.value("" if value is None else str(value))
                except ValueError:
                    return None
            fields[name] = value
        tables = {
            name: [row for plan in plans if (row := _row(plan, values)) is not None] for name, plans in self.tables
        }
        record = FormRecord(self.spec.id, self.version, self.sheet, fields, tables, self.cells, (), source)
        return record, values.get(self.score_total) if self.score_total else None

    def _values(self, raw: list[RawCell], texts: Callable[[], list[str] | None]) -> dict[str, CellValue] | None:
        """Address to value, as ``read`` shows it; blanks are left out."""
        result: dict[str, CellValue] = {}
        heads, shared = self.heads, None
        for head, stored, inline in raw:
            known = heads.get(head) or self._head(head)
            if known is None:
                return None
            address, style, kind = known
            if kind == "s":
                if shared is None:
                    shared = texts()
                    if shared is None:
                        return None
                try:
                    text = shared[int(stored)]
                except (ValueError, IndexError):
                    return None
            elif kind == "inlineStr":
                text = inline
            elif kind == "str":
                text = stored
            else:
                number = self._number(stored, style) if stored and kind in ("", "n") else None
                if number is not None:
                    result[address] = number
                elif stored or kind not in ("", "n"):
                    return None
                continue
            if "&" in text or "_" in text or "\r" in text:
                text = plain_text(text)
            text = text.strip()
            if text:
                result[address] = text
        return result

    def _head(self, head: str) -> tuple[str, str, str] | None:
        found = cell_head(head)
        if found is not None:
            self.heads[head] = found
        return found

    def _number(self, stored: str, style: str) -> CellValue:
        """A number as its format shows it; None for anything odd."""
        try:
            number = Decimal(stored)
            if not number.is_finite():
                return None
            if len(stored) > 15 and len(number.as_tuple().digits) > 15:
                number = exact(float(number))
        except (InvalidOperation, OverflowError):
            return None
        code, has_date, has_time = self.formats.get(style) or self._format(style)
        if has_date or has_time:
            return from_serial(number, date1904=self.date1904, has_date=has_date)
        return percent_text(number, code) if "%" in code else number

    def _format(self, style: str) -> tuple[str, bool, bool]:
        index = int(style or 0)
        found = (self.styles.number_format(index), *self.styles.is_date(index))
        self.formats[style] = found
        return found

    def _all_known(self, values: dict[str, CellValue]) -> bool:
        """Whether everything on the sheet is named or a label seen before."""
        printed = self.printed
        for address in values.keys() - self.named:
            seen = printed.get(address)
            if (seen is None or str(values[address]) not in seen) and not self.is_beyond(address):
                return False
        return True

    def is_beyond(self, address: str) -> bool:
        """Whether a cell stands outside the form: above, below, or right of it (the score block)."""
        found = self.beyond.get(address)
        if found is None:
            row, column = parse_a1(address)
            top, bottom, right = self.bounds
            found = self.beyond[address] = not (top <= row <= bottom and column <= right)
        return found


def _row(plan: RowPlan, values: dict[str, CellValue]) -> Row | None:
    if plan.addresses.isdisjoint(values):
        return None
    get = values.get
    if plan.numbered and all(without_number(column, get(address)) is None for address, column in plan.own):
        return None
    found = {name: get(address) for name, address in plan.taken}
    for name, column in plan.named_otherwise:
        value = found[name]
        if plan.numbered or (isinstance(value, str) and "\n" in value):
            found[name] = column_value(column, value)
    return Row(found, plan.cells)


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
    view = SheetView(reader, form.sheet)
    fields = tuple(
        (item.name, _address(names[item.name].area), pattern_in(item.pattern)) for item in form.spec.fields()
    )
    tables = tuple((table.name, _row_plans(view, form, table.name)) for table in form.spec.tables())
    block = find_block(reader, form.sheet)
    total = block.ref("得分", block.total_row).a1 if block else None
    return Shape(
        spec=form.spec,
        version=form.version,
        sheet=form.sheet,
        part=book.tabs[0].part,
        hidden=book.tabs[0].hidden,
        date1904=book.date1904,
        styles=book.styles,
        strings_part=book.related("sharedStrings"),
        fields=fields,
        cells={item.name: names[item.name].area.first for item in form.spec.fields()},  # type: ignore[union-attr]
        tables=tables,
        named=frozenset(_named(fields, tables, total)),
        score_total=total,
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
        if address not in shape.named and not shape.is_beyond(address):
            shape.printed.setdefault(address, set()).add(str(value))
    return True


def _address(area: Area | None) -> str:
    return area.first.a1 if area else ""


def _bounds(view: SheetView, areas: Sequence[Area]) -> tuple[int, int, int]:
    """As :func:`perf_xl.forms.outside.strangers` has them."""
    right = 0
    for area in areas:
        merge = view.merge(area.top, area.left)
        right = max(right, area.right, merge.right if merge else 0)
    return min(area.top for area in areas), max(area.bottom for area in areas) + 1, right


def _row_plans(view: SheetView, form: FormSheet, name: str) -> tuple[RowPlan, ...]:
    table = form.spec.table(name)
    if table is None:
        return ()
    areas = table_areas(form, table)
    return tuple(_row_plan(view, form.sheet, table.columns, areas, row) for row in body_rows(areas))


def _row_plan(view: SheetView, sheet: str, columns: tuple[Column, ...], areas: Mapping[str, Area], row: int) -> RowPlan:
    own = tuple((CellRef(sheet, row, areas[c.name].left).a1, c) for c in columns)
    taken = []
    for column in columns:
        left = areas[column.name].left
        merge = view.merge(row, left) if column.merges else None
        taken.append((column.name, merge.first.a1 if merge else CellRef(sheet, row, left).a1))
    otherwise = tuple((c.name, c) for c in columns if c.numbered is not None or c.kind in ("level1", "level2"))
    cells = {column.name: CellRef(sheet, row, areas[column.name].left) for column in columns}
    numbered = any(column.numbered is not None for column in columns)
    return RowPlan(own, frozenset(address for address, _ in own), tuple(taken), otherwise, numbered, cells)


def _named(
    fields: tuple[tuple[str, str, Pattern | None], ...],
    tables: tuple[tuple[str, tuple[RowPlan, ...]], ...],
    total: str | None,
) -> set[str]:
    found = {address for _, address, _ in fields}
    for _, plans in tables:
        for plan in plans:
            found.update(address for address, _ in plan.own)
            found.update(address for _, address in plan.taken)
    return found | ({total} if total else set())
