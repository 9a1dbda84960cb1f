"""A record of data as a record of the form, with everything that is wrong with it named by row and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perf_xl.bulk.known import FaultyError, Line, Lines
from perf_xl.bulk.naming import Naming
from perf_xl.bulk.payload import Filled, record_of
from perf_xl.bulk.score_entries import BLOCK, entry_columns, entry_headings
from perf_xl.bulk.source import NUMBER, TITLE, RawRecord, RawRow, RawTable
from perf_xl.bulk.table_rows import TableRows, squeezed_once
from perf_xl.commands.generate import Severity, Unread
from perf_xl.forms.outside import squeezed
from perf_xl.forms.records import FormRecord
from perf_xl.forms.scoring_rows import scored_table
from perf_xl.forms.spec import Column, FormSpec, Table
from perf_xl.forms.typed import typed_value
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

Kind = Literal["unreadable", "value", "unknown", "missing", "name"]


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing about the data: of what kind, how bad, where, and the sentence."""

    kind: Kind
    severity: Severity
    position: str
    message: str
    column: str = ""

    def __str__(self) -> str:
        return f"{self.position}{self.message}"


@dataclass
class Converted:
    """A record of the form and what was found; with an error it must not be written.

    ``blank`` names the required entries that are left to whoever fills the form in, once for each place.
    """

    spec: FormSpec
    fields: dict[str, CellValue] = field(default_factory=dict)
    tables: dict[str, Filled] = field(default_factory=dict)
    naming: Mapping[str, CellValue] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)

    @property
    def record(self) -> FormRecord:
        """The record, its tables row by row."""
        return record_of(self.fields, self.tables, self.spec)

    @property
    def usable(self) -> bool:
        """Whether the record can be written."""
        return all(issue.severity != "error" for issue in self.issues)


class Converter:
    """Turns raw records into records of one form. ``lenient``: unknown columns are left out instead of refused.

    ``scored``: the rows of the indicators may have columns of the score block, which become a table of their own
    (:data:`~perf_xl.bulk.score_entries.BLOCK`), row by row.
    """

    def __init__(self, spec: FormSpec, *, lenient: bool = False, scored: bool = False) -> None:
        self.spec = spec
        self._scored = scored
        self._lines = Lines(spec)
        self._lenient = lenient
        self._tables = {table.name: TableRows(table) for table in spec.tables()}
        self._required = tuple(item.name for item in spec.fields() if item.required)

    def convert(self, raw: RawRecord) -> Converted:
        """The record of ``raw`` with its issues."""
        result = Converted(self.spec)
        fault = raw.error or self._other_form(raw)
        if fault:
            result.issues.append(Issue("unreadable", "error", raw.header.position, fault))
            return result
        extra = self._convert_fields(raw, result)
        for name, rows in raw.tables.items():
            self._convert_table(name, rows, raw, result)
        result.naming = Naming(self.spec, result.fields, extra, raw.number)
        return result

    def _other_form(self, raw: RawRecord) -> str:
        form = raw.meta.get("form")
        if form in (None, self.spec.id):
            return ""
        return f"是“{form}”的数据，不是“{self.spec.id}”。请换 --form，或用 perf-xl regenerate 转换。"

    # fields

    def _convert_fields(self, raw: RawRecord, result: Converted) -> dict[str, CellValue]:
        """Fill the fields; gives 编号 and 名称, which need not be fields of the form."""
        extra = {key: raw.meta[key] for key in (NUMBER, TITLE) if key in raw.meta}
        said = raw.header.values
        line = self._lines.header(tuple(said), faithful=raw.faithful)
        fields = result.fields
        try:
            fields.update(line.values(said))
        except (FaultyError, TypeError):
            fields.update(_values(line, raw.header, result))
        for heading in line.beside:
            value = said[heading]
            if isinstance(value, Unread):
                text = f"的“{heading}”为“{_shown(value)}”，{value.fault}。"
                result.issues.append(Issue("value", "error", raw.header.position, text, heading))
            elif heading in (NUMBER, TITLE):
                extra[heading] = value.strip() if isinstance(value, str) else value
            elif value is not None or not heading:
                result.issues.append(self._unknown(raw.header, heading))
        result.blank += [name for name in self._required if fields.get(name) is None]
        return extra

    def _unknown(self, row: RawRow, heading: str, table: Table | None = None) -> Issue:
        """A column that means nothing here, or what an earlier column means."""
        severity: Severity = "warning" if self._lenient else "error"
        return Issue("unknown", severity, row.position, self._why_unknown(heading, table))

    def _why_unknown(self, heading: str, table: Table | None) -> str:
        headings, name = self._lines.headings, table.name if table is not None else None
        same = headings.column_name(name, heading) if name is not None else headings.field_name(heading)
        if table is not None and table is scored_table(self.spec) and squeezed(heading) in entry_headings(self.spec):
            if not self._scored:
                return f"有评分区的列“{heading}”，加 --score 才会写入并计分。"
            same = same or entry_headings(self.spec)[squeezed(heading)].label
        if same is not None:
            return f"的列“{heading}”和前面一列是同一个栏目“{same}”。请只留一列。"
        near = headings.nearest(heading, name)
        hint = f"是不是“{'”或“'.join(near)}”？" if near else "表中没有相近的栏目。"
        return f"有不认识的列“{heading}”，{hint}"

    # tables

    def _convert_table(self, name: str, rows: RawTable, raw: RawRecord, result: Converted) -> None:
        known = self._tables.get(name)
        if known is None:
            if rows:
                result.issues.append(self._unknown_table(name, rows[0]))
            return
        if not rows and not raw.faithful:
            return  # a table that has no lines for this record stays as the template prints it
        columns = self._columns(known, rows, raw, result)
        result.tables[name] = Filled(len(rows), columns)
        if not known.table.grows:
            _check_printed(known, columns, rows, result)

    def _unknown_table(self, name: str, first: RawRow) -> Issue:
        near = self._lines.headings.nearest_table(name)
        hint = f"可用：{'、'.join(near)}。" if near else "这种表没有表格。"
        severity: Severity = "warning" if self._lenient else "error"
        return Issue("unknown", severity, first.position, f"属于“{name}”，“{self.spec.title}”没有这个表格。{hint}")

    def _columns(
        self, known: TableRows, rows: RawTable, raw: RawRecord, result: Converted
    ) -> dict[str, list[CellValue]]:
        headings, entries = {*map(tuple, rows.lines)}, self._entries(known)
        columns: dict[str, list[CellValue]] | None = None
        if len(headings) == 1:
            line = self._lines.row(known.table, headings.pop(), faithful=raw.faithful, beside=entries)
            if line.whole:
                with suppress(FaultyError, TypeError):
                    columns = line.columns(rows.lines)
        if columns is None:
            columns = self._one_by_one(known, rows, raw, result)
        result.blank += known.missing(columns, len(rows))
        if entries:
            result.tables[BLOCK] = Filled(len(rows), _beside(self.spec, columns))
        return columns

    def _entries(self, known: TableRows) -> Mapping[str, Column]:
        """The headings of the score block that the rows of a table may have."""
        return entry_headings(self.spec) if self._scored and known.table is scored_table(self.spec) else {}

    def _one_by_one(
        self, known: TableRows, rows: RawTable, raw: RawRecord, result: Converted
    ) -> dict[str, list[CellValue]]:
        """The columns of rows that differ in their headings, or have a fault."""
        columns: dict[str, list[CellValue]] = {}
        for index, row in enumerate(rows):
            line = self._lines.row(known.table, tuple(row.values), faithful=raw.faithful, beside=self._entries(known))
            for name, value in _values(line, row, result):
                columns.setdefault(name, [None] * len(rows))[index] = value
            result.issues += self._strangers(known, line, row)
        return columns

    def _strangers(self, known: TableRows, line: Line, row: RawRow) -> Iterator[Issue]:
        for heading in line.beside:
            if row.values[heading] is not None:
                yield self._unknown(row, heading, known.table)


