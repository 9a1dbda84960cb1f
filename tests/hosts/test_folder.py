"""Which files a folder holds for us, and that whatever is left out is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from perf_xl.errors import FileProblem
from perf_xl.hosts.folder import find_workbooks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Workbooks at two levels among other things."""
    names = ("乙.xlsx", "下级/甲.XLSX", "旧.xls", "包.zip", "包.RAR", "说明.txt", "~$乙.xlsx", ".隐藏/丙.xlsx")
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    return tmp_path


def told(folder: Path, **options: Any) -> tuple[list[str], dict[str, str]]:
    """Names found, and the reason of each one left out."""
    found, skipped = find_workbooks([folder], **options)
    return [path.name for path in found], {item.path.name: item.reason for item in skipped}


def test_workbooks_when_in_subfolders_then_are_found_and_archives_are_told(folder: Path) -> None:
    """A .zip may hold ten forms: it is never passed over."""
    found, reasons = told(folder)
    assert found == ["甲.XLSX", "乙.xlsx"]
    assert reasons == {"旧.xls": "是旧格式 .xls", "包.zip": "是压缩包", "包.RAR": "是压缩包"}


def test_old_formats_when_the_caller_reads_them_then_are_found(folder: Path) -> None:
    """Summaries read .xls, checks do not."""
    found, reasons = told(folder, also=(".xls",))
    assert found == ["甲.XLSX", "乙.xlsx", "旧.xls"]
    assert set(reasons) == {"包.zip", "包.RAR"}


def test_subfolder_when_it_cannot_be_opened_then_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No permission: its files are missing from every total, so it must be said."""
    real = os.scandir

    def refuses(path: Any) -> Any:
        if Path(path).name == "下级":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", refuses)
    found, reasons = told(folder)
    assert found == ["乙.xlsx"]
    assert reasons["下级"] == "是打不开的文件夹（没有权限），里面的文件没有读"


def test_link_to_another_folder_when_there_then_is_told_and_not_followed(folder: Path, tmp_path: Path) -> None:
    """A link may lead in a circle."""
    (folder / "链接").symlink_to(tmp_path, target_is_directory=True)
    assert told(folder)[1]["链接"] == "是指向别处的链接，没有进去"


def test_path_when_it_does_not_exist_then_one_sentence() -> None:
    """Not a traceback."""
    with pytest.raises(FileProblem, match="不存在"):
        find_workbooks([Path("没有这个文件夹")])
