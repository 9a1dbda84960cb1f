"""Applies edits to a parsed workbook file, and keeps account of what they make stale."""

from __future__ import annotations

from perf_xl.errors import InputError, ProtectedError
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    DeleteSheet,
    Edit,
    Erase,
    InsertRows,
    Look,
    SetChoices,
    SetColumnWidth,
    SetFormula,
    SetLink,
    SetLook,
    SetMerge,
    SetName,
    SetNote,
    SetRowHeight,
    SetValue,
)
from perf_xl.ooxml import cells, layout, notes, rows, sheets
from perf_xl.ooxml.markup import attribute, start_tag
from perf_xl.ooxml.names import check_name
from perf_xl.ooxml.recalc import Changes, drop_stale_values, whole_rows, whole_sheet
from perf_xl.ooxml.workbook import Workbook


class Editor:
    """One write: edits in order, then :meth:`finish`."""

    def __init__(self, book: Workbook, *, unlock: bool) -> None:
        self._book = book
        self._unlock = unlock
        self._changes = Changes()
        self._formulas_came_or_went = False
        self._calculate = False

    def apply(self, edit: Edit) -> None:
        """Apply one edit; PerfXlError in words when it cannot be done."""
        self._refuse_unknown_sheet(edit)
        self._refuse_protected(edit)
        match edit:
            case SetValue(ref, value):
                self._write(ref, lambda: cells.write_value(self._book, ref, value))
            case SetFormula(ref, formula, cached):
                self._write(ref, lambda: cells.write_formula(self._book, ref, formula, cached))
                self._changes.given.add(ref)
                self._formulas_came_or_went = self._calculate = True
            case SetLook(area, look):
                self._set_look(area, look)
            case SetNote(ref, text):
                notes.set_note(self._book, ref, text or None)
            case Erase(area):
                self._erase(area)
            case SetName(name, sheet, refers_to, hidden):
                check_name(name, refers_to)
                self._book.names.set(name, sheet, refers_to, hidden=hidden)
                self._changes.names.add(name.casefold())
            case SetMerge(area, merged):
                layout.set_merge(self._book.sheet(area.sheet), area, merged=merged)
            case SetRowHeight(sheet, row, height):
                layout.set_height(self._book.sheet(sheet), row, height)
            case SetColumnWidth(sheet, column, width):
                layout.set_width(self._book.sheet(sheet), column, width)
            case SetChoices(area, choices):
                layout.set_choices(self._book.sheet(area.sheet), area, choices)
            case SetLink(ref, target):
                layout.set_link(self._book, ref, target)
            case AddSheet(sheet):
                sheets.add_sheet(self._book, sheet)
            case InsertRows() | DeleteRows() | DeleteSheet():
                self._restructure(edit)

    def finish(self) -> None:
        """Drop what is stale, ask for calculation where a value is missing, and write the parts."""
        self._settle()
        if self._formulas_came_or_went:
            self._book.forget_calculation_order()
        if self._calculate:
            self._book.ask_for_calculation()
        self._book.flush()

    def _write(self, ref: CellRef, write: object) -> None:
        sheet = self._book.sheet(ref.sheet)
        before = sheet.raw(ref.row, ref.column)
        assert callable(write)
        write()
        after = sheet.raw(ref.row, ref.column)
        self._changes.given.discard(ref)
        if before.formula is not None:
            self._formulas_came_or_went = True
        if (before.type, before.value, before.formula) != (after.type, after.value, after.formula):
            self._changes.cells.add(ref)

    def _set_look(self, area: Area, look: Look) -> None:
        sheet, styles = self._book.sheet(area.sheet), self._book.styles
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                old = sheet.style(row, column)
                new = styles.changed(old, look)
                if new != old:
                    sheet.set_style(row, column, new)

    def _erase(self, area: Area) -> None:
        for row, column in notes.read_notes(self._book, area.sheet):
            if (ref := CellRef(area.sheet, row, column)) in area:
                notes.set_note(self._book, ref, None)
        for ref in layout.links(self._book.sheet(area.sheet), area):
            layout.set_link(self._book, ref, None)
        held = cells.erase(self._book, area)
        self._changes.cells |= held
        self._changes.given -= held
        self._formulas_came_or_went = True

    def _restructure(self, edit: InsertRows | DeleteRows | DeleteSheet) -> None:
        self._settle()
        match edit:
            case InsertRows(sheet, row, count, like):
                rows.insert_rows(self._book, sheet, row, count, like)
                self._changes.blank_areas.append(whole_rows(sheet, row, count))
            case DeleteRows(sheet, row, count):
                self._changes.areas.append(whole_rows(sheet, row, count))
                self._settle()
                rows.delete_rows(self._book, sheet, row, count)
            case DeleteSheet(sheet):
                self._changes.areas.append(whole_sheet(sheet))
                self._settle()
                sheets.delete_sheet(self._book, sheet)
        self._settle()

    def _settle(self) -> None:
        if drop_stale_values(self._book, self._changes):
            self._calculate = True
        self._changes = Changes()

    # refusals

    def _refuse_unknown_sheet(self, edit: Edit) -> None:
        sheet = _sheet_of(edit)
        if sheet is not None and not isinstance(edit, AddSheet) and not self._book.has_sheet(sheet):
            raise InputError(f"文件“{self._book.package.path}”里没有工作表“{sheet}”。请检查工作表名。")

    def _refuse_protected(self, edit: Edit) -> None:
        if isinstance(edit, (AddSheet, DeleteSheet)):
            self._refuse_locked_structure(edit)
            return
        sheet = _sheet_of(edit)
        if sheet is None or isinstance(edit, SetName):
            return
        tag = self._book.sheet(sheet).protection()
        if tag is None:
            return
        place = self._forbidden_place(edit, start_tag(tag))
        if place is None:
            return
        if attribute(tag, "password") or attribute(tag, "hashValue"):
            raise ProtectedError(f"工作表“{sheet}”有密码保护，不能写入{place}。请先撤销工作表保护。")
        if not self._unlock:
            raise ProtectedError(f"工作表“{sheet}”受保护，不能写入{place}。请先撤销工作表保护。")

    def _forbidden_place(self, edit: Edit, tag: str) -> str | None:
        match edit:
            case SetValue(ref=ref) | SetFormula(ref=ref) | SetNote(ref=ref) | SetLink(ref=ref):
                return f"已锁定的单元格 {ref.a1}" if self._is_locked(ref) else None
            case SetLook(area=area):
                return next((f"已锁定的单元格 {ref.a1}" for ref in _cells(area) if self._is_locked(ref)), None)
            case Erase(area=area):
                sheet = self._book.sheet(area.sheet)
                used = [ref for ref in _cells(area) if sheet.element(ref.row, ref.column) is not None]
                return next((f"已锁定的单元格 {ref.a1}" for ref in used if self._is_locked(ref)), None)
            case InsertRows(row=row):
                return None if _allowed(tag, "insertRows") else f"新行（第 {row} 行）"
            case DeleteRows(row=row):
                return None if _allowed(tag, "deleteRows") else f"第 {row} 行（不允许删除行）"
            case SetRowHeight(row=row):
                return None if _allowed(tag, "formatRows") else f"第 {row} 行的行高"
            case SetColumnWidth():
                return None if _allowed(tag, "formatColumns") else "列宽"
            case SetMerge(area=area):
                return f"合并单元格 {area.a1}"
            case _:
                return None

    def _is_locked(self, ref: CellRef) -> bool:
        style = self._book.sheet(ref.sheet).style(ref.row, ref.column)
        return self._book.styles.look(style).locked is not False

    def _refuse_locked_structure(self, edit: AddSheet | DeleteSheet) -> None:
        tag = start_tag(self._book.document.find("workbookProtection") or "<none/>")
        if attribute(tag, "lockStructure") not in ("1", "true"):
            return
        if attribute(tag, "workbookPassword") or attribute(tag, "workbookHashValue"):
            raise ProtectedError(f"工作簿结构有密码保护，不能增删工作表“{edit.sheet}”。请先撤销工作簿保护。")
        if not self._unlock:
            raise ProtectedError(f"工作簿结构受保护，不能增删工作表“{edit.sheet}”。请先撤销工作簿保护。")


def _allowed(tag: str, name: str) -> bool:
    return attribute(tag, name) in ("0", "false")


def _cells(area: Area) -> list[CellRef]:
    return [
        CellRef(area.sheet, row, column)
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]


def _sheet_of(edit: Edit) -> str | None:
    match edit:
        case SetLook(area=area) | SetMerge(area=area) | Erase(area=area) | SetChoices(area=area):
            return area.sheet
        case SetValue(ref=ref) | SetFormula(ref=ref) | SetNote(ref=ref) | SetLink(ref=ref):
            return ref.sheet
        case _:
            return edit.sheet
