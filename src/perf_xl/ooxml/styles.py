"""Cell formats: what an index looks like, and the index of a changed look. An equal format is used again, never doubled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from perf_xl.errors import InputError
from perf_xl.model.cells import Look
from perf_xl.ooxml import looks
from perf_xl.ooxml.dates import date_parts
from perf_xl.ooxml.markup import Document, attribute, canonical, children, quoted, start_tag, with_attribute
from perf_xl.ooxml.numformats import BUILT_IN, ID_OF

ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs", "tableStyles", "colors",
         "extLst")  # fmt: skip
MAX_FORMATS = 65_000
_FIRST_CUSTOM = 164
MINIMAL = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b'<fonts count="1"><font><sz val="11"/><name val="\xe5\xae\x8b\xe4\xbd\x93"/></font></fonts>'
    b'<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    b'</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    b'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    b'<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""A style sheet for a workbook that has none."""


class Styles:
    """``styles.xml``: formats by index. New ones go to the end, so existing indexes keep their meaning."""

    def __init__(self, data: bytes | None, theme: Sequence[str]) -> None:
        self._document = Document(MINIMAL if data is None else data)
        self._prefix = self._document.prefix
        self._theme = theme
        self._lists: dict[str, list[str]] = {}
        self._number_formats: dict[int, str] = {}
        self._looks: dict[int, Look] = {}
        self._derived: dict[tuple[int, Look], int] = {}
        self._changed: set[str] = set()

    @property
    def dirty(self) -> bool:
        """Whether anything was added."""
        return bool(self._changed)

    def _list(self, name: str) -> list[str]:
        if name not in self._lists:
            element = self._document.find(name)
            self._lists[name] = [item.text for item in children(element)] if element else []
        return self._lists[name]

    def _xf(self, style: int) -> str:
        formats = self._list("cellXfs")
        return formats[style] if 0 <= style < len(formats) else formats[0]

    @cached_property
    def _codes(self) -> dict[int, str]:
        tags = [start_tag(text) for text in self._list("numFmts")]
        return {int(attribute(tag, "numFmtId") or 0): attribute(tag, "formatCode") or "General" for tag in tags}

    def __len__(self) -> int:
        return len(self._list("cellXfs"))

    def number_format(self, style: int) -> str:
        """The number format of a format index."""
        code = self._number_formats.get(style)
        if code is None:
            number = int(attribute(start_tag(self._xf(style)), "numFmtId") or 0)
            code = self._codes.get(number) or BUILT_IN.get(number, "General")
            if 0 <= style < len(self):  # another index may come to mean something
                self._number_formats[style] = code
        return code

    def is_date(self, style: int) -> tuple[bool, bool]:
        """``(shows a date, shows a time)``."""
        return date_parts(self.number_format(style))

    def look(self, style: int) -> Look:
        """The whole look of a format index."""
        if style not in self._looks:
            xf = self._xf(style)
            tag = start_tag(xf)
            font = self._part("fonts", attribute(tag, "fontId"))
            fill = self._part("fills", attribute(tag, "fillId"))
            border = self._part("borders", attribute(tag, "borderId"))
            code = self.number_format(style)
            self._looks[style] = looks.read_look(looks.Parts(xf, font, fill, border, code), self._theme)
        return self._looks[style]

    def _part(self, name: str, index: str | None) -> str:
        parts = self._list(name)
        number = int(index or 0)
        return parts[number] if number < len(parts) else parts[0]

    def changed(self, style: int, look: Look) -> int:
        """The index of format ``style`` with ``look`` laid over it; an existing one wherever an equal one exists."""
        key = (style, look)
        if key not in self._derived:
            self._derived[key] = self._change(style, look)
        return self._derived[key]

    def _change(self, style: int, look: Look) -> int:
        xf = self._xf(style)
        tag = start_tag(xf)
        font = self._part("fonts", attribute(tag, "fontId"))
        if (new_font := looks.changed_font(font, look, self._theme)) != font:
            xf = self._point(xf, "fontId", "applyFont", self._find_or_add("fonts", new_font))
        if look.fill is not None and look.fill != self.look(style).fill:
            index = self._fill_index(look.fill) if look.fill else 0
            xf = self._point(xf, "fillId", "applyFill", index)
        if look.border is not None and look.border != self.look(style).border:
            border = looks.changed_border(self._part("borders", attribute(tag, "borderId")), look.border)
            xf = self._point(xf, "borderId", "applyBorder", self._find_or_add("borders", border))
        if look.number_format is not None:
            xf = self._point(xf, "numFmtId", "applyNumberFormat", self._format_id(look.number_format))
        return self._format_index(looks.changed_alignment(xf, look), style, look)

    def _fill_index(self, color: str) -> int:
        for index, fill in enumerate(self._list("fills")):
            if looks.solid_color(fill, self._theme) == color.upper():
                return index
        return self._add("fills", looks.fill_element(color, self._prefix))

    def _point(self, xf: str, name: str, apply: str, index: int) -> str:
        tag = start_tag(xf)
        base = self._part("cellStyleXfs", attribute(tag, "xfId")) if self._list("cellStyleXfs") else "<xf/>"
        same = int(attribute(start_tag(base), name) or 0) == index
        new = with_attribute(with_attribute(tag, name, str(index)), apply, None if same else "1")
        return new + xf[len(tag) :]

    def _format_id(self, code: str) -> int:
        known: dict[str, int] = {**ID_OF, **{text: number for number, text in self._codes.items()}}
        if code in known:
            return known[code]
        number = max([_FIRST_CUSTOM - 1, *self._codes]) + 1
        element = f'<{self._prefix}numFmt numFmtId="{number}" formatCode="{quoted(code)}"/>'
        self._add("numFmts", element)
        self._codes[number] = code
        return number

    def _format_index(self, xf: str, style: int, look: Look) -> int:
        """The format equal to ``xf``, whether or not it says ``apply…`` for what the look touches; else a new one."""
        if looks.meaning(xf) == looks.meaning(self._xf(style)):
            return style
        known = self._meanings
        for flags in looks.flag_choices(look):
            same = known.get(looks.meaning(xf, flags))
            if same is not None:
                return same
        if len(known) >= MAX_FORMATS:
            raise InputError("这个工作簿的单元格格式太多（超过 6 万种），不能再添加标记。请在 Excel 中清理样式后再试。")
        index = self._add("cellXfs", xf)
        known[looks.meaning(xf)] = index
        return index

    @cached_property
    def _meanings(self) -> dict[object, int]:
        return {looks.meaning(xf): index for index, xf in reversed(list(enumerate(self._list("cellXfs"))))}

    def _find_or_add(self, name: str, element: str) -> int:
        wanted = canonical(element)
        for index, other in enumerate(self._list(name)):
            if canonical(other) == wanted:
                return index
        return self._add(name, element)

    def _add(self, name: str, element: str) -> int:
        self._list(name).append(element)
        self._changed.add(name)
        return len(self._list(name)) - 1

    def encode(self) -> bytes:
        """The part's bytes; lists that nothing was added to keep their text."""
        for name in sorted(self._changed):
            element = self._document.find(name)
            tag = start_tag(element) if element else f"<{self._prefix}{name}>"
            tag = with_attribute(tag[:-2] + ">" if tag.endswith("/>") else tag, "count", str(len(self._list(name))))
            old = element[len(start_tag(element)) : element.rindex("</")] if element and "</" in element else ""
            added = "".join(self._list(name)[len(children(element)) if element else 0 :])
            self._document.put(name, f"{tag}{old}{added}</{self._prefix}{name}>", ORDER)
        return self._document.encode()
