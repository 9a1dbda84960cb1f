"""Colours as ``RRGGBB``: given outright, by the theme with a tint, or by the old palette of 64."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

from perf_xl.ooxml.markup import Document, attribute, children, start_tag

_PALETTE = [
    "000000",
    "FFFFFF",
    "FF0000",
    "00FF00",
    "0000FF",
    "FFFF00",
    "FF00FF",
    "00FFFF",
    "000000",
    "FFFFFF",
    "FF0000",
    "00FF00",
    "0000FF",
    "FFFF00",
    "FF00FF",
    "00FFFF",
    "800000",
    "008000",
    "000080",
    "808000",
    "800080",
    "008080",
    "C0C0C0",
    "808080",
    "9999FF",
    "993366",
    "FFFFCC",
    "CCFFFF",
    "660066",
    "FF8080",
    "0066CC",
    "CCCCFF",
    "000080",
    "FF00FF",
    "FFFF00",
    "00FFFF",
    "800080",
    "800000",
    "008080",
    "0000FF",
    "00CCFF",
    "CCFFFF",
    "CCFFCC",
    "FFFF99",
    "99CCFF",
    "FF99CC",
    "CC99FF",
    "FFCC99",
    "3366FF",
    "33CCCC",
    "99CC00",
    "FFCC00",
    "FF9900",
    "FF6600",
    "666699",
    "969696",
    "003366",
    "339966",
    "003300",
    "333300",
    "993300",
    "993366",
    "333399",
    "333333",
]
_OFFICE = ("FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646")
_FOREGROUND, _BACKGROUND = 64, 65


def theme_colors(data: bytes | None) -> Sequence[str]:
    """The theme's colours in the order that cells count them (light 1, dark 1, light 2, dark 2, accents, links)."""
    if data is None:
        return _OFFICE
    elements = Document(data).find("themeElements")
    scheme = next((item.text for item in children(elements or "<x/>") if item.name == "clrScheme"), None)
    found = [_scheme_color(item.text) for item in children(scheme)] if scheme else []
    if len(found) < 12:
        return _OFFICE
    return [found[1], found[0], found[3], found[2], *found[4:]]


def _scheme_color(element: str) -> str:
    tag = start_tag(children(element)[0].text)
    return (attribute(tag, "lastClr") or attribute(tag, "val") or "000000").upper()


def color_of(tag: str, theme: Sequence[str]) -> str:
    """The colour of a ``<color>``-like tag; "" for the automatic one."""
    rgb = attribute(tag, "rgb")
    if rgb is not None:
        return rgb[-6:].upper()
    number = attribute(tag, "theme")
    if number is not None:
        base = theme[int(number)] if int(number) < len(theme) else "000000"
        return _tinted(base, float(attribute(tag, "tint") or 0))
    index = int(attribute(tag, "indexed") or _FOREGROUND)
    if index < _FOREGROUND:
        return _PALETTE[index]
    return "FFFFFF" if index == _BACKGROUND else ""


def _tinted(color: str, tint: float) -> str:
    if not tint:
        return color
    red, green, blue = (int(color[place : place + 2], 16) / 255 for place in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
