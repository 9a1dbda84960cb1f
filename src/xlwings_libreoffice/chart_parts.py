"""Axes, legend and series of a chart."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.bridge import enum
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.charts import Chart

_LEGEND = {"top": "TOP", "bottom": "BOTTOM", "left": "LEFT", "right": "RIGHT"}


@implements(bc.ChartLegend)
class ChartLegend:
    """The legend."""

    def __init__(self, chart: Chart) -> None:
        self._chart = chart

    @property
    def api(self) -> Any:
        """The UNO legend."""
        return self._chart.api.Legend

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._chart.api.HasLegend)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._chart.api.HasLegend = bool(value)

    @property
    def position(self) -> str | None:
        """``top``, ``bottom``, ``left`` or ``right``."""
        return {office: word for word, office in _LEGEND.items()}.get(self.api.Alignment.value)

    @position.setter
    def position(self, value: str) -> None:
        if value not in _LEGEND:
            raise NotImplementedError(f"The LibreOffice engine does not support ChartLegend.position = {value!r}")
        self.visible = True
        self.api.Alignment = enum("chart.ChartLegendPosition", _LEGEND[value])


@implements(bc.ChartAxis)
class ChartAxis:
    """The category (``X``) or value (``Y``) axis."""

    def __init__(self, chart: Chart, letter: str) -> None:
        self._chart = chart
        self._letter = letter

    @property
    def _diagram(self) -> Any:
        return self._chart.api.Diagram

    @property
    def api(self) -> Any:
        """The UNO axis."""
        return getattr(self._diagram, f"get{self._letter}Axis")()

    @property
    def title(self) -> str | None:
        """Its title; None for no title."""
        shown = self._diagram.getPropertyValue(f"Has{self._letter}AxisTitle")
        return str(getattr(self._diagram, f"{self._letter}AxisTitle").String) if shown else None

    @title.setter
    def title(self, value: str | None) -> None:
        self._diagram.setPropertyValue(f"Has{self._letter}AxisTitle", value is not None)
        if value is not None:
            getattr(self._diagram, f"{self._letter}AxisTitle").String = value

    @property
    def visible(self) -> bool:
        """Whether it is shown."""
        return bool(self._diagram.getPropertyValue(f"Has{self._letter}Axis"))

    @visible.setter
    def visible(self, value: bool) -> None:
        self._diagram.setPropertyValue(f"Has{self._letter}Axis", bool(value))

    def _scale(self, name: str) -> float:
        return float(self.api.getPropertyValue(name))

    def _set_scale(self, name: str, automatic: str, value: float | None) -> None:
        axis = self.api
        axis.setPropertyValue(automatic, value is None)
        if value is not None:
            axis.setPropertyValue(name, float(value))

    @property
    def minimum_scale(self) -> float:
        """Its lower end."""
        return self._scale("Min")

    @minimum_scale.setter
    def minimum_scale(self, value: float | None) -> None:
        self._set_scale("Min", "AutoMin", value)

    @property
    def maximum_scale(self) -> float:
        """Its upper end."""
        return self._scale("Max")

    @maximum_scale.setter
    def maximum_scale(self, value: float | None) -> None:
        self._set_scale("Max", "AutoMax", value)

    @property
    def major_unit(self) -> float:
        """The step of its grid lines."""
        return self._scale("StepMain")

    @major_unit.setter
    def major_unit(self, value: float | None) -> None:
        self._set_scale("StepMain", "AutoStepMain", value)

    @property
    def reverse_order(self) -> bool:
        """Whether it runs the other way."""
        return bool(self.api.ReverseDirection)

    @reverse_order.setter
    def reverse_order(self, value: bool) -> None:
        self.api.ReverseDirection = bool(value)

    def set(self, **changes: Any) -> None:
        """Several properties at once."""
        for name, value in changes.items():
            if value is not bc._UNSET:  # noqa: SLF001 - xlwings' sentinel
                setattr(self, name, value)


@implements(bc.ChartSeriesCollection)
class ChartSeriesCollection:
    """The series of a chart."""

    parent: Chart

    def __init__(self, chart: Chart) -> None:
        self.parent = chart

    @property
    def api(self) -> Any:
        """The UNO series, as a tuple."""
        systems = self.parent.api.getFirstDiagram().getCoordinateSystems()
        return tuple(item for kind in systems[0].getChartTypes() for item in kind.getDataSeries())

    def __len__(self) -> int:
        return len(self.api)

    def __iter__(self) -> Iterator[ChartSeries]:
        return (ChartSeries(item) for item in self.api)

    def __call__(self, key: str | int) -> ChartSeries:
        if isinstance(key, numbers.Number):
            return ChartSeries(self.api[int(key) - 1])
        for series in self:
            if series.name == key:
                return series
        raise KeyError(key)

    def __contains__(self, key: str | int) -> bool:
        if isinstance(key, numbers.Number):
            return 1 <= int(key) <= len(self)
        return any(series.name == key for series in self)


@implements(bc.ChartSeries)
class ChartSeries:
    """One series."""

    def __init__(self, series: Any) -> None:
        self._series = series

    @property
    def api(self) -> Any:
        """The UNO series."""
        return self._series

    @property
    def name(self) -> str:
        """Its heading; empty if it has none."""
        label = self._series.getDataSequences()[0].getLabel()
        return " ".join(str(part) for part in label.getTextualData()) if label is not None else ""

    @property
    def fill_color(self) -> Color | None:
        """Its fill."""
        return from_office(self._series.Color)

    @fill_color.setter
    def fill_color(self, value: Any) -> None:
        self._series.Color = to_office(value)

    def set(self, **changes: Any) -> None:
        """Several properties at once."""
        for name, value in changes.items():
            if value is not bc._UNSET:  # noqa: SLF001 - xlwings' sentinel
                setattr(self, name, value)
