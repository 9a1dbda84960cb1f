"""What Excel knows of cells, names and lines beyond xlwings' own objects; the host's errors in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from perf_xl.errors import FileProblem, InputError, PerfXlError
from perf_xl.hosts.excel.api.areas import merged_areas, number_formats
from perf_xl.hosts.excel.api.protection import Protection
from perf_xl.model.cells import Area, CellRef

_EDGES = (7, 8, 9, 10)  # xlEdgeLeft, xlEdgeTop, xlEdgeBottom, xlEdgeRight
_NO_LINE = -4142  # xlLineStyleNone
_CONTINUOUS, _THIN = 1, 2  # xlContinuous, xlThin
_LIST, _STOP, _BETWEEN = 3, 1, 1  # xlValidateList, xlValidAlertStop, xlBetween
_FORMATS = -4122  # xlPasteFormats
_LIST_SEPARATOR = 5  # xlListSeparator; Excel counts from 1
_BUSY = {-2147418111, -2147417846, -2146777998}
_GONE = {-2147023174, -2147023170, -2147417848}
_EXCEL_FAILED = -2147352567


class ExcelSpecifics(Protection):
    """Meets :class:`perf_xl.hosts.xlwings_specifics.Specifics` for Excel."""

    def locked(self, rng: Any) -> bool | None:
        """None if the cells differ."""
        value = rng.api.Locked
        return None if value is None else bool(value)

    def set_locked(self, rng: Any, locked: bool) -> None:
        """Of a merged cell Excel takes the whole area only."""
        cells = rng.api
        if cells.MergeCells is False:
            cells.Locked = locked
            return
        for number in range(1, cells.Count + 1):
            cells.Cells(number).MergeArea.Locked = locked

    def first_locked(self, rng: Any) -> CellRef | None:
        """Row by row; one question where all cells are alike."""
        alike = self.locked(rng)
        if alike is False:
            return None
        rows, columns = rng.shape
        for row in range(rows):
            for column in range(columns):
                if alike or self.locked(rng[row, column]):
                    return CellRef(rng.sheet.name, rng.row + row, rng.column + column)
        return None

    def number_formats(self, rng: Any) -> list[list[str]]:
        """One question where all cells are alike."""
        rows, columns = rng.shape
        found = [[""] * columns for _ in range(rows)]
        whole = Area(rng.sheet.name, rng.row, rng.column, rng.row + rows - 1, rng.column + columns - 1)
        for area, same in number_formats(rng.sheet.api, whole):
            for row in range(area.top - whole.top, area.bottom - whole.top + 1):
                for column in range(area.left - whole.left, area.right - whole.left + 1):
                    found[row][column] = same
        return found

    def merges(self, sheet: Any) -> list[Area]:
        """The merged areas of the cells in use."""
        used = sheet.api.UsedRange
        top, left = used.Row, used.Column
        area = Area(sheet.name, top, left, top + used.Rows.Count - 1, left + used.Columns.Count - 1)
        return merged_areas(sheet.api, area)

    def notes(self, sheet: Any) -> dict[tuple[int, int], str]:
        """In one pass over Excel's own list."""
        notes = sheet.api.Comments
        found = (notes.Item(index) for index in range(1, notes.Count + 1))
        return {(note.Parent.Row, note.Parent.Column): str(note.Text()) for note in found}

    def unseen_rows(self, sheet: Any, rows: Sequence[int]) -> int:
        """Hidden by hand or by a filter: the same to Excel."""
        return sum(bool(sheet.api.Rows(row).Hidden) for row in rows)

    def is_hidden_name(self, name: Any) -> bool:
        """Kept out of the name manager."""
        return not name.api.Visible

    def hide_name(self, name: Any) -> None:
        """Out of the name manager."""
        name.api.Visible = False

    def link(self, rng: Any) -> str | None:
        """The target: a place in this workbook without ``#``, or an address."""
        links = rng.api.Hyperlinks
        if not links.Count:
            return None
        first = links.Item(1)
        return str(first.SubAddress or first.Address)

    def remove_link(self, rng: Any) -> None:
        """The text stays."""
        rng.api.Hyperlinks.Delete()

    def sides(self, rng: Any) -> tuple[Any, ...]:
        """Style, weight and colour of the four lines of a cell."""
        lines = (rng.api.Borders(edge) for edge in _EDGES)
        return tuple((line.LineStyle, line.Weight, line.Color) for line in lines)

    def is_unfilled(self, rng: Any) -> bool:
        """Null where some cells have a fill."""
        return bool(rng.api.Interior.ColorIndex == _NO_LINE)

    def common_sides(self, rng: Any) -> tuple[Any, ...] | None:
        """No lines at all, where nothing was ever formatted: of mixed lines Excel may tell the first ones only."""
        cells, used = rng.api, rng.sheet.api.UsedRange
        outside = cells.Column > used.Column + used.Columns.Count or cells.Row > used.Row + used.Rows.Count
        return (_NO_LINE,) if outside and cells.Borders.LineStyle == _NO_LINE else None

    def frame(self, rng: Any, color: str) -> None:
        """All lines together; the style first: setting it resets the others."""
        lines = rng.api.Borders
        if not color:
            lines.LineStyle = _NO_LINE
            return
        red, green, blue = bytes.fromhex(color)
        lines.LineStyle, lines.Weight, lines.Color = _CONTINUOUS, _THIN, red + 256 * green + 65_536 * blue

    def put_sides(self, rng: Any, sides: tuple[Any, ...]) -> None:
        """The lines again. The style first: setting it resets the others."""
        if len(sides) == 1:
            rng.api.Borders.LineStyle = sides[0]
            return
        for edge, (style, weight, color) in zip(_EDGES, sides, strict=True):
            line = rng.api.Borders(edge)
            line.LineStyle = style
            if style != _NO_LINE:
                line.Weight, line.Color = weight, color

    def copy_formats(self, source: Any, target: Any) -> None:
        """By way of the clipboard, which is then empty: xlwings copies in one go in its other engines only."""
        source.api.Copy()
        target.api.PasteSpecial(_FORMATS)
        target.api.Application.CutCopyMode = False

    def set_choices(self, rng: Any, choices: Sequence[str]) -> None:
        """By position. xlwings 0.37 takes the wrong one of Excel's international settings for the separator."""
        validation = rng.api.Validation
        validation.Delete()
        if choices:
            separator = rng.api.Application.International[_LIST_SEPARATOR - 1]
            validation.Add(_LIST, _STOP, _BETWEEN, separator.join(choices))

    def reset_width(self, sheet: Any, column: int) -> None:
        """The sheet's own default."""
        sheet.api.Columns(column).UseStandardWidth = True

    @contextmanager
    def grouped(self, book: Any, label: str) -> Iterator[None]:  # noqa: ARG002 - Excel's undo list ends with any write
        """No events and no recalculation while we write; both as they were at the end."""
        excel = book.app.api
        events, calculation = excel.EnableEvents, excel.Calculation
        excel.EnableEvents = False
        excel.Calculation = -4135  # xlCalculationManual
        try:
            yield
        finally:
            excel.Calculation = calculation
            excel.EnableEvents = events

    def in_words(self, error: Exception, book_title: str) -> PerfXlError | None:
        """COM errors by their number."""
        number = error.args[0] if error.args and isinstance(error.args[0], int) else None
        if number in _BUSY:
            return InputError("Excel 正忙（可能正在编辑单元格或开着对话框）。请按 Enter 结束编辑、关掉对话框后再试。")
        if number in _GONE:
            return FileProblem(book_title, "在处理时被关闭了", "请重新打开后再做一次。")
        if number == _EXCEL_FAILED:
            detail = str(error.args[2][2]) if len(error.args) > 2 and error.args[2] else ""
            return InputError(
                f"Excel 没有接受对“{book_title}”的改动。请保存后重新打开再试。{f'（{detail}）' if detail else ''}"
            )
        return None
