"""Bar and column charts that Excel 2010 and later, WPS and LibreOffice draw alike, over figures on the same sheet.

Everything that the programs otherwise fill in by their own taste is stated: language, fonts, axes, gaps, label formats,
square corners. The figures are kept in the chart as well, so a program that does not calculate shows the same bars.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumFmt,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties
from openpyxl.xml.functions import Element

from perf_xl.model.amounts import plain
from perf_xl.model.cells import Area
from perf_xl.model.references import absolute
from perf_xl.rollup.book.styles import FONT

BLUE, ORANGE, GREEN, GREY, RED = "4472C4", "ED7D31", "70AD47", "A5A5A5", "C00000"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_GRID, _INK = "D9D9D9", "404040"
_GAP = 60


@dataclass(frozen=True, slots=True)
class Bars:
    """One series: its name, its figures, how they are shown on the bars, and their colour."""

    name: str
    values: tuple[Decimal, ...]
    number_format: str
    colour: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Where a chart's table stands (its heading row and first column) and what is in it, a column a series."""

    sheet: str
    row: int
    column: int
    categories: tuple[str, ...]
    series: tuple[Bars, ...]

    def head(self, number: int) -> str:
        """The reference of the heading of series ``number``."""
        return self._area(self.row, self.row, number + 1)

    def body(self, number: int) -> str:
        """The reference of the figures of series ``number``; -1 for the categories."""
        return self._area(self.row + 1, self.row + len(self.categories), number + 1)

    def _area(self, top: int, bottom: int, offset: int) -> str:
        return absolute(Area(self.sheet, top, self.column + offset, bottom, self.column + offset))


class _Chart(BarChart):  # type: ignore[misc]  # openpyxl is not typed
    """A bar chart that says its language. What openpyxl writes of a class is told by these four."""

    tagname = "barChart"
    __elements__ = BarChart.__elements__
    __nested__ = BarChart.__nested__
    __attrs__ = BarChart.__attrs__
    __namespaced__ = BarChart.__namespaced__

    def _write(self) -> Any:
        space = super()._write()
        for place, (name, value) in enumerate((("date1904", "0"), ("lang", "zh-CN"))):
            space.insert(place, Element(f"{{{_CHART}}}{name}", {"val": value}))
        return space


def bar_chart(
    title: str,
    figures: Figures,
    *,
    direction: Literal["bar", "col"],
    axis_format: str,
    stacked: bool = False,
    step: int | None = None,
) -> BarChart:
    """The chart; ``bar`` lies, with the first category on top. ``step`` is the distance of the grid lines."""
    chart = _Chart()
    chart.type, chart.style, chart.roundedCorners, chart.varyColors = direction, 10, False, False
    chart.grouping, chart.overlap = ("stacked", 100) if stacked else ("clustered", 0)
    chart.gapWidth = _GAP
    chart.title = title
    for paragraph in chart.title.tx.rich.p:
        paragraph.pPr = ParagraphProperties(defRPr=_letters(1400, bold=True))
        for run in paragraph.r:
            run.rPr = _letters(1400, bold=True)
    chart.title.overlay = False
    chart.series = [_series(figures, number) for number in range(len(figures.series))]
    _axes(chart, direction, axis_format, step)
    chart.dataLabels = _labels("ctr" if stacked else "outEnd", figures.series[0].number_format)
    if len(figures.series) > 1:
        chart.legend.position, chart.legend.overlay, chart.legend.txPr = "b", False, _text(900)
    else:
        chart.legend = None
    return chart


def _series(figures: Figures, number: int) -> Series:
    own = figures.series[number]
    names = StrData(len(figures.categories), [StrVal(i, text) for i, text in enumerate(figures.categories)])
    points = [NumVal(idx=i, v=plain(value)) for i, value in enumerate(own.values)]
    numbers = NumData(own.number_format, len(points), points)
    series = Series(
        idx=number,
        order=number,
        tx=SeriesLabel(strRef=StrRef(figures.head(number), StrData(1, [StrVal(0, own.name)]))),
        cat=AxDataSource(strRef=StrRef(figures.body(-1), names)),
        val=NumDataSource(numRef=NumRef(figures.body(number), numbers)),
        invertIfNegative=False,
    )
    series.spPr = GraphicalProperties(solidFill=own.colour, ln=LineProperties(solidFill=own.colour))
    return series


def _axes(chart: BarChart, direction: Literal["bar", "col"], axis_format: str, step: int | None) -> None:
    names, values = chart.x_axis, chart.y_axis
    lying = direction == "bar"
    names.axPos, values.axPos = ("l", "b") if lying else ("b", "l")
    names.scaling.orientation = "maxMin" if lying else "minMax"
    names.crosses, values.crosses = "autoZero", "max" if lying else "autoZero"
    for axis in (names, values):
        axis.delete, axis.txPr = False, _text(900)
        axis.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))
    names.tickLblPos, values.tickLblPos = "low", "nextTo"
    names.noMultiLvlLbl, names.numFmt = True, NumFmt("General", sourceLinked=False)
    values.number_format, values.scaling.min, values.majorUnit = axis_format, 0, step
    values.crossBetween = "between"
    values.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=_GRID))


def _labels(position: str, number_format: str) -> DataLabelList:
    labels = DataLabelList(
        numFmt=number_format, txPr=_text(900), dLblPos=position, showVal=True, showLegendKey=False,
        showCatName=False, showSerName=False, showPercent=False, showBubbleSize=False,
    )  # fmt: skip
    labels.showLeaderLines = None  # pies only
    return labels


def _text(size: int) -> RichText:
    letters = _letters(size)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters, r=[])])


def _letters(size: int, *, bold: bool = False) -> CharacterProperties:
    """A run in the summary's font, named for Latin and East Asian letters alike; ``size`` in hundredths of a point."""
    font = Font(typeface=FONT)
    return CharacterProperties(lang="zh-CN", sz=size, b=bold, latin=font, ea=font, solidFill=_INK)


def series_of(names: Sequence[str], columns: Sequence[Sequence[Decimal]], formats: Sequence[str],
              colours: Sequence[str]) -> tuple[Bars, ...]:  # fmt: skip
    """Series side by side."""
    return tuple(
        Bars(name, tuple(values), number_format, colour)
        for name, values, number_format, colour in zip(names, columns, formats, colours, strict=False)
    )
