"""Charts of a sheet: made from a block of cells; type, title, place and picture."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice import sizes
from xlwings_libreoffice.addresses import Box, of_uno, to_uno
from xlwings_libreoffice.bridge import enum, properties, struct, to_url
from xlwings_libreoffice.chart_parts import ChartAxis, ChartLegend, ChartSeriesCollection
from xlwings_libreoffice.chart_types import apply_type, read_type
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet

_DEFAULT_STYLE = 227
"""What xlwings passes when no style is asked for; Calc has no numbered chart styles."""


@implements(bc.Charts, "api")
class Charts:
    """The charts of a sheet."""

    parent: Sheet

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The UNO charts."""
        return self.parent.api.Charts

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Chart]:
        return (Chart(self.parent, name) for name in self.api.ElementNames)

    def __call__(self, key: str | int) -> Chart:
        names = list(self.api.ElementNames)
        if isinstance(key, numbers.Number):
            return Chart(self.parent, names[int(key) - 1])
        if key not in names:
            raise KeyError(key)
        return Chart(self.parent, str(key))

    def __contains__(self, key: str | int) -> bool:
        if isinstance(key, numbers.Number):
            return 1 <= int(key) <= len(self)
        return bool(self.api.hasByName(key))

    def add(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        chart_type: str | None = None,
        source: Range | None = None,
        plot_by: str | None = None,
        name: str | None = None,
        anchor: Any = None,
        style: int | None = _DEFAULT_STYLE,
    ) -> Chart:
        """A new chart; places and sizes in points."""
        if style not in (None, _DEFAULT_STYLE):
            raise NotImplementedError("The LibreOffice engine does not support chart styles")
        if anchor is not None:
            left, top = anchor.left, anchor.top
        place = [sizes.hundredths(value) for value in (left, top, width, height)]
        rectangle = struct("awt.Rectangle", X=place[0], Y=place[1], Width=place[2], Height=place[3])
        title = name or self._next_name()
        addresses = (to_uno(source.box, source.sheet.index - 1),) if source else ()
        self.api.addNewByName(title, rectangle, addresses, *(_headings(source) if source else (False, False)))
        chart = Chart(self.parent, title)
        chart.chart_type = chart_type or "column_clustered"
        if source is not None:
            chart.plot_by = plot_by or _longer_side(source)
        return chart

    def _next_name(self) -> str:
        number = 1
        while self.api.hasByName(f"Chart {number}"):
            number += 1
        return f"Chart {number}"


@implements(bc.Chart)
class Chart:
    """One chart."""

    parent: Sheet

    def __init__(self, sheet: Sheet, name: str) -> None:
        self.parent = sheet
        self._name = name

    @property
    def api(self) -> Any:
        """The UNO chart document."""
        return self._table_chart.EmbeddedObject

    @property
    def _table_chart(self) -> Any:
        return self.parent.api.Charts.getByName(self._name)

    @property
    def _shape(self) -> Any:
        page = self.parent.api.DrawPage
        shapes = (page.getByIndex(index) for index in range(page.Count))
        ours = (shape for shape in shapes if getattr(shape, "PersistName", None) == self._name)
        return next(ours)

    @property
    def name(self) -> str:
        """Its name; it is fixed when the chart is made."""
        return self._name

    def set_source_data(self, rng: Range, plot_by: str | None = None) -> None:
        """Draw a block; its first row and column are headings if they hold text, as in Excel."""
        chart = self._table_chart
        headings = _headings(rng)
        chart.HasColumnHeaders, chart.HasRowHeaders = headings
        chart.setRanges((to_uno(rng.box, self.parent.index - 1),))
        self.plot_by = plot_by or _longer_side(rng)

    @property
    def plot_by(self) -> str:
        """Whether a series is a row or a column."""
        return "rows" if self.api.Diagram.DataRowSource.value == "ROWS" else "columns"

    @plot_by.setter
    def plot_by(self, value: str) -> None:
        self.api.Diagram.DataRowSource = enum("chart.ChartDataRowSource", value.upper())

    @property
    def source_box(self) -> Box | None:
        """The block it draws."""
        ranges = self._table_chart.getRanges()
        return of_uno(ranges[0]) if ranges else None

    @property
    def chart_type(self) -> str:
        """Its type."""
        return read_type(self.api.Diagram)

    @chart_type.setter
    def chart_type(self, value: str) -> None:
        apply_type(self.api, value)

    @property
    def title(self) -> str | None:
        """Its title; None for no title."""
        document = self.api
        return str(document.Title.String) if document.HasMainTitle else None

    @title.setter
    def title(self, value: str | None) -> None:
        document = self.api
        document.HasMainTitle = value is not None
        if value is not None:
            document.Title.String = value

    @property
    def legend(self) -> ChartLegend:
        """Its legend."""
        return ChartLegend(self)

    @property
    def category_axis(self) -> ChartAxis:
        """The axis of the categories."""
        return ChartAxis(self, "X")

    @property
    def value_axis(self) -> ChartAxis:
        """The axis of the values."""
        return ChartAxis(self, "Y")

    @property
    def series(self) -> ChartSeriesCollection:
        """Its series."""
        return ChartSeriesCollection(self)

    def _move(self, **place: float) -> None:
        """Position and size apart: what one of them says while the office is still drawing is not written back."""
        shape = self._shape
        if not place.keys().isdisjoint(("left", "top")):
            position = shape.Position
            position.X = sizes.hundredths(place["left"]) if "left" in place else position.X
            position.Y = sizes.hundredths(place["top"]) if "top" in place else position.Y
            shape.setPosition(position)
        if not place.keys().isdisjoint(("width", "height")):
            size = shape.Size
            size.Width = sizes.hundredths(place["width"]) if "width" in place else size.Width
            size.Height = sizes.hundredths(place["height"]) if "height" in place else size.Height
            shape.setSize(size)

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return sizes.points(self._shape.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self._move(left=value)

    @property
    def top(self) -> float:
        """Points from the top edge of the sheet."""
        return sizes.points(self._shape.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self._move(top=value)

    @property
    def width(self) -> float:
        """Width in points."""
        return sizes.points(self._shape.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._move(width=value)

    @property
    def height(self) -> float:
        """Height in points."""
        return sizes.points(self._shape.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._move(height=value)

    def delete(self) -> None:
        """Delete it."""
        self.parent.api.Charts.removeByName(self._name)

    def to_png(self, path: str) -> None:
        """Save a picture of it."""
        exporter = self.parent.book.app.service("com.sun.star.drawing.GraphicExportFilter")
        exporter.setSourceDocument(self._shape)
        url = to_url(str(Path(path).absolute()))
        if not exporter.filter(properties(MediaType="image/png", URL=url)):
            raise OSError(f"LibreOffice cannot save '{path}'")


def _longer_side(rng: Range) -> str:
    rows, columns = rng.shape
    return "columns" if rows >= columns else "rows"


def _headings(rng: Range) -> tuple[bool, bool]:
    """Whether the first row and the first column of a block are headings: they hold text, or the corner is empty."""
    block = rng.raw_value
    first_row, first_column = block[0][1:] or block[0], [row[0] for row in block[1:]] or [block[0][0]]
    corner_empty = block[0][0] == ""
    return (
        corner_empty or any(isinstance(value, str) and value for value in first_row),
        corner_empty or any(isinstance(value, str) and value for value in first_column),
    )
