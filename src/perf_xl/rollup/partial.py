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
from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, Identity
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.naming import office_name
from perf_xl.rollup.rows import Reading, positive_weights, reading_of
from perf_xl.rollup.tallies import FundTally, IndicatorTally, Total, Weights, count_up

_MISSING = Amount(None, "blank")

MOST_PROJECTS = 60
"""Projects of one indicator that are told apart; of more it is only known that they are more."""


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
class UnitTally:
    """A 主管部门: its projects and their money, in all and by source; 得分; outcomes by first level."""

    names: dict[str, int] = field(default_factory=dict)
    projects: int = 0
    total: FundTally = field(default_factory=FundTally)
    sources: dict[str, FundTally] = field(default_factory=dict)
    score: Total = field(default_factory=Total)
    outcomes: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, entry: FormEntry) -> None:
        """Add a project; its rows are counted one by one."""
        self.names[entry.department] = self.names.get(entry.department, 0) + 1
        self.projects += 1
        total = entry.total
        if total is None:
            self.total.count(ABSENT, _MISSING, _MISSING)
        for line in entry.funds:
            if line is total:
                self.total.count(line.initial, line.budget, line.spent)
            elif not line.is_total:
                self.source(line.source).count(line.initial, line.budget, line.spent)
        self.score.count(entry.total_score)

    def source(self, name: str) -> FundTally:
        """The money of one source."""
        found = self.sources.get(name)
        if found is None:
            found = self.sources[name] = FundTally()
        return found

    def absorb(self, other: UnitTally) -> None:
        """Add another tally."""
        count_up(self.names, other.names)
        self.projects += other.projects
        self.total.absorb(other.total)
        for source, tally in other.sources.items():
            self.source(source).absorb(tally)
        self.score.absorb(other.score)
        count_up(self.outcomes, other.outcomes)


@dataclass
class IndicatorGroup:
    """An indicator over the projects of a 主管部门, and which projects these are; None when they are very many."""

    total: IndicatorTally = field(default_factory=IndicatorTally)
    projects: set[str] | None = field(default_factory=set)

    def count(self, project: str, row: Reading, weights: Weights | None, *, has_actual: bool) -> None:
        """Add a row of a project."""
        total = self.total
        total.target.count(row.target, row.unit, weights)
        if has_actual:
            total.actual.count(row.actual, row.unit, weights)
        total.heads[row.head] = total.heads.get(row.head, 0) + 1
        if self.projects is not None:
            self.projects.add(project)
            if len(self.projects) > MOST_PROJECTS:
                self.projects = None

    def absorb(self, other: IndicatorGroup) -> None:
        """Add another group of the same indicator."""
        self.total.absorb(other.total)
        if self.projects is None or other.projects is None:
            self.projects = None
            return
        self.projects |= other.projects
        if len(self.projects) > MOST_PROJECTS:
            self.projects = None


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
        for key, group in other.indicators.items():
            if (known := self.indicators.setdefault(key, group)) is not group:
                known.absorb(group)
        for digest, occurrences in other.duplicates.items():
            self.duplicates.setdefault(digest, set()).update(occurrences)
        for digest, packed in other.seen.items():
            self._see(digest, packed)
        for name in ("hidden", "dropped", "departments", "entries", "failures", "unread"):
            getattr(self, name).extend(getattr(other, name))
        self.files += other.files
        return self

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
        project, weights, outcomes = entry.identity.project, positive_weights(entry), unit.outcomes
        for line in entry.indicators:
            row = reading_of(line, self.choices)
            key = IndicatorKey(unit_key, row.name, row.unit or "", row.kind)
            group = self.indicators.get(key)
            if group is None:
                group = self.indicators[key] = IndicatorGroup()
            group.count(project, row, weights if row.kind is Kind.AVERAGE else None, has_actual=line.has_actual)
            if row.head.outcome is not None:
                reached = (line.level1, row.head.outcome)
                outcomes[reached] = outcomes.get(reached, 0) + 1


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
