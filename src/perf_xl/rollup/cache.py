"""What was read of each file, kept from one roll-up to the next: only files that changed are read again.

A file counts as unchanged by its size and time; if these differ but its content is the same (copied, touched), what was
read before still holds. A cache that cannot be used is made anew: it never decides about a figure.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

from perf_xl import __version__
from perf_xl.rollup.codec import CODEC, dumps, loads
from perf_xl.rollup.entries import FormEntry

_TABLE = """
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, size INTEGER, time INTEGER, hash TEXT, version TEXT, entries TEXT
) WITHOUT ROWID
"""


class EntryCache:
    """A small database beside the summary. Several processes may use it at once."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._version = f"{__version__}/{CODEC}"
        self._database = self._open()
        self.read = 0
        """Files that were read, not taken from the cache."""

    def _open(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=60)
        try:
            database.execute(_TABLE)
        except sqlite3.DatabaseError:
            database.close()
            self._path.unlink()
            database = sqlite3.connect(self._path, timeout=60)
            database.execute(_TABLE)
        return database

    def close(self) -> None:
        """Write what is new."""
        self._database.commit()
        self._database.close()

    def entries(self, file: Path, read: Callable[[], list[FormEntry]]) -> list[FormEntry]:
        """The entries of ``file``, from the cache or by ``read``; errors of ``read`` are not kept."""
        key = str(file)
        try:
            status = file.stat()
        except OSError:
            return read()  # it knows how to say what is wrong
        row = self._database.execute(
            "SELECT size, time, hash, version, entries FROM files WHERE path = ?", (key,)
        ).fetchone()
        known = _usable(row, self._version)
        if known is not None and row[:2] == (status.st_size, status.st_mtime_ns):
            return known
        digest = hashlib.blake2b(file.read_bytes(), digest_size=16).hexdigest()
        if known is None or row[2] != digest:
            self.read += 1
            known = read()
        self._database.execute(
            "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            (key, status.st_size, status.st_mtime_ns, digest, self._version, dumps(known)),
        )
        return known


def _usable(row: tuple[object, ...] | None, version: str) -> list[FormEntry] | None:
    if row is None or row[3] != version:
        return None
    try:
        return loads(str(row[4]))
    except (KeyError, TypeError, ValueError):
        return None
