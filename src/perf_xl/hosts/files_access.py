"""Reads and writes a workbook's file: every way it can fail in words, and writing that is all or nothing."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path
from typing import NoReturn

from perf_xl.errors import FileProblem, os_reason

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_CLOSE = "请先在 Excel、WPS 或 LibreOffice 中关闭它。"


def read_file(path: Path) -> bytes:
    """The file's bytes; FileProblem if it is missing, a folder, or may not be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem(str(path), "不存在", "请检查文件名和所在文件夹。") from error
    except IsADirectoryError as error:
        raise FileProblem(str(path), "是一个文件夹", "请选择其中的 xlsx 文件。") from error
    except PermissionError as error:
        if path.is_dir():
            raise FileProblem(str(path), "是一个文件夹", "请选择其中的 xlsx 文件。") from error
        reason = "读不了，可能正被别的程序占用，或没有读取权限"
        raise FileProblem(str(path), reason, _CLOSE + "仍不行时请检查文件权限。") from error
    except OSError as error:
        raise FileProblem(str(path), f"读不了（{os_reason(error)}）", "请检查磁盘或网络盘后再试。") from error


def refuse_unwritable(path: Path) -> None:
    """FileProblem if the file is open elsewhere, read-only, or its folder does not exist."""
    if not path.parent.is_dir():
        raise FileProblem(str(path), "所在的文件夹不存在", "请先建立文件夹，或换一个保存位置。")
    for owner in (path.parent / f"~${path.name}", path.parent / f".~lock.{path.name}#"):
        if owner.exists():
            remedy = f"{_CLOSE}如果没有人打开它，请删除同一文件夹里的“{owner.name}”后再试。"
            raise FileProblem(str(path), "正被打开", remedy)
    if path.exists() and not path.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH):
        raise FileProblem(str(path), "是只读的", "请在文件属性中去掉“只读”，或用 --out 另存到别处。")


def write_file(path: Path, data: bytes) -> None:
    """Write beside the file, then put in its place in one step: after a failure the old file is untouched."""
    refuse_unwritable(path)
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=".~perf_xl-", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        _refuse(path, error)


def _mode(path: Path) -> int:
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refuse(path: Path, error: OSError) -> NoReturn:
    if error.errno in _FULL:
        raise FileProblem(str(path), "写不进去：磁盘已满", "请腾出空间后再试；原文件没有改动。") from error
    if error.errno == errno.EROFS:
        raise FileProblem(str(path), "所在的磁盘是只读的", "请用 --out 保存到别处。") from error
    if isinstance(error, PermissionError):
        reason = "写不进去，可能正被别的程序占用，或所在文件夹不允许写入"
        raise FileProblem(str(path), reason, _CLOSE + "或用 --out 保存到别处。") from error
    raise FileProblem(
        str(path), f"写不进去（{os_reason(error)}）", "请检查磁盘或网络盘后再试；原文件没有改动。"
    ) from error
