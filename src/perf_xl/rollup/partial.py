"""A part of a roll-up: entries folded in one by one, parts merged in any order, with the same result.

Memory grows with offices and indicators, not with workbooks, unless ``keep`` asks for every entry (the detail sheets
of a department's summary need them).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.entries import FormEntry, Identity
from perf_xl.rollup.groups import IndicatorGroup, UnitTally
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.mismatches import Mismatches
from perf_xl.rollup.naming import office_name
from perf_xl.rollup.rows import positive_weights, reading_of

MOST_INDICATORS = 30_000
"""Indicators (of different 主管部门, units and ways of adding counted apart) that are kept; nobody reads more."""


class Series(NamedTuple):
    """What may be added together: forms of one kind and one year."""

    form_kind: str
    year: int | None


class UnitKey(NamedTuple):
    """The 主管部门 within a series."""

    series: Series
    department: str


class IndicatorKey(NamedTuple):
    """One indicator of a 主管部门: its normalised name, its unit, the way it is added up."""

    unit_key: UnitKey
    name: str
    unit: str
    kind: Kind


class Occurrence(NamedTuple):
    """Where a form was found, and what it says it is."""

    file: str
    sheet: str
    hidden: bool
    project: str
    unit: str
    unit_key: UnitKey

    @property
    def packed(self) -> bytes:
        """The same in few bytes: one is kept of every form, and hardly ever needed."""
        (kind, year), department = self.unit_key
        texts = (self.file, self.sheet, "1" * self.hidden, self.project, self.unit, kind, str(year or ""), department)
        return "\0".join(texts).encode(errors="surrogatepass")

    @classmethod
    def unpacked(cls, packed: bytes) -> Occurrence:
        """What :attr:`packed` gave."""
        file, sheet, hidden, project, unit, kind, year, department = (
            packed.decode(errors="surrogatepass").split("\0")
        )  # fmt: skip
        unit_key = UnitKey(Series(kind, int(year) if year else None), department)
        return cls(file, sheet, bool(hidden), project, unit, unit_key)


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A file that is not in the totals: the reason and the remedy."""

    file: str
    reason: str
    remedy: str


