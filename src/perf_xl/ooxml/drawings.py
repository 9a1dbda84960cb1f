"""Pictures, charts and tables that stand on a sheet's rows and move with them."""

from __future__ import annotations

import re

from perf_xl.errors import InputError
from perf_xl.ooxml import sqref
from perf_xl.ooxml.markup import recode
from perf_xl.ooxml.shift import RowShift
from perf_xl.ooxml.workbook import Workbook

_ANCHOR = re.compile(r"<(?P<name>(?:[\w.-]+:)?(?:two|one)CellAnchor)(?P<attrs>[^>]*)>.*?</(?P=name)>", re.DOTALL)
_POINT = re.compile(r"(<(?:[\w.-]+:)?(?:from|to)>.*?<(?P<row>(?:[\w.-]+:)?row)>)(\d+)(</(?P=row)>)", re.DOTALL)
_REF = re.compile(
    r'(<(?:[\w.-]+:)?(?:table|autoFilter|sortState|sortCondition|location)\s(?:[^>]*?\s)?ref=")([^"]*)(")'
)


def move_rows(book: Workbook, sheet: str, rows: RowShift) -> None:
    """Drawings, tables and pivot tables of ``sheet`` after its rows moved."""
    for relation in book.sheet_relations(sheet):
        if relation.external or relation.target not in book.package:
            continue
        data = book.package.read(relation.target)
        if relation.kind == "drawing":
            book.package.write(relation.target, recode(data, lambda text: _ANCHOR.sub(lambda m: _moved(m, rows), text)))
        elif relation.kind in ("table", "pivotTable"):
            changed = recode(data, lambda text: _REF.sub(lambda m: m[1] + _area(m[2], rows, sheet) + m[3], text))
            book.package.write(relation.target, changed)


def _area(area: str, rows: RowShift, sheet: str) -> str:
    moved = sqref.moved(area, rows)
    if not moved:
        raise InputError(f"工作表“{sheet}”的 {area} 是一张完整的表格，不能整块删除。请在 Excel 中先删除该表格。")
    return moved


def _moved(match: re.Match[str], rows: RowShift) -> str:
    if 'editAs="absolute"' in match["attrs"]:
        return match[0]
    points = list(_POINT.finditer(match[0]))
    if not points:
        return match[0]
    old = [int(point[3]) for point in points]
    new = [_index(row, rows) for row in old]
    if 'editAs="oneCell"' in match["attrs"] and len(new) > 1:
        new[1] = new[0] + old[1] - old[0]
    numbers = iter(new)
    return _POINT.sub(lambda point: f"{point[1]}{next(numbers)}{point[4]}", match[0])


def _index(index: int, rows: RowShift) -> int:
    moved = rows(index + 1, index + 1, False)
    if moved is None:
        return max(0, getattr(rows, "row", index + 1) - 1)
    return moved[0] - 1
