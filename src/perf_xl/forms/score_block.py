"""The score block: on the rows of the indicators, right of the print area, the columns a form lacks for scoring.

No published form prints rule, 分值, actual value and 得分 together, so every indicator form gets a block of those that it
lacks. It is found again by its names (``评分_得分`` …), may be moved, and goes without a trace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from perf_xl.forms.records import FormRecord
from perf_xl.forms.sheet_view import exact_value
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.model.cells import (
    Area,
    CellReader,
    CellRef,
    CellValue,
    Edit,
    Erase,
    Look,
    SetColumnWidth,
    SetLook,
    SetName,
    SetValue,
)
from perf_xl.model.references import absolute, absolute_cell

PREFIX = "评分_"
TOTAL = "合计"
RATE_SCORE = "执行率得分"


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A column of the block: key (also its defined name), heading, width, and the form's own role that makes it idle."""

    key: str
    heading: str
    width: float
    replaces: str = ""
    entry: bool = False
    align: Literal["left", "center"] = "center"


COLUMNS = (
    BlockColumn("规则", "评分标准", 30, "rule", entry=True, align="left"),
    BlockColumn("类型", "指标\n类型", 6, "comparison", entry=True),
    BlockColumn("目标值", "目标值\n（取数）", 9, "comparison"),
    BlockColumn("单位", "计量\n单位", 7, "unit", entry=True),
    BlockColumn("分值", "分值", 7, "max_score", entry=True),
    BlockColumn("完成比例", "完成比例\n（定性）", 9, entry=True),
    BlockColumn("实际值", "实际值\n（取数）", 9),
    BlockColumn("得分", "得分", 8),
    BlockColumn("说明", "说明", 70, align="left"),
)
"""All columns, in order; a form gets those whose role it does not print itself."""

HEAD = Look(fill="DDEBF7", bold=True, border="9DC3E6", horizontal="center", vertical="center", wrap=True, font_size=9)
BODY = Look(border="9DC3E6", vertical="center", font_size=9, locked=True)
ENTRY = Look(fill="FFFBE6", locked=False)
TITLE = Look(bold=True, font_color="1F4E79", font_size=10)


@dataclass(frozen=True, slots=True)
class ScoreBlock:
    """Where the block of one form stands: its table's header and footer rows, and the sheet column of each key."""

    sheet: str
    header: int
    footer: int
    columns: Mapping[str, int]

    def ref(self, key: str, row: int) -> CellRef:
        """The cell of column ``key`` in sheet row ``row``."""
        return CellRef(self.sheet, row, self.columns[key])

    @property
    def total_row(self) -> int:
        """The row of the total, below the footer; the execution rate's points stand between."""
        return self.footer + 2

    def area(self) -> Area:
        """Everything the block may have written, title and totals included."""
        left, right = min(self.columns.values()), max(self.columns.values())
        return Area(self.sheet, max(self.header - 1, 1), left, self.total_row, right)


def wanted_columns(table: Table) -> tuple[BlockColumn, ...]:
    """The columns that ``table`` lacks. 实际值 is an entry where the form prints no actual value."""
    printed = {column.en for column in table.columns if column.en}
    return tuple(column for column in COLUMNS if column.replaces not in printed)


def find_block(reader: CellReader, sheet: str) -> ScoreBlock | None:
    """The block of a sheet by its names, None where there is none."""
    areas = {
        name.name.removeprefix(PREFIX): name.area
        for name in reader.names()
        if name.sheet == sheet and name.name.startswith(PREFIX) and name.area is not None
    }
    spans = {key: area for key, area in areas.items() if key in {column.key for column in COLUMNS}}
    if "得分" not in spans:
        return None
    header, footer = spans["得分"].top, spans["得分"].bottom
    return ScoreBlock(sheet, header, footer, {key: area.left for key, area in spans.items()})


def plan_block(reader: CellReader, table: Table, record: FormRecord) -> ScoreBlock | None:
    """Where a new block goes; None when the form's table has lost its names."""
    names = {name.name: name.area for name in reader.names() if name.sheet == record.sheet}
    key = names.get(table.name_of(table.key))
    if key is None:
        return None
    left = _right_edge(reader, record.sheet) + 2
    columns = {column.key: left + i for i, column in enumerate(wanted_columns(table))}
    return ScoreBlock(record.sheet, key.top, key.bottom, columns)


