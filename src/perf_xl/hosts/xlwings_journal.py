"""The undo log of a workbook kept on disk, so that going back outlives the process that wrote.

One file a workbook in the user's own data folder, named by a hash of the workbook's path; nothing beside the workbook
itself, which may lie on a share. Files that were not touched for :data:`KEPT_DAYS` days are removed.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem
from perf_xl.hosts.files_access import write_file
from perf_xl.hosts.xlwings_log import UndoLog, Watched, Write
from perf_xl.hosts.xlwings_looks import KeptLook
from perf_xl.model import cells as model
from perf_xl.model.cells import CellRef

KEPT_DAYS = 30
KEPT_WRITES = 20
"""Of one workbook; older ones are forgotten."""
_FORMAT = 1

log = logging.getLogger(__name__)

_RECORDS: tuple[type, ...] = (
    KeptLook,
    Watched,
    *(getattr(model, name) for name in ("CellRef", "Area", "Look", *(kind.__name__ for kind in model.Edit.__args__))),
)
_BY_NAME = {kind.__name__: kind for kind in _RECORDS}
_TEXTS: dict[str, tuple[type, Callable[[str], Any], Callable[[Any], str]]] = {
    "decimal": (Decimal, Decimal, str),
    "datetime": (datetime, datetime.fromisoformat, datetime.isoformat),
    "date": (date, date.fromisoformat, date.isoformat),
    "time": (clock, clock.fromisoformat, clock.isoformat),
}
"""How values that JSON does not know are read and written."""


class JournalLog(UndoLog):
    """An undo log that writes every change through to its file."""

    def __init__(self, path: Path, workbook: str) -> None:
        super().__init__(_read(path, workbook))
        self._path, self._workbook = path, workbook

    def push(self, write: Write) -> None:
        """Remember a write, on disk too."""
        super().push(write)
        del self._writes[:-KEPT_WRITES]
        self._keep()

    def drop(self) -> None:
        """Forget the last write, on disk too."""
        super().drop()
        self._keep()

    def _keep(self) -> None:
        """A log that cannot be written still serves this process; it is no reason to fail a write that is done."""
        try:
            if self._writes:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_file(self._path, _text(self._workbook, self._writes).encode())
            else:
                self._path.unlink(missing_ok=True)
        except (OSError, FileProblem, TypeError):
            log.exception("undo log of %s not kept", self._workbook)


def journal(folder: Path, workbook: str) -> JournalLog:
    """The log of the workbook known as ``workbook`` (path or web address) in ``folder``; old files there are removed."""
    _clean(folder)
    key = hashlib.sha256(workbook.casefold().encode()).hexdigest()[:32]
    return JournalLog(folder / f"{key}.json", workbook)


def _clean(folder: Path) -> None:
    limit = time.time() - KEPT_DAYS * 86_400
    for file in folder.glob("*.json"):
        try:
            if file.stat().st_mtime < limit:
                file.unlink()
        except OSError:
            log.exception("old undo log %s not removed", file)


def _read(path: Path, workbook: str) -> list[Write]:
    """What the file holds; a damaged one, or one of another version, counts as none and says so in the log."""
    try:
        document = json.loads(path.read_bytes())
        if document["format"] != _FORMAT or document["workbook"].casefold() != workbook.casefold():
            log.warning("undo log %s is of another version or workbook", path)
            return []
        return [_write(item) for item in document["writes"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        log.exception("undo log %s cannot be read", path)
        return []


def _text(workbook: str, writes: list[Write]) -> str:
    items = [
        {
            "label": write.label,
            "watch": encoded(write.watch),
            "steps": [encoded(step) for step in write.steps],
            "cells": [[ref.sheet, ref.row, ref.column] for ref in sorted(write.cells)],
            "moves_rows": write.moves_rows,
            "before": write.before,
            "after": write.after,
        }
        for write in writes
    ]
    document = {"format": _FORMAT, "workbook": workbook, "writes": items}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _write(item: dict[str, Any]) -> Write:
    steps = [decoded(step) for step in item["steps"]]
    cells = {CellRef(*ref) for ref in item["cells"]}
    return Write(item["label"], decoded(item["watch"]), steps, cells, item["moves_rows"], item["before"], item["after"])


def encoded(value: Any) -> Any:
    """A step or one of its values as JSON keeps it; TypeError for what it cannot keep."""
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, tuple):
        return {"tuple": [encoded(item) for item in value]}
    if isinstance(value, dict):
        return {"dict": {key: encoded(item) for key, item in value.items()}}
    if is_dataclass(value) and type(value) in _RECORDS:
        return {type(value).__name__: {item.name: encoded(getattr(value, item.name)) for item in fields(value)}}
    for name, (kind, _, written) in _TEXTS.items():
        if type(value) is kind:
            return {name: written(value)}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def decoded(value: Any) -> Any:
    """What :func:`encoded` was given."""
    if not isinstance(value, dict):
        return value
    [(name, content)] = value.items()
    if name == "tuple":
        return tuple(decoded(item) for item in content)
    if name == "dict":
        return {key: decoded(item) for key, item in content.items()}
    if name in _TEXTS:
        return _TEXTS[name][1](content)
    return _BY_NAME[name](**{key: decoded(item) for key, item in content.items()})
