"""Chart types: Excel's names and Calc's diagrams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_SERVICE = "com.sun.star.chart."
_NO_SYMBOL, _SYMBOLS = -3, -2


@dataclass(frozen=True)
class Kind:
    """A diagram service and the switches that make a type of it."""

    service: str
    stacked: bool = False
    percent: bool = False
    sideways: bool = False
    symbols: bool | None = None


KINDS = {
    "column_clustered": Kind("BarDiagram"),
    "column_stacked": Kind("BarDiagram", stacked=True),
    "column_stacked_100": Kind("BarDiagram", stacked=True, percent=True),
    "bar_clustered": Kind("BarDiagram", sideways=True),
    "bar_stacked": Kind("BarDiagram", stacked=True, sideways=True),
    "bar_stacked_100": Kind("BarDiagram", stacked=True, percent=True, sideways=True),
    "line": Kind("LineDiagram", symbols=False),
    "line_markers": Kind("LineDiagram", symbols=True),
    "line_stacked": Kind("LineDiagram", stacked=True, symbols=False),
    "line_stacked_100": Kind("LineDiagram", stacked=True, percent=True, symbols=False),
    "area": Kind("AreaDiagram"),
    "area_stacked": Kind("AreaDiagram", stacked=True),
    "area_stacked_100": Kind("AreaDiagram", stacked=True, percent=True),
    "pie": Kind("PieDiagram"),
    "doughnut": Kind("DonutDiagram"),
    "radar": Kind("NetDiagram", symbols=False),
    "radar_markers": Kind("NetDiagram", symbols=True),
    "radar_filled": Kind("FilledNetDiagram"),
    "xy_scatter_lines": Kind("XYDiagram", symbols=True),
    "xy_scatter_lines_no_markers": Kind("XYDiagram", symbols=False),
}


def apply_type(document: Any, name: str) -> None:
    """Make a chart document show this type; NotImplementedError for the types Calc is not asked for."""
    kind = KINDS.get(name)
    if kind is None:
        raise NotImplementedError(f"The LibreOffice engine does not support the chart type {name!r}")
    rows = document.Diagram.DataRowSource
    diagram = document.createInstance(_SERVICE + kind.service)
    document.setDiagram(diagram)
    diagram = document.Diagram
    diagram.DataRowSource = rows
    for switch, value in (("Vertical", kind.sideways), ("Stacked", kind.stacked), ("Percent", kind.percent)):
        if diagram.PropertySetInfo.hasPropertyByName(switch):
            diagram.setPropertyValue(switch, value)
    if kind.symbols is not None:
        diagram.SymbolType = _SYMBOLS if kind.symbols else _NO_SYMBOL


def read_type(diagram: Any) -> str:
    """The Excel name of a diagram; NotImplementedError if it has none here."""
    service = diagram.getDiagramType().removeprefix(_SERVICE)
    known = diagram.PropertySetInfo.hasPropertyByName
    for name, kind in KINDS.items():
        switches = {"Vertical": kind.sideways, "Stacked": kind.stacked or kind.percent, "Percent": kind.percent}
        same = all(_switch(diagram, key) == value for key, value in switches.items() if known(key))
        symbols = kind.symbols is None or (diagram.SymbolType != _NO_SYMBOL) == kind.symbols
        if service == kind.service and same and symbols:
            return name
    raise NotImplementedError(f"The LibreOffice engine does not support the chart type of a {service}")


def _switch(diagram: Any, name: str) -> bool:
    if name == "Stacked":
        return bool(diagram.Stacked or diagram.Percent)
    return bool(diagram.getPropertyValue(name))
