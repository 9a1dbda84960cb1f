"""The elements of a format (``xf``, ``font``, ``fill``, ``border``) read as a :class:`Look`, and changed by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, cast

from perf_xl.model.cells import Look
from perf_xl.ooxml.colors import color_of
from perf_xl.ooxml.markup import (
    attribute,
    canonical,
    children,
    flag,
    quoted,
    start_tag,
    with_attribute,
    with_child,
)

_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
         "charset", "scheme")  # fmt: skip
_BORDER = ("start", "end", "left", "right", "top", "bottom", "diagonal", "vertical", "horizontal")
_XF = ("alignment", "protection", "extLst")
_FLAGS = {
    "fill": "applyFill",
    "font_name": "applyFont",
    "font_size": "applyFont",
    "font_color": "applyFont",
    "bold": "applyFont",
    "border": "applyBorder",
    "horizontal": "applyAlignment",
    "vertical": "applyAlignment",
    "wrap": "applyAlignment",
    "number_format": "applyNumberFormat",
    "locked": "applyProtection",
}
_BOOLEAN = {"true": "1", "false": "0"}
_SIDES = ("left", "right", "top", "bottom")
_DEFAULTS = {("horizontal", "general"), ("vertical", "bottom"), ("wrapText", "0"), ("wrapText", "false"), ("locked", "1"),
             ("locked", "true"), ("hidden", "0"), ("hidden", "false"), ("quotePrefix", "0"), ("pivotButton", "0"),
             ("textRotation", "0"), ("indent", "0"), ("shrinkToFit", "0"), ("shrinkToFit", "false"), ("xfId", "0")}  # fmt: skip

Horizontal = Literal["left", "center", "right", "general"]
Vertical = Literal["top", "center", "bottom"]


def _child(element: str, name: str) -> str | None:
    return next((item.text for item in children(element) if item.name == name), None)


def _prefix(element: str) -> str:
    match = re.match(r"<([^\s/>:]+:)?", element)
    return match[1] or "" if match else ""


@dataclass(frozen=True, slots=True)
class Parts:
    """The elements that make up one format, and the code of its number format."""

    xf: str
    font: str
    fill: str
    border: str
    number_format: str


def read_look(parts: Parts, theme: Sequence[str]) -> Look:
    """The look that these elements make together."""
    xf, font = parts.xf, parts.font
    alignment = start_tag(_child(xf, "alignment") or "<alignment/>")
    protection = start_tag(_child(xf, "protection") or "<protection/>")
    size = _child(font, "sz")
    name = _child(font, "name")
    color = _child(font, "color")
    horizontal = attribute(alignment, "horizontal") or "general"
    vertical = attribute(alignment, "vertical") or "bottom"
    return Look(
        fill=_fill_color(parts.fill, theme),
        font_name=(attribute(name, "val") if name else None) or "宋体",
        font_size=float((attribute(size, "val") if size else None) or 11),
        font_color=(color_of(start_tag(color), theme) if color else "") or "000000",
        bold=_is_bold(font),
        border=_border_color(parts.border, theme),
        horizontal=cast("Horizontal", horizontal if horizontal in ("left", "center", "right") else "general"),
        vertical=cast("Vertical", vertical if vertical in ("top", "center", "bottom") else "center"),
        wrap=flag(alignment, "wrapText"),
        number_format=parts.number_format,
        locked=flag(protection, "locked", default=True),
    )


def _is_bold(font: str) -> bool:
    bold = _child(font, "b")
    return bold is not None and flag(start_tag(bold), "val", default=True)


def _fill_color(fill: str, theme: Sequence[str]) -> str:
    pattern = _child(fill, "patternFill")
    if pattern is None or (attribute(start_tag(pattern), "patternType") or "none") in ("none", "gray125"):
        return ""
    color = _child(pattern, "fgColor")
    return (color_of(start_tag(color), theme) or "000000") if color else ""


def solid_color(fill: str, theme: Sequence[str]) -> str | None:
    """The colour of a solid fill; None for any other."""
    pattern = _child(fill, "patternFill")
    if pattern is None or attribute(start_tag(pattern), "patternType") != "solid":
        return None
    return _fill_color(fill, theme)


def _border_color(border: str, theme: Sequence[str]) -> str:
    colors = set()
    for side in _SIDES:
        line = _child(border, side)
        if line is None or attribute(start_tag(line), "style") != "thin":
            return ""
        color = _child(line, "color")
        colors.add((color_of(start_tag(color), theme) if color else "") or "000000")
    return colors.pop() if len(colors) == 1 else ""


def changed_font(font: str, look: Look, theme: Sequence[str]) -> str:
    """The font with the look's name, size, colour and weight; the same text if nothing changes."""
    prefix = _prefix(font)
    if look.font_name is not None and look.font_name != attribute(_child(font, "name") or "<name/>", "val"):
        font = with_child(font, "name", f'<{prefix}name val="{quoted(look.font_name)}"/>', _FONT)
        font = with_child(font, "scheme", None, _FONT)
    size = attribute(_child(font, "sz") or '<sz val="11"/>', "val")
    if look.font_size is not None and look.font_size != float(size or 11):
        font = with_child(font, "sz", f'<{prefix}sz val="{look.font_size:g}"/>', _FONT)
    color = _child(font, "color")
    if look.font_color is not None and look.font_color.upper() != (
        (color_of(start_tag(color), theme) if color else "") or "000000"
    ):
        element = f'<{prefix}color rgb="FF{look.font_color.upper()}"/>' if look.font_color else None
        font = with_child(font, "color", element, _FONT)
    if look.bold is not None and look.bold != _is_bold(font):
        font = with_child(font, "b", f"<{prefix}b/>" if look.bold else None, _FONT)
    return font


