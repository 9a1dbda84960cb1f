"""Everything that needs Excel's own objects (``.api``): what xlwings has no word for.

Tested against a recording stand-in, since there is no Excel where the tests run. Excel's object model and its constants
are those of the VBA reference; WPS follows it in what is used here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, InputError, PerfXlError, ProtectedError
from perf_xl.hosts.excel.areas import merged_areas, number_formats
from perf_xl.hosts.excel.logs import undo_dir
from perf_xl.hosts.excel.messages import NO_WORKBOOK, READ_ONLY
from perf_xl.hosts.excel.variants import RANGE
from perf_xl.hosts.xlwings_journal import journal
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.hosts.xlwings_specifics import STRUCTURE_LOCKED
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import Area, CellRef

NO_PASSWORD = ""
ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What a protected sheet may still allow; kept when it is protected again."""
PROTECT_OPTIONS = ("DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", *ALLOWED)
"""What follows the password in ``Worksheet.Protect``, in its documented order."""

_EDGES = (7, 8, 9, 10)  # xlEdgeLeft, xlEdgeTop, xlEdgeBottom, xlEdgeRight
_NO_LINE = -4142  # xlLineStyleNone
_CONTINUOUS, _THIN = 1, 2  # xlContinuous, xlThin
_LIST, _STOP, _BETWEEN = 3, 1, 1  # xlValidateList, xlValidAlertStop, xlBetween
_LIST_SEPARATOR = 5  # xlListSeparator; Excel counts from 1
_BUSY = {-2147418111, -2147417846, -2146777998}
_GONE = {-2147023174, -2147023170, -2147417848}
_EXCEL_FAILED = -2147352567


class ExcelSpecifics:
    """Meets :class:`perf_xl.hosts.xlwings_specifics.Specifics` for Excel."""

    def is_protected(self, sheet: Any) -> bool:
        """Whether the contents are protected."""
        return bool(sheet.api.ProtectContents)

    def has_password(self, sheet: Any) -> bool:
        """Tried with the empty one; a protection that yields is put back at once."""
        if not self.is_protected(sheet):
            return False
        options = _options(sheet.api)
        if not _yields(sheet.api):
            return True
        _protect(sheet.api, options)
        return False

    @contextmanager
    def opened(self, sheet: Any) -> Iterator[None]:
        """Take a protection without password off, and put the same back."""
        options = _options(sheet.api) if sheet.api.ProtectContents else None
        if options is not None and not _yields(sheet.api):
            raise ProtectedError(f"工作表“{sheet.name}”有密码保护，不能写入。请先撤销工作表保护。")
        try:
            yield
        finally:
            if options is not None:
                _protect(sheet.api, options)

    @contextmanager
    def structure_opened(self, book: Any) -> Iterator[None]:
        """Take a protection of the workbook's structure off, and put the same back."""
        excel = book.api
        if not excel.ProtectStructure:
            yield
            return
        windows = bool(excel.ProtectWindows)
        with suppress(Exception):  # a wrong password is an error of Excel's, with no number of its own
            excel.Unprotect(NO_PASSWORD)
        if excel.ProtectStructure:
            raise ProtectedError(STRUCTURE_LOCKED.format(name=book.name))
        try:
            yield
        finally:
            excel.Protect(NO_PASSWORD, True, windows)

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
            return InputError(f"Excel 没有接受对“{book_title}”的改动。请保存后重新打开再试。（{detail}）")
        return None


def _options(sheet: Any) -> dict[str, Any]:
    """How a sheet is protected."""
    allowed = {name: bool(getattr(sheet.Protection, name)) for name in ALLOWED}
    return {
        "DrawingObjects": bool(sheet.ProtectDrawingObjects),
        "Contents": True,
        "Scenarios": bool(sheet.ProtectScenarios),
        "UserInterfaceOnly": bool(sheet.ProtectionMode),
        **allowed,
    }


def _protect(sheet: Any, options: dict[str, Any]) -> None:
    """By position: late-bound COM takes names only where it has type information."""
    sheet.Protect(NO_PASSWORD, *(options[name] for name in PROTECT_OPTIONS))


