"""The two families of exceptions a caller meets: bad input, and files that cannot be used.

Everything the author of a form can put right is a :class:`perf_xl.findings.finding.Finding`, not an exception. An
exception's text is one Chinese sentence for a clerk: where, what, the value, and what to do.
"""

from __future__ import annotations


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
