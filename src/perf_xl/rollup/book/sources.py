"""Sheet 来源: every figure of the summary with the file, sheet and cell it comes from, and the link to it."""

from __future__ import annotations

from perf_xl.rollup.book.indicators import SHEET as INDICATORS
from perf_xl.rollup.book.indicators import IndicatorTable
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Link, Paper, local
from perf_xl.rollup.book.project_table import ProjectTable
from perf_xl.rollup.book.projects import SHEET as PROJECTS
from perf_xl.rollup.book.rows import RowSpans
from perf_xl.rollup.book.styles import NUMBER
from perf_xl.rollup.entries import Place
from perf_xl.rollup.levels import BY_NAMES
from perf_xl.rollup.measures import shown
from perf_xl.rollup.summary import Summary

SHEET = "来源"
COLUMNS = (
    Column("汇总表", 12),
    Column("单元格", 9),
    Column("数据项", 34, "left"),
    Column("数值", 14, "right", NUMBER),
    Column("怎样得来", 24, "left"),
    Column("文件", 36, "left"),
    Column("工作表", 18, "left"),
    Column("单元格", 9),
    Column("原文", 22, "left"),
    Column("读法", 12),
)
_NO_PLACE = (None, None, None, None, None)
_WHAT = {"budget": "全年预算数", "spent": "全年执行数"}


def write_sources(
    paper: Paper, summary: Summary, links: Links, *, projects: ProjectTable, indicators: IndicatorTable, spans: RowSpans
) -> None:
    """The sheet."""
    columns = links.fitted(COLUMNS)
    paper.columns(columns)
    paper.heading("来源", "点“单元格”可回到汇总表，点“文件”后的单元格可打开原表")
    paper.head(columns, repeat=True, freeze=True)
    _totals(paper, summary, projects)
    _amounts(paper, summary, links, projects)
    _figures(paper, links, indicators, spans)
    paper.note(
        "口径说明：每行一个取数点。合计由各项目行相加，各项目行的出处逐一列出；指标汇总数由“指标明细”各行得出，每一行的出处列在该数之下。"
        "读法：按名称取数的，插行、移列都不影响；按表头标签识别的表没有名称，请对照原表核对。"
    )
    paper.finish()


def _own(sheet: str, address: str) -> Link:
    return Link(address, None, local(sheet, address))


def _totals(paper: Paper, summary: Summary, table: ProjectTable) -> None:
    if table.last < table.first:
        return
    for what, value in (("全年预算数", summary.budget), ("全年执行数", summary.spent)):
        letter = table.columns.get(what)
        if letter and value is not None:
            how = f"{PROJECTS} {letter}{table.first}:{letter}{table.last} 逐行相加"
            address = f"{letter}{table.total}"
            paper.body(COLUMNS, [PROJECTS, _own(PROJECTS, address), f"合计｜{what}", value, how, *_NO_PLACE])
    for source, row in table.source_rows.items():
        for what, key, part in (("budget", "全年预算数", "预算"), ("spent", "全年执行数", "执行")):
            letter, own = table.columns.get(key), table.columns.get(f"{source}{part}")
            value = getattr(summary.whole.sources[source], what).filled
            if letter and own and value is not None and not summary.blocked:
                how = f"{PROJECTS} {own}{table.first}:{own}{table.last} 逐行相加"
                address = f"{letter}{row}"
                label = f"其中：{source}｜{key}"
                paper.body(COLUMNS, [PROJECTS, _own(PROJECTS, address), label, value, how, *_NO_PLACE])


def _amounts(paper: Paper, summary: Summary, links: Links, table: ProjectTable) -> None:
    for address, number, source, what in table.figures:
        entry = summary.entries[number - 1]
        amount = getattr(next(line for line in entry.funds if line.source == source), what)
        label = f"{entry.project}｜{source}｜{_WHAT[what]}"
        paper.body(
            COLUMNS,
            [
                PROJECTS,
                _own(PROJECTS, address),
                label,
                amount.value,
                "直接取数",
                *_place(amount.place, links),
                shown(amount.typed),
                entry.route or BY_NAMES,
            ],
        )


def _figures(paper: Paper, links: Links, table: IndicatorTable, spans: RowSpans) -> None:
    for address, what, item, figure in table.figures:
        how = item.kind.method if item.rows > 1 else "直接取数"
        label = f"{item.name}｜{what}"
        values = [INDICATORS, _own(INDICATORS, address), label, figure.value, how]
        members = spans.members.get(item.key, [])
        if not members:
            paper.body(COLUMNS, [*values, *_NO_PLACE])
        for number, (_, entry, row) in enumerate(members):
            key = "target" if what == "目标汇总" else "actual"
            line = row.line
            place = Place(line.place.file, line.place.sheet, line.cell(key))
            measure = row.target if key == "target" else row.actual
            first = (
                values
                if number == 0
                else [INDICATORS, _own(INDICATORS, address), f"　其中：{row.line.name}", measure.number, "组成"]
            )
            paper.body(COLUMNS, [*first, *_place(place, links), measure.text, entry.route or BY_NAMES])


def _place(place: Place | None, links: Links) -> list[object]:
    if place is None:
        return [None, None, None]
    return [links.file(place.file), place.sheet, links.to(place.cell, place) if place.cell else None]