@dataclass
class Partial:
    """Folded entries. ``fold`` and ``merge`` change it in place; nothing in it depends on the order of either.

    ``chosen`` are the identities (digests) that the files a person chose hold, see :func:`chosen_identities`.
    """

    choices: Choices = NO_CHOICES
    keep: bool = True
    chosen: frozenset[bytes] = frozenset()
    units: dict[UnitKey, UnitTally] = field(default_factory=dict)
    indicators: dict[IndicatorKey, IndicatorGroup] = field(default_factory=dict)
    crowded: bool = False
    """There are more than :data:`MOST_INDICATORS`, so none is kept; money and outcomes are."""
    seen: dict[bytes, bytes] = field(default_factory=dict)
    """Identities (digests) to where they were met first, packed."""
    duplicates: dict[bytes, set[Occurrence]] = field(default_factory=dict)
    hidden: list[Occurrence] = field(default_factory=list)
    dropped: list[Occurrence] = field(default_factory=list)
    """Forms left out because a person chose another one of the same identity."""
    departments: list[FormEntry] = field(default_factory=list)
    entries: list[FormEntry] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    unread: list[tuple[Occurrence, str]] = field(default_factory=list)
    mismatches: Mismatches = field(default_factory=Mismatches)
    files: int = 0
    tables: Mapping[Series, Mapping[str, Any]] = field(default_factory=dict)
    """The forms of this part as Arrow tables (see ``parquet``), where they are asked for: handed on, never merged."""

    def fold(self, entries: Iterable[FormEntry]) -> Partial:
        """Add the forms of one workbook (or of many)."""
        for entry in entries:
            self._fold(entry)
        return self

    def merge(self, other: Partial) -> Partial:
        """Add another part, read elsewhere, and use it up. Both must have been made with the same choices."""
        for unit_key, unit in other.units.items():
            if (own := self.units.setdefault(unit_key, unit)) is not unit:
                own.absorb(unit)
        self._join(other)
        for digest, occurrences in other.duplicates.items():
            self.duplicates.setdefault(digest, set()).update(occurrences)
        for digest, packed in other.seen.items():
            self._see(digest, packed)
        for name in ("hidden", "dropped", "departments", "entries", "failures", "unread"):
            getattr(self, name).extend(getattr(other, name))
        self.mismatches.absorb(other.mismatches)
        self.files += other.files
        return self

    def _join(self, other: Partial) -> None:
        """Add the indicators of another part; too many, whatever the order of parts, is too many."""
        self.crowded = self.crowded or other.crowded
        if not self.crowded:
            for key, group in other.indicators.items():
                if (known := self.indicators.setdefault(key, group)) is not group:
                    known.absorb(group)
        self._thin_out()

    def _thin_out(self) -> None:
        if self.crowded or len(self.indicators) > MOST_INDICATORS:
            self.crowded = True
            self.indicators.clear()

    def _fold(self, entry: FormEntry) -> None:
        occurrence = _occurrence(entry)
        if entry.level == "project" and entry.kind not in ("target", "self-evaluation"):
            return
        if entry.hidden and entry.level == "department":
            self.hidden.append(occurrence)
            return
        if entry.level == "department":
            self.departments.append(entry)
            return
        digest = identity_digest(entry.identity)
        if digest in self.chosen and not self.choices.keeps(entry.file, entry.sheet):
            self.dropped.append(occurrence)
            return
        if not (entry.hidden and digest in self.chosen):
            self._see(digest, occurrence.packed)
        if entry.hidden:
            self.hidden.append(occurrence)
            return
        self.unread += [(occurrence, text) for text in entry.unread]
        self._add(entry, unit_key_of(entry))

    def _see(self, digest: bytes, packed: bytes) -> None:
        first = self.seen.setdefault(digest, packed)
        if first != packed:
            both = (Occurrence.unpacked(first), Occurrence.unpacked(packed))
            self.duplicates.setdefault(digest, set()).update(both)

    def _add(self, entry: FormEntry, unit_key: UnitKey) -> None:
        if self.keep:
            self.entries.append(entry)
        unit = self.units.get(unit_key)
        if unit is None:
            unit = self.units[unit_key] = UnitTally()
        unit.count(entry)
        self.mismatches.note(entry, unit_key.series)
        project, weights, outcomes = entry.identity.project, positive_weights(entry), unit.outcomes
        for line in entry.indicators:
            row = reading_of(line, self.choices)
            if not self.crowded:
                key = IndicatorKey(unit_key, row.name, row.unit or "", row.kind)
                group = self.indicators.get(key)
                if group is None:
                    group = self.indicators[key] = IndicatorGroup()
                group.count(project, row, weights if row.kind is Kind.AVERAGE else None, has_actual=line.has_actual)
            if row.head.outcome is not None:
                reached = (line.level1, row.head.outcome)
                outcomes[reached] = outcomes.get(reached, 0) + 1
        self._thin_out()


def unit_key_of(entry: FormEntry) -> UnitKey:
    """The 主管部门 and series an entry is added to."""
    return UnitKey(Series(entry.kind, entry.identity.year), office_name(entry.department))


def identity_digest(identity: Identity) -> bytes:
    """Twelve bytes that stand for an identity: what is kept of each form when there are very many."""
    text = "\x1f".join((identity.form, str(identity.year), identity.unit, identity.project))
    return hashlib.blake2b(text.encode(), digest_size=12).digest()


def chosen_identities(entries: Iterable[FormEntry], choices: Choices) -> frozenset[bytes]:
    """The identities held by the files that ``choices`` names; only these files need to be given."""
    return frozenset(
        identity_digest(entry.identity)
        for entry in entries
        if entry.level == "project" and not entry.hidden and choices.keeps(entry.file, entry.sheet)
    )


def _occurrence(entry: FormEntry) -> Occurrence:
    return Occurrence(entry.file, entry.sheet, entry.hidden, entry.project, entry.unit, unit_key_of(entry))
