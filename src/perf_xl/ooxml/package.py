"""The container of a workbook: parts by name, untouched ones kept as the compressed bytes they came as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from perf_xl.errors import FileProblem
from perf_xl.ooxml.container import Entry, inflate, read_entries, refuse_other_packages
from perf_xl.ooxml.zipping import LEVEL, deflated, write_zip


@contextmanager
def in_words(path: str) -> Iterator[None]:
    """Say what goes wrong inside with parts that are not as the format wants them; the cause stays attached."""
    try:
        yield
    except (ValueError, LookupError, OverflowError, RecursionError, AssertionError) as error:
        raise FileProblem(path, "有读不懂的部件，可能已损坏", "请在 Excel 中用“打开并修复”后另存，再试。") from error


class Package:
    """Parts of one workbook. Contents are immutable bytes, so a :meth:`copy` is cheap and independent."""

    def __init__(self, entries: Iterable[Entry], path: str) -> None:
        self.path = path
        self._parts: dict[str, Entry | bytes] = {entry.name: entry for entry in entries}
        self._spelling = {name.lower(): name for name in self._parts}

    @classmethod
    def parse(cls, data: bytes, path: str) -> Package:
        """The package in ``data``; ``path`` is the file as the user named it, for messages."""
        package = cls(read_entries(data, path), path)
        refuse_other_packages(set(package._parts), path)
        return package

    def copy(self) -> Package:
        """An independent copy that shares the contents."""
        twin = Package((), self.path)
        twin._parts = dict(self._parts)
        twin._spelling = dict(self._spelling)
        return twin

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._spelling

    def names(self) -> list[str]:
        """Part names in order."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The content of a part (its name in any case, as the format allows)."""
        part = self._parts[self._spelling[name.lower()]]
        return inflate(part, self.path) if isinstance(part, Entry) else part

    def write(self, name: str, content: bytes) -> None:
        """Set a part; a new one goes to the end. The same content leaves the stored bytes as they are."""
        if name in self and self.read(name) == content:
            return
        spelled = self._spelling.setdefault(name.lower(), name)
        self._parts[spelled] = content

    def delete(self, name: str) -> None:
        """Take a part away; nothing happens if there is none."""
        spelled = self._spelling.pop(name.lower(), None)
        if spelled is not None:
            del self._parts[spelled]

    def new_name(self, pattern: str) -> str:
        """The first free part name of ``pattern`` (``xl/comments{}.xml``), counted from 1."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def entries(self, level: int = LEVEL) -> list[Entry]:
        """All parts as they will lie in the file; changed ones compressed at ``level``."""
        return [part if isinstance(part, Entry) else deflated(name, part, level) for name, part in self._parts.items()]

    def to_bytes(self) -> bytes:
        """The workbook file. Untouched parts keep their compressed bytes and checksums."""
        return write_zip(self.entries())
