"""What 撤销 needs after a file was written: the bytes before, beside the file in ``.perf_xl/restore/``."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from perf_xl.errors import FileProblem
from perf_xl.hosts.files_access import read_file, write_file

FOLDER = Path(".perf_xl") / "restore"


@dataclass(frozen=True, slots=True)
class Record:
    """The last write of a file: its label, the bytes before, the hash of what was written."""

    label: str
    before: bytes
    written: str


def digest(data: bytes) -> str:
    """The hash by which a file is known again."""
    return hashlib.sha256(data).hexdigest()


def _places(path: Path) -> tuple[Path, Path]:
    folder = path.parent / FOLDER
    return folder / path.name, folder / f"{path.name}.json"


def keep(path: Path, record: Record) -> None:
    """Keep what is needed to take the coming write of ``path`` back."""
    data, note = _places(path)
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileProblem(
            str(path), f"所在文件夹不能建立“{FOLDER}”", "请检查文件夹权限，或用 --out 保存到别处。"
        ) from error
    note.unlink(missing_ok=True)
    write_file(data, record.before)
    text = json.dumps({"label": record.label, "written": record.written}, ensure_ascii=False)
    write_file(note, text.encode())


def find(path: Path) -> Record | None:
    """The record of the last write of ``path``; None if there is none."""
    data, note = _places(path)
    if not data.is_file() or not note.is_file():
        return None
    try:
        fields = json.loads(read_file(note))
        return Record(str(fields["label"]), read_file(data), str(fields["written"]))
    except (ValueError, KeyError, TypeError) as error:
        raise FileProblem(str(note), "是撤销记录，但读不懂", "请删除它；这个文件上一步操作无法撤销。") from error


def drop(path: Path) -> None:
    """Forget the record of ``path``, and the folders when they are empty."""
    for place in _places(path):
        place.unlink(missing_ok=True)
    for folder in (path.parent / FOLDER, path.parent / FOLDER.parent):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
