"""Sheet 图表: native Excel charts with Chinese titles, over a small table of their own figures on the same sheet.

Only what Excel 2010, WPS and LibreOffice draw alike: bar and column charts, no theme tricks, axes and labels stated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from perf_xl.model.amounts import exact
from perf_xl.model.indicators import IndicatorCategory
from perf_xl.rollup.book.paper import Column, Formula, Paper
from perf_xl.rollup.book.projects import GRADES, ProjectTable, grade, has_spent
from perf_xl.rollup.book.projects import SHEET as PROJECTS
from perf_xl.rollup.book.rows import LEVEL1, OUTCOME
from perf_xl.rollup.book.rows import SHEET as ROWS
from perf_xl.rollup.book.styles import COUNT, MONEY, RATE
from perf_xl.rollup.outcomes import Outcome
from perf_xl.rollup.rows import weights
from perf_xl.rollup.summary import Summary

SHEET = "图表"
MOST_BARS = 30
_BLUE, _ORANGE, _GREEN, _GREY, _RED = "4472C4", "ED7D31", "70AD47", "A5A5A5", "C00000"
_DATA = 14
"""The charts stand left of the column where their figures begin."""


class Charts:
    """Writes the figures right of the page, and the charts over them."""

    def __init__(self, paper: Paper, summary: Summary, table: ProjectTable, details: tuple[int, int]) -> None:
        self.paper, self.summary, self.table, self.details = paper, summary, table, details
        self._row = 3
        self._anchor = 3

    def write(self) -> None:
        """All charts that have something to show."""
        sheet = self.paper.sheet
        columns = [Column("", 9.5) for _ in range(_DATA - 2)]
        self.paper.columns(columns)
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
        self.paper.row = self._anchor
        self.paper.finish(last_column=_DATA - 2, landscape=False, one_page=True)

    # one chart each

    def _rates(self) -> None:
        """执行率 by project; with many projects those with the lowest rates."""
        pairs = [(entry.project, row) for row, entry in enumerate(self.summary.entries, start=self.table.first)]
        shown = [(name, row, self._rate(row)) for name, row in pairs]
        ranked = sorted((item for item in shown if item[2] is not None), key=lambda item: (item[2] or 0, item[1]))[
            :MOST_BARS
        ]
        if not ranked:
            return
        title = "各项目执行率" if len(ranked) == len(pairs) else f"执行率最低的 {len(ranked)} 个项目"
        chosen = sorted(ranked, key=lambda item: item[1])
        letter, name = self.table.columns["执行率"], self.table.columns["项目"]
        first = self._block(
            ["项目", "执行率"],
            [
                [
                    Formula(f"{PROJECTS}!{name}{row}", text),
                    Formula(f"{PROJECTS}!{letter}{row}", exact(rate or Fraction(0))),
                ]
                for text, row, rate in chosen
            ],
            ["General", RATE],
        )
        chart = self._bar(title, first, len(chosen), 1, "bar")
        chart.y_axis.number_format = "0%"
        chart.y_axis.scaling.min = 0
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        self._colour(chart, [_BLUE])
        self._place(chart, 2.6 + 0.62 * len(chosen))

    def _budgets(self) -> None:
        """当年度金额 by project, for target forms; with many projects those with the most money."""
        rows = range(self.table.first, self.table.last + 1)
        amounts = [
            (row, entry.project, weights(entry)[0]) for row, entry in zip(rows, self.summary.entries, strict=True)
        ]
        ranked = sorted((item for item in amounts if item[2] is not None), key=lambda item: (-(item[2] or 0), item[0]))[
            :MOST_BARS
        ]
        if not ranked:
            return
        letter, name = self.table.columns["全年预算数"], self.table.columns["项目"]
        first = self._block(
            ["项目", "当年度金额"],
            [
                [
                    Formula(f"{PROJECTS}!{name}{row}", text),
                    Formula(f"{PROJECTS}!{letter}{row}", exact(amount or Fraction(0))),
                ]
                for row, text, amount in ranked
            ],
            ["General", MONEY],
        )
        title = (
            "各项目当年度金额（万元）" if len(ranked) == len(amounts) else f"金额最大的 {len(ranked)} 个项目（万元）"
        )
        chart = self._bar(title, first, len(ranked), 1, "bar")
        chart.y_axis.number_format = "#,##0"
        chart.y_axis.scaling.min = 0
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        self._colour(chart, [_BLUE])
        self._place(chart, 2.6 + 0.62 * len(ranked))

    def _rate(self, row: int) -> Fraction | None:
        total = self.summary.entries[row - self.table.first].total
        if total is None or not total.budget.value or total.spent.value is None:
            return None
        return Fraction(total.spent.value) / Fraction(total.budget.value)

    def _sources(self) -> None:
        """Budget and spent by source; by 主管部门 money where the forms have no sources."""
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
        first = self._block(heads, body, ["General", MONEY, MONEY])
        chart = self._bar("各来源资金（万元）", first, len(body), len(heads) - 1, "col")
        chart.y_axis.number_format = "#,##0"
        chart.y_axis.scaling.min = 0
        self._colour(chart, [_BLUE, _ORANGE])
        self._place(chart, 7.5)

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
        first = self._block(["等级", "项目数"], body, ["General", COUNT])
        chart = self._bar("得分分布" + (f"（还有 {missing} 项未得分）" if missing else ""), first, len(body), 1, "col")
        chart.y_axis.number_format = "0"
        chart.y_axis.scaling.min = 0
        chart.y_axis.majorUnit = max(1, round(max(len(grades), 5) / 5))
        self._colour(chart, [_GREEN])
        self._place(chart, 7.5)

    def _completion(self) -> None:
        """Rows that reached their target, by first level."""
        outcomes = self.summary.whole.outcomes
        known = [category.label for category in IndicatorCategory]
        levels = sorted(
            {level for level, _ in outcomes}, key=lambda level: (known.index(level) if level in known else 9, level)
        )
        if not levels:
            return
        body: list[list[object]] = [
            [level or "（未写一级指标）", *(self._count(level, outcome.label) for outcome in Outcome)]
            for level in levels
        ]
        first = self._block(
            ["一级指标", *(outcome.label for outcome in Outcome)], body, ["General", *["0;;"] * len(Outcome)]
        )
        chart = self._bar("一级指标完成情况（项）", first, len(body), len(Outcome), "bar")
        chart.grouping, chart.overlap = "stacked", 100
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
        chart.y_axis.number_format = "0"
        chart.y_axis.scaling.min = 0
        self._colour(chart, [_GREEN, _RED, _ORANGE, _GREY])
        self._place(chart, 3.2 + 1.1 * len(levels))

    def _count(self, level: str, outcome: str) -> Formula:
        first, last = self.details
        levels, outcomes = (f"{ROWS}!{letter}{first}:{letter}{last}" for letter in (LEVEL1, OUTCOME))
        now = Decimal(self.summary.whole.outcomes.get((level, outcome), 0))
        return Formula(f'COUNTIFS({levels},"{level}",{outcomes},"{outcome}")', now)

    # figures and looks

    def _block(self, heads: Sequence[str], body: Sequence[Sequence[object]], formats: Sequence[str]) -> int:
        """The chart's figures; gives the row of the headings."""
        first = self._row
        for offset, head in enumerate(heads):
            self.paper.put(first, _DATA + offset, head)
        for number, values in enumerate(body, start=1):
            for offset, (value, number_format) in enumerate(zip(values, formats, strict=True)):
                self.paper.put(first + number, _DATA + offset, value, number_format)
        self._row = first + len(body) + 2
        return first

    def _bar(self, title: str, first: int, rows: int, series: int, direction: str) -> BarChart:
        chart = BarChart()
        chart.type, chart.style, chart.grouping = direction, 10, "clustered"
        sheet = self.paper.sheet
        chart.add_data(Reference(sheet, _DATA + 1, first, _DATA + series, first + rows), titles_from_data=True)
        chart.set_categories(Reference(sheet, _DATA, first + 1, _DATA, first + rows))
        chart.title = title
        chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1400, bold=True))
        for run in chart.title.tx.rich.p[0].r:
            run.rPr = _letters(1400, bold=True)
        chart.title.overlay = False
        chart.gapWidth = 60
        for axis in (chart.x_axis, chart.y_axis):
            axis.delete = False
            axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(900)), endParaRPr=_letters(900))])
        chart.x_axis.tickLblPos = "low"
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
        chart.dataLabels = DataLabelList()
        chart.dataLabels.showVal = True
        for shown in ("showSerName", "showCatName", "showLegendKey", "showPercent", "showLeaderLines"):
            setattr(chart.dataLabels, shown, False)
        chart.dataLabels.txPr = RichText(
            p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(900)), endParaRPr=_letters(900))]
        )
        if series > 1:
            chart.legend.position = "b"
        else:
            chart.legend = None
        return chart

    def _colour(self, chart: BarChart, colours: Sequence[str]) -> None:
        for series, colour in zip(chart.series, colours, strict=False):
            series.graphicalProperties = GraphicalProperties(solidFill=colour)
            series.graphicalProperties.line = LineProperties(solidFill=colour)
            series.invertIfNegative = False

    def _place(self, chart: BarChart, height: float) -> None:
        chart.width, chart.height = 25.5, max(height, 5.5)
        self.paper.sheet.add_chart(chart, f"A{self._anchor}")
        self._anchor += math.ceil(chart.height / 0.5) + 1


def _letters(size: int, *, bold: bool = False) -> CharacterProperties:
    """A run in 宋体 (named for Latin and East Asian letters alike); ``size`` in hundredths of a point."""
    return CharacterProperties(
        sz=size, b=bold, latin=Font(typeface="宋体"), ea=Font(typeface="宋体"), solidFill="404040"
    )
