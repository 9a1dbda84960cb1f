"""The files host and the disk: problems in words, nothing half written, one step back after a save."""

from __future__ import annotations

import errno
import os
from decimal import Decimal
from pathlib import Path

import pytest

from perf_xl.errors import FileProblem
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import AddSheet, CellRef, Edit, InsertRows, SetFormula, SetNote, SetValue
from tests.ooxml.samples import FORM, by_openpyxl, by_xlsxwriter


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook on disk, with spaces and Chinese in its name."""
    file = tmp_path / "枝江 2023 自评表.xlsx"
    file.write_bytes(by_xlsxwriter())
    return file


def at(row: int, column: int) -> CellRef:
    """A cell."""
    return CellRef(FORM, row, column)


def test_file_when_missing_or_a_folder_then_said_in_words(tmp_path):
    """The file's name and what to do."""
    with pytest.raises(FileProblem, match=r"没有\.xlsx.*不存在"):
        FilesWorkbook.open(tmp_path / "没有.xlsx")
    with pytest.raises(FileProblem, match="文件夹"):
        FilesWorkbook.open(tmp_path)


@pytest.mark.parametrize("owner", ["~${}", ".~lock.{}#"])
def test_save_when_open_in_another_program_then_refused(path, owner):
    """Excel and LibreOffice leave an owner file; reading stays possible."""
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetValue(at(20, 1), "x")], label="写")
    path.with_name(owner.format(path.name)).write_bytes(b"")
    before = path.read_bytes()
    with pytest.raises(FileProblem, match=r"正被打开.*关闭"):
        workbook.save()
    assert before == path.read_bytes()


def test_save_when_read_only_then_refused(path):
    """Also for an administrator, who could write it."""
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetValue(at(20, 1), "x")], label="写")
    path.chmod(0o444)
    with pytest.raises(FileProblem, match="只读"):
        workbook.save()


def test_save_when_the_folder_is_missing_then_refused(path, tmp_path):
    """No folder is made in silence."""
    with pytest.raises(FileProblem, match="文件夹不存在"):
        FilesWorkbook.open(path).save(tmp_path / "无" / "a.xlsx")


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "磁盘是只读的"), (errno.EACCES, "不允许写入"), (errno.EIO, "写不进去")],
)
def test_save_when_the_disk_fails_in_the_middle_then_the_old_file_stands(path, monkeypatch, code, words):
    """A full disk, a read-only disk: one sentence, the old bytes, no leftovers."""
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetValue(at(20, 1), "x")], label="写")
    before = path.read_bytes()

    def fail(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(FileProblem, match=words):
        workbook.save(path.with_name("另存.xlsx"))
    assert before == path.read_bytes()
    assert [path.name] == [file.name for file in path.parent.iterdir()]


def test_save_when_changed_by_another_program_meanwhile_then_refused(path):
    """Nobody's work is overwritten."""
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetValue(at(20, 1), "x")], label="写")
    path.write_bytes(by_openpyxl())
    with pytest.raises(FileProblem, match="被别的程序改过"):
        workbook.save()
    assert by_openpyxl()[:100] == path.read_bytes()[:100]


def test_restore_when_saved_then_the_very_bytes_come_back(path):
    """From another run of the program: bytes as before, label and cells told, the record gone."""
    before = path.read_bytes()
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetFormula(at(20, 1), "1+1", Decimal(2)), SetNote(at(5, 3), "核")], label="计算执行率")
    workbook.apply([AddSheet("校验结果")], label="计算得分")
    workbook.save()
    restored = FilesWorkbook.open(path).restore()
    assert restored is not None
    assert ("计算执行率、计算得分", {at(20, 1), at(5, 3)}) == (restored.label, set(restored.cells))
    assert before == path.read_bytes()
    assert [path.name] == [file.name for file in path.parent.iterdir()]
    assert FilesWorkbook.open(path).restore() is None


def test_restore_when_edited_since_then_refused(path):
    """Later work of the clerk is not lost."""
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetValue(at(20, 1), "x")], label="写")
    workbook.save()
    path.write_bytes(by_openpyxl())
    with pytest.raises(FileProblem, match="又被改过"):
        FilesWorkbook.open(path).restore()


def test_restore_when_two_writes_then_one_step_back_only(path):
    """The second write's record replaces the first's."""
    for value in ("一", "二"):
        workbook = FilesWorkbook.open(path)
        workbook.apply([SetValue(at(20, 1), value)], label=value)
        workbook.save()
    workbook = FilesWorkbook.open(path)
    restored = workbook.restore()
    assert restored is not None
    assert ("二", "一") == (restored.label, workbook.cell(at(20, 1)).value)
    assert workbook.restore() is None


def test_save_when_nothing_was_changed_then_the_bytes_stay(path):
    """No apply, no new bytes, no record."""
    before = path.read_bytes()
    FilesWorkbook.open(path).save()
    assert before == path.read_bytes()
    assert [path.name] == [file.name for file in path.parent.iterdir()]


def test_apply_when_it_fails_half_way_then_nothing_has_changed(path):
    """Rows, notes, formats and sheets of the same write are taken back."""
    workbook = FilesWorkbook.open(path)
    edits: list[Edit] = [
        InsertRows(FORM, 5, 3, like=5),
        SetNote(at(1, 1), "x"),
        AddSheet("新"),
        SetValue(at(1, 1), "x" * 40_000),
    ]
    with pytest.raises(Exception, match="40000"):
        workbook.apply(edits, label="写")
    assert path.read_bytes() == workbook.to_bytes()
    assert ([FORM, "汇总 表"], None) == (list(workbook.sheets()), workbook.note(at(1, 1)))
