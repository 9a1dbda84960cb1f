"""The rows under the projects on sheet 项目汇总: 合计, 其中 of each source (not added), 尾差."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book.paper import PLACES, Column, Formula, Paper
from perf_xl.rollup.book.project_table import ProjectTable, has_spent
from perf_xl.rollup.outcomes import Outcome
from perf_xl.rollup.summary import Summary
from perf_xl.rollup.tallies import FundTally, Total


def rate_formula(at: Mapping[str, str], row: int) -> str:
    """执行数 / 预算数 of a row; blank unless both are numbers and the budget is not zero."""
    budget, spent = f"{at['全年预算数']}{row}", f"{at['全年执行数']}{row}"
    return f'IF(COUNT({budget},{spent})<2,"",IF({budget}=0,"",{spent}/{budget}))'


@dataclass
class ProjectTotals:
    """Writes these rows; ``table`` says where the projects stand."""

    paper: Paper
    summary: Summary
    columns: Sequence[Column]
    sources: Sequence[str]
    table: ProjectTable

    @property
    def at(self) -> Mapping[str, str]:
        """Column letters by heading."""
        return self.table.columns

    def write(self) -> None:
        """All of them."""
        table, whole = self.table, self.summary.whole
        table.total = self.paper.row
        amounts: dict[str, object] = {}
        for what, label in (("budget", "全年预算数"), ("spent", "全年执行数")):
            if label in self.at:
                amounts[label] = self._sum(label, getattr(whole.total, what))
        for source in self.sources:
            for what, label in (("budget", "预算"), ("spent", "执行")):
                key = f"{source}{label}"
                if key in self.at:
                    amounts[key] = self._part(self.at[key], getattr(whole.sources[source], what))
        if has_spent(self.summary):
            amounts["执行率"] = Formula(rate_formula(self.at, table.total), _exact(self.summary.rate))
            amounts["得分"] = self._score()
            for heading in ("指标数", *(outcome.label for outcome in Outcome)):
                column = self.at[heading]
                count = sum(whole.outcomes.values()) if heading == "指标数" else sum(
                    n for (_, label), n in whole.outcomes.items() if label == heading
                )  # fmt: skip
                amounts[heading] = Formula(f"SUM({column}{table.first}:{column}{table.last})", Decimal(count))
        else:
            column = self.at["指标数"]
            count = sum(len(entry.indicators) for entry in self.summary.entries)
            amounts["指标数"] = Formula(f"SUM({column}{table.first}:{column}{table.last})", Decimal(count))
        self._total_row("合计", amounts)
        for source in self.sources:
            self._source_row(source, whole.sources[source])
        if self.sources:
            self._rest_row(whole.total)

    def _total_row(self, label: str, amounts: dict[str, object]) -> int:
        values = {"项目": label, **amounts}
        return self.paper.body(
            self.columns, [values.get(column.heading.replace("\n", "")) for column in self.columns], total=True
        )

    def _range(self, letter: str) -> str:
        return f"{letter}{self.table.first}:{letter}{self.table.last}"

    def _sum(self, label: str, total: Total) -> object:
        """合计 of 年度资金总额: open while a project has not filled it in, or while a form is there twice."""
        if self.summary.blocked:
            return "有多份表或不同年度，暂不合计"
        cells = self._range(self.at[label])
        missing = f"ROWS({cells})-COUNT({cells})"
        text = f'IF({missing}>0,"还有 "&({missing})&" 项未填",ROUND(SUM({cells}),{PLACES}))'
        now: CellValue = f"还有 {total.open} 项未填" if total.value is None else exact(total.value)
        return Formula(text, now)

    def _part(self, letter: str, total: Total) -> object:
        if self.summary.blocked:
            return None
        cells = self._range(letter)
        return Formula(f'IF(COUNT({cells})=0,"",ROUND(SUM({cells}),{PLACES}))', _exact(total.filled))

    def _source_row(self, source: str, tally: FundTally) -> None:
        total = self.table.total
        amounts: dict[str, object] = {}
        for what, part, label in (("budget", "预算", "全年预算数"), ("spent", "执行", "全年执行数")):
            letter = self.at.get(f"{source}{part}")
            if letter and not self.summary.blocked:
                now = _exact(getattr(tally, what).filled)
                amounts[label] = Formula(f'IF({letter}{total}="","",{letter}{total})', now)
        row = self.paper.row
        if has_spent(self.summary) and not self.summary.blocked:
            rate = _ratio(tally.spent.filled, tally.budget.filled)
            amounts["执行率"] = Formula(rate_formula(self.at, row), _exact(rate))
        self.table.source_rows[source] = self._total_row(f"其中：{source}（不另计）", amounts)

    def _rest_row(self, whole: FundTally) -> None:
        first, last = self.table.total + 1, self.table.total + len(self.sources)
        amounts: dict[str, object] = {}
        for what, label in (("budget", "全年预算数"), ("spent", "全年执行数")):
            letter = self.at.get(label)
            if letter is None or self.summary.blocked:
                continue
            value = getattr(whole, what).value
            parts = sum(
                (getattr(self.summary.whole.sources[s], what).filled or Fraction(0) for s in self.sources), Fraction(0)
            )
            cell, cells = f"{letter}{self.table.total}", f"{letter}{first}:{letter}{last}"
            now = None if value is None else exact(value - parts)
            amounts[label] = Formula(f'IF(ISNUMBER({cell}),ROUND({cell}-SUM({cells}),{PLACES}),"")', now)
        self._total_row("尾差（合计减其中各项）", amounts)

    def _score(self) -> Formula:
        cells = self._range(self.at["得分"])
        missing = f"ROWS({cells})-COUNT({cells})"
        scored = self.summary.whole.score.numbers
        left = len(self.summary.entries) - scored
        return Formula(f'IF({missing}>0,"还有 "&({missing})&" 项未得分","")', f"还有 {left} 项未得分" if left else None)


def _exact(value: Fraction | None) -> Decimal | None:
    return None if value is None else exact(value)


def _ratio(spent: Fraction | None, budget: Fraction | None) -> Fraction | None:
    return spent / budget if budget and spent is not None else None
