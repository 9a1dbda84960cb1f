"""Sheet 填报情况, the first one: what came in, what did not, what is not counted and why, and what is still open."""

from __future__ import annotations

from perf_xl.model.amounts import exact
from perf_xl.rollup.book.headlines import covered, headlines
from perf_xl.rollup.book.left import write_left
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Paper
from perf_xl.rollup.book.styles import COUNT, MONEY, RATE
from perf_xl.rollup.coverage import Coverage, own_amount
from perf_xl.rollup.levels import STATE_NAME
from perf_xl.rollup.summary import Summary

SHEET = "填报情况"
COLUMNS = (
    Column("状态", 12),
    Column("部门表所列", 30, "left"),
    Column("所列金额\n（万元）", 13, "right", MONEY),
    Column("项目表", 30, "left"),
    Column("项目表金额\n（万元）", 13, "right", MONEY),
    Column("文件", 34, "left"),
    Column("说明", 40, "left"),
)


def write_status(paper: Paper, summary: Summary, links: Links) -> None:
    """The sheet."""
    paper.columns(links.fitted(COLUMNS))
    paper.heading(summary.title, "金额单位：万元")
    first = paper.row
    for text in headlines(summary):
        paper.headline(text)
    paper.name(STATE_NAME, first, paper.row - 1)
    if summary.opens:
        _opens(paper, summary)
    _units(paper, summary)
    listed = [coverage for coverage in summary.coverages if coverage.lines]
    for coverage in listed:
        _coverage(paper, coverage, links)
    if summary.has_details and not any(coverage.department == "" for coverage in listed):
        _arrived(paper, summary, [coverage.department for coverage in listed], links)
    write_left(paper, summary, links)
    paper.note(
        "口径说明：应报项目取自部门自己的表（基础数据表的项目支出，或年度重点工作任务）或汇总口径文件；金额覆盖＝已报项目金额÷部门表的项目支出。"
        "名称相同（不计空格、引号、序号）的算已报，名称近似的列为待确认。没有读成的文件、隐藏工作表、重复的表都列在上面，不悄悄略去。"
    )
    paper.finish()


def _opens(paper: Paper, summary: Summary) -> None:
    paper.section("需要先处理的事项")
    for item in summary.opens[:100]:
        paper.note(f"{item.kind}：{item.message}")
    if len(summary.opens) > 100:
        paper.note(f"另有 {len(summary.opens) - 100} 项，未列。")


def _coverage(paper: Paper, coverage: Coverage, links: Links) -> None:
    basis = coverage.basis.replace(coverage.file, links.shown(coverage.file)) if coverage.file else coverage.basis
    whose = f"{coverage.department}：" if coverage.department else ""
    paper.section(f"{whose}应报与已报（依据：{basis}）")
    paper.head(COLUMNS, repeat=True)
    for line in coverage.lines:
        row = paper.row
        entry = line.entry
        paper.body(COLUMNS, [
            line.match,
            links.to(line.listed, line.listed_place) if line.listed else None,
            line.listed_amount.value,
            entry.project if entry else None,
            own_amount(entry).value if entry else None,
            links.file(entry.file) if entry else None,
            line.note or None,
        ])  # fmt: skip
        if line.match != "已报":
            paper.mark_open(row, 1)


def _arrived(paper: Paper, summary: Summary, listed: list[str], links: Links) -> None:
    """The projects of departments that have no list of what is expected."""
    units = [unit for unit in summary.units if unit.department not in listed]
    if not units:
        return
    paper.section("已报项目表" if not listed else "已报项目表（部门没有项目名单，没有核对应报）")
    paper.head(COLUMNS, repeat=True)
    for entry in (entry for unit in units for entry in unit.entries):
        paper.body(COLUMNS, ["已报", None, None, entry.project, own_amount(entry).value, links.file(entry.file), None])


_UNITS = (Column("项目表数", 12, "center", COUNT), Column("主管部门", 30, "left"),
          Column("全年预算数", 13, "right", MONEY), Column("应报与已报", 30, "left"),
          Column("全年执行数", 13, "right", MONEY), Column("执行率", 34, "center", RATE), Column("说明", 40, "left"))  # fmt: skip


def _units(paper: Paper, summary: Summary) -> None:
    """One row a 主管部门, when there are several."""
    if len(summary.units) < 2:
        return
    paper.section("各主管部门")
    paper.head(_UNITS)
    coverages = {coverage.department: coverage for coverage in summary.coverages}
    for unit in summary.units:
        left = [f"全年{label}数 {total.open} 项未填或不是金额" for label, total in
                (("预算", unit.tally.total.budget), ("执行", unit.tally.total.spent)) if total.open]  # fmt: skip
        note = "有多份表或不同年度的表，暂不合计" if unit.blocked else "；".join(left)
        rate = None if unit.rate is None else exact(unit.rate)
        reported = covered(coverages.get(unit.department))
        paper.body(
            _UNITS, [unit.tally.projects, unit.department, unit.budget, reported, unit.spent, rate, note or None]
        )
