"""A record of data as a record of the form, with everything that is wrong with it named by row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perf_xl.bulk.source import NUMBER, TITLE, RawRecord, RawRow
from perf_xl.commands.generate import Entry, Headings, Severity, entry
from perf_xl.forms.outside import squeezed
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import Column, Field, FormSpec, Table
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

Kind = Literal["unreadable", "value", "unknown", "missing", "name"]

SEQUENCE = "序号"
_TITLES = ("project_name", "department")


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
    """A record of the form and what was found; with an error it must not be written."""

    record: FormRecord
    naming: dict[str, CellValue]
    issues: list[Issue] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether the record can be written."""
        return all(issue.severity != "error" for issue in self.issues)


_KEPT, _SHORT = 4096, 64


class _Entries:
    """The entries of one field or column; short texts come again and again, so what they mean is kept."""

    def __init__(self, item: Field | Column) -> None:
        self.item = item
        self._known: dict[tuple[str, bool], Entry] = {}

    def of(self, value: Any, *, faithful: bool) -> Entry:
        """The entry that ``value`` is."""
        if not isinstance(value, str) or len(value) > _SHORT:
            return entry(self.item, value, faithful=faithful)
        found = self._known.get((value, faithful))
        if found is None:
            found = entry(self.item, value, faithful=faithful)
            if len(self._known) < _KEPT:
                self._known[value, faithful] = found
        return found


class Converter:
    """Turns raw records into records of one form. ``lenient``: unknown columns are left out instead of refused."""

    def __init__(self, spec: FormSpec, *, lenient: bool = False) -> None:
        self.spec = spec
        self._headings = Headings(spec)
        self._lenient = lenient
        self._fields = {item.name: item for item in spec.fields()}
        self._entries: dict[tuple[str, str], _Entries | None] = {}
        self._names = {table.name: [column.name for column in table.columns] for table in spec.tables()}
        self._keys = {table.name: table.key.name for table in spec.tables()}
        self._required = {
            table.name: [column for column in table.columns if column.required] for table in spec.tables()
        }

    def convert(self, raw: RawRecord) -> Converted:
        """The record of ``raw`` with its issues."""
        result = Converted(FormRecord(self.spec.id, self.spec.version), {})
        if raw.error:
            result.issues.append(Issue("unreadable", "error", raw.header.position, raw.error))
            return result
        form = raw.meta.get("form")
        if form not in (None, self.spec.id):
            message = f"是“{form}”的数据，不是“{self.spec.id}”。请换 --form，或用 perf-xl regenerate 转换。"
            result.issues.append(Issue("unreadable", "error", raw.header.position, message))
            return result
        extra = self._convert_fields(raw, result)
        for name, rows in raw.tables.items():
            self._convert_table(name, rows, raw, result)
        result.naming = self._naming(raw, extra, result.record.fields)
        return result

    # fields

    def _convert_fields(self, raw: RawRecord, result: Converted) -> dict[str, CellValue]:
        """Fill the fields; gives 编号 and 名称, which need not be fields of the form."""
        extra = {key: raw.meta[key] for key in (NUMBER, TITLE) if key in raw.meta}
        for heading, value in raw.header.values.items():
            entries = self._field(heading)
            if entries is not None:
                found = entries.of(value, faithful=raw.faithful)
                result.record.fields[entries.item.name] = _noted(found, value, raw.header, entries.item.name, result)
            elif heading in (NUMBER, TITLE):
                extra[heading] = value.strip() if isinstance(value, str) else value
            elif value is not None or not heading:
                result.issues.append(self._unknown(raw.header, heading, self._headings.nearest(heading)))
        for name in self._missing_fields(result.record.fields):
            result.issues.append(_missing(raw.header, name))
        return extra

    def _field(self, heading: str) -> _Entries | None:
        """The entries of the field that a heading means; looked up once a heading."""
        key = ("", heading)
        if key not in self._entries:
            name = self._headings.field_name(heading)
            self._entries[key] = _Entries(self._fields[name]) if name is not None else None
        return self._entries[key]

    def _column(self, table: Table, heading: str) -> _Entries | None:
        key = (table.name, heading)
        if key not in self._entries:
            name = self._headings.column_name(table.name, heading)
            self._entries[key] = _Entries(table.column(name)) if name is not None else None
        return self._entries[key]

    def _missing_fields(self, fields: Mapping[str, CellValue]) -> Iterator[str]:
        return (item.name for item in self._fields.values() if item.required and fields.get(item.name) is None)

    def _unknown(self, row: RawRow, heading: str, near: tuple[str, ...]) -> Issue:
        hint = f"是不是“{'”或“'.join(near)}”？" if near else "表中没有相近的栏目。"
        return Issue(
            "unknown", "warning" if self._lenient else "error", row.position, f"有不认识的列“{heading}”，{hint}"
        )

    # tables

    def _convert_table(self, name: str, rows: list[RawRow], raw: RawRecord, result: Converted) -> None:
        table = self._headings.table(name)
        if table is None:
            if rows:
                near = self._headings.nearest_table(name)
                hint = f"可用：{'、'.join(near)}。" if near else "这种表没有表格。"
                severity: Severity = "warning" if self._lenient else "error"
                message = f"属于“{name}”，“{self.spec.title}”没有这个表格。{hint}"
                result.issues.append(Issue("unknown", severity, rows[0].position, message))
            return
        if not rows and not raw.faithful:
            return  # a table that has no lines for this record stays as the template prints it
        result.record.tables[name] = [self._convert_row(table, row, raw, result) for row in rows]
        if not table.grows:
            self._check_printed(table, rows, result)

    def _convert_row(self, table: Table, row: RawRow, raw: RawRecord, result: Converted) -> Row:
        values: dict[str, CellValue] = dict.fromkeys(self._names[table.name])
        for heading, value in row.values.items():
            entries = self._column(table, heading)
            if entries is not None:
                found = entries.of(value, faithful=raw.faithful)
                values[entries.item.name] = _noted(found, value, row, entries.item.name, result)
            elif value is not None:
                result.issues.append(self._unknown(row, heading, self._headings.nearest(heading, table.name)))
        if values[self._keys[table.name]] is not None:
            result.issues.extend(
                _missing(row, table.name_of(column))
                for column in self._required[table.name]
                if values[column.name] is None
            )
        return Row(values)

    def _check_printed(self, table: Table, rows: list[RawRow], result: Converted) -> None:
        """Each line of a table with fixed rows needs its printed row, once."""
        free = [squeezed(str(row.get(table.key.name) or "")) for row in table.rows]
        for row, source in zip(result.record.tables[table.name], rows, strict=True):
            wanted = squeezed(str(row.values[table.key.name] or ""))
            if wanted in free:
                free.remove(wanted)
                continue
            printed = "、".join(str(line.get(table.key.name) or "") for line in table.rows)
            text = f"的“{table.key.name}”为“{_shown(row.values[table.key.name])}”，不是印好的行（{printed}）或已重复。"
            result.issues.append(Issue("value", "error", source.position, text))

    # names

    def _naming(
        self, raw: RawRecord, extra: Mapping[str, CellValue], fields: Mapping[str, CellValue]
    ) -> dict[str, CellValue]:
        values = naming_values(self.spec, fields)
        values |= {key: value for key, value in extra.items() if value is not None}
        values[SEQUENCE] = Decimal(raw.number)
        return {key: plain(value) if isinstance(value, Decimal) else value for key, value in values.items()}


