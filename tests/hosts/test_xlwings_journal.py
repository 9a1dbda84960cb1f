"""The undo log on disk: everything a step may hold comes back as it was, and bad files are no obstacle."""

from __future__ import annotations

import datetime as dt
import os
import time
from decimal import Decimal

import pytest

from perf_xl.hosts import xlwings_journal
from perf_xl.hosts.xlwings_journal import KEPT_WRITES, decoded, encoded, journal
from perf_xl.hosts.xlwings_log import Watched, Write
from perf_xl.hosts.xlwings_looks import KeptLook
from perf_xl.hosts.xlwings_undo import ANY_LOOK, Step
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    DeleteSheet,
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

REF, AREA = CellRef("表", 3, 2), Area("表", 1, 1, 3, 4)
BOOK = "C:\\表\\自评表.xlsx"
STEPS: list[Step] = [
    SetValue(REF, None),
    SetValue(REF, "文字"),
    SetValue(REF, Decimal("0.10")),
    SetValue(REF, True),
    SetValue(REF, dt.datetime(2025, 12, 31, 8, 30)),  # noqa: DTZ001 - cells have no zone
    SetValue(REF, dt.date(2025, 12, 31)),
    SetValue(REF, dt.time(8, 30)),
    SetFormula(REF, 'IF(A1="","",A1)', Decimal(1)),
    SetLook(AREA, Look(fill="FFEEDD", bold=True)),
    SetLook(AREA, ANY_LOOK),
    SetNote(REF, "【校验】\n第二行"),
    Erase(AREA),
    SetName("指标_得分", "表", "'表'!$A$1"),
    SetName("_px_form", None, None, hidden=True),
    AddSheet("校验结果"),
    DeleteSheet("校验结果"),
    InsertRows("表", 4, 2, 3),
    DeleteRows("表", 4, 2),
    SetMerge(AREA, merged=False),
    SetChoices(AREA, ("是", "否")),
    SetRowHeight("表", 4, None),
    SetColumnWidth("表", 4, 12.5),
    SetLink(REF, "'表'!C7"),
    KeptLook(AREA, {"fill": (251, 224, 221), "bold": None, "number_format": "0.00%"}, ((1, 2, 0), (None, -4142, 7.0))),
]


def write(label: str = "计算得分") -> Write:
    """One with everything in it."""
    watch = Watched(("校验结果",), (REF,), ("表",))
    return Write(label, watch, list(STEPS), {REF}, True, {"表!B3": ""}, {"表!B3": "=A1", "表!指标_得分": "A1"})


@pytest.mark.parametrize("step", STEPS, ids=lambda step: type(step).__name__)
def test_step_when_kept_and_read_then_is_the_same(step):
    """Types too: a decimal stays exact, a tuple a tuple."""
    assert step == decoded(encoded(step))


def test_encoded_when_given_what_json_cannot_keep_then_raises():
    """An object of the host has no place in a file."""
    with pytest.raises(TypeError, match="object cannot be kept"):
        encoded(KeptLook(AREA, {"fill": object()}))


def test_journal_when_opened_again_then_has_the_writes_in_order(tmp_path):
    """After a restart of the server; the path in any case, as Windows has it."""
    log = journal(tmp_path / "undo", BOOK)
    log.push(write("一"))
    log.push(write("二"))
    again = journal(tmp_path / "undo", BOOK.upper())
    assert (write("一"), write("二")) == again.writes
    again.drop()
    assert write("一") == journal(tmp_path / "undo", BOOK).top


def test_journal_when_empty_then_leaves_no_file(tmp_path):
    """Nor for a workbook that was never written to."""
    log = journal(tmp_path, BOOK)
    assert None is log.top
    log.push(write())
    assert 1 == len(list(tmp_path.iterdir()))
    log.drop()
    assert [] == list(tmp_path.iterdir())


def test_journal_when_there_are_many_writes_then_keeps_the_last(tmp_path):
    """The file does not grow without end."""
    log = journal(tmp_path, BOOK)
    for number in range(KEPT_WRITES + 3):
        log.push(write(str(number)))
    labels = [item.label for item in journal(tmp_path, BOOK).writes]
    assert [str(number) for number in range(3, KEPT_WRITES + 3)] == labels


def test_journal_when_another_workbook_then_has_a_file_of_its_own(tmp_path):
    """Nothing of one workbook is ever taken back in another."""
    journal(tmp_path, BOOK).push(write())
    assert None is journal(tmp_path, "C:\\表\\另一张.xlsx").top


@pytest.mark.parametrize("content", ["", "{", '{"format": 99, "workbook": "x", "writes": []}', '{"format": 1}', "[]"])
def test_journal_when_its_file_is_damaged_then_begins_anew(tmp_path, caplog, content):
    """Told in the log; the next write replaces it."""
    log = journal(tmp_path, BOOK)
    log.push(write())
    [file] = tmp_path.iterdir()
    file.write_text(content, "utf-8")
    again = journal(tmp_path, BOOK)
    assert None is again.top
    assert file.name in caplog.text
    again.push(write("新"))
    assert ["新"] == [item.label for item in journal(tmp_path, BOOK).writes]


def test_journal_when_it_cannot_be_written_then_still_serves_this_process(tmp_path, caplog):
    """A full disk is no reason to fail a write that is done."""
    (tmp_path / "undo").write_text("", "utf-8")  # a file where the folder should be
    log = journal(tmp_path / "undo", BOOK)
    log.push(write())
    assert write() == log.top
    assert "not kept" in caplog.text


def test_journal_when_opened_then_old_files_of_other_workbooks_go(tmp_path):
    """After a month; younger ones stay."""
    for name in ("甲", "乙"):
        journal(tmp_path, name).push(write())
    old = min(tmp_path.iterdir())
    past = time.time() - (xlwings_journal.KEPT_DAYS + 1) * 86_400
    os.utime(old, (past, past))
    journal(tmp_path, BOOK)
    assert old not in list(tmp_path.iterdir())
    assert 1 == len(list(tmp_path.iterdir()))