def _check_printed(
    known: TableRows, columns: Mapping[str, Sequence[CellValue]], rows: RawTable, result: Converted
) -> None:
    """Each line of a table with fixed rows needs its printed row, once."""
    taken = Counter[str]()
    for index, said in enumerate(columns.get(known.key, [None] * len(rows))):
        key = squeezed_once(str(said or ""))
        taken[key] += 1
        if taken[key] > known.free[key]:
            printed = "、".join(known.printed)
            what = "是空的，应是" if said is None else f"为“{_shown(said)}”，没有印好这一行或已重复，应是"
            text = f"的“{known.key}”{what}：{printed}。"
            result.issues.append(Issue("value", "error", rows.place(index), text))


def _beside(spec: FormSpec, columns: dict[str, list[CellValue]]) -> dict[str, list[CellValue]]:
    """The columns of the score block, taken out of those of the table; percentages as the numbers that its cells hold."""
    given = {column: columns.pop(f"{BLOCK}_{column.name}", None) for column in entry_columns(spec)}
    return {
        column.name: [typed_value(column, value)[0] for value in values]
        for column, values in given.items()
        if values is not None
    }


def _values(line: Line, row: RawRow, result: Converted) -> Iterator[tuple[str, CellValue]]:
    """The values of a line by entry, one by one; a fault becomes an issue."""
    for key, cells, name in zip(line.keys, line.cells, line.names, strict=True):
        value: Any = row.values[key]
        found = cells.entry(value)
        if found.fault:
            text = f"的“{name}”为“{_shown(value)}”，{found.fault}。"
            result.issues.append(Issue("value", found.severity, row.position, text, name))
        yield name, found.value


def _shown(value: object) -> str:
    text = plain(value) if isinstance(value, Decimal) else str(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 40 else f"{text[:40]}…"
