"""Sheet 差异清单: figures that should be equal and are not, with where both stand and how far they are apart."""

from __future__ import annotations

from perf_xl.model.amounts import exact
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import PLACES, Column, Formula, Paper
from perf_xl.rollup.book.styles import MONEY
from perf_xl.rollup.differences import Side
from perf_xl.rollup.summary import Summary

SHEET = "差异清单"
COLUMNS = (
    Column("序号", 6),
    Column("差异", 18, "left"),
    Column("对象", 24, "left"),
    Column("甲", 22, "left"),
    Column("甲数", 13, "right", MONEY),
    Column("乙", 16, "left"),
    Column("乙数", 13, "right", MONEY),
    Column("差额\n（甲－乙）", 13, "right", MONEY),
    Column("甲的出处", 26, "left"),
    Column("乙的出处", 20, "left"),
    Column("说明", 20, "left"),
)


def write_differences(paper: Paper, summary: Summary, links: Links) -> None:
    """The sheet; it says so when nothing differs or nothing could be compared."""
    paper.columns(COLUMNS)
    paper.heading("差异清单", "单位：万元")
    paper.head(COLUMNS, repeat=True, freeze=True)
    for number, item in enumerate(summary.differences, start=1):
        row = paper.row
        second = item.second
        paper.body(COLUMNS, [
            number,
            item.topic,
            item.subject,
            item.first.label,
            links.to(item.first.value, item.first.place),
            second.label if second else "（没有对应的表）",
            links.to(second.value, second.place) if second else None,
            Formula(f"ROUND(E{row}-N(G{row}),{PLACES})", exact(item.delta)),
            _where(item.first, links),
            _where(second, links) if second else None,
            item.note or None,
        ])  # fmt: skip
    paper.note(_conclusion(summary))
    paper.note(
        "口径说明：比较的是项目表合计与部门表的项目支出、部门表所列各项目与项目表、部门表的合计与其明细、项目表的资金总额与各来源之和。"
        "差异照实列出，不作调整；没有对应的表的，差额为部门表所列的全部金额。点甲数、乙数可打开出处。"
    )
    paper.finish()


def _conclusion(summary: Summary) -> str:
    brief = (
        "" if summary.has_details else "本表只按主管部门列示，没有逐项核对部门表所列的项目（加 --details 可以核对）。"
    )
    if summary.differences:
        return f"共 {len(summary.differences)} 处不符，请逐项核实。{brief}"
    if not summary.departments:
        return brief or "没有发现差异：没有收到部门的表，只比较了各项目表内的合计。"
    return f"没有发现差异：所比较的各数全部相符。{brief}"


def _where(side: Side, links: Links) -> str:
    if side.place is None:
        return "各项目表相加，见“项目汇总”" if "项目表" in side.label else "逐行相加"
    return f"{links.shown(side.place.file)}　{side.place.sheet}!{side.place.cell}"
