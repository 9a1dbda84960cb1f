"""Sheet 指标明细: every indicator row with what it was read as; rows of one summed indicator stand together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from perf_xl.model.cells import CellValue
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Paper
from perf_xl.rollup.book.styles import MONEY, NUMBER
from perf_xl.rollup.entries import FormEntry, Place
from perf_xl.rollup.measures import Measure, shown
from perf_xl.rollup.partial import IndicatorKey, unit_key_of
from perf_xl.rollup.rows import IndicatorRow, read_row, weights
from perf_xl.rollup.summary import Summary

SHEET = "指标明细"
COLUMNS = (
    Column("序号", 6, name="指标明细_序号"),
    Column("主管部门", 16, "left"),
    Column("单位", 16, "left"),
    Column("项目", 22, "left"),
    Column("一级指标", 11, name="指标明细_一级指标"),
    Column("二级指标", 13, name="指标明细_二级指标"),
    Column("三级指标", 28, "left", name="指标明细_三级指标"),
    Column("指标\n类型", 6, name="指标明细_指标类型"),
    Column("计量\n单位", 6, name="指标明细_计量单位"),
    Column("指标值\n（原文）", 14, "left", name="指标明细_指标值"),
    Column("完成值\n（原文）", 14, "left", name="指标明细_完成值"),
    Column("分值", 6, "right", NUMBER, name="指标明细_分值"),
    Column("得分", 6, "right", NUMBER, name="指标明细_得分"),
    Column("汇总方式", 9),
    Column("单位\n（汇总）", 8),
    Column("目标数", 11, "right", NUMBER),
    Column("完成数", 11, "right", NUMBER),
    Column("权重（全年\n预算数）", 11, "right", MONEY),
    Column("达成情况", 11),
    Column("文件", 28, "left"),
    Column("工作表", 14, "left"),
    Column("单元格", 8),
    Column("指标值\n单元格", 8),
    Column("完成值\n单元格", 8),
)
TARGET, ACTUAL, WEIGHT = "P", "Q", "R"
LEVEL1, OUTCOME = "E", "S"


@dataclass
class RowSpans:
    """The rows of each indicator of 指标汇总, and their sources."""

    first: int = 0
    last: int = 0
    spans: dict[IndicatorKey, tuple[int, int]] = field(default_factory=dict)
    members: dict[IndicatorKey, list[tuple[int, FormEntry, IndicatorRow]]] = field(default_factory=dict)


def write_rows(paper: Paper, summary: Summary, links: Links) -> RowSpans:
    """All rows, in the order of 指标汇总."""
    result = RowSpans()
    groups = grouped(summary)
    columns = links.fitted(COLUMNS)
    paper.columns(columns)
    paper.heading("指标明细")
    paper.head(columns, repeat=True, freeze=True)
    result.first = paper.row
    for item in summary.indicators:
        first = paper.row
        for number, entry, row in groups.get(item.key, []):
            at = paper.body(columns, list(_values(number, entry, row, links)))
            result.members.setdefault(item.key, []).append((at, entry, row))
        result.spans[item.key] = (first, paper.row - 1)
    result.last = paper.row - 1
    paper.name_columns(columns, result.first - 1, result.last)
    paper.note(
        "口径说明：原文照录；目标数、完成数是从原文读出的数，金额折成万元，“≥”“及以上”等符号另记；读不出数或单位不明的留空。"
        "权重为该项目的全年预算数。达成情况只按两格原文判断，定性内容不同的记“需人工判断”。"
    )
    paper.finish()
    return result


def grouped(summary: Summary) -> dict[IndicatorKey, list[tuple[int, FormEntry, IndicatorRow]]]:
    """Project number, entry and row of each indicator."""
    groups: dict[IndicatorKey, list[tuple[int, FormEntry, IndicatorRow]]] = {}
    for number, entry in enumerate(summary.entries, start=1):
        unit_key = unit_key_of(entry)
        for line in entry.indicators:
            row = read_row(line, summary.choices)
            groups.setdefault(IndicatorKey(unit_key, row.name, row.unit or "", row.kind), []).append(
                (number, entry, row)
            )
    return groups


def _values(number: int, entry: FormEntry, row: IndicatorRow, links: Links) -> Iterator[object]:
    line = row.line
    budget, _ = weights(entry)
    yield from (number, entry.department, entry.unit, entry.project, line.level1, line.level2, line.name)
    yield from (line.comparison, line.unit, _typed(line.target), _typed(line.actual), line.max_score, line.score)
    yield from (row.kind.label, row.unit, _number(row.target, row), _number(row.actual, row), budget)
    yield row.outcome.label if row.outcome else None
    yield from (links.file(entry.file), entry.sheet, links.to(line.place.cell or None, line.place))
    for what in ("target", "actual"):
        cell = line.cell(what)
        yield links.to(cell, Place(line.place.file, line.place.sheet, cell)) if cell and line.cells else None


def _typed(value: CellValue) -> str | None:
    return None if value is None else shown(value)


def _number(value: Measure, row: IndicatorRow) -> object:
    return value.number if value.kind == "number" and value.unit == row.unit else None
