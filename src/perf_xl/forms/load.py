"""``layout.toml`` to a :class:`FormSpec`, checked: every error names the file and the key path.

The language is explained in docs/forms/new-form.md; this file is its reference.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from perf_xl.forms.naming import name_fault
from perf_xl.forms.spec import (
    COMPARISONS,
    KINDS,
    Align,
    Block,
    Column,
    Field,
    FormSpec,
    Kind,
    LayoutCell,
    Matrix,
    Page,
    Rows,
    Style,
    Table,
)
from perf_xl.forms.toml_section import Section
from perf_xl.model.cells import CellValue

_ALIGNS = ("left", "center", "right")
_STYLES = ("title", "caption", "label", "entry", "note")


def load_layout(path: Path) -> FormSpec:
    """The form that ``path`` describes; InputError for a wrong layout, FileProblem for a file that is no TOML."""
    section = Section.load(path)
    page = _page(section.child("page", section.any("page") or {}))
    title = section.take("title", str)
    spec = FormSpec(
        id=section.take("id", str),
        version=section.take("version", str),
        title=title,
        region=section.take("region", str),
        year=section.maybe("year", int),
        level=section.choice("level", ("project", "department")),  # type: ignore[arg-type]
        kind=section.choice("kind", ("target", "self-evaluation", "common-indicators", "base-data")),  # type: ignore[arg-type]
        sheet=section.take("sheet", str, title[:31]),
        page=page,
        blocks=tuple(_block(block, len(page.widths)) for block in section.sections("block")),
        folder=path.parent,
    )
    _check_names(spec, section)
    section.close()
    return spec


def _page(section: Section) -> Page:
    default = Page(())
    page = Page(
        widths=section.numbers("widths"),
        landscape=section.take("landscape", bool, default=False),
        font=section.take("font", str, default.font),
        size=section.take("size", float, default.size),
        label_font=section.take("label_font", str, default.label_font),
        title_font=section.take("title_font", str, default.title_font),
        title_size=section.take("title_size", float, default.title_size),
        least_height=section.take("least_height", float, default.least_height),
        margins=cast("tuple[float, float, float, float]", section.numbers("margins") or default.margins),
    )
    if not page.widths:
        raise section.fail("widths", "缺少列宽，请列出每一列的宽度（字符数）。")
    if len(page.margins) != 4:
        raise section.fail("margins", "应为上、右、下、左四个数字（厘米）。")
    section.close()
    return page


def _block(section: Section, width: int) -> Block:
    if "table" in section:
        block: Block = _table(section, width)
    elif "matrix" in section:
        block = _matrix(section, width)
    else:
        block = _rows(section, width)
    section.close()
    return block


def _rows(section: Section, width: int) -> Rows:
    rows: list[tuple[LayoutCell, ...]] = []
    pending = [0] * width  # rows that a cell from above still covers, by column
    for number, items in enumerate(section.take("rows", list)):
        if not isinstance(items, list):
            raise section.fail(f"rows[{number}]", "应为一行单元格的列表。")
        cells = tuple(_cell(section.child(f"rows[{number}][{n}]", item)) for n, item in enumerate(items))
        covered = sum(1 for left in pending if left)
        if covered + sum(cell.span for cell in cells) != width:
            raise section.fail(
                f"rows[{number}]", f"各单元格共占 {covered + sum(c.span for c in cells)} 列，应为 {width} 列。"
            )
        pending = _covered_below(pending, cells)
        rows.append(cells)
    if any(pending):
        raise section.fail("rows", "有单元格的 down 超出了本块的最后一行。")
    return Rows(tuple(rows), border=section.take("border", bool, default=True))


def _covered_below(pending: list[int], cells: tuple[LayoutCell, ...]) -> list[int]:
    free = [column for column, left in enumerate(pending) if not left]
    after = [max(left - 1, 0) for left in pending]
    position = 0
    for cell in cells:
        for column in free[position : position + cell.span]:
            after[column] = cell.down - 1
        position += cell.span
    return after


def _cell(section: Section) -> LayoutCell:
    label, name = section.maybe("label", str), section.maybe("field", str)
    cell = LayoutCell(
        label=label,
        field=_field(name, section) if name else None,
        span=section.take("span", int, 1),
        down=section.take("down", int, 1),
        style=cast("Style", section.choice("style", _STYLES, "entry" if name and label is None else "label")),
        align=cast("Align | None", section.choice("align", _ALIGNS, "left") if "align" in section else None),
        bold=section.maybe("bold", bool),
        lines=section.take("lines", float, 1.0),
    )
    if cell.field and cell.field.pattern is None and label is not None:
        raise section.fail("label", "标签里没有填写位置，请写成“…{字段名}…”，或把标签和字段分成两格。")
    section.close()
    return cell


def _field(name: str, section: Section) -> Field:
    pattern = section.any("pattern")
    if pattern is not None and f"{{{name}}}" not in pattern:
        raise section.fail("pattern", f"文字里没有填写位置“{{{name}}}”。")
    return Field(
        name=name,
        kind=_kind(section, "text"),
        en=section.take("en", str, ""),
        unit=section.maybe("unit", str),
        pattern=pattern,
        default=_value(section.any("default")),
        required=section.take("required", bool, default=False),
        choices=section.texts("choices"),
        hint=section.take("hint", str, ""),
        ratio=section.texts("ratio"),
        points=section.texts("points"),
    )


def _kind(section: Section, default: str) -> Kind:
    return cast("Kind", section.choice("kind", KINDS, default))


def _table(section: Section, width: int) -> Table:
    name = section.take("table", str)
    columns = tuple(_column(item) for item in section.sections("columns"))
    side = section.maybe("side", str)
    side_span = section.take("side_span", int, 1 if side else 0)
    table = Table(
        name=name,
        columns=columns,
        side=side,
        side_span=side_span,
        rows=tuple(_row(n, item, columns, section) for n, item in enumerate(section.take("rows", list, []))),
        blank=section.take("blank", int, 0),
        header=section.take("header", bool, default=True),
        grows=section.take("grows", bool, default=True),
        repeat=section.take("repeat", bool, default=False),
        minimum_height=section.take("minimum_height", float, 0.0),
    )
    if side_span + sum(column.span for column in columns) != width:
        raise section.fail("columns", f"各列共占 {side_span + sum(c.span for c in columns)} 列，应为 {width} 列。")
    if not table.size:
        raise section.fail("rows", "表格至少要有一行，请用 rows 写出印好的行，或用 blank 留空行。")
    return table


def _column(section: Section) -> Column:
    name = section.take("name", str)
    kind = _kind(section, "text")
    column = Column(
        name=name,
        label=section.take("label", str, name),
        kind=kind,
        en=section.take("en", str, ""),
        span=section.take("span", int, 1),
        unit=section.maybe("unit", str),
        required=section.take("required", bool, default=False),
        choices=section.texts("choices") or (COMPARISONS if kind == "comparison" else ()),
        align=cast("Align | None", section.choice("align", _ALIGNS, "left") if "align" in section else None),
        follows=section.maybe("follows", str),
        numbered=section.maybe("numbered", str),
        hint=section.take("hint", str, ""),
    )
    section.close()
    return column


def _row(number: int, item: Any, columns: tuple[Column, ...], section: Section) -> dict[str, CellValue]:
    """A preprinted row: values in the order of the columns, "" for a blank, trailing blanks left out."""
    if not isinstance(item, list) or len(item) > len(columns):
        raise section.fail(f"rows[{number}]", f'应为按列排列的值（至多 {len(columns)} 个），空白写作 ""。')
    values = {column.name: _value(value) for column, value in zip(columns, item, strict=False)}
    return {name: value for name, value in values.items() if value not in (None, "")}


def _matrix(section: Section, width: int) -> Matrix:
    corner = section.take("matrix", str)
    rows = section.take("rows", list)
    for number, row in enumerate(rows):
        if not (isinstance(row, list) and len(row) in (2, 3) and all(isinstance(part, str) for part in row)):
            raise section.fail(f"rows[{number}]", "应为［名称, 标签］或［名称, 标签, 英文键］。")
    matrix = Matrix(
        corner=corner,
        rows=tuple((row[0], row[1], row[2] if len(row) == 3 else "") for row in rows),
        columns=tuple(_column(item) for item in section.sections("columns")),
        corner_span=section.take("corner_span", int, 1),
        header=section.take("header", bool, default=True),
    )
    if matrix.corner_span + sum(column.span for column in matrix.columns) != width:
        raise section.fail("columns", f"各列所占列数与页面的 {width} 列不符。")
    return matrix


def _value(value: Any) -> CellValue:
    """A TOML value as a cell value: numbers exact."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    return Decimal(str(value)) if isinstance(value, int | float) else str(value)


def _check_names(spec: FormSpec, section: Section) -> None:
    seen: set[str] = set()
    for name in spec.defined_names():
        fault = name_fault(name)
        if fault:
            raise section.fail("block", f"名称“{name}”{fault}。")
        if name.casefold() in seen:
            raise section.fail("block", f"名称“{name}”重复。")
        seen.add(name.casefold())
