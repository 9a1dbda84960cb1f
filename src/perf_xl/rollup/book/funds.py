"""Sheet 资金明细: every funding line of every project with the file and cells it was read from."""

from __future__ import annotations

from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Link, Paper
from perf_xl.rollup.book.styles import MONEY, NUMBER
from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, FundLine
from perf_xl.rollup.levels import BY_NAMES
from perf_xl.rollup.summary import Summary

SHEET = "资金明细"
COLUMNS = (
    Column("序号", 6, name="资金明细_序号"),
    Column("主管部门", 18, "left", name="资金明细_主管部门"),
    Column("单位", 18, "left", name="资金明细_单位"),
    Column("项目", 24, "left", name="资金明细_项目"),
    Column("来源", 14, "left", name="资金明细_来源"),
    Column("层次", 6, name="资金明细_层次"),
    Column("年初预算数", 12, "right", MONEY, name="资金明细_年初预算数"),
    Column("全年预算数", 12, "right", MONEY, name="资金明细_全年预算数"),
    Column("全年执行数", 12, "right", MONEY, name="资金明细_全年执行数"),
    Column("未识别的原文", 14, "left", name="资金明细_原文"),
    Column("文件", 30, "left"),
    Column("工作表", 14, "left"),
    Column("预算单元格", 10),
    Column("执行单元格", 10),
    Column("表", 30, "left", name="资金明细_表"),
    Column("年度", 7, name="资金明细_年度"),
    Column("总分得分", 9, "right", NUMBER, name="资金明细_得分"),
    Column("参考得分", 9, "right", NUMBER, name="资金明细_参考得分"),
    Column("读法", 14, name="资金明细_读法"),
)
TOTAL_SOURCE = "年度资金总额"
AMOUNT_COLUMNS = {"initial": "G", "budget": "H", "spent": "I"}


class FundCells:
    """Where each amount stands on this sheet: the formulas of 项目汇总 point here."""

    def __init__(self) -> None:
        self._rows: dict[tuple[int, str], int] = {}
        self.first = 0
        self.last = 0

    def note(self, number: int, source: str, row: int) -> None:
        """Remember the row of a line of project ``number``."""
        self._rows.setdefault((number, source), row)

    def address(self, number: int, source: str, what: str) -> str | None:
        """``H6`` of an amount, None when the project has no such line."""
        row = self._rows.get((number, source))
        return f"{AMOUNT_COLUMNS[what]}{row}" if row else None


def write_funds(paper: Paper, summary: Summary, links: Links) -> FundCells:
    """All lines; the order of the projects is that of 项目汇总."""
    cells = FundCells()
    columns = links.fitted(COLUMNS)
    paper.columns(columns)
    paper.heading("资金明细", "单位：万元")
    paper.head(columns, repeat=True, freeze=True)
    cells.first = paper.row
    for number, entry in enumerate(summary.entries, start=1):
        for line in lines_of(entry):
            row = paper.body(columns, _values(number, entry, line, links))
            cells.note(number, line.source, row)
    cells.last = paper.row - 1
    paper.name_columns(columns, cells.first - 1, cells.last)
    paper.note(
        "口径说明：逐行取自各项目表的“资金”；空白表示没有填写，不作 0；各栏金额一律折成万元，原文带单位的按其单位折算。"
    )
    paper.finish()
    return cells


def _values(number: int, entry: FormEntry, line: FundLine, links: Links) -> list[object]:
    unreadable = [
        str(amount.typed) for amount in (line.initial, line.budget, line.spent) if amount.state == "unreadable"
    ]
    return [
        number,
        entry.department,
        entry.unit,
        entry.project,
        line.source,
        "合计" if line.is_total else "其中",
        line.initial.value,
        line.budget.value,
        line.spent.value,
        "；".join(unreadable) or None,
        links.file(entry.file),
        entry.sheet,
        _cell(line.budget, links),
        _cell(line.spent, links),
        entry.identity.form,
        entry.identity.year,
        entry.total_score.value if line.is_total else None,
        entry.reference_score.value if line.is_total else None,
        entry.route or BY_NAMES,
    ]


def lines_of(entry: FormEntry) -> tuple[FundLine, ...]:
    """The entry's lines; one blank total where the form lost all of them, so that the project is not lost."""
    if entry.total is not None:
        return entry.funds
    missing = Amount(None, "blank")
    return (FundLine(TOTAL_SOURCE, is_total=True, initial=ABSENT, budget=missing, spent=missing), *entry.funds)


def _cell(amount: Amount, links: Links) -> Link | None:
    return None if amount is ABSENT or amount.place is None else links.to(amount.place.cell, amount.place)
