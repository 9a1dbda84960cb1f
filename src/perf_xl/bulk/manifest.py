"""The manifest of a run: one JSON line a file, with the hash of what went in, the hash of what came out, the outcome.

In a local folder lines are appended and forced to disk in chunks; in an object store, which cannot append, each chunk
is an object of its own until the run ends. A torn last line, as a kill leaves it, is not counted.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Literal

from perf_xl.bulk.folder import Folder, FolderLost, LocalFolder
from perf_xl.errors import FileProblem, os_reason

NAME = "manifest.jsonl"
_PARTS = ".perf_xl-manifest"
CHUNK = 256
"""Lines forced to disk together."""

Outcome = Literal["written", "kept", "failed"]
"""``kept``: a file of that name with other content was there and was left as it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file. ``input`` and ``output`` are hashes, ``size`` is in bytes.

    ``output`` of a failed one is the hash of our file of an earlier run that still stands in its place.
    """

    name: str
    input: str
    outcome: Outcome
    output: str = ""
    size: int = 0
    message: str = ""
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The line as it stands in the file."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__}, ensure_ascii=False) + "\n"


Lines = dict[str, Line]
_KEYS = set(Line.__slots__)


def has_manifest(folder: Folder) -> bool:
    """Whether an earlier run wrote into ``folder``."""
    return folder.read(NAME) is not None or next(iter(folder.listing(_PARTS)), None) is not None


def read_manifest(folder: Folder) -> tuple[dict[str, Any], Lines]:
    """The head (what the run was) and the last line of each name; both empty when there is no manifest."""
    texts = [folder.read(NAME) or b"", *(folder.read(name) or b"" for name in folder.listing(_PARTS))]
    head: dict[str, Any] = {}
    lines: Lines = {}
    for data in texts:
        for record in _records(data, folder):
            if "job" in record:
                head = record
            else:
                line = Line(**{**record, "notes": tuple(record["notes"])})
                lines[line.name] = line
    return head, lines


def _records(data: bytes, folder: Folder) -> Iterable[dict[str, Any]]:
    for number, raw in enumerate(data.split(b"\n")[:-1], start=1):  # what follows the last line break is torn
        try:
            record = json.loads(raw)
        except ValueError:
            record = None
        if not isinstance(record, dict) or not ("job" in record or record.keys() == _KEYS):
            reason = f"的清单 {NAME} 第 {number} 行读不懂"
            raise FileProblem(folder.address, reason, "请换一个空文件夹重做，或从备份取回清单。")
        yield record


class ManifestLog:
    """Appends to the manifest of ``folder``; ``head`` is written first in a new one."""

    def __init__(self, folder: Folder, head: Mapping[str, Any]) -> None:
        self._folder = folder
        self._waiting: list[str] = []
        self._file: IO[bytes] | None = None
        self._part = 0
        if isinstance(folder, LocalFolder):
            self._file = self._opened(folder)
        else:
            self._part = len(list(folder.listing(_PARTS)))
        if not has_manifest(folder) or self._is_empty():
            self._put(json.dumps(dict(head), ensure_ascii=False) + "\n")
            self.flush()

    def _is_empty(self) -> bool:
        return self._file is not None and self._file.tell() == 0

    @staticmethod
    def _opened(folder: LocalFolder) -> IO[bytes]:
        try:
            file = folder.path(NAME).open("a+b", buffering=0)
            file.seek(0)
            data = file.read()
            whole = data.rfind(b"\n") + 1
            if whole < len(data):
                file.truncate(whole)
            file.seek(whole)
        except OSError as error:
            raise FolderLost(folder.address, f"写不进去（{os_reason(error)}）", "请检查文件夹的权限和空间。") from error
        return file

    def add(self, line: Line) -> None:
        """Note one file. What was noted survives a kill of this process at once, a power cut after :meth:`flush`."""
        self._put(line.text())
        if len(self._waiting) >= CHUNK:
            self.flush()

    def _put(self, text: str) -> None:
        self._waiting.append(text)
        if self._file is not None:
            try:
                self._file.write(text.encode())
            except OSError as error:
                raise self._lost(error) from error

    def _lost(self, error: OSError) -> FolderLost:
        return FolderLost(self._folder.address, f"写不下清单（{os_reason(error)}）", "请腾出空间后加 --resume 续做。")

    def flush(self) -> None:
        """Force what was noted to disk."""
        if not self._waiting:
            return
        if self._file is not None:
            try:
                os.fsync(self._file.fileno())
            except OSError as error:
                raise self._lost(error) from error
        else:
            self._part += 1
            self._folder.write(f"{_PARTS}/{self._part:08}.jsonl", "".join(self._waiting).encode())
        self._waiting.clear()

    def close(self) -> None:
        """Force everything to disk and let the file go."""
        self.flush()
        if self._file is not None:
            self._file.close()


def is_settled(folder: Folder, lines: int) -> bool:
    """Whether the manifest is one file with so many lines below its head: none is told twice."""
    found = folder.read(NAME)
    return found is not None and found.count(b"\n") == lines + 1 and next(iter(folder.listing(_PARTS)), None) is None


def settle(folder: Folder, order: Iterable[str]) -> None:
    """At the end of a run: one line a name, in the order of the run, names of earlier runs last; parts joined."""
    head, lines = read_manifest(folder)
    ordered: Lines = {name: lines[name] for name in order if name in lines}
    text = "".join(line.text() for line in (ordered | lines).values())
    data = (json.dumps(head, ensure_ascii=False) + "\n" + text).encode()
    if folder.read(NAME) != data:
        folder.write(NAME, data)
    for name in list(folder.listing(_PARTS)):
        folder.delete(name)
