"""Sheet 图表: native Excel charts with Chinese titles, over a small table of their own figures on the same sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from openpyxl.chart import BarChart
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor

from perf_xl.model.amounts import exact
from perf_xl.model.indicators import IndicatorCategory
from perf_xl.rollup.book.bars import BLUE, GREEN, GREY, ORANGE, RED, Figures, bar_chart, series_of
from perf_xl.rollup.book.paper import Column, Formula, Paper
from perf_xl.rollup.book.project_table import ProjectTable, has_spent
from perf_xl.rollup.book.projects import GRADES, grade
from perf_xl.rollup.book.projects import SHEET as PROJECTS
from perf_xl.rollup.book.rows import LEVEL1, OUTCOME
from perf_xl.rollup.book.rows import SHEET as ROWS
from perf_xl.rollup.book.styles import COUNT, RATE
from perf_xl.rollup.outcomes import Outcome
from perf_xl.rollup.rows import weights
from perf_xl.rollup.summary import Summary

SHEET = "图表"
MOST_BARS = 30
_MONEY = "#,##0.00"
_NOTHING = "0;;"
"""Counts on stacked bars: a zero is not written."""
_WIDTH = 12
"""Columns under the charts: whatever a program makes of their width, the charts have it too."""
_DATA = _WIDTH + 2
"""The column where the charts' figures begin."""
_HEIGHT = 15.0
"""Points of each row, stated, so that charts that hang on rows are as high everywhere."""

Rows = Sequence[Sequence[object]]


