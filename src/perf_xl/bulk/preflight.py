"""Everything that is wrong with the data, found before a single file is written."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from perf_xl.bulk.convert import Converted, Converter, Issue, Kind
from perf_xl.bulk.filenames import NamePattern, same_file
from perf_xl.bulk.payload import packed
from perf_xl.bulk.source import NUMBER, Source
from perf_xl.bulk.spool import Spool

EXAMPLES = 20
"""Issues of a kind that are kept to be shown; all are counted."""
WARNINGS = 2
"""Warnings about one column that are kept to be shown."""

KINDS: dict[Kind, str] = {
    "unreadable": "读不懂的记录",
    "unknown": "不认识的列或表格",
    "value": "不对的值",
    "name": "文件名",
    "missing": "空着的必填栏",
}
"""The kinds in the order they are shown, with their headings."""


@dataclass
class Preflight:
    """What was found: how many records, the name of each usable one (None: it is left out), issues by kind."""

    records: int = 0
    names: list[str | None] = field(default_factory=list)
    counts: Counter[Kind] = field(default_factory=Counter)
    errors: Counter[Kind] = field(default_factory=Counter)
    examples: dict[Kind, list[Issue]] = field(default_factory=dict)
    blank: Counter[str] = field(default_factory=Counter)
    """How often each required entry is blank."""
    warned: Counter[str] = field(default_factory=Counter)
    """How many warnings each column has."""
    leftovers: list[str] = field(default_factory=list)

    @property
    def usable(self) -> int:
        """How many files will be written."""
        return sum(name is not None for name in self.names)

    @property
    def hopeless(self) -> bool:
        """Whether nothing may be written: a column nobody knows, two records with one file name, rows without record."""
        return bool(self.errors["unknown"] or self.errors["name"] or self.leftovers) or not self.usable

    def note(self, issue: Issue) -> None:
        """Count an issue and keep the first ones."""
        self.counts[issue.kind] += 1
        if issue.severity == "error":
            self.errors[issue.kind] += 1
        kept = self.examples.setdefault(issue.kind, [])
        if len(kept) < EXAMPLES and not self._is_one_of_many(issue):
            kept.append(issue)

    def _is_one_of_many(self, issue: Issue) -> bool:
        """A warning about a whole column does not push the errors out of what is shown."""
        if issue.severity == "error" or not issue.column:
            return False
        self.warned[issue.column] += 1
        return self.warned[issue.column] > WARNINGS


def default_pattern(source: Source, converter: Converter) -> str:
    """``{编号}-{名称}`` as far as the first record that can be read has them, else the number of the record."""
    readable = (raw for raw in source.records() if not raw.error)
    first = next(readable, None)
    naming = converter.convert(first).naming if first is not None else {}
    parts = [f"{{{name}}}" for name in (NUMBER, "名称") if naming.get(name)]
    return "-".join(parts) or "{序号:04}"


class Examiner:
    """Looks at every record once. Unknown columns are told once, not for every record."""

    def __init__(self, converter: Converter, pattern: NamePattern) -> None:
        self._converter = converter
        self._pattern = pattern
        self._unknown: set[str] = set()
        self._seen: dict[bytes, int] = {}

    def examine(
        self, source: Source, advance: Callable[[int], None] = lambda _: None, *, kept: Spool | None = None
    ) -> Preflight:
        """The pre-flight of a whole source; ``advance`` is told of each record.

        Each record that has a name is put into ``kept``, as it will be written.
        """
        found = Preflight()
        for raw in source.records():
            advance(1)
            converted = self._converter.convert(raw)
            found.records += 1
            self._count(found, converted)
            name = self._name(found, raw.number, raw.header.position, converted)
            found.names.append(name)
            if kept is not None and name is not None:
                kept.add(packed(converted.fields, converted.tables, converted.spec))
        found.leftovers = source.leftovers()
        return found

    def _count(self, found: Preflight, converted: Converted) -> None:
        if converted.blank:
            found.counts["missing"] += len(converted.blank)
            found.blank.update(converted.blank)
        for issue in converted.issues:
            if issue.kind != "unknown" or issue.message not in self._unknown:
                found.note(issue)
            if issue.kind == "unknown":
                self._unknown.add(issue.message)

    def _name(self, found: Preflight, number: int, position: str, converted: Converted) -> str | None:
        if not converted.usable:
            return None
        name, raw = self._pattern.names(converted.naming)
        if name is None:
            blank = [field for field in self._pattern.fields if converted.naming.get(field) in (None, "")]
            why = f"“{blank[0]}”是空的" if blank else "取不出可用的字"
            text = f"的文件名定不下来：{why}。请补上，或用 --name 改写法。"
            found.note(Issue("name", "error", position, text))
            return None
        mark = blake2b(same_file(name).encode(), digest_size=12).digest()
        first = self._seen.setdefault(mark, number)
        if first != number:
            text = f"的文件名“{name}”与第 {first} 条记录的相同（Windows 不分大小写）。请在 --name 里加上 {{编号}} 或 {{序号}}。"
            found.note(Issue("name", "error", position, text))
            return None
        if unicodedata.normalize("NFC", raw) != name:
            text = f"的文件名“{_short(raw)}”含有不能用或过长的字，将写成“{_short(name)}”。"
            found.note(Issue("name", "warning", position, text))
        return name


def _short(text: str) -> str:
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 60 else f"{text[:28]}…{text[-28:]}"
