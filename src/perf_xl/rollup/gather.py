"""A record (a filled form as read) into the entry the roll-up works with: identity, amounts in 万元, indicator rows.

Which field is which is taken from the English aliases of the layouts, so a new county's form needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.rates import amount_of
from perf_xl.forms.records import FormRecord, ReadProblem, Row
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.indicators import level2_name, level_name
from perf_xl.model.values import amount_in
from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, FundLine, Identity, IndicatorLine, Item, Place
from perf_xl.rollup.naming import normal_name, office_name

_UNIT_FIELDS = ("implementing_unit", "spending_unit", "department", "supervising_department")
_YEAR_FIELDS = ("year", "start_year")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_CELLS = ("target", "actual", "max_score", "score")
_ITEM_TABLES = ("项目支出", "任务")
_TOTAL_SOURCES = ("年度资金总额", "资金总额", "合计")


@cache
def aliases(spec: FormSpec) -> dict[str, str]:
    """English alias to the name of a single field."""
    return {field.en: field.name for field in spec.fields() if field.en}


def entry_of(record: FormRecord, *, file: str = "", hidden: bool = False) -> FormEntry:
    """The entry of a record. ``file`` is what messages and links call the workbook (default: the record's source)."""
    return _Gatherer(record, file or record.source).entry(hidden=hidden)


class _Gatherer:
    """Reads one record."""

    def __init__(self, record: FormRecord, file: str) -> None:
        self._record = record
        self._file = file
        self._spec = form_spec(record.form)
        self._fields = aliases(self._spec)

    def entry(self, *, hidden: bool) -> FormEntry:
        project = self._text("project_name")
        unit = next((text for en in _UNIT_FIELDS if (text := self._text(en))), "")
        department = self._text("supervising_department") or self._text("department") or unit
        record, spec = self._record, self._spec
        return FormEntry(
            identity=Identity(spec.id, self._year(), office_name(unit), normal_name(project)),
            level=spec.level,
            kind=spec.kind,
            title=spec.title,
            project=project,
            unit=unit,
            department=department,
            file=self._file,
            sheet=record.sheet,
            hidden=hidden,
            place=self._place(record.cells.get(self._fields.get("project_name", ""))),
            funds=tuple(self._funds()),
            indicators=tuple(self._indicators()),
            total_score=self._points("total_score"),
            other=tuple(self._other()),
            items=tuple(self._items()),
            unread=tuple(self._problem(problem) for problem in record.problems),
        )

    def _text(self, en: str) -> str:
        value = self._record.fields.get(self._fields.get(en, ""))
        if isinstance(value, Decimal):
            return plain(value)
        return "" if value is None else " ".join(str(value).split())

    def _year(self) -> int | None:
        for en in _YEAR_FIELDS:
            found = _YEAR.search(self._text(en))
            if found:
                return int(found[0])
        return self._spec.year

    def _place(self, ref: CellRef | None) -> Place | None:
        return Place(self._file, ref.sheet, _address(ref)) if ref else None

    def _amount(self, typed: CellValue, ref: CellRef | None, unit: str | None) -> Amount:
        return read_amount(typed, unit, self._place(ref))

    def _field_amount(self, en: str) -> Amount:
        field = self._spec.field(self._fields.get(en, ""))
        if field is None or field.name not in self._record.fields:
            return ABSENT
        return self._amount(self._record.fields[field.name], self._record.cells.get(field.name), field.unit)

    def _points(self, en: str) -> Amount:
        name = self._fields.get(en)
        if name is None:
            return ABSENT
        return read_points(self._record.fields.get(name), self._place(self._record.cells.get(name)))

    # money

    def _funds(self) -> Iterator[FundLine]:
        table = next((table for table in self._spec.tables() if table.role("budget") and table.role("spent")), None)
        if table is not None and self._spec.level == "project":
            yield from (self._fund_line(table, row) for row in self._record.rows(table.name))
        elif "budget" in self._fields:
            amounts = (self._field_amount(en) for en in ("initial_budget", "budget", "spent"))
            yield FundLine("年度资金总额", True, *amounts)

    def _fund_line(self, table: Table, row: Row) -> FundLine:
        name = _source_name(str(row.values.get(table.key.name) or ""))
        amounts = (self._row_amount(table, row, en) for en in ("initial_budget", "budget", "spent"))
        return FundLine(name, name in _TOTAL_SOURCES, *amounts)

    def _row_amount(self, table: Table, row: Row, en: str) -> Amount:
        column = table.role(en)
        if column is None:
            return ABSENT
        return self._amount(row.values.get(column.name), row.cells.get(column.name), column.unit)

    def _other(self) -> Iterator[tuple[str, Amount]]:
        if self._spec.level != "department":
            return
        for field in self._spec.fields():
            if field.kind == "amount" and field.name in self._record.fields:
                ref = self._record.cells.get(field.name)
                yield field.name, self._amount(self._record.fields[field.name], ref, field.unit)

    def _items(self) -> Iterator[Item]:
        for name in _ITEM_TABLES:
            table = self._spec.table(name)
            if table is None or self._spec.level != "department":
                continue
            for row in self._record.rows(name):
                text = str(row.values.get(table.key.name) or "").strip()
                place = self._place(row.cells.get(table.key.name)) or Place(self._file, self._record.sheet, "")
                yield Item(text, self._row_amount(table, row, "budget"), self._row_amount(table, row, "spent"), place)

    # indicators

    def _indicators(self) -> Iterator[IndicatorLine]:
        table = self._spec.table("指标")
        if table is None or table.role("level3") is None or self._spec.kind not in ("target", "self-evaluation"):
            return
        roles = {column.en: column.name for column in table.columns if column.en}
        for row in self._record.rows("指标"):
            name = row.values.get(roles["level3"])
            if name is not None:
                yield self._indicator(roles, row, str(name))

    def _indicator(self, roles: dict[str, str], row: Row, name: str) -> IndicatorLine:
        def value(en: str) -> CellValue:
            return row.values.get(roles.get(en, ""))

        own = self._place(row.cells.get(roles["level3"]))
        unit, comparison = value("unit"), value("comparison")
        return IndicatorLine(
            level1=_level1(value("level1")),
            level2=_level2(value("level2")),
            name=" ".join(name.split()),
            target=value("target"),
            actual=value("actual"),
            unit=str(unit) if unit is not None else None,
            comparison=str(comparison) if comparison is not None else None,
            max_score=value("max_score"),
            score=value("score"),
            place=own or Place(self._file, self._record.sheet, ""),
            cells=tuple((en, _address(ref)) for en in _CELLS if en in roles and (ref := row.cells.get(roles[en]))),
            has_actual="actual" in roles,
        )

    def _problem(self, problem: ReadProblem) -> str:
        where = f"“{problem.cell}”" if problem.cell else f"工作表“{self._record.sheet}”"
        match problem.kind:
            case "missing_name":
                return f"{where}丢失名称“{problem.name}”，该项没有读到，未计入汇总。请用“修复表格”补上名称。"
            case "label_changed":
                return f"{where}的标签“{problem.name}”被改动，其中的数没有读到。请改回原来的文字。"
            case _:
                return f"{where}的“{problem.text[:30]}”写在表格各栏之外，没有读入、未计入汇总。请移到表内相应的行。"


@lru_cache(maxsize=8192)
def _level1(value: CellValue) -> str:
    return level_name(None if value is None else str(value))


@lru_cache(maxsize=8192)
def _level2(value: CellValue) -> str:
    return level2_name(None if value is None else str(value))


@lru_cache(maxsize=65_536)
def _address(ref: CellRef) -> str:
    return ref.a1


@lru_cache(maxsize=4096)
def _source_name(source: str) -> str:
    return re.sub(r"^其中[:：]?", "", "".join(source.split()))


def read_amount(typed: CellValue, unit: str | None, place: Place | None) -> Amount:
    """An amount cell in 万元. A bare number counts in ``unit``; where the form prints none it cannot be told."""
    if typed is None:
        return Amount(None, "blank", None, place)
    if unit == "万元" and isinstance(typed, Decimal) and typed.is_finite():
        return Amount(typed, "number", typed, place)
    value = amount_of(typed, "万元") if unit in (None, "万元") else _converted(typed, unit)
    if value is None or not value.is_finite() or (unit is None and _is_bare(typed)):
        return Amount(None, "unreadable", typed, place)
    return Amount(value, "number", typed, place)


def read_points(typed: CellValue, place: Place | None) -> Amount:
    """A 得分 or 分值 cell as a number of points."""
    if typed is None:
        return Amount(None, "blank", None, place)
    text = str(typed).strip().removesuffix("分") if not isinstance(typed, Decimal) else plain(typed)
    value = Decimal(text) if re.fullmatch(r"\d{1,6}(?:\.\d{1,8})?", text) else None
    return Amount(value, "unreadable" if value is None else "number", typed, place)


def with_reference_score(entry: FormEntry, typed: CellValue, place: Place) -> FormEntry:
    """The entry with the total of its score block; unchanged while that is open."""
    score = read_points(typed, place)
    return replace(entry, reference_score=score) if score.state == "number" else entry


def _converted(typed: CellValue, unit: str | None) -> Decimal | None:
    """An amount cell of a column printed in 元 or 亿元, in 万元."""
    value = amount_of(typed, unit or "万元")
    return None if value is None else amount_in(value, unit or "万元", "万元")


def _is_bare(typed: CellValue) -> bool:
    return isinstance(typed, Decimal) or not re.search(r"[^\d.,\s+-]", str(typed))