class Charts:
    """Writes the figures right of the page, and the charts over them."""

    def __init__(self, paper: Paper, summary: Summary, table: ProjectTable, details: tuple[int, int]) -> None:
        self.paper, self.summary, self.table, self.details = paper, summary, table, details
        self._row = self._top = 3

    def write(self) -> None:
        """All charts that have something to show."""
        sheet = self.paper.sheet
        self.paper.columns([Column("", 9.5) for _ in range(_WIDTH)])
        self.paper.heading(f"{self.summary.title}——图表")
        for number, width in enumerate((28, 12, 12, 12, 12), start=_DATA):
            sheet.column_dimensions[sheet.cell(1, number).column_letter].width = width
        if has_spent(self.summary):
            self._rates()
        else:
            self._budgets()
        self._sources()
        if has_spent(self.summary):
            self._scores()
            self._completion()
        for row in range(3, max(self._row, self._top)):
            sheet.row_dimensions[row].height = _HEIGHT
        self.paper.row = self._top
        self.paper.note(
            "口径说明：各图的数在右侧各栏，是“项目汇总”“指标明细”的公式，改了明细图随着变。执行率＝全年执行数÷全年预算数，算不出的项目不列；"
            "得分分布按项目表的总分；完成情况只按指标值和完成值两格判断。"
        )
        self.paper.finish(last_column=_WIDTH, landscape=False, one_page=True)

    # one chart each

    def _rates(self) -> None:
        """执行率 by project; with many projects those with the lowest rates."""
        entries = list(enumerate(self.summary.entries, start=self.table.first))
        found = [(row, entry.project, rate) for row, entry in entries if (rate := self._rate(row)) is not None]
        chosen = found if len(found) <= MOST_BARS else sorted(found, key=lambda item: (item[2], item[0]))[:MOST_BARS]
        if not chosen:
            return
        title = "各项目执行率" if len(chosen) == len(entries) else f"执行率最低的 {len(chosen)} 个项目"
        figures = self._block(["项目", "执行率"], self._by_project("执行率", chosen), [RATE], [BLUE])
        self._place(bar_chart(title, figures, direction="bar", axis_format="0%"), 5 + 1.2 * len(chosen))

    def _budgets(self) -> None:
        """当年度金额 by project, for target forms; with many projects those with the most money."""
        entries = list(enumerate(self.summary.entries, start=self.table.first))
        found = [(row, e.project, amount) for row, e in entries if (amount := weights(e)[0]) is not None]
        chosen = sorted(found, key=lambda item: (-item[2], item[0]))[:MOST_BARS]
        if not chosen:
            return
        whole = len(chosen) == len(entries)
        title = "各项目当年度金额（万元）" if whole else f"金额最大的 {len(chosen)} 个项目（万元）"
        figures = self._block(["项目", "当年度金额"], self._by_project("全年预算数", chosen), [_MONEY], [BLUE])
        self._place(bar_chart(title, figures, direction="bar", axis_format="#,##0"), 5 + 1.2 * len(chosen))

    def _by_project(self, heading: str, chosen: Sequence[tuple[int, str, Fraction]]) -> Rows:
        name, letter = self.table.columns["项目"], self.table.columns[heading]
        return [
            [Formula(f"{PROJECTS}!{name}{row}", text), Formula(f"{PROJECTS}!{letter}{row}", exact(value))]
            for row, text, value in chosen
        ]

    def _rate(self, row: int) -> Fraction | None:
        total = self.summary.entries[row - self.table.first].total
        if total is None or not total.budget.value or total.spent.value is None:
            return None
        return Fraction(total.spent.value) / Fraction(total.budget.value)

    def _sources(self) -> None:
        """Budget and spent by source of money."""
        rows = self.table.source_rows
        if not rows or self.summary.blocked:
            return
        budget, spent = self.table.columns["全年预算数"], self.table.columns.get("全年执行数")
        body = []
        for source, row in rows.items():
            tally = self.summary.whole.sources[source]
            values: list[object] = [source]
            for letter, total in ((budget, tally.budget), (spent, tally.spent)):
                if letter:
                    values.append(Formula(f"N({PROJECTS}!{letter}{row})", exact(total.filled or Fraction(0))))
            body.append(values)
        heads = ["资金来源", "全年预算数", "全年执行数"][: 3 if spent else 2]
        figures = self._block(heads, body, [_MONEY, _MONEY], [BLUE, ORANGE])
        self._place(bar_chart("各来源资金（万元）", figures, direction="col", axis_format="#,##0"), 15)

    def _scores(self) -> None:
        """How many projects in each grade."""
        grades = [grade(entry.total_score.value) for entry in self.summary.entries]
        labels = ["优（90–100）", "良（80–90）", "中（60–80）", "差（60以下）", "未得分"]
        letter = self.table.columns["等级"]
        cells = f"{PROJECTS}!{letter}{self.table.first}:{letter}{self.table.last}"
        body: list[list[object]] = [
            [label, Formula(f'COUNTIF({cells},"{name}")', Decimal(grades.count(name)))]
            for label, (name, _) in zip(labels, GRADES, strict=False)
        ]
        missing = grades.count(None)
        body.append([labels[-1], Formula(f"ROWS({cells})-COUNTA({cells})", Decimal(missing))])
        figures = self._block(["等级", "项目数"], body, [COUNT], [GREEN])
        title = "得分分布" + (f"（还有 {missing} 项未得分）" if missing else "")
        step = max(1, math.ceil(max(grades.count(name) for name in set(grades)) / 5)) if grades else 1
        self._place(bar_chart(title, figures, direction="col", axis_format="0", step=step), 15)

    def _completion(self) -> None:
        """Rows that reached their target, by first level."""
        known = [category.label for category in IndicatorCategory]
        levels = sorted(
            {level for level, _ in self.summary.whole.outcomes},
            key=lambda level: (known.index(level) if level in known else len(known), level),
        )
        if not levels:
            return
        body: list[list[object]] = [
            [level or "（未写一级指标）", *(self._count(level, outcome.label) for outcome in Outcome)]
            for level in levels
        ]
        heads = ["一级指标", *(outcome.label for outcome in Outcome)]
        figures = self._block(heads, body, [_NOTHING] * len(Outcome), [GREEN, RED, ORANGE, GREY])
        chart = bar_chart("一级指标完成情况（项）", figures, direction="bar", axis_format="0", stacked=True)
        self._place(chart, 7 + 2.2 * len(levels))

    def _count(self, level: str, outcome: str) -> Formula:
        first, last = self.details
        levels, outcomes = (f"{ROWS}!{letter}{first}:{letter}{last}" for letter in (LEVEL1, OUTCOME))
        now = Decimal(self.summary.whole.outcomes.get((level, outcome), 0))
        return Formula(f'COUNTIFS({levels},"{level}",{outcomes},"{outcome}")', now)

    # figures and places

    def _block(self, heads: Sequence[str], body: Rows, formats: Sequence[str], colours: Sequence[str]) -> Figures:
        """The chart's table, written, and its figures as they are now."""
        first = self._row
        for offset, head in enumerate(heads):
            self.paper.put(first, _DATA + offset, head)
        for number, values in enumerate(body, start=1):
            for offset, (value, number_format) in enumerate(zip(values, ["General", *formats], strict=False)):
                self.paper.put(first + number, _DATA + offset, value, number_format)
        self._row = first + len(body) + 2
        shown = [[value.now if isinstance(value, Formula) else value for value in values] for values in body]
        columns = [[Decimal(str(line[n])) for line in shown] for n in range(1, len(heads))]
        series = series_of(heads[1:], columns, formats, colours)
        return Figures(SHEET, first, _DATA, tuple(str(line[0]) for line in shown), series)

    def _place(self, chart: BarChart, rows: float) -> None:
        """Hang the chart on the columns of the page and on the next ``rows`` rows."""
        bottom = self._top + max(round(rows), 11)
        chart.anchor = TwoCellAnchor(
            editAs="twoCell",
            _from=AnchorMarker(col=0, row=self._top - 1),
            to=AnchorMarker(col=_WIDTH, row=bottom - 1),
        )
        self.paper.sheet.add_chart(chart)
        self._top = bottom + 1
