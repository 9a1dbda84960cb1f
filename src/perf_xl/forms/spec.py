"""A form described as data: its fields, tables and rows of cells, as ``layout.toml`` states them.

A form is a list of blocks from top to bottom: rows of cells (as in an HTML table, with ``span`` columns and ``down``
rows), tables that grow, and matrices (fixed rows by columns of amounts). docs/forms/new-form.md explains the language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from perf_xl.model.cells import CellValue

Kind = Literal[
    "text",  # one or more lines of text
    "value",  # whatever the author types: 5次, ≥95%, 长效, a number
    "amount",  # money in the field's unit
    "number",  # a count
    "points",  # 分值, 得分
    "rate",  # a fraction shown as a percentage
    "date",  # a date as typed
    "year",
    "phone",
    "comparison",  # ≥ > = ≤ < 定性
    "unit",  # 计量单位
    "level1",
    "level2",
    "level3",
    "label",  # preprinted, locked
]
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]

SAME_AS_ABOVE = "〃"
"""In a preprinted row: the cell is merged with the one above (one 分值 for two rows)."""

COMPARISONS = ("≥", ">", "=", "≤", "<", "定性")
"""The choices of 指标类型, in the order of the 说明 of the 部门（单位）整体绩效目标表."""

Align = Literal["left", "center", "right"]
Style = Literal["title", "caption", "label", "entry", "note"]


@dataclass(frozen=True, slots=True)
class Field:
    """A single entry: ``name`` is its defined name and key, ``en`` the English alias.

    ``pattern`` is set when the value stands inside a label (``（{年度}）年度``) and says where; ``default`` is printed in
    the empty template; ``hint`` is shown beside the cell while it is being filled in.
    """

    name: str
    kind: Kind = "text"
    en: str = ""
    unit: str | None = None
    pattern: str | None = None
    default: CellValue = None
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    ratio: tuple[str, ...] = ()
    """For a rate: the fields it is made of, (dividend, divisor): 执行率 is (全年执行数, 全年预算数)."""
    points: tuple[str, ...] = ()
    """For a rate that earns points: the fields of its 分值 and 得分."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``name`` is the key of a row's value; the defined name is ``‹table›_‹name›``.

    ``label`` is the printed header, ``span`` the sheet columns it covers; ``follows`` names the level column whose
    merges it shares (一级分值); ``numbered`` is a printed prefix such as ``指标{n}：``, put on when writing and taken off
    when reading.
    """

    name: str
    label: str
    kind: Kind = "text"
    en: str = ""
    span: int = 1
    unit: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    align: Align | None = None
    follows: str | None = None
    numbered: str | None = None
    hint: str = ""

    @property
    def merges(self) -> bool:
        """Whether equal cells in consecutive rows are merged, and a value holds for the whole merge."""
        return self.kind in ("level1", "level2") or self.follows is not None


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table: header, preprinted rows, open rows, and a thin locked footer row that keeps names growing.

    ``header`` False: the row above is the header. ``grows`` False: the rows are those printed. ``repeat``: the header
    is printed on every page.
    """

    name: str
    columns: tuple[Column, ...]
    side: str | None = None
    side_span: int = 1
    rows: tuple[Mapping[str, CellValue], ...] = ()
    blank: int = 0
    header: bool = True
    grows: bool = True
    repeat: bool = False
    minimum_height: float = 0

    @property
    def size(self) -> int:
        """How many rows the empty template has."""
        return len(self.rows) + self.blank

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return next(column for column in self.columns if column.name == name)

    def role(self, en: str) -> Column | None:
        """The column with the English alias ``en`` (``actual``, ``target``, ``max_score``), None if there is none."""
        return next((column for column in self.columns if column.en == en), None)

    @property
    def key(self) -> Column:
        """The column that says what a row is about: the third level, else the first column."""
        return self.role("level3") or self.columns[0]

    def name_of(self, column: Column) -> str:
        """The defined name of ``column``."""
        return f"{self.name}_{column.name}"


@dataclass(frozen=True, slots=True)
class LayoutCell:
    """A cell of a row: a label, an entry, or a label that holds a value (``field`` with a pattern).

    A label may echo a field: ``{年度-1}年决算数`` follows the field 年度. ``lines`` is the room an empty entry has.
    """

    label: str | None = None
    field: Field | None = None
    span: int = 1
    down: int = 1
    style: Style = "label"
    align: Align | None = None
    bold: bool | None = None
    lines: float = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of cells; ``border`` draws the thin lines."""

    rows: tuple[tuple[LayoutCell, ...], ...]
    border: bool = True


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fixed rows by columns: the field of a cell is named ``‹row›_‹column›``; ``header`` False repeats no header.

    A row is its name, its printed label and its English alias.
    """

    corner: str
    rows: tuple[tuple[str, str, str], ...]
    columns: tuple[Column, ...]
    corner_span: int = 1
    header: bool = True

    def field(self, row: tuple[str, str, str], column: Column) -> Field:
        """The field where ``row`` and ``column`` meet."""
        english = f"{row[2]}_{column.en}" if row[2] and column.en else ""
        return Field(f"{row[0]}_{column.name}", column.kind, en=english, unit=column.unit)


Block = Rows | Table | Matrix


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and type: ``widths`` in characters, fonts by their Chinese names, sizes and the least row height in points.

    Margins (top, right, bottom, left) are in centimetres.
    """

    widths: tuple[float, ...]
    landscape: bool = False
    font: str = "宋体"
    size: float = 10
    label_font: str = "宋体"
    title_font: str = "方正小标宋简体"
    title_size: float = 20
    least_height: float = 20
    margins: tuple[float, float, float, float] = (1.9, 1.5, 1.9, 1.5)


@dataclass(frozen=True, slots=True, eq=False)
class FormSpec:
    """One official form. ``folder`` is where its layout and its built template are."""

    id: str
    version: str
    title: str
    region: str
    year: int | None
    level: Literal["project", "department"]
    kind: Literal["target", "self-evaluation", "common-indicators", "base-data"]
    page: Page
    blocks: tuple[Block, ...]
    folder: Path
    sheet: str = ""

    @property
    def template_path(self) -> Path:
        """The official empty ``.xlsx``."""
        return self.folder / f"{self.title}.xlsx"

    def tables(self) -> tuple[Table, ...]:
        """The tables, from top to bottom."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    def table(self, name: str) -> Table | None:
        """The table of that name, None if the form has none."""
        return next((table for table in self.tables() if table.name == name), None)

    def fields(self) -> tuple[Field, ...]:
        """All single fields, in the order they are printed."""
        return tuple(_fields(self.blocks))

    def field(self, name: str) -> Field | None:
        """The field of that name, None if the form has none."""
        return next((field for field in self.fields() if field.name == name), None)

    def defined_names(self) -> tuple[str, ...]:
        """Every defined name a filled form must have, fields first."""
        columns = (table.name_of(column) for table in self.tables() for column in table.columns)
        return (*(field.name for field in self.fields()), *columns)


def _fields(blocks: tuple[Block, ...]) -> Iterator[Field]:
    for block in blocks:
        if isinstance(block, Rows):
            yield from (cell.field for row in block.rows for cell in row if cell.field)
        elif isinstance(block, Matrix):
            yield from (block.field(row, column) for row in block.rows for column in block.columns)