def _yields(sheet: Any) -> bool:
    """Whether the protection goes away without a password."""
    with suppress(Exception):  # a wrong password is an error of Excel's, with no number of its own
        sheet.Unprotect(NO_PASSWORD)
    return not sheet.ProtectContents


def range_variant(cells: Any) -> tuple[Any, ...]:
    """A range of xlwings as the shim sends it: exact values, number format or formats, date system, areas."""
    excel = cells.api
    formats = excel.NumberFormat
    if formats is None:
        rows, columns = cells.shape
        formats = [[str(cells[r, c].api.NumberFormat) for c in range(columns)] for r in range(rows)]
    return (RANGE, excel.Value2, formats, excel.Worksheet.Parent.Date1904, excel.Areas.Count)


PROMPT_LIMIT = 250
"""Excel's InputBox shows no longer question."""

_UNDO_LOGS: dict[str, UndoLog] = {}
"""What can be taken back, by workbook; for those with a file also kept on disk, since the server comes and goes."""


class ExcelDesk:
    """The person's Excel; meets :class:`perf_xl.hosts.excel.desk.Desk`."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def workbook(self) -> XlwingsWorkbook:
        """The active workbook; InputError if there is none or it is read-only."""
        book = self._book()
        if book.api.ReadOnly:
            raise InputError(READ_ONLY.format(name=book.name))
        return XlwingsWorkbook(book, ExcelSpecifics(), _undo_log(book))

    def folder(self) -> Path | None:
        """None for a new workbook, and for one that Excel opened from the cloud (its path is an address)."""
        path = str(self._book().api.Path)
        return None if not path or "://" in path else Path(path)

    def selection(self) -> Area | None:
        """The first area of the selected cells."""
        cells = self._app.selection
        if cells is None:
            return None
        rows, columns = cells.shape
        return Area(cells.sheet.name, cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)

    def select(self, ref: CellRef) -> None:
        """Go to a cell, its sheet first."""
        sheet = self._book().sheets[ref.sheet]
        sheet.api.Activate()
        self._app.api.Goto(sheet.range((ref.row, ref.column)).api, False)

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """Filtered rows are hidden ones to Excel."""
        return self.workbook().unseen_rows(cells)

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """By number; a long list comes in several pages."""
        first = 0
        while True:
            lines, last = _page(options, first)
            typed = self.ask(title, "\n".join(lines))
            if typed is None:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            first = last if typed == "0" and last < len(options) else 0

    def ask(self, title: str, question: str) -> str | None:
        """Excel's own input box."""
        typed = self._app.api.InputBox(question[:PROMPT_LIMIT], title, Type=2)
        return None if typed is False else str(typed).strip()

    def pick_folder(self, title: str) -> Path | None:
        """Office's folder dialog."""
        return self._pick(4, title)

    def pick_file(self, title: str) -> Path | None:
        """Office's file dialog."""
        return self._pick(3, title)

    def open(self, path: Path) -> None:
        """A workbook here, anything else in its own program."""
        if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
            self._app.books.open(str(path))
        else:
            self._app.api.ActiveWorkbook.FollowHyperlink(str(path))

    def _pick(self, kind: int, title: str) -> Path | None:
        dialog = self._app.api.FileDialog(kind)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        return Path(str(dialog.SelectedItems(1))) if dialog.Show() == -1 else None

    def _book(self) -> Any:
        if not len(self._app.books) or self._app.api.ActiveWorkbook is None:
            raise InputError(NO_WORKBOOK)
        return self._app.books.active


def _undo_log(book: Any) -> UndoLog:
    """A new workbook has no path yet; its log lasts as long as this process."""
    key = str(book.fullname)
    if key not in _UNDO_LOGS:
        _UNDO_LOGS[key] = journal(undo_dir(), key) if book.api.Path else UndoLog()
    return _UNDO_LOGS[key]


def _page(options: Sequence[str], first: int) -> tuple[list[str], int]:
    """The lines of one page from option ``first`` on, and the option that the next page begins with."""
    lines = ["请输入序号："]
    for number in range(first, len(options)):
        line = f"{number + 1}. {options[number]}"
        more = "0. 更多"
        if len("\n".join([*lines, line, more])) > PROMPT_LIMIT and number > first:
            return [*lines, more], number
        lines.append(line)
    return lines, len(options)
