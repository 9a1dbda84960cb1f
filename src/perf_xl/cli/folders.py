"""Folders that the command line writes into: made when they are missing, every failure in words."""

from __future__ import annotations

import errno
from pathlib import Path

from perf_xl.errors import FileProblem


def make_folder(path: Path) -> None:
    """The folder and those above it; FileProblem when there is a file of that name or it may not be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise FileProblem(str(path), "不能当作文件夹：路径里有同名的文件", "请换一个文件夹名。") from error
    except PermissionError as error:
        raise FileProblem(str(path), "建不了：所在文件夹不允许写入", "请换一个可以写入的位置。") from error
    except OSError as error:
        full = error.errno == errno.ENOSPC
        reason = "建不了：磁盘已满" if full else f"建不了（{error.strerror}）"
        raise FileProblem(str(path), reason, "请检查磁盘或网络盘后再试。") from error
