"""The look of cells through xlwings: read as :class:`Look`, written, and kept as the host has it for going back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from perf_xl.hosts.xlwings_specifics import Sides, Specifics
from perf_xl.model.cells import Area, Look

_EDGES = ("edge_top", "edge_bottom", "edge_left", "edge_right")
_HORIZONTAL = ("left", "center", "right", "general")
_VERTICAL = ("top", "center", "bottom")
_BLACK = "000000"
_UNKNOWN = object()
"""Told by the host of several cells that differ."""


@dataclass(frozen=True)
class KeptLook:
    """Part of the look of an area as it was: the host's own values by field, and its borders."""

    area: Area
    values: dict[str, Any]
    sides: Sides | None = None


def read_look(rng: Any, specifics: Specifics) -> Look:
    """The look of one cell, every field filled."""
    font = rng.font
    horizontal, vertical = rng.horizontal_alignment, rng.vertical_alignment
    return Look(
        fill=_hex(rng.color) or "",
        font_name=font.name,
        font_size=font.size,
        font_color=_hex(font.color) or _BLACK,
        bold=bool(font.bold),
        border=_border(rng),
        horizontal=horizontal if horizontal in _HORIZONTAL else "general",
        vertical=vertical if vertical in _VERTICAL else "bottom",
        wrap=bool(rng.wrap_text),
        number_format=rng.number_format,
        locked=specifics.locked(rng),
    )


def write_look(rng: Any, look: Look, specifics: Specifics) -> None:
    """Set the fields that are given."""
    for item in fields(look):
        value = getattr(look, item.name)
        if value is not None and item.name != "border":
            _put(rng, item.name, _native(item.name, value), specifics)
    if look.border is not None:
        specifics.frame(rng, look.border)


def keep_look(area: Area, range_of: Callable[[Area], Any], look: Look, specifics: Specifics) -> Iterator[KeptLook]:
    """What :func:`write_look` would overwrite; an area is halved until its cells agree."""
    rng = range_of(area)
    names = [item.name for item in fields(look) if getattr(look, item.name) is not None]
    single = (area.top, area.left) == (area.bottom, area.right)
    wants_sides = "border" in names
    sides = (specifics.sides if single else specifics.common_sides)(rng) if wants_sides else None
    asked = [name for name in names if name != "border"] if sides or not wants_sides else []
    get = _get if single else _common
    values = {name: get(rng, name, specifics) for name in asked}
    is_known = single or all(value is not _UNKNOWN for value in values.values())
    if is_known and (sides is not None or not wants_sides):
        yield KeptLook(area, values, sides)
    else:
        for part in halves(area):
            yield from keep_look(part, range_of, look, specifics)


def put_back_look(rng: Any, kept: KeptLook, specifics: Specifics) -> None:
    """Give an area the look it had."""
    for name, value in kept.values.items():
        _put(rng, name, value, specifics)
    if kept.sides is not None:
        specifics.put_sides(rng, kept.sides)


def halves(area: Area, *, columns_first: bool = False) -> tuple[Area, Area]:
    """An area of several cells cut in two across its longer side, or between columns while there are several."""
    is_wide = area.right - area.left >= area.bottom - area.top
    if is_wide or (columns_first and area.right > area.left):
        middle = (area.left + area.right) // 2
        return replace(area, right=middle), replace(area, left=middle + 1)
    middle = (area.top + area.bottom) // 2
    return replace(area, bottom=middle), replace(area, top=middle + 1)


def _common(rng: Any, name: str, specifics: Specifics) -> Any:
    """The value that several cells share; colours are told of single cells only, but for no fill at all."""
    if name == "fill":
        return None if specifics.is_unfilled(rng) else _UNKNOWN
    value = None if name == "font_color" else _get(rng, name, specifics)
    return _UNKNOWN if value is None else value


def _get(rng: Any, name: str, specifics: Specifics) -> Any:
    match name:
        case "fill":
            return rng.color
        case "font_name" | "font_size" | "font_color" | "bold":
            return getattr(rng.font, name.removeprefix("font_"))
        case "horizontal" | "vertical":
            return getattr(rng, f"{name}_alignment")
        case "wrap":
            return rng.wrap_text
        case "locked":
            return specifics.locked(rng)
        case _:
            return rng.number_format


def _put(rng: Any, name: str, value: Any, specifics: Specifics) -> None:
    match name:
        case "fill":
            rng.color = value
        case "font_name" | "font_size" | "font_color" | "bold":
            setattr(rng.font, name.removeprefix("font_"), value)
        case "horizontal" | "vertical":
            setattr(rng, f"{name}_alignment", value)
        case "wrap":
            rng.wrap_text = value
        case "locked":
            specifics.set_locked(rng, value)
        case _:
            rng.number_format = value


def _native(name: str, value: Any) -> Any:
    if name == "fill" and value == "":
        return None
    return f"#{value}" if name in ("fill", "font_color") else value


def _border(rng: Any) -> str:
    found = {(edge.line_style, edge.weight, edge.color) for edge in (rng.borders[side] for side in _EDGES)}
    if len(found) != 1:
        return ""
    style, weight, color = found.pop()
    return (_hex(color) or _BLACK) if (style, weight) == ("continuous", "thin") else ""


def _hex(color: tuple[int, int, int] | None) -> str | None:
    return None if color is None else "{:02X}{:02X}{:02X}".format(*color)
