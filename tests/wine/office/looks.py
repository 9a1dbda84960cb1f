"""Fonts, fills, lines and alignment in Excel's numbers."""

import copy

from openpyxl.styles import PatternFill, Side

from tests.wine.office.exposed import Exposed

NONE = -4142
EDGES = {7: "left", 8: "top", 9: "bottom", 10: "right"}
STYLES = {
    "thin": (1, 2), "medium": (1, -4138), "thick": (1, 4), "hair": (1, 1), "dashed": (-4115, 2),
    "dotted": (-4118, 2), "double": (-4119, 4),
}  # fmt: skip
ALIGNMENTS = {
    "horizontal": {None: 1, "general": 1, "left": -4131, "center": -4108, "right": -4152, "justify": -4130},
    "vertical": {None: -4107, "bottom": -4107, "center": -4108, "top": -4160, "justify": -4130},
}


def number(color):
    """Blue, green, red, as Excel counts; black where the file names a colour of its theme."""
    text = color.rgb if color is not None and color.type == "rgb" else "FF000000"
    return int(text[6:8] + text[4:6] + text[2:4], 16)


def text(value):
    """The same back, as openpyxl writes it."""
    digits = f"{int(value):06X}"
    return f"FF{digits[4:6]}{digits[2:4]}{digits[0:2]}"


def alignment(cell, side):
    """Excel's number of a cell's alignment."""
    return ALIGNMENTS[side][getattr(cell.alignment, side)]


def set_alignment(cells, side, value):
    """Align cells by Excel's number."""
    name = next(name for name, known in ALIGNMENTS[side].items() if known == value and name)
    for cell in cells:
        changed = copy.copy(cell.alignment)
        setattr(changed, side, name)
        cell.alignment = changed


class Look(Exposed):
    """A part of the format of cells; Null where they differ."""

    def __init__(self, cells):
        self._cells = cells

    def same(self, read):
        """The value that all cells share."""
        found = {read(cell) for cell in self._cells}
        return found.pop() if len(found) == 1 else None


def part(read, write):
    """A property of :class:`Font`: ``read`` from openpyxl's font, ``write`` into it."""

    def put(self, value):
        for cell in self._cells:
            font = copy.copy(cell.font)
            write(font, value)
            cell.font = font

    return property(lambda self: self.same(lambda cell: read(cell.font)), put)


class Font(Look):
    """Excel's Font."""

    Name = part(lambda font: font.name, lambda font, value: setattr(font, "name", value))
    Size = part(lambda font: font.sz, lambda font, value: setattr(font, "sz", value))
    Bold = part(lambda font: bool(font.b), lambda font, value: setattr(font, "b", bool(value)))
    Color = part(lambda font: number(font.color), lambda font, value: setattr(font, "color", text(value)))


class Interior(Look):
    """Excel's Interior."""

    @property
    def ColorIndex(self):
        return self.same(lambda cell: 0 if cell.fill.fill_type == "solid" else NONE)

    @ColorIndex.setter
    def ColorIndex(self, value):
        for cell in self._cells:
            cell.fill = PatternFill()

    @property
    def Color(self):
        return self.same(lambda cell: number(cell.fill.fgColor) if cell.fill.fill_type == "solid" else 0xFFFFFF)

    @Color.setter
    def Color(self, value):
        for cell in self._cells:
            cell.fill = PatternFill("solid", fgColor=text(value))


class Border(Look):
    """Excel's Border: one side of cells. Inside lines and diagonals are none of these cells'."""

    def __init__(self, cells, edge):
        super().__init__(cells)
        self._edge = EDGES.get(edge)

    def _side(self, cell):
        return (self._edge and getattr(cell.border, self._edge)) or Side()

    def _put(self, **changes):
        if self._edge is None:
            return
        for cell in self._cells:
            border, side = copy.copy(cell.border), copy.copy(self._side(cell))
            for name, value in changes.items():
                setattr(side, name, value)
            setattr(border, self._edge, side)
            cell.border = border

    @property
    def LineStyle(self):
        return self.same(lambda cell: STYLES.get(self._side(cell).style, (NONE, 2))[0])

    @LineStyle.setter
    def LineStyle(self, value):
        self._put(style=None if value == NONE else next(n for n, (style, _) in STYLES.items() if style == value))

    @property
    def ColorIndex(self):
        return self.same(lambda cell: 1 if self._side(cell).style else NONE)

    @property
    def Weight(self):
        return self.same(lambda cell: STYLES.get(self._side(cell).style, (NONE, 2))[1])

    @Weight.setter
    def Weight(self, value):
        style = self.LineStyle
        found = [n for n, known in STYLES.items() if known == (1 if style == NONE else style, value)]
        self._put(style=found[0])

    @property
    def Color(self):
        return self.same(lambda cell: number(self._side(cell).color))

    @Color.setter
    def Color(self, value):
        self._put(color=text(value), style=self._cells[0] and (self._side(self._cells[0]).style or "thin"))


def together(name):
    """A property of :class:`Edges`: of all sides of all cells."""

    def read(self):
        found = {getattr(side, name) for side in self.sides()}
        return found.pop() if len(found) == 1 else None

    def put(self, value):
        for side in self.sides():
            setattr(side, name, value)

    return property(read, put)


class Edges(Exposed):
    """The lines around cells: all of them, or one side by Excel's number."""

    LineStyle, Weight, Color = together("LineStyle"), together("Weight"), together("Color")

    def __init__(self, cells):
        self._cells = cells

    def sides(self):
        """The four sides."""
        return [Border([cell], edge) for cell in self._cells for edge in EDGES]

    def Item(self, edge):
        return Border(self._cells, edge)
