"""What every host promises, as one suite. A host's test module subclasses :class:`HostContract` and makes workbooks."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from decimal import Decimal

import pytest

from perf_xl.errors import ProtectedError
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    CellValue,
    CellWriter,
    DeleteRows,
    DeleteSheet,
    Edit,
    Erase,
    InsertRows,
    Look,
    SetFormula,
    SetLook,
    SetMerge,
    SetName,
    SetNote,
    SetValue,
)

SHEET = "自评表"


def at(a1_row: int, column: int, sheet: str = SHEET) -> CellRef:
    """A cell of the test sheet."""
    return CellRef(sheet, a1_row, column)


class HostContract(ABC):
    """Tests that hold for memory, files, Excel and LibreOffice alike."""

    keeps_hidden_names = True

    @abstractmethod
    def workbook(self, tmp_path) -> CellWriter:
        """A new workbook with one empty visible sheet called 自评表."""

    def reopened(self, workbook: CellWriter) -> CellWriter:
        """The same workbook after saving and opening again; hosts without files give it back as it is."""
        return workbook

    @abstractmethod
    def protect(self, workbook: CellWriter, sheet: str, *, password: bool = False) -> CellWriter:
        """Protect a sheet as a user would; gives the workbook to go on with."""

    @pytest.mark.parametrize(
        "value",
        [
            "科技培训",
            "=100%",
            "+5",
            "-",
            "@某",
            " 前后空格 ",
            "第一行\n第二行",
            "<&>\"'",
            "",
            Decimal("481.9"),
            Decimal("0.1"),
            Decimal(0),
            Decimal("-12345678.25"),
            True,
            dt.datetime(2026, 12, 31),  # noqa: DTZ001 - worksheets have no time zones
        ],
    )
    def test_a_value_written_is_read_back(self, tmp_path, value: CellValue):
        """Text stays text whatever it begins with; numbers are exact; the empty text is an empty cell or empty text."""
        workbook = self.workbook(tmp_path)
        edits: list[Edit] = [SetValue(at(2, 3), value)]
        if isinstance(value, dt.datetime):
            edits.insert(0, SetLook(Area(SHEET, 2, 3, 2, 3), Look(number_format="yyyy-mm-dd")))
        workbook.apply(edits, label="写")
        cell = self.reopened(workbook).cell(at(2, 3))
        assert (value or None) == (cell.value or None) or value == cell.value
        assert cell.formula is None

    def test_none_empties_a_cell(self, tmp_path):
        """A blank is blank, not 0 and not the empty text."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetValue(at(1, 1), "甲"), SetValue(at(1, 1), None)], label="写")
        assert self.reopened(workbook).cell(at(1, 1)).value is None

    def test_a_formula_stands_with_its_value(self, tmp_path):
        """Formula and cached value are both there; the value is what the formula gives."""
        workbook = self.workbook(tmp_path)
        edits: list[Edit] = [SetValue(at(1, 1), Decimal(76)), SetValue(at(1, 2), Decimal(38))]
        workbook.apply([*edits, SetFormula(at(1, 3), "ROUND(B1/A1,2)", Decimal("0.5"))], label="计算执行率")
        cell = self.reopened(workbook).cell(at(1, 3))
        assert ("ROUND(B1/A1,2)", Decimal("0.5")) == (cell.formula, cell.value)

    def test_an_empty_result_is_the_empty_text(self, tmp_path):
        """A formula that gives "" reads back as empty text, never as 0."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetFormula(at(1, 3), 'IF(A1="","",A1)', None)], label="写")
        cell = self.reopened(workbook).cell(at(1, 3))
        assert ('IF(A1="","",A1)', "") == (cell.formula, cell.value or "")

    def test_names_are_sheet_scoped(self, tmp_path):
        """The same name on two sheets, and a constant, are kept apart."""
        workbook = self.workbook(tmp_path)
        edits: list[Edit] = [
            AddSheet("二"),
            SetName("项目名称", SHEET, f"{SHEET}!$B$2"),
            SetName("项目名称", "二", "二!$C$3:$C$9"),
            SetName("_px_form", SHEET, '"mof"'),
        ]
        workbook.apply(edits, label="命名")
        found = {(name.name, name.sheet): name for name in self.reopened(workbook).names()}
        assert Area(SHEET, 2, 2, 2, 2) == found["项目名称", SHEET].area
        assert Area("二", 3, 3, 9, 3) == found["项目名称", "二"].area
        assert '"mof"' == found["_px_form", SHEET].refers_to

    def test_a_name_can_be_deleted(self, tmp_path):
        """SetName with None takes the name away."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetName("甲", SHEET, f"{SHEET}!$A$1")], label="命名")
        workbook.apply([SetName("甲", SHEET, None)], label="删除")
        assert [] == [name for name in self.reopened(workbook).names() if name.name == "甲"]

    def test_notes_come_and_go(self, tmp_path):
        """A note is set, read and removed; another cell's note stays."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetNote(at(1, 1), "请核实"), SetNote(at(5, 2), "另一条")], label="标记")
        assert "请核实" == self.reopened(workbook).note(at(1, 1))
        workbook.apply([SetNote(at(1, 1), None)], label="清除")
        again = self.reopened(workbook)
        assert (None, "另一条") == (again.note(at(1, 1)), again.note(at(5, 2)))

    def test_a_fill_taken_away_leaves_the_look_as_it_was(self, tmp_path):
        """Mark and unmark: every field of the look is as before."""
        workbook = self.workbook(tmp_path)
        area = Area(SHEET, 3, 3, 3, 3)
        workbook.apply([SetLook(area, Look(bold=True, number_format="0%", fill=""))], label="版式")
        before = workbook.look(at(3, 3))
        workbook.apply([SetLook(area, Look(fill="FFF2CC"))], label="标记")
        assert "FFF2CC" == self.reopened(workbook).look(at(3, 3)).fill
        workbook.apply([SetLook(area, Look(fill=before.fill))], label="清除")
        assert before == self.reopened(workbook).look(at(3, 3))

    def test_erased_cells_are_as_if_never_touched(self, tmp_path):
        """Value, format and note are gone; the used area shrinks back; a neighbour stays."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetValue(at(1, 1), "留")], label="填")
        plain = workbook.look(at(3, 9))
        edits: list[Edit] = [
            SetValue(at(3, 9), Decimal(5)),
            SetFormula(at(4, 9), "I3*2", Decimal(10)),
            SetLook(Area(SHEET, 3, 9, 4, 9), Look(fill="FFF2CC", bold=True, border="999999")),
            SetNote(at(3, 9), "注"),
        ]
        workbook.apply(edits, label="评分区")
        workbook.apply([Erase(Area(SHEET, 1, 8, 9, 12))], label="清除评分区")
        again = self.reopened(workbook)
        assert Area(SHEET, 1, 1, 1, 1) == again.used_area(SHEET)
        assert (None, None, None) == (again.cell(at(3, 9)).value, again.cell(at(4, 9)).formula, again.note(at(3, 9)))
        assert plain == again.look(at(3, 9))

    def test_inserted_rows_move_everything_below(self, tmp_path):
        """Values, formulas, names and merges follow; an area around the place grows."""
        workbook = self.workbook(tmp_path)
        edits: list[Edit] = [
            SetValue(at(2, 1), "产出指标"),
            SetMerge(Area(SHEET, 2, 1, 4, 1)),
            *(SetValue(at(row, 3), Decimal(row)) for row in (2, 3, 4)),
            SetFormula(at(6, 3), "SUM(C2:C4)", Decimal(9)),
            SetName("指标_分值", SHEET, f"{SHEET}!$C$1:$C$5"),
        ]
        workbook.apply(edits, label="填")
        workbook.apply([InsertRows(SHEET, 4, 2, like=3)], label="增加指标行")
        moved = self.reopened(workbook)
        assert ("SUM(C2:C6)", Decimal(4)) == (moved.cell(at(8, 3)).formula, moved.cell(at(6, 3)).value)
        assert [Area(SHEET, 2, 1, 6, 1)] == list(moved.merges(SHEET))
        assert Area(SHEET, 1, 3, 7, 3) == next(name.area for name in moved.names() if name.name == "指标_分值")

    def test_deleted_rows_close_the_gap(self, tmp_path):
        """Values below move up and names shrink."""
        workbook = self.workbook(tmp_path)
        edits: list[Edit] = [*(SetValue(at(row, 3), Decimal(row)) for row in range(1, 7))]
        workbook.apply([*edits, SetName("指标_分值", SHEET, f"{SHEET}!$C$1:$C$6")], label="填")
        workbook.apply([DeleteRows(SHEET, 3, 2)], label="删除指标行")
        moved = self.reopened(workbook)
        assert [1, 2, 5, 6] == [moved.cell(at(row, 3)).value for row in range(1, 5)]
        assert Area(SHEET, 1, 3, 4, 3) == next(name.area for name in moved.names() if name.name == "指标_分值")

    def test_sheets_can_be_added_and_deleted(self, tmp_path):
        """A new sheet stands at the end; deleting it leaves the rest."""
        workbook = self.workbook(tmp_path)
        workbook.apply([AddSheet("校验结果"), SetValue(at(1, 1, "校验结果"), "共 3 项")], label="校验")
        assert [SHEET, "校验结果"] == list(self.reopened(workbook).sheets())
        workbook.apply([DeleteSheet("校验结果")], label="清除")
        assert [SHEET] == list(self.reopened(workbook).sheets())

    def test_a_locked_cell_is_refused_and_nothing_changes(self, tmp_path):
        """As Excel does: the open cell before it in the same write is not written either."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetLook(Area(SHEET, 1, 1, 1, 1), Look(locked=False))], label="版式")
        workbook = self.protect(workbook, SHEET)
        with pytest.raises(ProtectedError, match="B1"):
            workbook.apply([SetValue(at(1, 1), "开"), SetValue(at(1, 2), "锁")], label="写")
        assert workbook.cell(at(1, 1)).value is None

    def test_unlock_writes_and_protects_again(self, tmp_path):
        """A command may write a locked cell; the sheet is protected afterwards as before."""
        workbook = self.protect(self.workbook(tmp_path), SHEET)
        workbook.apply([SetValue(at(1, 2), "锁")], label="写", unlock=True)
        again = self.reopened(workbook)
        assert ("锁", True) == (again.cell(at(1, 2)).value, again.is_protected(SHEET))

    def test_a_password_is_refused_in_words(self, tmp_path):
        """No password is guessed."""
        workbook = self.protect(self.workbook(tmp_path), SHEET, password=True)
        with pytest.raises(ProtectedError, match="密码"):
            workbook.apply([SetValue(at(1, 2), "锁")], label="写", unlock=True)

    def test_restore_takes_the_last_write_back(self, tmp_path):
        """Values, formulas, looks, notes and names are as they were; the label says what was taken back."""
        workbook = self.workbook(tmp_path)
        workbook.apply([SetValue(at(1, 1), "原值"), SetValue(at(2, 1), Decimal(5))], label="填")
        before = workbook.look(at(1, 1))
        edits: list[Edit] = [
            SetValue(at(1, 1), "新值"),
            SetFormula(at(2, 1), "1+1", Decimal(2)),
            SetValue(at(3, 3), "新"),
            SetNote(at(1, 1), "注"),
            SetLook(Area(SHEET, 1, 1, 1, 1), Look(fill="FFFF00")),
        ]
        workbook.apply(edits, label="计算得分")
        restored = workbook.restore()
        assert restored is not None
        assert "计算得分" == restored.label
        assert {at(1, 1), at(2, 1), at(3, 3)} <= set(restored.cells)
        assert ("原值", None, Decimal(5), None) == (
            workbook.cell(at(1, 1)).value,
            workbook.note(at(1, 1)),
            workbook.cell(at(2, 1)).value,
            workbook.cell(at(3, 3)).value,
        )
        assert workbook.cell(at(2, 1)).formula is None
        assert before == workbook.look(at(1, 1))
