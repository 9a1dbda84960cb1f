"""Sheet 填报情况, the first one: what came in, what did not, what is not counted and why, and what is still open."""

from __future__ import annotations

from perf_xl.model.amounts import exact, round_half_up
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Paper
from perf_xl.rollup.book.styles import COUNT, MONEY, RATE
from perf_xl.rollup.coverage import Coverage, own_amount
from perf_xl.rollup.differences import money
from perf_xl.rollup.entries import Place
from perf_xl.rollup.partial import Occurrence
from perf_xl.rollup.summary import KIND_LABELS, Summary

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
_LISTS = (Column("类别", 12), Column("文件", 30, "left"), Column("", 13), Column("工作表", 30, "left"), Column("", 13),
          Column("项目", 34, "left"), Column("原因和处理办法", 40, "left"))  # fmt: skip


def write_status(paper: Paper, summary: Summary, links: Links) -> None:
    """The sheet."""
    paper.columns(COLUMNS)
    paper.heading(summary.title, "金额单位：万元")
    for text in headlines(summary):
        paper.headline(text)
    if summary.opens:
        _opens(paper, summary)
    if summary.coverage is not None:
        _coverage(paper, summary.coverage, links)
    elif summary.has_details:
        _arrived(paper, summary, links)
    _units(paper, summary)
    _failures(paper, summary, links)
    paper.note(
        "口径说明：应报项目取自部门自己的表（基础数据表的项目支出，或年度重点工作任务）或汇总口径文件；金额覆盖＝已报项目金额÷部门表的项目支出。"
        "名称相同（不计空格、引号、序号）的算已报，名称近似的列为待确认。没有读成的文件、隐藏工作表、重复的表都列在上面，不悄悄略去。"
    )
    paper.finish()


def headlines(summary: Summary) -> list[str]:
    """The sentences a manager reads first; also printed by the command line."""
    return [text for text in (_reported(summary), _money(summary), _indicators(summary)) if text]


def _reported(summary: Summary) -> str:
    count = summary.whole.projects
    failed = f"，未计入文件 {len(summary.failures)} 个" if summary.failures else ""
    coverage = summary.coverage
    if coverage is None:
        units = f"，{len(summary.units)} 个部门" if len(summary.units) > 1 else ""
        return f"已报项目表 {count} 份{units}{failed}。"
    share = f"，金额覆盖 {round_half_up(coverage.share * 100, 1)}%" if coverage.share is not None else ""
    confirm = f"（其中 {coverage.to_confirm} 项名称待确认）" if coverage.to_confirm else ""
    extra = coverage.confirmed + coverage.to_confirm
    beyond = f"，名单外 {count - extra} 份" if count > extra else ""
    return f"应报 {coverage.expected} 项，已报 {coverage.arrived} 项{confirm}，未报 {coverage.missing} 项{beyond}{failed}{share}。"


def _money(summary: Summary) -> str:
    if summary.blocked:
        return "合计暂不给出：有同一项目的多份表或不同年度的表，请先按下表处理。"
    budget = "未填全" if summary.budget is None else f"{money(summary.budget)} 万元"
    if summary.series.form_kind == "target":
        return f"当年度金额合计 {budget}。"
    spent = "未填全" if summary.spent is None else f"{money(summary.spent)} 万元"
    rate = f"，执行率 {round_half_up(summary.rate * 100)}%" if summary.rate is not None else ""
    return f"全年预算数合计 {budget}，全年执行数合计 {spent}{rate}。"


def _indicators(summary: Summary) -> str:
    waiting = sum(item.is_open for item in summary.indicators)
    differences = f"；与部门表不符 {len(summary.differences)} 处，见“差异清单”" if summary.differences else ""
    scores = summary.whole.score
    left = summary.whole.projects - scores.numbers
    scored = f"；还有 {left} 项未得分" if summary.series.form_kind == "self-evaluation" and left else ""
    return f"指标 {len(summary.indicators)} 个，其中 {waiting} 个待处理（见“指标汇总”的状态栏）{differences}{scored}。"


def _opens(paper: Paper, summary: Summary) -> None:
    paper.section("需要先处理的事项")
    for item in summary.opens[:100]:
        paper.note(f"{item.kind}：{item.message}")
    if len(summary.opens) > 100:
        paper.note(f"另有 {len(summary.opens) - 100} 项，未列。")


def _coverage(paper: Paper, coverage: Coverage, links: Links) -> None:
    basis = coverage.basis.replace(coverage.file, links.shown(coverage.file)) if coverage.file else coverage.basis
    paper.section(f"应报与已报（依据：{basis}）")
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


def _arrived(paper: Paper, summary: Summary, links: Links) -> None:
    paper.section("已报项目表")
    paper.head(COLUMNS, repeat=True)
    for entry in summary.entries:
        paper.body(COLUMNS, ["已报", None, None, entry.project, own_amount(entry).value, links.file(entry.file), None])


def _units(paper: Paper, summary: Summary) -> None:
    """One row a 主管部门, when there are several."""
    if len(summary.units) < 2:
        return
    columns = (Column("项目表数", 12, "center", COUNT), Column("主管部门", 30, "left"),
               Column("全年预算数", 13, "right", MONEY), Column("说明", 30, "left"), Column("全年执行数", 13, "right", MONEY),
               Column("执行率", 34, "right", RATE), Column("", 40))  # fmt: skip
    paper.section("各主管部门")
    paper.head(columns)
    for unit in summary.units:
        budget, spent = unit.value(unit.tally.total.budget), unit.value(unit.tally.total.spent)
        left = [f"全年{label}数 {total.open} 项未填或不是金额" for label, total in
                (("预算", unit.tally.total.budget), ("执行", unit.tally.total.spent)) if total.open]  # fmt: skip
        note = "有多份表，暂不合计" if unit.blocked else "；".join(left)
        rate = None if unit.rate is None else exact(unit.rate)
        paper.body(columns, [unit.tally.projects, unit.department, budget, note or None, spent, rate, None])


def _failures(paper: Paper, summary: Summary, links: Links) -> None:
    rows: list[tuple[str, Occurrence | None, object, str]] = [
        ("未计入文件", None, links.file(failure.file), f"{failure.reason}。{failure.remedy}")
        for failure in summary.failures
    ]
    rows += [
        ("隐藏工作表", one, _place(links, one), "隐藏的工作表只列出，不计入汇总。要计入请取消隐藏。")
        for one in summary.hidden
    ]
    rows += [("未采用", one, _place(links, one), "同一项目已选定另一份表。") for one in summary.dropped]
    rows += [
        ("多份表", one, _place(links, one), "同一项目（表种、年度、单位、项目都相同）有多份，请选定一份。")
        for found in summary.duplicates
        for one in found
    ]
    rows += [
        (
            "另一类表",
            None,
            f"{series.year or '年度不明'}年{KIND_LABELS[series.form_kind]}表 {count} 份",
            "与本次汇总的种类或年度不同，没有计入。",
        )
        for series, count in summary.other_series.items()
    ]
    if not rows:
        return
    paper.section("没有计入汇总的内容")
    paper.head(_LISTS)
    for kind, one, link, reason in rows:
        row = paper.row
        paper.body(_LISTS, [kind, link, None, one.sheet if one else None, None, one.project if one else None, reason])
        paper.mark_open(row, 1)


def _place(links: Links, one: Occurrence) -> object:
    return links.to(links.shown(one.file), Place(one.file, one.sheet, "A1"))
