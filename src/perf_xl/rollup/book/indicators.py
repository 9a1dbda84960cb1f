"""Sheet 指标汇总: what each indicator comes to, how it was added up and why; each row leads to its detail rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perf_xl.model.amounts import round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book import rows as detail
from perf_xl.rollup.book.paper import PLACES, Column, Formula, Link, Paper, local
from perf_xl.rollup.book.project_table import has_spent
from perf_xl.rollup.book.styles import COUNT, NUMBER
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.results import SUSPECTED_TWICE, Figure, IndicatorResult
from perf_xl.rollup.summary import Summary

SHEET = "指标汇总"
COLUMNS = (
    Column("一级指标", 12),
    Column("二级指标", 14),
    Column("三级指标", 34, "left"),
    Column("单位", 8),
    Column("汇总方式", 9),
    Column("依据", 20, "left"),
    Column("项目数", 7, "center", COUNT),
    Column("行数", 6, "center", COUNT),
    Column("目标\n符号", 5),
    Column("目标汇总", 13, "right", NUMBER),
    Column("完成\n符号", 5),
    Column("完成汇总", 13, "right", NUMBER),
    Column("按执行数\n加权", 11, "right", NUMBER),
    Column("状态", 14),
    Column("说明（定性分布、未汇总的原因）", 40, "left"),
)


@dataclass
class IndicatorTable:
    """Address of each figure and the indicator it belongs to, for 来源."""

    figures: list[tuple[str, str, IndicatorResult, Figure]] = field(default_factory=list)


def write_indicators(paper: Paper, summary: Summary, spans: detail.RowSpans) -> IndicatorTable:
    """The sheet. Departments stand one after the other when there are several."""
    table = IndicatorTable()
    paper.columns(COLUMNS)
    paper.heading(f"{summary.title}——指标汇总")
    several = len(summary.units) > 1
    paper.head(COLUMNS, repeat=True, freeze=True)
    department = None
    for item in summary.indicators:
        if several and item.key.unit_key.department != department:
            department = item.key.unit_key.department
            paper.section(department)
        _write(paper, summary, item, spans, table)
    _suggestions(paper, summary)
    for text in _notes(summary):
        paper.note(text)
    paper.finish()
    return table


def _write(
    paper: Paper, summary: Summary, item: IndicatorResult, spans: detail.RowSpans, table: IndicatorTable
) -> None:
    span = spans.spans.get(item.key) if summary.has_details else None
    shown = has_spent(summary)
    row = paper.row
    values = [
        item.level1,
        item.level2,
        item.name,
        item.key.unit or None,
        item.kind.label,
        item.reason,
        item.projects if item.projects is not None else "60 个以上",
        Link(item.rows, None, local(detail.SHEET, f"A{span[0]}")) if span else item.rows,
        item.target.sign or None,
        _figure(item.kind, item.target, detail.TARGET, span),
        item.actual.sign or None,
        _figure(item.kind, item.actual, detail.ACTUAL, span) if shown else None,
        item.by_spent.value if item.by_spent else None,
        item.status,
        _remark(item),
    ]
    paper.body(COLUMNS, values)
    if item.is_open:
        paper.mark_open(row, 14)
    for letter, what, figure in (("J", "目标汇总", item.target), ("L", "完成汇总", item.actual)):
        if figure.value is not None:
            table.figures.append((f"{letter}{row}", what, item, figure))


def _figure(kind: Kind, figure: Figure, column: str, span: tuple[int, int] | None) -> object:
    """A live formula over the detail rows; a constant where there are no detail rows; blank while open."""
    if figure.value is None:
        return None
    now: CellValue = round_half_up(figure.value, PLACES)
    if span is None:
        return figure.value
    cells, weight = (f"{detail.SHEET}!{letter}{span[0]}:{letter}{span[1]}" for letter in (column, detail.WEIGHT))
    missing = f"COUNT({cells})<ROWS({cells})"
    if kind is Kind.ADD or span[0] == span[1]:
        return Formula(f'IF({missing},"",ROUND(SUM({cells}),{PLACES}))', now)
    usable = f"OR({missing},COUNT({weight})<ROWS({weight}),MIN({weight})<=0)"
    return Formula(f'IF({usable},"",ROUND(SUMPRODUCT({cells},{weight})/SUM({weight}),{PLACES}))', now)


def _remark(item: IndicatorResult) -> str | None:
    parts = list(item.notes)
    if item.kind is Kind.WORDS:
        parts.insert(0, "、".join(f"{word} {count} 项" for word, count in item.distribution[:8]))
        if len(item.distribution) > 8:
            parts.append(f"另有 {len(item.distribution) - 8} 种")
        if item.lowest and len(item.distribution) > 1:
            parts.append(f"最低档：{item.lowest}")
    if item.status == SUSPECTED_TWICE:
        parts.append(
            "各项目：" + "、".join(f"{word}×{count}" if count > 1 else word for word, count in item.distribution[:6])
        )
    if item.by_spent is not None:
        parts.append("按全年执行数加权结果不同，列在旁边供比较")
    return "；".join(part for part in parts if part) or None


def _suggestions(paper: Paper, summary: Summary) -> None:
    if not summary.similar:
        return
    paper.section("名称近似的指标（没有合并，请确认是否同一指标）")
    for pair in summary.similar[:60]:
        paper.note(f"“{pair.first}”与“{pair.second}”，相似度 {pair.score}%")
    if len(summary.similar) > 60:
        paper.note(f"另有 {len(summary.similar) - 60} 对，未列。")


def _notes(summary: Summary) -> Sequence[str]:
    totals = "完成汇总" if has_spent(summary) else "目标汇总"
    return [
        (
            f"口径说明：同一项目在几个单位实施时，绝对值直接累加，相对值按全年预算数加权平均（{totals}栏为公式，逐行见“指标明细”，点行数可到）。"
            "同一部门的不同项目有同一指标的，记“疑似重复计数”，确认后（--confirm 或汇总口径文件的“可汇总”）才相加。"
        ),
        "单位不同（家、个、户）分开列示；未填不作 0，有一项未填就不给出汇总数；“≥”“及以上”相加后仍是下限，在符号栏注明。汇总方式可在汇总口径文件的“汇总方式”中更正。",
    ]