def naming_values(spec: FormSpec, fields: Mapping[str, CellValue]) -> dict[str, CellValue]:
    """What a file name may be made of: all fields, and 名称 (the project, else the department)."""
    names = {item.name: fields.get(item.name) for item in spec.fields()}
    names |= {item.en: fields.get(item.name) for item in spec.fields() if item.en}
    names[TITLE] = next((value for role in _TITLES if (value := names.get(role)) is not None), None)
    return {key: plain(value) if isinstance(value, Decimal) else value for key, value in names.items()}


def naming_fields(spec: FormSpec) -> tuple[str, ...]:
    """The fields a name pattern may use."""
    fields = spec.fields()
    return (NUMBER, TITLE, SEQUENCE, *(item.name for item in fields), *(item.en for item in fields if item.en))


def _noted(found: Entry, value: Any, row: RawRow, name: str, result: Converted) -> CellValue:
    """The value of an entry; its fault becomes an issue."""
    if found.fault:
        text = f"的“{name}”为“{_shown(value)}”，{found.fault}。"
        result.issues.append(Issue("value", found.severity, row.position, text, name))
    return found.value


def _missing(row: RawRow, name: str) -> Issue:
    return Issue("missing", "warning", row.position, f"的“{name}”是空的，留给填报人填写。", name)


def _shown(value: object) -> str:
    text = plain(value) if isinstance(value, Decimal) else str(value)
    text = "".join(letter if letter.isprintable() else "�" for letter in text)
    return text if len(text) <= 40 else f"{text[:40]}…"
