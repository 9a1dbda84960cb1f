"""The two families of exceptions a caller meets: bad input, and files that cannot be used.

Everything the author of a form can put right is a :class:`perf_xl.findings.finding.Finding`, not an exception. An
exception's text is one Chinese sentence for a clerk: where, what, the value, and what to do.
"""

from __future__ import annotations

import errno
from typing import NamedTuple


class PerfXlError(Exception):
    """Base of all errors this package raises on purpose; ``str(error)`` is fit to be shown to a user."""


class InputError(PerfXlError):
    """What the user asked for cannot be done: an unknown form, a wrong option, a value that is not one."""


class FileProblem(PerfXlError):  # noqa: N818 - what users have is a problem with a file
    """A file cannot be read or written: missing, locked, encrypted, broken, not an xlsx.

    ``path`` is the file as the user named it, ``reason`` says what is wrong, ``remedy`` what to do about it.
    """

    def __init__(self, path: str, reason: str, remedy: str) -> None:
        super().__init__(f"文件“{path}”{reason}。{remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class ProtectedError(PerfXlError):
    """A write to a locked cell of a protected sheet, or a sheet protected by a password."""


class OsWords(NamedTuple):
    """An error of the operating system in Chinese: ``reason`` by itself, ``said`` of a file or folder, the remedy."""

    reason: str
    said: str
    remedy: str


_PERMISSION = OsWords("没有权限", "不允许读写", "请检查权限，或换一个可以写入的位置。")
_NO_FOLDER = "不能当作文件夹：路径里有同名的文件"
_OS_WORDS = {
    errno.ENOENT: OsWords("找不到这个文件", "不存在", "请检查路径和文件名。"),
    errno.EACCES: _PERMISSION,
    errno.EPERM: _PERMISSION,
    errno.EISDIR: OsWords("是文件夹，不是文件", "是一个文件夹", "请写上文件名。"),
    errno.ENOTDIR: OsWords("路径里有一段不是文件夹", _NO_FOLDER, "请换一个文件夹名。"),
    errno.EEXIST: OsWords("已有同名的文件", _NO_FOLDER, "请换一个文件夹名。"),
    errno.ENAMETOOLONG: OsWords("文件名太长", "名称太长", "请换一个短一些的名称。"),
    errno.ENOSPC: OsWords("磁盘已满", "写不进去：磁盘已满", "请腾出空间后再试。"),
    errno.EDQUOT: OsWords("磁盘配额已满", "写不进去：磁盘配额已满", "请腾出空间后再试。"),
    errno.EROFS: OsWords("磁盘是只读的", "所在的磁盘是只读的", "请换一个可以写入的位置。"),
    errno.EBUSY: OsWords("正被其他程序占用", "正被其他程序占用", "请关闭正在打开它的程序后再试。"),
    errno.EIO: OsWords("磁盘读写出错", "所在的磁盘读写出错", "请检查磁盘或网络盘后再试。"),
}


def os_words(error: OSError) -> OsWords:
    """Why the operating system refused, and what to do; its own number where there is no word for it."""
    code = error.errno or 0
    unknown = OsWords(f"系统错误 {error.errno}", "读写没有成功", "请检查磁盘或网络盘后再试。")
    return _OS_WORDS.get(code, unknown)


def os_reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese.

    >>> os_reason(FileNotFoundError(2, "No such file or directory"))
    '找不到这个文件'
    """
    return os_words(error).reason
