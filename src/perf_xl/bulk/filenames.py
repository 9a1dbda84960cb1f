"""File names from a pattern: safe on Windows, Linux and macOS, never hidden, never two alike.

A pattern has fields in braces, and ``/`` for subfolders: ``{主管部门}/{编号}-{名称}``. ``{序号}`` is the number of the
record, ``{序号:05}`` the same with leading zeros.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path

from perf_xl.errors import InputError
from perf_xl.model.cells import CellValue

MAX_LETTERS = 120
"""Longest name without extension: leaves room for a folder within the 260 letters of a Windows path."""
MAX_BYTES = 230
"""Longest name in UTF-8: 255 is the limit of Linux file systems, less the extension and a margin."""

MAX_PATH = 259
"""Longest path that Excel and the Windows Explorer open."""

_ORDINARY = re.compile(r"[0-9\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff（）“”、，_-]{0,69}")
"""Names that are fine as they are, which is nearly all: neither reserved nor hidden, nor too long in any system."""
_LOOK_ALIKE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED = re.compile(r"(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")


def safe_name(text: str) -> str:
    """``text`` as a file name without extension: forbidden letters as their full-width twins; "" if nothing is left.

    >>> safe_name('A/B: "新建"项目. '), safe_name("con"), safe_name("~$a")
    ('A／B： ＂新建＂项目', '_con', '_~$a')
    """
    if _ORDINARY.fullmatch(text):
        return text
    name = _CONTROL.sub("", re.sub(r"[\t\r\n]+", " ", unicodedata.normalize("NFC", text)))
    name = name.translate(_LOOK_ALIKE).strip().rstrip(". ")
    if _RESERVED.fullmatch(name.split(".", maxsplit=1)[0].rstrip()) or name.startswith((".", "~$")):
        name = f"_{name}"
    return _shortened(name)


def _shortened(name: str) -> str:
    if len(name) <= MAX_LETTERS and len(name.encode()) <= MAX_BYTES:
        return name
    mark = blake2b(name.encode(), digest_size=4).hexdigest()
    kept = name[: MAX_LETTERS - 10]
    while len(kept.encode()) > MAX_BYTES - 10:
        kept = kept[:-1]
    return f"{kept.rstrip('. ')}~{mark}"


def same_file(name: str) -> str:
    """What two names have in common when a Windows or macOS folder takes them for one file."""
    return unicodedata.normalize("NFC", name).casefold()


def over_windows_limit(folder: str, names: Iterable[str | None]) -> list[str]:
    """The paths that would be too long for Windows, with ``folder`` as it is on this machine; none for an address."""
    if "://" in folder:
        return []
    room = MAX_PATH - len(str(Path(folder).expanduser().absolute())) - 1
    return [name for name in names if name is not None and len(name) > room]


class NamePattern:
    """A pattern for the files of a run; InputError for a field that the records do not have."""

    def __init__(self, pattern: str, known: Sequence[str]) -> None:
        self.pattern = pattern
        self._levels = [list(self._parse(level)) for level in pattern.removesuffix(".xlsx").split("/")]
        self.fields = tuple(name for level in self._levels for _, name, _ in level if name is not None)
        unknown = [name for name in self.fields if name not in known]
        if unknown:
            raise InputError(f"--name 里的“{{{unknown[0]}}}”不是字段名。可用：{'、'.join(known)}。")

    def _parse(self, level: str) -> list[tuple[str, str | None, str]]:
        try:
            parts = [(text, name, spec or "") for text, name, spec, _ in string.Formatter().parse(level)]
        except ValueError as error:
            raise InputError(f"--name 的写法“{self.pattern}”不对：花括号要成对，如 {{编号}}-{{名称}}。") from error
        if not parts or any(spec and not re.fullmatch(r"0[1-9]", spec) for _, _, spec in parts):
            raise InputError(f"--name 的写法“{self.pattern}”不对：可用 {{编号}}、{{序号:05}} 和“/”（分文件夹）。")
        return parts

    def name(self, values: Mapping[str, CellValue]) -> str | None:
        """The relative name of one file with its extension; None when a field of the pattern is blank."""
        return self.names(values)[0]

    def names(self, values: Mapping[str, CellValue]) -> tuple[str | None, str]:
        """The name, and what the values alone would make it, to tell whether it had to be changed."""
        said = {name: values.get(name) for name in self.fields}
        raw = ["".join([_filled(part, said) for part in level]) for level in self._levels]
        written = "/".join(raw) + ".xlsx"
        if None in said.values() or "" in said.values():
            return None, written
        levels = [safe_name(level) for level in raw]
        return ("/".join(levels) + ".xlsx" if all(levels) else None), written


def _filled(part: tuple[str, str | None, str], values: Mapping[str, CellValue]) -> str:
    text, name, spec = part
    if name is None:
        return text
    value = values[name]
    shown = "" if value is None else str(value)
    return text + (shown.zfill(int(spec)) if spec else shown)
