"""Sheet 基础数据项目清单: the project lines for the 基础数据表, filled from the project forms beside the department's own."""

from __future__ import annotations

from decimal import Decimal

from perf_xl.model.amounts import exact
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import PLACES, Column, Formula, Paper
from perf_xl.rollup.book.project_table import has_spent
from perf_xl.rollup.book.styles import MONEY
from perf_xl.rollup.coverage import own_amount
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.summary import Summary

SHEET = "基础数据项目清单"


def write_listed(paper: Paper, summary: Summary, links: Links) -> None:
    """One line a project: what the department lists, what the project forms say, the difference."""
    own = "项目表：全年执行数" if has_spent(summary) else "项目表：当年度金额"
    columns: tuple[Column, ...] = (
        Column("序号", 6),
        Column("项目名称", 34, "left"),
        Column("部门表所列\n金额", 14, "right", MONEY),
        Column(own.replace("：", "：\n"), 14, "right", MONEY),
        Column("差额", 13, "right", MONEY),
        Column("状态", 10),
        Column("项目表文件", 36, "left"),
        Column("说明", 40, "left"),
    )
    columns = links.fitted(columns)
    paper.columns(columns)
    paper.heading("基础数据表——项目支出清单" if has_spent(summary) else "年度重点工作任务与项目清单", "单位：万元")
    paper.head(columns, repeat=True, freeze=True)
    first = paper.row
    for number, (name, listed, entry, state, note) in enumerate(_lines(summary), start=1):
        row = paper.row
        amount = own_amount(entry).value if entry else None
        difference = exact(listed - amount) if listed is not None and amount is not None else None
        delta = Formula(f'IF(COUNT(C{row}:D{row})<2,"",ROUND(C{row}-D{row},{PLACES}))', difference)
        paper.body(
            columns, [number, name, listed, amount, delta, state, links.file(entry.file) if entry else None, note]
        )
    last = paper.row - 1
    if last >= first:
        paper.body(
            columns,
            [None, "合计", *(_total(letter, first, last, summary) for letter in "CD"), None, None, None, None],
            total=True,
        )
    paper.note(
        "口径说明：项目名称按部门表；部门表没有列的项目接在后面。部门表所列金额照录；项目表金额由项目表取数，未报的留空，由单位填写。"
        "合计只加已有的数；年初预算数等其余栏目由单位填写。"
    )
    paper.finish()


Line = tuple[str, Decimal | None, FormEntry | None, str, str | None]


def _lines(summary: Summary) -> list[Line]:
    """The lists of all departments; where one has none, its projects as they came in."""
    listed = {coverage.department: coverage for coverage in summary.coverages if coverage.lines}
    lines = [line for coverage in listed.values() for line in coverage.lines]
    found: list[Line] = [
        (
            line.listed or (line.entry.project if line.entry else ""),
            line.listed_amount.value,
            line.entry,
            line.match,
            line.note or None,
        )
        for line in lines
    ]
    if "" in listed:
        return found  # one list for all of them
    rest = [entry for unit in summary.units if unit.department not in listed for entry in unit.entries]
    return found + [(entry.project, None, entry, "已报", None) for entry in rest]


def _total(letter: str, first: int, last: int, summary: Summary) -> object:
    if summary.blocked:
        return None
    values = [
        listed if letter == "C" else (own_amount(entry).value if entry else None)
        for _, listed, entry, _, _ in _lines(summary)
    ]
    numbers = [value for value in values if value is not None]
    cells = f"{letter}{first}:{letter}{last}"
    return Formula(
        f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),{PLACES}))', sum(numbers, Decimal(0)) if numbers else None
    )
