"""A record (a filled form as read) into the entry the roll-up works with: identity, amounts in 万元, indicator rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import FormRecord, ReadProblem, Row
from perf_xl.forms.spec import FormSpec
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue
from perf_xl.model.indicators import level2_name, level_name
from perf_xl.rollup.addresses import addresses_of
from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, FundLine, Identity, IndicatorLine, Item, Place
from perf_xl.rollup.naming import normal_name, office_name
from perf_xl.rollup.roles import FundRoles, Roles, RowRoles, Where, roles_of
from perf_xl.rollup.typed import read_amount, read_points

_YEAR = re.compile(r"(?:19|20)\d{2}")
_TOTAL_SOURCES = ("年度资金总额", "资金总额", "合计")


def entry_of(record: FormRecord, *, file: str = "", hidden: bool = False) -> FormEntry:
    """The entry of a record. ``file`` is what messages and links call the workbook (default: the record's source)."""
    spec = form_spec(record.form)
    return _Gatherer(record, spec, file or record.source).entry(spec, hidden=hidden)


def with_reference_score(entry: FormEntry, typed: CellValue, place: Place) -> FormEntry:
    """The entry with the total of its score block; unchanged while that is open."""
    score = read_points(typed, place)
    return replace(entry, reference_score=score) if score.state == "number" else entry


class _Gatherer:
    """Reads one record."""

    __slots__ = ("_addresses", "_file", "_record", "_roles", "_sheet")

    def __init__(self, record: FormRecord, spec: FormSpec, file: str) -> None:
        self._record = record
        self._file = file
        self._sheet = record.sheet
        self._roles: Roles = roles_of(spec)
        self._addresses = addresses_of(record.cells)

    def entry(self, spec: FormSpec, *, hidden: bool) -> FormEntry:
        roles, record = self._roles, self._record
        project = self._text(roles.project)
        unit = next((text for name in roles.units if (text := self._text(name))), "")
        return FormEntry(
            identity=Identity(spec.id, self._year(spec), office_name(unit), normal_name(project)),
            level=spec.level,
            kind=spec.kind,
            title=spec.title,
            project=project,
            unit=unit,
            department=self._text(roles.supervisor) or self._text(roles.department) or unit,
            file=self._file,
            sheet=self._sheet,
            hidden=hidden,
            place=self._place(self._addresses, roles.project),
            funds=tuple(self._funds()),
            indicators=tuple(self._indicators(roles.rows)) if roles.rows is not None else (),
            total_score=self._points(roles.score),
            other=tuple(self._other()),
            items=tuple(item for table in roles.items for item in self._items(table)),
            unread=tuple(self._problem(problem) for problem in record.problems),
        )

    def _text(self, name: str) -> str:
        value = self._record.fields.get(name)
        if isinstance(value, Decimal):
            return plain(value)
        return "" if value is None else " ".join(str(value).split())

    def _year(self, spec: FormSpec) -> int | None:
        for name in self._roles.years:
            found = _YEAR.search(self._text(name))
            if found:
                return int(found[0])
        return spec.year

    def _place(self, addresses: Mapping[str, str], name: str) -> Place | None:
        address = addresses.get(name)
        return None if address is None else Place(self._file, self._sheet, address)

    def _points(self, name: str | None) -> Amount:
        if name is None:
            return ABSENT
        return read_points(self._record.fields.get(name), self._place(self._addresses, name))

    # money

    def _funds(self) -> Iterator[FundLine]:
        roles = self._roles
        if roles.funds is not None:
            for row in self._record.rows(roles.funds.table):
                source = _source_name(str(row.values.get(roles.funds.source) or ""))
                yield FundLine(source, source in _TOTAL_SOURCES, *self._amounts(roles.funds.amounts, row))
        elif roles.money is not None:
            yield FundLine("年度资金总额", True, *(self._field_amount(where) for where in roles.money))

    def _amounts(self, columns: tuple[Where | None, ...], row: Row) -> list[Amount]:
        values, addresses = row.values, addresses_of(row.cells)
        return [
            ABSENT if where is None else read_amount(values.get(where[0]), where[1], self._place(addresses, where[0]))
            for where in columns
        ]

    def _field_amount(self, where: Where | None) -> Amount:
        if where is None or where[0] not in self._record.fields:
            return ABSENT
        name, unit = where
        return read_amount(self._record.fields[name], unit, self._place(self._addresses, name))

    def _other(self) -> Iterator[tuple[str, Amount]]:
        for where in self._roles.other:
            if where[0] in self._record.fields:
                yield where[0], self._field_amount(where)

    def _items(self, roles: FundRoles) -> Iterator[Item]:
        for row in self._record.rows(roles.table):
            text = str(row.values.get(roles.source) or "").strip()
            place = self._place(addresses_of(row.cells), roles.source) or Place(self._file, self._sheet, "")
            _, budget, spent = self._amounts(roles.amounts, row)
            yield Item(text, budget, spent, place)

    # indicators

    def _indicators(self, roles: RowRoles) -> Iterator[IndicatorLine]:
        key, has_actual = roles.columns["level3"], "actual" in roles.columns
        level1, level2, target, actual, unit, comparison, max_score, score = (
            roles.name(alias)
            for alias in ("level1", "level2", "target", "actual", "unit", "comparison", "max_score", "score")
        )
        for row in self._record.rows(roles.table):
            get, addresses = row.values.get, addresses_of(row.cells)
            name = get(key)
            if name is None:
                continue
            yield IndicatorLine(
                _level1(get(level1)),
                _level2(get(level2)),
                " ".join(str(name).split()),
                get(target),
                get(actual),
                _text_or_none(get(unit)),
                _text_or_none(get(comparison)),
                get(max_score),
                get(score),
                Place(self._file, self._sheet, addresses.get(key, "")),
                tuple([(alias, addresses[column]) for alias, column in roles.cells if column in addresses]),
                has_actual,
            )

    def _problem(self, problem: ReadProblem) -> str:
        where = f"“{problem.cell}”" if problem.cell else f"工作表“{self._sheet}”"
        match problem.kind:
            case "missing_name":
                return f"{where}丢失名称“{problem.name}”，该项没有读到，未计入汇总。请用“修复表格”补上名称。"
            case "not_calculated":
                return f"{where}的“{problem.name}”是没有计算过的公式，读不到数。请用 Excel 打开、保存一次后再汇总。"
            case "label_changed":
                return f"{where}的标签“{problem.name}”被改动，其中的数没有读到。请改回原来的文字。"
            case _:
                return f"{where}的“{problem.text[:30]}”写在表格各栏之外，没有读入、未计入汇总。请移到表内相应的行。"


def _text_or_none(value: CellValue) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=8192)
def _level1(value: CellValue) -> str:
    return level_name(None if value is None else str(value))


@lru_cache(maxsize=8192)
def _level2(value: CellValue) -> str:
    return level2_name(None if value is None else str(value))


@lru_cache(maxsize=4096)
def _source_name(source: str) -> str:
    return re.sub(r"^其中[:：]?", "", "".join(source.split()))
