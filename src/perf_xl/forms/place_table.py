"""Rows into a table: as many sheet rows as there are rows, levels merged by runs, heights that show every text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perf_xl.errors import InputError
from perf_xl.forms.detect import FormSheet
from perf_xl.forms.heights import Filled, fit_rows
from perf_xl.forms.outside import squeezed
from perf_xl.forms.read_table import body_rows, table_areas
from perf_xl.forms.runs import Run, merge_runs
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Column, Table
from perf_xl.forms.typed import typed_value
from perf_xl.model.cells import (
    Area,
    CellRef,
    CellValue,
    DeleteRows,
    Edit,
    InsertRows,
    Look,
    SetLook,
    SetMerge,
    SetRowHeight,
    SetValue,
)

Values = Mapping[str, CellValue]


def place_table(view: SheetView, target: FormSheet, table: Table, rows: Sequence[Values]) -> list[Edit]:
    """The edits that make the body of ``table`` say ``rows``. Only rows of this table are inserted or deleted."""
    areas = table_areas(target, table)
    body = body_rows(areas)
    if not body:
        raise InputError(
            f"工作表“{target.sheet}”的“{table.name}”没有可填的行（行已全部删除或名称已损坏）。请换用空表。"
        )
    columns = {column.name: areas[column.name].left for column in table.columns if column.name in areas}
    placer = _Placer(view, target, table, columns, body)
    return list(placer.grown(rows) if table.grows else placer.fixed(rows))


def numbered(table: Table, rows: Sequence[Values]) -> list[dict[str, CellValue]]:
    """``rows`` with the printed prefixes of numbered columns (「指标1：」), counted over the filled cells."""
    result = [dict(row) for row in rows]
    for column in table.columns:
        if column.numbered is None:
            continue
        filled = [row for row in result if row.get(column.name) is not None]
        for number, row in enumerate(filled, start=1):
            row[column.name] = column.numbered.replace("{n}", str(number)) + str(row[column.name])
    return result


class _Placer:
    """The edits for one table on one sheet."""

    def __init__(self, view: SheetView, target: FormSheet, table: Table, columns: dict[str, int], body: range) -> None:
        self._view = view
        self._sheet = target.sheet
        self._page = target.spec.page
        self._table = table
        self._columns = columns
        self._body = body

    def fixed(self, rows: Sequence[Values]) -> Iterator[Edit]:
        """A table with printed rows: each row goes where its key is printed."""
        placed: dict[int, Values] = {}
        for row in rows:
            at = self._printed_row(row, placed)
            placed[at] = row
            for column in self._table.columns:
                if self._is_head(at, column) and row.get(column.name) is not None:
                    yield from self._write(at, column, row.get(column.name))
        yield from self._fixed_heights(placed)

    def _printed_row(self, row: Values, placed: Mapping[int, Values]) -> int:
        """The sheet row printed with the key of ``row``; of several the one that also has its levels."""
        key = self._table.key
        free = [at for at in self._body if at not in placed and self._same(at, key, row)]
        levels = [column for column in self._table.columns if column.kind in ("level1", "level2")]
        for at in free:
            if all(self._same(at, column, row) for column in levels):
                return at
        if free:
            return free[0]
        raise InputError(
            f"“{self._sheet}”的“{self._table.name}”没有“{key.name}”为“{row.get(key.name)}”的行。请按印好的各行填写。"
        )

    def _same(self, at: int, column: Column, row: Values) -> bool:
        printed = self._view.merged_value(at, self._columns[column.name])
        return squeezed(str(printed or "")) == squeezed(str(row.get(column.name) or ""))

    def _fixed_heights(self, placed: Mapping[int, Values]) -> Iterator[Edit]:
        """Rows are only made higher, where a text needs it."""
        needs, printed = self._needs(placed), self._needs({})
        for at in self._body:
            if needs.get(at, 0) > printed.get(at, 0):
                yield SetRowHeight(self._sheet, at, needs[at])

    def _needs(self, placed: Mapping[int, Values]) -> dict[int, float]:
        """Heights of the body with the values of ``placed`` where it has them, else with what stands there."""
        cells: list[Filled] = []
        for at in self._body:
            for column in self._table.columns:
                left = self._columns.get(column.name)
                if left is None or not self._is_head(at, column):
                    continue
                given = placed.get(at, {}).get(column.name)
                value = self._view.value(at, left) if given is None else given
                merge = self._view.merge(at, left)
                cells.append(self._filled(at, merge.bottom if merge else at, column, value))
        return fit_rows(cells, self._page.widths, self._page.least_height)

    def _is_head(self, row: int, column: Column) -> bool:
        area = self._view.merge(row, self._columns[column.name])
        return area is None or (area.top, area.left) == (row, self._columns[column.name])

    def grown(self, rows: Sequence[Values]) -> Iterator[Edit]:
        """A table that grows: exactly as many sheet rows as rows (at least one)."""
        shown = numbered(self._table, rows) or [{}]
        first, old, new = self._body.start, len(self._body), len(shown)
        yield from self._unmerge()
        if new > old:
            yield InsertRows(self._sheet, self._body.stop, new - old, self._body.stop - 1)
        elif new < old:
            yield DeleteRows(self._sheet, first + new, old - new)
        runs = merge_runs(self._table.columns, shown)
        covered = {(run[0].name, index) for run in runs for index in range(run[1] + 1, run[2] + 1)}
        for index, row in enumerate(shown):
            for column in self._table.columns:
                value = None if (column.name, index) in covered else row.get(column.name)
                yield from self._write(first + index, column, value)
        yield from self._merge(runs, new)
        for at, height in sorted(self._heights(shown, runs).items()):
            yield SetRowHeight(self._sheet, at, height)

    def _unmerge(self) -> Iterator[Edit]:
        seen: set[Area] = set()
        for row in self._body:
            for column in self._columns.values():
                area = self._view.merge(row, column)
                if area is not None and area not in seen and area.top >= self._body.start:
                    seen.add(area)
                    yield SetMerge(area, merged=False)

    def _merge(self, runs: Sequence[Run], count: int) -> Iterator[Edit]:
        ends = {(column.name, start): end for column, start, end in runs}
        inside = {(column.name, i) for column, start, end in runs for i in range(start + 1, end + 1)}
        for column in self._table.columns:
            left = self._columns.get(column.name)
            if left is None:
                continue
            for index in range(count):
                end = ends.get((column.name, index), index)
                if (column.name, index) not in inside and (end > index or column.span > 1):
                    top = self._body.start
                    yield SetMerge(Area(self._sheet, top + index, left, top + end, left + column.span - 1))

    def _write(self, row: int, column: Column, value: CellValue) -> Iterator[Edit]:
        left = self._columns.get(column.name)
        if left is None:
            return
        stored, number_format = typed_value(column, value)
        cell = self._view.cell(row, left) if row in self._body else None
        if cell is None and stored is None:
            return
        if cell is not None and cell.formula is None and cell.value == stored:
            return
        yield SetValue(CellRef(self._sheet, row, left), stored)
        if number_format is not None:
            yield SetLook(Area(self._sheet, row, left, row, left), Look(number_format=number_format))

    def _heights(self, rows: Sequence[Values], runs: Sequence[Run]) -> dict[int, float]:
        """Heights of the rows; a merged level may use all of its rows."""
        first = self._body.start
        least = max(self._page.least_height, self._table.minimum_height)
        ends = {(column.name, start): end for column, start, end in runs}
        inside = {(column.name, i) for column, start, end in runs for i in range(start + 1, end + 1)}
        cells = [
            self._filled(first + index, first + ends.get((column.name, index), index), column, row.get(column.name))
            for index, row in enumerate(rows)
            for column in self._table.columns
            if (column.name, index) not in inside
        ]
        return fit_rows(cells, self._page.widths, least)

    def _filled(self, top: int, bottom: int, column: Column, value: CellValue) -> Filled:
        """A cell to be measured; its width is that of the template, wherever its column was moved to."""
        left = 1 + self._table.side_span
        for each in self._table.columns:
            if each is column:
                break
            left += each.span
        return Filled((top, left, bottom, left + column.span - 1), typed_value(column, value)[0], self._page.size)
