"""The drawings behind notes (``vmlDrawing``): patched as text, since Excel's own are not well-formed XML."""

from __future__ import annotations

import re
from collections.abc import Callable

EMPTY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = re.compile(r"\s*<v:shape\s.*?</v:shape\s*>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(r"(<x:Row>\s*)(\d+)(\s*</x:Row>)", re.IGNORECASE)
_COLUMN = re.compile(r"<x:Column>\s*(\d+)\s*</x:Column>", re.IGNORECASE)
_ANCHOR = re.compile(r"(<x:Anchor>)([^<]*)(</x:Anchor>)", re.IGNORECASE)
_ID = re.compile(r'id="_x0000_s(\d+)"')
_NOTE = re.compile(r"""ObjectType\s*=\s*["']Note["']""", re.IGNORECASE)


def has_shapes(text: str) -> bool:
    """Whether anything is drawn."""
    return _SHAPE.search(text) is not None


def add_note(text: str, row: int, column: int, lines: int) -> str:
    """The drawing with a hidden note box of ``lines`` text lines beside the cell."""
    number = max([1024, *(int(found) for found in _ID.findall(text))]) + 1
    height = max(4, min(lines + 1, 20))
    top = max(row - 2, 0)
    anchor = f"{column}, 15, {top}, 2, {column + 3}, 31, {top + height}, 4"
    shape = (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;'
        f'margin-top:5pt;width:160pt;height:{height * 15}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" '
        'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
        '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div>'
        '</v:textbox><x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row>"
        f"<x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    )
    end = text.rindex("</xml>")
    return text[:end] + shape + text[end:]


def remove_note(text: str, row: int, column: int) -> str:
    """The drawing without the note box of a cell."""

    def kept(match: re.Match[str]) -> str:
        return "" if _cell_of(match[0]) == (row, column) else match[0]

    return _SHAPE.sub(kept, text)


def _cell_of(shape: str) -> tuple[int, int] | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not _NOTE.search(shape) or row is None or column is None:
        return None
    return int(row[2]) + 1, int(column[1]) + 1


def move_rows(text: str, rows: Callable[[int, int, bool], tuple[int, int] | None]) -> str:
    """The drawing after rows moved; note boxes of deleted rows go."""

    def moved(match: re.Match[str]) -> str:
        shape = match[0]
        row = _ROW.search(shape)
        if row is None or not _NOTE.search(shape):
            return shape
        old = int(row[2]) + 1
        new = rows(old, old, False)
        if new is None:
            return ""
        if new[0] == old:
            return shape
        shape = _ROW.sub(lambda found: f"{found[1]}{new[0] - 1}{found[3]}", shape)
        return _ANCHOR.sub(lambda found: found[1] + _moved_anchor(found[2], new[0] - old) + found[3], shape)

    return _SHAPE.sub(moved, text)


def _moved_anchor(anchor: str, down: int) -> str:
    numbers = [int(part) for part in anchor.split(",")]
    if len(numbers) != 8:
        return anchor
    for place in (2, 6):
        numbers[place] = max(0, numbers[place] + down)
    return ", ".join(str(number) for number in numbers)
