"""What LibreOffice does its own way; see :class:`perf_xl.hosts.xlwings_specifics.Specifics`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from perf_xl.errors import FileProblem, InputError, PerfXlError, ProtectedError
from perf_xl.hosts.xlwings_specifics import STRUCTURE_LOCKED
from perf_xl.model.cells import Area, CellRef
from xlwings_libreoffice import undo_context
from xlwings_libreoffice.bridge import UnoException
from xlwings_libreoffice.errors import (
    BookClosedError,
    BookLockedError,
    BookPasswordError,
    OfficeError,
    OfficeGoneError,
    ProtectedCellsError,
)
from xlwings_libreoffice.links import address_of, has_link
from xlwings_libreoffice.merges import merged_boxes
from xlwings_libreoffice.protection import first_locked, has_password, set_locked, uniform_lock
from xlwings_libreoffice.values import number_formats

_SIDES = ("TopBorder2", "BottomBorder2", "LeftBorder2", "RightBorder2")
_LINE = ("Color", "InnerLineWidth", "OuterLineWidth", "LineDistance", "LineStyle", "LineWidth")
"""The parts of UNO's BorderLine2."""


class LibreOfficeSpecifics:
    """UNO where xlwings has no word for it."""

    def is_protected(self, sheet: Any) -> bool:
        """With or without password."""
        return bool(sheet.api.isProtected())

    def has_password(self, sheet: Any) -> bool:
        """Tried with the empty one."""
        return has_password(sheet.impl)

    @contextmanager
    def opened(self, sheet: Any) -> Iterator[None]:
        """Calc keeps the options of a protection (which changes are allowed) when it is taken off and put back."""
        protected = sheet.api.isProtected()
        if protected:
            sheet.api.unprotect("")
        try:
            yield
        finally:
            if protected:
                sheet.api.protect("")

    @contextmanager
    def structure_opened(self, book: Any) -> Iterator[None]:
        """Take a protection of the document's structure off, and put it back."""
        document = book.api
        if not document.isProtected():
            yield
            return
        with suppress(UnoException):  # a wrong password
            document.unprotect("")
        if document.isProtected():
            raise ProtectedError(STRUCTURE_LOCKED.format(name=book.name))
        try:
            yield
        finally:
            document.protect("")

    def unseen_rows(self, sheet: Any, rows: Sequence[int]) -> int:
        """Filtered rows are invisible ones to Calc too."""
        return sum(not sheet.api.Rows.getByIndex(row - 1).IsVisible for row in rows)

    def locked(self, rng: Any) -> bool | None:
        """None if the cells differ."""
        return uniform_lock(rng.api)

    def set_locked(self, rng: Any, locked: bool) -> None:
        """Lock or open cells."""
        set_locked(rng.api, locked=locked)

    def first_locked(self, rng: Any) -> CellRef | None:
        """Row by row."""
        box = first_locked(rng.sheet.impl, rng.impl.box)
        return None if box is None else CellRef(rng.sheet.name, box.top, box.left)

    def number_formats(self, rng: Any) -> list[list[str]]:
        """In one question for all groups of equal format."""
        return number_formats(rng.sheet.impl, rng.impl.box)

    def merges(self, sheet: Any) -> list[Area]:
        """The merged areas."""
        return [Area(sheet.name, box.top, box.left, box.bottom, box.right) for box in merged_boxes(sheet.impl)]

    def notes(self, sheet: Any) -> dict[tuple[int, int], str]:
        """In one pass over Calc's own list."""
        annotations = sheet.api.Annotations
        found = (annotations.getByIndex(index) for index in range(annotations.Count))
        return {(note.Position.Row + 1, note.Position.Column + 1): str(note.String) for note in found}

    def is_hidden_name(self, name: Any) -> bool:  # noqa: ARG002 - the protocol's signature
        """Calc knows no hidden names."""
        return False

    def hide_name(self, name: Any) -> None:
        """Calc cannot; the name stays visible in its list."""

    def link(self, rng: Any) -> str | None:
        """The target as edits write it: ``'表'!C7`` without ``#``."""
        cell = rng.api
        return address_of(cell).removeprefix("#") if has_link(cell) else None

    def remove_link(self, rng: Any) -> None:
        """The text stays as plain text."""
        cell = rng.api
        if has_link(cell):
            cell.setString(cell.String)

    def sides(self, rng: Any) -> tuple[Any, ...]:
        """The four lines of a cell, as plain numbers."""
        cell = rng.api
        return tuple(tuple(getattr(getattr(cell, side), part) for part in _LINE) for side in _SIDES)

    def is_unfilled(self, rng: Any) -> bool:  # noqa: ARG002 - asked cell by cell
        """Calc tells of several cells one colour."""
        return False

    def common_sides(self, rng: Any) -> None:
        """Calc tells of several cells the lines around them all."""

    def frame(self, rng: Any, color: str) -> None:
        """Thin lines, or none."""
        if color:
            rng.borders.set("all", line_style="continuous", weight="thin", color=f"#{color}")
        else:
            rng.borders.clear()

    def put_sides(self, rng: Any, sides: tuple[Any, ...]) -> None:
        """The four lines again."""
        cell = rng.api
        for side, parts in zip(_SIDES, sides, strict=True):
            line = getattr(cell, side)
            for name, value in zip(_LINE, parts, strict=True):
                setattr(line, name, value)
            setattr(cell, side, line)

    def copy_formats(self, source: Any, target: Any) -> None:
        """By the engine."""
        target.copy_from(source, "formats")

    def set_choices(self, rng: Any, choices: Sequence[str]) -> None:
        """By the engine."""
        if choices:
            rng.data_validation.set_list(list(choices))
        else:
            rng.data_validation.delete()

    def reset_width(self, sheet: Any, column: int) -> None:
        """Calc's default column is 2258/100 mm wide."""
        sheet.range((1, column)).api.Columns.Width = 2258

    def grouped(self, book: Any, label: str) -> AbstractContextManager[Any]:
        """One step of Calc's undo list."""
        return undo_context(book, f"绩效评价：{label}")  # type: ignore[no-any-return]

    def in_words(self, error: Exception, book_title: str) -> PerfXlError | None:
        """Each of the engine's errors."""
        match error:
            case OfficeGoneError():
                return FileProblem(
                    book_title,
                    "正在处理时 LibreOffice 意外退出，磁盘上的文件仍是上次保存的样子",
                    "请重新打开后再做一次。",
                )
            case BookClosedError():
                return FileProblem(book_title, "在处理时被关闭了", "请重新打开后再做一次。")
            case BookLockedError():
                who = f"（{error.owner}）" if error.owner else ""
                return FileProblem(error.path, f"正被别人打开{who}", "请等对方关闭后再试。")
            case BookPasswordError():
                return FileProblem(book_title, "有打开密码", "请先在表格软件中去掉密码。")
            case ProtectedCellsError():
                return ProtectedError(f"工作簿“{book_title}”的工作表受保护，不能写入。请先撤销工作表保护。")
            case OfficeError():
                return InputError(f"LibreOffice 没有接受对“{book_title}”的改动。请保存后重新打开再试。（{error}）")
            case _:
                return None
