"""Cell values across the bridge: blocks read and written in one call each, dates, booleans, errors, notes kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.addresses import Box, of_uno
from xlwings_libreoffice.bridge import common

if TYPE_CHECKING:
    from xlwings_libreoffice.formats import NumberFormats
    from xlwings_libreoffice.sheets import Sheet

Block = list[list[Any]]

DATE, TIME, LOGICAL = 2, 4, 1024
"""Kinds of number formats; only the format tells that a number is a date or a truth value."""

_FORMULA_ERRORS = 4

_ERRORS = {521: "#NULL!", 532: "#DIV/0!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 523: "#NUM!", 32767: "#N/A"}
"""LibreOffice's error codes as its own xlsx export writes them; all others are ``#VALUE!``."""


class CellError(str):
    """The text of an error cell, ``#DIV/0!``."""

    __slots__ = ()


def error_text(code: int) -> CellError:
    """The Excel text of a LibreOffice error code."""
    return CellError(_ERRORS.get(code, "#VALUE!"))


def read_block(sheet: Sheet, box: Box) -> Block:
    """The values of a rectangle; ``""`` for empty cells. What lies outside the used area is not asked for."""
    rows, columns = box.shape
    inside = box if rows * columns <= 64 else box.meet(sheet.used_box())
    if inside is None:
        return [[""] * columns for _ in range(rows)]
    target = sheet.uno_range(inside)
    data = [list(row) for row in target.getDataArray()]
    if any(isinstance(value, float) for row in data for value in row):
        _type_numbers(sheet.book.formats, target, inside, data)
    if any(value is None for row in data for value in row):
        _fill_errors(sheet, target, inside, data)
    return data if inside == box else _padded(data, inside, box)


def _padded(data: Block, inside: Box, box: Box) -> Block:
    columns = box.shape[1]
    left, right = [""] * (inside.left - box.left), [""] * (box.right - inside.right)
    above = [[""] * columns for _ in range(inside.top - box.top)]
    below = [[""] * columns for _ in range(box.bottom - inside.bottom)]
    return [*above, *([*left, *row, *right] for row in data), *below]


def _type_numbers(formats: NumberFormats, target: Any, box: Box, data: Block) -> None:
    key = common(target, "NumberFormat")
    if key is not None:
        _type_area(formats, key, box, box, data)
        return
    groups = target.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        for address in group.RangeAddresses:
            _type_area(formats, group.getByIndex(0).NumberFormat, of_uno(address), box, data)


def _type_area(formats: NumberFormats, key: int, area: Box, box: Box, data: Block) -> None:
    kind = formats.kind(key)
    if not kind & (DATE | TIME | LOGICAL):
        return
    for row in range(area.top - box.top, area.bottom - box.top + 1):
        for column in range(area.left - box.left, area.right - box.left + 1):
            value = data[row][column]
            if isinstance(value, float):
                data[row][column] = bool(value) if kind & LOGICAL else from_serial(value, formats.epoch)


def _fill_errors(sheet: Sheet, target: Any, box: Box, data: Block) -> None:
    for address in target.queryFormulaCells(_FORMULA_ERRORS).RangeAddresses:
        area = of_uno(address)
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                code = sheet.uno_cell(row, column).getError()
                data[row - box.top][column - box.left] = error_text(code)


def from_serial(serial: float, epoch: dt.datetime) -> dt.datetime:
    """The moment of a serial number, to the nearest 10 microseconds (a double does not hold more)."""
    days = int(serial // 1)
    micros = round((serial - days) * 86_400 * 100_000) * 10
    return epoch + dt.timedelta(days=days, microseconds=micros)


def to_serial(value: dt.date | dt.datetime, epoch: dt.datetime) -> float:
    """The serial number of a date or moment; a time zone is dropped, as Excel has none."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def write_block(sheet: Sheet, box: Box, values: Sequence[Sequence[Any]]) -> None:
    """Write a rectangle: texts, numbers, dates, booleans, ``=formulas``; a leading ``'`` marks text, as in Excel."""
    plain = [[_plain(value, sheet.book.formats.epoch) for value in row] for row in values]
    for part in _parts(sheet, box, plain):
        rows = plain[part.top - box.top : part.bottom - box.top + 1]
        block = [row[part.left - box.left : part.right - box.left + 1] for row in rows]
        if part.is_cell:
            _write_cell(sheet.uno_cell(part.top, part.left), block[0][0])
        else:
            sheet.uno_range(part).setDataArray(tuple(tuple(row) for row in block))
    _write_special(sheet, box, values)


def _parts(sheet: Sheet, box: Box, plain: Block) -> Iterator[Box]:
    """The rectangles to write at once: ``setDataArray`` deletes notes, so cells with a note are written singly.

    In an undo context cells are written singly too: undoing a block leaves the new values in cells that were empty.
    """
    if box.is_cell:
        yield box
        return
    if sheet.book.is_recording_undo:
        for row in range(len(plain)):
            for column in range(len(plain[0])):
                yield Box(box.top + row, box.left + column, box.top + row, box.left + column)
        return
    noted = sorted(cell for cell in sheet.noted_cells() if box.holds(*cell))
    yield from _without(box, noted)


def _without(box: Box, cells: list[tuple[int, int]]) -> Iterator[Box]:
    top = box.top
    for row in sorted({row for row, _ in cells}):
        if top < row:
            yield Box(top, box.left, row - 1, box.right)
        left = box.left
        for column in (column for cell_row, column in cells if cell_row == row):
            if left < column:
                yield Box(row, left, row, column - 1)
            yield Box(row, column, row, column)
            left = column + 1
        if left <= box.right:
            yield Box(row, left, row, box.right)
        top = row + 1
    if top <= box.bottom:
        yield Box(top, box.left, box.bottom, box.right)


def _plain(value: Any, epoch: dt.datetime) -> str | float:
    if isinstance(value, (bool, int, float)):
        return float(value)
    if isinstance(value, (dt.datetime, dt.date)):
        return to_serial(value, epoch)
    if isinstance(value, str):
        return "" if is_formula(value) else value.removeprefix("'")
    return ""


def is_formula(value: Any) -> bool:
    """Whether a written text is a formula."""
    return isinstance(value, str) and len(value) > 1 and value.startswith("=")


def _write_cell(cell: Any, value: str | float) -> None:
    if isinstance(value, float):
        cell.setValue(value)
    else:
        cell.setString(value)


def _write_special(sheet: Sheet, box: Box, values: Sequence[Sequence[Any]]) -> None:
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            if is_formula(value):
                sheet.book.grammar.write(sheet.uno_cell(box.top + row, box.left + column), value)
            elif isinstance(value, (bool, dt.date)):
                sheet.book.formats.give_kind(sheet.uno_cell(box.top + row, box.left + column), value)


def number_formats(sheet: Sheet, box: Box) -> list[list[str]]:
    """The format code of each cell of a rectangle; the groups of equal format are asked for once."""
    target = sheet.uno_range(box)
    rows, columns = box.shape
    key = common(target, "NumberFormat")
    if key is not None:
        return [[sheet.book.formats.code(key)] * columns for _ in range(rows)]
    found = [["General"] * columns for _ in range(rows)]
    groups = target.getUniqueCellFormatRanges()
    for index in range(groups.Count):
        group = groups.getByIndex(index)
        code = sheet.book.formats.code(group.getByIndex(0).NumberFormat)
        for area in map(of_uno, group.RangeAddresses if code != "General" else ()):
            for row in range(area.top, area.bottom + 1):
                for column in range(area.left, area.right + 1):
                    found[row - box.top][column - box.left] = code
    return found