def fill_element(color: str, prefix: str) -> str:
    """A solid fill."""
    return (
        f'<{prefix}fill><{prefix}patternFill patternType="solid"><{prefix}fgColor rgb="FF{color.upper()}"/>'
        f'<{prefix}bgColor indexed="64"/></{prefix}patternFill></{prefix}fill>'
    )


def changed_border(border: str, color: str) -> str:
    """The border with a thin line of ``color`` on all four sides, or with none ("")."""
    prefix = _prefix(border)
    for side in _SIDES:
        line = f'style="thin"><{prefix}color rgb="FF{color.upper()}"/></{prefix}{side}>'
        border = with_child(border, side, f"<{prefix}{side} {line}" if color else f"<{prefix}{side}/>", _BORDER)
    return border


def changed_alignment(xf: str, look: Look) -> str:
    """The format with the look's alignment, wrapping and lock."""
    prefix = _prefix(xf)
    alignment = start_tag(_child(xf, "alignment") or f"<{prefix}alignment/>")
    for name, value, default in (
        ("horizontal", look.horizontal, "general"),
        ("vertical", look.vertical, "bottom"),
        ("wrapText", None if look.wrap is None else "1" if look.wrap else "0", "0"),
    ):
        if value is not None:
            alignment = with_attribute(alignment, name, None if value == default else value)
    xf = _with_part(xf, "alignment", alignment, "applyAlignment")
    if look.locked is None:
        return xf
    protection = start_tag(_child(xf, "protection") or f"<{prefix}protection/>")
    protection = with_attribute(protection, "locked", None if look.locked else "0")
    return _with_part(xf, "protection", protection, "applyProtection")


def _with_part(xf: str, name: str, tag: str, apply: str) -> str:
    if "=" not in tag:
        if _child(xf, name) is None:
            return xf
        xf = with_child(xf, name, None, _XF)
        return with_attribute(start_tag(xf), apply, None) + xf[len(start_tag(xf)) :]
    if canonical(_child(xf, name) or "<none/>") == canonical(tag):
        return xf
    xf = with_child(xf, name, tag if tag.endswith("/>") else tag[:-1] + "/>", _XF)
    return with_attribute(start_tag(xf), apply, "1") + xf[len(start_tag(xf)) :]


def flag_choices(look: Look) -> Iterator[dict[str, bool]]:
    """The ways a format may say that it applies what ``look`` touches; as it says itself comes first."""
    touched = {_FLAGS[name] for name in Look.__slots__ if getattr(look, name) is not None}
    yield {}
    for choice in product((False, True), repeat=len(touched)):
        yield dict(zip(sorted(touched), choice, strict=True))


def meaning(xf: str, flags: Mapping[str, bool] | None = None) -> object:
    """What a format says, defaults left out, for comparison; ``flags`` are ``apply…`` flags to take instead."""
    name, attributes, parts = canonical(xf)
    pairs = dict(cast("tuple[tuple[str, str], ...]", attributes))
    for flag_name, value in (flags or {}).items():
        pairs[flag_name] = "1" if value else "0"
    own = {(key, _BOOLEAN.get(value, value) if key.startswith("apply") else value) for key, value in pairs.items()}
    kept = frozenset(pair for pair in own - _DEFAULTS if not (pair[0].startswith("apply") and pair[1] == "0"))
    inner = cast("tuple[tuple[str, tuple[tuple[str, str], ...], object], ...]", parts)
    below = frozenset((part[0], frozenset(set(part[1]) - _DEFAULTS)) for part in inner)
    return name, kept, frozenset(part for part in below if part[1])
