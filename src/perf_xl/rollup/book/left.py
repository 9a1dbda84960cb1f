"""The part of 填报情况 that says what is not in the totals: files, hidden sheets, copies, other kinds and years."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Paper
from perf_xl.rollup.entries import Place
from perf_xl.rollup.levels import tab_and_cell
from perf_xl.rollup.partial import Occurrence
from perf_xl.rollup.summary import Summary

_COLUMNS = (Column("类别", 12), Column("项目", 30, "left"), Column("", 13), Column("工作表", 30, "left"), Column("", 13),
            Column("文件", 34, "left"), Column("原因和处理办法", 40, "left"))  # fmt: skip


def write_left(paper: Paper, summary: Summary, links: Links) -> None:
    """The section, when there is anything to say."""
    rows = list(_rows(summary, links))
    if not rows:
        return
    paper.section("没有计入汇总的内容")
    paper.head(_COLUMNS)
    for kind, one, link, reason in rows:
        row = paper.row
        paper.body(_COLUMNS, [kind, one.project if one else None, None, one.sheet if one else None, None, link, reason])
        paper.mark_open(row, 1)


def _rows(summary: Summary, links: Links) -> Iterator[tuple[str, Occurrence | None, object, str]]:
    for failure in summary.failures:
        yield "未计入文件", None, links.file(failure.file), f"{failure.reason}。{failure.remedy}"
    for one in summary.hidden:
        yield "隐藏工作表", one, _place(links, one), hidden_reason(one)
    for one in summary.dropped:
        yield "未采用", one, _place(links, one), "同一项目已选定另一份表。"
    for found in summary.duplicates:
        for one in found:
            reason = "同一项目（表种、年度、单位、项目都相同）有多份，请选定一份。"
            yield "多份表", one, _place(links, one), reason
    for other in summary.other_series:
        yield "另一类表", None, other.what, other.reason
    for form in summary.uncompared:
        reason = f"“{form.title}”与本次汇总的种类或年度不同，没有与项目表比较。"
        yield "另一类表", None, links.file(form.file), reason


def hidden_reason(one: Occurrence) -> str:
    """Why a form on a hidden sheet is not added; names the sheet."""
    return f"工作表“{one.sheet}”是隐藏的，只列出，不计入汇总。要计入请取消隐藏。"


def _place(links: Links, one: Occurrence) -> object:
    return links.to(links.shown(one.file), Place(one.file, *tab_and_cell(one.sheet)))
