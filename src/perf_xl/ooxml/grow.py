"""The tables of a template by its names, and the template with another number of rows in them.

A column's name (``指标_三级指标``) spans from its header cell to a thin footer row. Tables that share these rows (the
form's own and the score block beside it) form one band and grow together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from perf_xl.errors import InputError
from perf_xl.model.cells import Area
from perf_xl.ooxml.layout import set_height
from perf_xl.ooxml.rows import delete_rows, grow_rows
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of a sheet that hold tables: the header and the footer row, and the columns by table and name."""

    header: int
    footer: int
    tables: Mapping[str, Mapping[str, int]]

    @property
    def first(self) -> int:
        """The first row of the body."""
        return self.header + 1

    @property
    def count(self) -> int:
        """How many rows the body has."""
        return self.footer - self.header - 1

    def merged_levels(self, merges: list[Box]) -> list[int]:
        """The leading columns that the form merges downwards (一级指标, 二级指标 …), from the left."""
        columns = sorted({column for table in self.tables.values() for column in table.values()})
        downwards = {
            left for top, left, bottom, _ in merges if bottom > top and self.first <= top and bottom < self.footer
        }
        levels: list[int] = []
        for column in columns:
            if column not in downwards:
                break
            levels.append(column)
        return levels


@dataclass(frozen=True, slots=True)
class Outline:
    """What a sheet's names say: single fields by name (their cell), and bands from top to bottom."""

    sheet: str
    fields: Mapping[str, tuple[int, int]]
    bands: tuple[Band, ...]


def outline_of(book: Workbook, sheet: str, hidden: Collection[str] = ()) -> Outline:
    """The fields and tables that the names of ``sheet`` describe.

    Technical and built-in names (``_…``) are left out, but for those of single cells named in ``hidden``.
    """
    merged = set(book.sheet(sheet).merges())
    fields: dict[str, tuple[int, int]] = {}
    columns: dict[tuple[int, int], dict[str, dict[str, int]]] = {}
    for name in book.names.all():
        area = name.area
        if name.sheet != sheet or area is None or area.sheet != sheet or _is_technical(name.name, hidden):
            continue
        table, _, column = name.name.partition("_")
        if table and column and _is_column(area) and (area.top, area.left, area.bottom, area.right) not in merged:
            columns.setdefault((area.top, area.bottom), {}).setdefault(table, {})[column] = area.left
        else:
            fields[name.name] = (area.top, area.left)
    bands = tuple(Band(top, bottom, tables) for (top, bottom), tables in sorted(columns.items()))
    _refuse_overlap(sheet, bands)
    return Outline(sheet, fields, bands)


def _is_technical(name: str, hidden: Collection[str]) -> bool:
    return name.startswith("_") and name not in hidden


def _is_column(area: Area) -> bool:
    return area.left == area.right and area.bottom - area.top >= 2


def _refuse_overlap(sheet: str, bands: tuple[Band, ...]) -> None:
    tables: dict[str, Band] = {}
    for band in bands:
        for table in band.tables:
            if table in tables:
                other = tables[table]
                message = (
                    f"工作表“{sheet}”中表“{table}”各列的名称起止行不一致（第 {other.header}–{other.footer} 行与"
                    f"第 {band.header}–{band.footer} 行）。请用“修复表格”或重新下载模板。"
                )
                raise InputError(message)
            tables[table] = band
    for above, below in pairwise(bands):
        if below.header <= above.footer:
            names = "、".join((*above.tables, *below.tables))
            raise InputError(f"工作表“{sheet}”中表“{names}”的行互相交叉，不能填充。请重新下载模板。")


def adapt(book: Workbook, sheet: str, counts: tuple[int, ...], hidden: Collection[str] = ()) -> Outline:
    """Give each band of ``sheet`` its number of rows (at least one); everything else follows. The new outline."""
    outline = outline_of(book, sheet, hidden)
    for band, count in reversed(list(zip(outline.bands, counts, strict=True))):
        wanted = max(count, 1)
        if wanted > band.count:
            height = _usual_height(book, sheet, band)
            grow_rows(book, sheet, band.first, band.footer - 1, wanted - band.count)
            for row in range(band.footer, band.footer + wanted - band.count):
                set_height(book.sheet(sheet), row, height)
        elif wanted < band.count:
            delete_rows(book, sheet, band.first + wanted, band.count - wanted)
    return outline_of(book, sheet, hidden)


def _usual_height(book: Workbook, sheet: str, band: Band) -> float | None:
    """The height that most rows of the band have (the last one may be higher for its printed label alone)."""
    rows = [book.sheet(sheet).row(number) for number in range(band.first, band.footer)]
    heights = [row.attribute("ht") if row is not None else None for row in rows]
    usual = max(heights, key=heights.count)
    return float(usual) if usual else None
