"""The two families of exceptions a caller meets: bad input, and files that cannot be used.

Everything the author of a form can put right is a :class:`perf_xl.findings.finding.Finding`, not an exception. An
exception's text is one Chinese sentence for a clerk: where, what, the value, and what to do.
"""

from __future__ import annotations

import errno


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


_OS_REASONS = {
    errno.ENOENT: "找不到这个文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
    errno.EBUSY: "正被其他程序占用",
    errno.EIO: "磁盘读写出错",
}


def os_reason(error: OSError) -> str:
    """Why the operating system refused, in Chinese; its own number where there is no word for it.

    >>> os_reason(FileNotFoundError(2, "No such file or directory"))
    '找不到这个文件'
    """
    return _OS_REASONS.get(error.errno or 0, f"系统错误 {error.errno}")