def _right_edge(reader: CellReader, sheet: str) -> int:
    """The last column that is printed or used."""
    used = reader.used_area(sheet)
    printed = [
        name.area.right
        for name in reader.names()
        if name.name.endswith("Print_Area") and name.sheet == sheet and name.area
    ]
    merged = [area.right for area in reader.merges(sheet)]
    return max([used.right if used else 1, *printed, *merged])


def block_values(reader: CellReader, block: ScoreBlock) -> dict[int, dict[str, CellValue]]:
    """What stands in the block now, by sheet row; values of formulas are left out: they are ours, not a person's."""
    found: dict[int, dict[str, CellValue]] = {}
    for row in range(block.header + 1, block.footer):
        cells = {key: reader.cell(block.ref(key, row)) for key in block.columns}
        found[row] = {
            key: exact_value(cell) if key == "实际值" else cell.value
            for key, cell in cells.items()
            if cell.formula is None and cell.value != ""
        }
    return found


def frame_edits(block: ScoreBlock, table: Table, rows: list[int]) -> Iterator[Edit]:
    """Title, headings, names, widths and looks of a new block; its body cells are written by ``score_cells``."""
    entry_actual = table.role("actual") is None
    for column in COLUMNS:
        if column.key not in block.columns:
            continue
        at = block.columns[column.key]
        yield SetColumnWidth(block.sheet, at, column.width)
        yield SetValue(CellRef(block.sheet, block.header, at), column.heading)
        yield SetName(
            f"{PREFIX}{column.key}", block.sheet, absolute(Area(block.sheet, block.header, at, block.footer, at))
        )
        for row in rows:
            yield from _body_look(column, Area(block.sheet, row, at, row, at), entry_actual=entry_actual)
    left, right = min(block.columns.values()), max(block.columns.values())
    yield SetLook(Area(block.sheet, block.header, left, block.header, right), HEAD)
    for key, row in ((RATE_SCORE, block.footer + 1), (TOTAL, block.total_row)):
        yield SetName(f"{PREFIX}{key}", block.sheet, absolute_cell(block.ref("得分", row)))


def _body_look(column: BlockColumn, area: Area, *, entry_actual: bool) -> Iterator[Edit]:
    yield SetLook(area, Look(horizontal=column.align, wrap=column.key == "规则"))
    yield SetLook(area, BODY)
    if column.entry or (column.key == "实际值" and entry_actual):
        yield SetLook(area, ENTRY)
    if column.key == "完成比例":
        yield SetLook(area, Look(number_format="0%"))


def title_edits(block: ScoreBlock, reader: CellReader, *, default_weights: bool) -> Iterator[Edit]:
    """The line above the headings: what the block is, and whether its points are only the default ones."""
    if block.header < 2:
        return
    title = "参考得分（默认权重，仅供参考）" if default_weights else "评分区（不打印）"
    ref = CellRef(block.sheet, block.header - 1, min(block.columns.values()))
    if reader.cell(ref).value == title:
        return
    yield SetValue(ref, title)
    yield SetLook(Area(block.sheet, ref.row, ref.column, ref.row, ref.column), TITLE)


def clear_block_edits(reader: CellReader, spec: FormSpec, record: FormRecord) -> list[Edit]:
    """The edits that take the block of a form away without a trace, and the official formulas that look into it."""
    block = find_block(reader, record.sheet)
    if block is None:
        return []
    edits: list[Edit] = [Erase(block.area())]
    edits += [SetColumnWidth(block.sheet, column, None) for column in block.columns.values()]
    edits += [
        SetName(name.name, block.sheet, None) for name in reader.names() if _is_ours(name.name, name.sheet, block)
    ]
    edits += [SetValue(ref, None) for ref in _dependent_cells(reader, spec, record)]
    return edits


def _is_ours(name: str, sheet: str | None, block: ScoreBlock) -> bool:
    return sheet == block.sheet and (name.startswith(PREFIX) or name == "_px_policy")


def _dependent_cells(reader: CellReader, spec: FormSpec, record: FormRecord) -> Iterator[CellRef]:
    """Official 得分 cells, and the total, that hold a formula."""
    for table in spec.tables():
        column = table.role("score")
        if column is None or table.role("level3") is None:
            continue
        for row in record.rows(table.name):
            if column.name in row.cells and reader.cell(row.cells[column.name]).formula is not None:
                yield row.cells[column.name]
    for field in spec.fields():
        if field.en == "total_score" and field.name in record.cells:
            ref = record.cells[field.name]
            if reader.cell(ref).formula is not None:
                yield ref
