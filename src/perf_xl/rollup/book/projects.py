"""Sheet 项目汇总: one row a project; 合计, 其中 and 尾差 are rows of their own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from perf_xl.model.amounts import exact, execution_rate
from perf_xl.model.cells import column_letters
from perf_xl.rollup.book.funds import TOTAL_SOURCE, FundCells
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Formula, Paper
from perf_xl.rollup.book.project_table import ProjectTable, has_spent, sources_of
from perf_xl.rollup.book.project_totals import ProjectTotals, rate_formula
from perf_xl.rollup.book.styles import COUNT, MONEY, NUMBER, RATE
from perf_xl.rollup.entries import FormEntry, Place
from perf_xl.rollup.outcomes import Outcome
from perf_xl.rollup.rows import read_row
from perf_xl.rollup.summary import Summary

SHEET = "项目汇总"
GRADES = (("优", 90), ("良", 80), ("中", 60), ("差", 0))
"""Source: 优 90（含）-100, 良 80（含）-90, 中 60（含）-80, 差 60 以下."""


def total_line(entry: FormEntry) -> str:
    """The name of the entry's total line."""
    return entry.total.source if entry.total else TOTAL_SOURCE


class ProjectSheet:
    """Writes the sheet."""

    def __init__(self, paper: Paper, summary: Summary, links: Links, cells: FundCells) -> None:
        self.paper, self.summary, self.links, self.cells = paper, summary, links, cells
        self.sources = sources_of(summary)
        self.whats = ("budget", "spent") if has_spent(summary) else ("budget",)
        self.columns = self._columns()
        letters = [column_letters(n) for n in range(1, len(self.columns) + 1)]
        self.at = {
            column.heading.replace("\n", ""): letter for column, letter in zip(self.columns, letters, strict=True)
        }
        self.table = ProjectTable(self.at)

    def _columns(self) -> list[Column]:
        labels = {"budget": "预算", "spent": "执行"}
        by_source = [
            Column(f"{source}\n{labels[what]}", 11, "right", MONEY) for source in self.sources for what in self.whats
        ]
        money = [Column("全年预算数", 12, "right", MONEY)]
        scored: list[Column] = []
        if has_spent(self.summary):
            money += [Column("全年执行数", 12, "right", MONEY), Column("执行率", 9, "right", RATE)]
            scored = [Column("得分", 10, "right", NUMBER), Column("等级", 6)]
            scored += [
                Column(text, 7, "center", COUNT)
                for text in ("指标数", "已达成", "未达成", "需人工\n判断", "未填\n完成值")
            ]
        else:
            scored = [Column("指标数", 7, "center", COUNT)]
        head = [
            Column("序号", 6),
            Column("项目", 26, "left"),
            Column("主管部门", 18, "left"),
            Column("实施单位", 18, "left"),
        ]
        return [*head, *by_source, *money, *scored, Column("提示", 28, "left")]

    def write(self) -> ProjectTable:
        """The whole sheet."""
        paper = self.paper
        paper.columns(self.columns)
        paper.heading(f"{self.summary.title}——项目汇总", "单位：万元")
        paper.head(self.columns, repeat=True, freeze=True)
        self.table.first = paper.row
        for number, entry in enumerate(self.summary.entries, start=1):
            paper.body(self.columns, self._project(number, entry))
        self.table.last = paper.row - 1
        ProjectTotals(paper, self.summary, self.columns, self.sources, self.table).write()
        for text in self._notes():
            paper.note(text)
        paper.finish()
        return self.table

    # one project

    def _project(self, number: int, entry: FormEntry) -> list[object]:
        row = self.paper.row
        values: dict[str, object] = {
            "序号": self.links.to(number, entry.place or _first_place(entry)),
            "项目": entry.project or "（未填项目名称）",
            "主管部门": entry.department,
            "实施单位": entry.unit,
        }
        for source in self.sources:
            for what, label in (("budget", "预算"), ("spent", "执行")):
                values[f"{source}{label}"] = self._amount(number, entry, source, what, self.at.get(f"{source}{label}"))
        for what, label in (("budget", "全年预算数"), ("spent", "全年执行数")):
            values[label] = self._amount(number, entry, total_line(entry), what, self.at.get(label))
        values["执行率"] = self._rate(row, entry)
        values |= self._outcomes(entry)
        score = entry.total_score.value
        values["得分"], values["等级"] = score, grade(score)
        values["提示"] = "；".join(self._hints(entry)) or None
        return [values.get(column.heading.replace("\n", "")) for column in self.columns]

    def _amount(self, number: int, entry: FormEntry, source: str, what: str, letter: str | None) -> Formula | None:
        address = self.cells.address(number, source, what)
        line = next((line for line in entry.funds if line.source == source), None)
        if letter is None or address is None or line is None:
            return None
        value = getattr(line, what).value
        if value is not None:
            self.table.figures.append((f"{letter}{self.paper.row}", number, source, what))
        return Formula(f'IF(资金明细!{address}="","",资金明细!{address})', value)

    def _rate(self, row: int, entry: FormEntry) -> Formula | None:
        if not has_spent(self.summary):
            return None
        total = entry.total
        rate = execution_rate(total.budget.value, total.spent.value) if total else None
        return Formula(rate_formula(self.at, row), None if rate is None else exact(rate))

    def _outcomes(self, entry: FormEntry) -> dict[str, object]:
        counts: dict[Outcome, int] = {}
        for line in entry.indicators:
            outcome = read_row(line, self.summary.choices).outcome
            if outcome is not None:
                counts[outcome] = counts.get(outcome, 0) + 1
        labels = {outcome.label: counts.get(outcome, 0) for outcome in Outcome}
        return {"指标数": len(entry.indicators), **labels}

    def _hints(self, entry: FormEntry) -> list[str]:
        hints = list(entry.unread)
        twice = any(
            one.file == entry.file and one.sheet == entry.sheet for found in self.summary.duplicates for one in found
        )
        if twice:
            hints.append("同一项目有多份表，请选定一份")
        total = entry.total
        for label, amount in (
            ("全年预算数", total.budget if total else None),
            ("全年执行数", total.spent if total else None),
        ):
            if amount is None or amount.state == "blank":
                hints.append(f"{label}未填")
            elif amount.state == "unreadable":
                hints.append(f"{label}“{amount.typed}”不是金额")
        return hints

    # totals

    def _notes(self) -> Sequence[str]:
        idle = sorted(set(self.summary.whole.sources) - set(self.sources))
        not_shown = f"没有金额的来源未列：{'、'.join(idle)}。" if idle else ""
        return [
            (
                "口径说明：每行一份项目表，金额取自“资金明细”，点序号可打开原表。合计为年度资金总额相加；“其中”各行是合计的组成，不另计入；"
                f"尾差为合计减其中各项。{not_shown}"
            ),
            "执行率＝全年执行数÷全年预算数，合计行用合计数相除；预算数为空或为 0 时不计算。项目合计不等于部门整体支出：基本支出不在其中。"
            if has_spent(self.summary)
            else "绩效目标表没有执行数和得分，只汇总当年度金额。项目合计不等于部门整体支出：基本支出不在其中。",
        ]


def grade(score: Decimal | None) -> str | None:
    """优, 良, 中 or 差 of a score out of 100."""
    if score is None:
        return None
    return next(name for name, least in GRADES if score >= least)


def _first_place(entry: FormEntry) -> Place | None:
    return next((line.place for line in entry.indicators), None)
