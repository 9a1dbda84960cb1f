"""A form's template with its score block in it, compiled: filled and scored in one go, a thousand workbooks a second.

The cells of an indicator row follow from the row alone, so they are made once by the functions that score any workbook
(:mod:`perf_xl.forms.score_cells`) and kept by what the row says; rules and results repeat from form to form. What a
person typed where a score stands, and forms that print no 得分, are left to :mod:`perf_xl.hosts.fill_scored`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from perf_xl.bulk.score_entries import BLOCK
from perf_xl.commands.generate import MAX_DIGITS
from perf_xl.commands.rate import RATE_FORMAT, rate_formula
from perf_xl.forms.naming import POLICY_NAME, constant
from perf_xl.forms.rates import RateCell, rate_cells
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.score_block import ScoreBlock, find_block, frame_edits, plan_block, title_edits
from perf_xl.forms.score_cells import ScoredRow, row_edits, score_row
from perf_xl.forms.score_form import main_line
from perf_xl.forms.score_totals import (
    OfficialScore,
    Part,
    indicator_part,
    official_formula,
    rate_points,
    rate_points_formula,
    total_formula,
)
from perf_xl.forms.scoring_rows import scored_table, scoring_rows
from perf_xl.forms.spec import Column, Field, FormSpec, Table
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import compile_form
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.hosts.prepare import NeedsEditsError
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellRef, CellValue, SetFormula, SetName, SetValue
from perf_xl.ooxml.fillvalues import Computed, Styled, Value
from perf_xl.policy import Policy, policy_text

_KEPT = 20_000
_ROLES = ("score", "max_score", "actual", "target")

Tables = dict[str, Sequence[Mapping[str, Value]]]
Entries = Mapping[str, CellValue]
"""What stands in the score block beside a row before it is scored: 规则, 类型, 单位, 完成比例 by their keys."""


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one indicator: None while open; ``filled`` when its actual is given."""

    points: Decimal | None
    filled: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A workbook with its scores: the total (None while a part is open) and the points row by row."""

    data: bytes
    total: Decimal | None
    rows: tuple[Points, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    """The cells of one scored row: those of the block, the official 得分, and the points."""

    block: dict[str, Value]
    official: Computed
    points: Points


@dataclass(frozen=True, slots=True)
class _Line:
    """A funding line: its cells, what is printed in those that are not to be typed, and how its points are earned."""

    cell: RateCell
    said: Mapping[str, CellValue]
    points_formula: str
    points: Decimal | None
    is_bare: bool
    """The rate's cell has no number format of its own."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where everything stands for certain numbers of rows, and the rows made so far."""

    record: FormRecord
    block: ScoreBlock
    made: dict[tuple[object, ...], _Made]
    lines: tuple[_Line, ...]
    total: str
    """The formula of the official total."""


class NotForTemplateError(Exception):
    """This record needs the careful way: something is typed where a score is to stand."""


@lru_cache(maxsize=16)
def scored_template(spec: FormSpec, policy: Policy) -> ScoredTemplate | None:
    """The template of a form with scores; None for a form whose scores depend on more than their rows."""
    table = scored_table(spec)
    if table is None or not table.grows:
        return None
    score, total = table.role("score"), next((item for item in spec.fields() if item.en == "total_score"), None)
    if score is None or score.merges or total is None or any(table.role(en) is None for en in _ROLES):
        return None
    if any(item.ratio for item in spec.fields()):
        return None
    return ScoredTemplate(spec, policy, table, total)


class ScoredTemplate:
    """Fills and scores records of one form under one policy."""

    def __init__(self, spec: FormSpec, policy: Policy, table: Table, total: Field) -> None:
        self._spec, self._policy, self._table, self._total = spec, policy, table, total
        self._score = next(column for column in table.columns if column.en == "score")
        self._template, self._preparer = compile_form(spec, _with_block(spec, table, policy))
        self._funding = _funding(spec)
        self._shapes: dict[int, _Shape] = {}
        self._blank: dict[str, Value] = dict.fromkeys(self._template.tables[BLOCK])

    def fill(self, record: FormRecord, entries: Sequence[Entries] = ()) -> Scored:
        """The workbook of ``record`` with 执行率, 得分 and 总分 as formulas with their values.

        ``entries`` stand in the block beside the rows. NotForTemplateError when the careful way must be taken.
        """
        rows = record.rows(self._table.name)
        if not rows or record.fields.get(self._total.name) is not None:
            raise NotForTemplateError
        fields, tables = self._prepared(record)
        shape = self._shapes.get(len(rows)) or self._shape(len(rows))
        made = [self._made(shape, number, row, beside) for number, (row, beside) in enumerate(_beside(rows, entries))]
        tables[self._table.name] = [
            {**line, self._score.name: one.official} for line, one in zip(tables[self._table.name], made, strict=True)
        ]
        tables[BLOCK] = [one.block for one in made]
        parts = [one.points.points for one in made]
        parts += self._rates(shape, tables)
        total = None if None in parts else sum((part for part in parts if part is not None), Decimal(0))
        fields[self._total.name] = Computed(shape.total, total)
        return Scored(self._template.fill(fields, tables), total, tuple(one.points for one in made))

    def _prepared(self, record: FormRecord) -> tuple[dict[str, Value], Tables]:
        try:
            fields, tables = self._preparer.prepare(record)
        except NeedsEditsError as error:
            raise NotForTemplateError from error
        return dict(fields), dict(tables)

    # rows

    def _made(self, shape: _Shape, number: int, row: Row, beside: Entries) -> _Made:
        key = (number, *row.values.values(), *beside.items())
        found = shape.made.get(key)
        if found is None:
            found = self._make(shape, number, row, beside)
            if len(shape.made) >= _KEPT:
                shape.made.clear()
            shape.made[key] = found
        return found

    def _make(self, shape: _Shape, number: int, row: Row, beside: Entries) -> _Made:
        values = row.values
        if values[self._table.key.name] is None or values[self._score.name] is not None:
            raise NotForTemplateError
        if not all(_is_kept(value) for value in (*values.values(), *beside.values())):
            raise NotForTemplateError
        cells = shape.record.rows(self._table.name)[number].cells
        reader = MemoryWorkbook([shape.record.sheet])
        reader.apply([SetValue(cells[name], value) for name, value in values.items() if name in cells], label="读取")
        alone = FormRecord(self._spec.id, sheet=shape.record.sheet, tables={self._table.name: [Row(values, cells)]})
        at = cells[self._table.key.name].row
        (facts,) = scoring_rows(self._table, alone, {at: dict(beside)}, (), reader)
        scored = score_row(facts, shape.block, self._policy)
        block = self._blank | dict(beside) | dict(_block_cells(scored, shape.block, reader))
        official = OfficialScore(cells[self._score.name], (scored,), None)
        formula = Computed(official_formula(official, shape.block), scored.points)
        return _Made(block, formula, Points(scored.points, facts.input.actual is not None))

    # the execution rate

    def _rates(self, shape: _Shape, tables: Tables) -> list[Decimal | None]:
        """Put the rates into the funding lines; gives the points of the execution rate as a part of the total."""
        if self._funding is None:
            return []
        name, columns = self._funding
        given = tables.get(name) or [{}] * len(shape.lines)
        earned: list[Decimal | None] = []
        lines: list[Mapping[str, Value]] = []
        for line, said in zip(shape.lines, given, strict=True):
            if any(said.get(columns[en].name) not in (None, line.said[en]) for en in line.said):
                raise NotForTemplateError
            cells = dict(self._rate_cells(line, said, earned))
            lines.append({**said, **cells} if cells else said)
        tables[name] = lines
        return earned

    def _rate_cells(
        self, line: _Line, said: Mapping[str, Value], earned: list[Decimal | None]
    ) -> Iterator[tuple[str, Value]]:
        assert self._funding is not None
        columns = self._funding[1]
        spent, budget = _amount(said.get(columns["spent"].name)), _amount(said.get(columns["budget"].name))
        cell = line.cell
        if spent is not None or budget is not None:
            cell = replace(cell, spent_value=spent, budget_value=budget)
        rate = cell.value
        if rate is not None:
            formula = rate_formula(cell)
            value = exact(rate) if formula is None else Computed(formula, exact(rate))
            yield columns["rate"].name, Styled(value, RATE_FORMAT) if line.is_bare else value
        if line.points_formula:
            points = rate_points(cell, self._policy, line.points)
            earned.append(points)
            yield columns["score"].name, Computed(line.points_formula, points)

    # shapes

    def _shape(self, count: int) -> _Shape:
        """Fill the template with ``count`` rows and look where they came to stand."""
        key = self._table.key.name
        data = self._template.fill({}, {self._table.name: [{key: "行"} for _ in range(count)]})
        book = FilesWorkbook(data, self._spec.template_path)
        (record,) = read_forms(book)
        block = find_block(book, record.sheet)
        assert block is not None
        if any(
            "%" in book.cell(ref).number_format for row in record.rows(self._table.name) for ref in row.cells.values()
        ):
            raise NotForTemplateError
        main = main_line(self._spec, record)
        lines = tuple(self._line(cell, main, book) for cell in rate_cells(self._spec, record))
        shape = _Shape(record, block, {}, lines, self._total_formula(main))
        self._shapes[count] = shape
        return shape

    def _line(self, cell: RateCell, main: RateCell | None, book: FilesWorkbook) -> _Line:
        said = {"rate": cell.typed, "max_score": cell.points_value, "score": cell.score_typed}
        formula = ""
        if main is not None and cell.rate == main.rate and cell.score is not None and cell.points is not None:
            formula = rate_points_formula(cell.rate.a1, cell.points.a1, self._policy)
        points = cell.points_value if isinstance(cell.points_value, Decimal) else None
        is_bare = book.look(cell.rate).number_format == "General"
        return _Line(cell, {en: said[en] for en in said if en in self._money_columns()}, formula, points, is_bare)

    def _money_columns(self) -> Mapping[str, Column]:
        return self._funding[1] if self._funding is not None else {}

    def _total_formula(self, main: RateCell | None) -> str:
        parts = [indicator_part(self._table, self._table.name_of(self._score))]
        if main is not None and main.score is not None and main.points is not None:
            parts.append(Part(main.score.a1, f"COUNT({main.points.a1})"))
        return total_formula(parts, self._policy.decimals)


def _funding(spec: FormSpec) -> tuple[str, dict[str, Column]] | None:
    """The table whose lines have an execution rate, with its columns by role."""
    for table in spec.tables():
        columns = {column.en: column for column in table.columns if column.en}
        if {"budget", "spent", "rate"} <= columns.keys():
            return table.name, columns
    return None


def _with_block(spec: FormSpec, table: Table, policy: Policy) -> bytes:
    """The official template with an empty score block on all of its rows."""
    book = FilesWorkbook(template_bytes(spec), spec.template_path)
    (record,) = read_forms(book)
    block = plan_block(book, table, record)
    assert block is not None
    rows = list(range(block.header + 1, block.footer))
    edits = [*frame_edits(block, table, rows), *title_edits(block, book, default_weights=False)]
    text = policy_text(policy)
    if text:
        edits.append(SetName(POLICY_NAME, record.sheet, constant(text), hidden=True))
    book.apply(edits, label="评分区", unlock=True)
    return book.to_bytes()


def _beside(rows: Sequence[Row], entries: Sequence[Entries]) -> Iterator[tuple[Row, Entries]]:
    yield from zip(rows, entries or [{}] * len(rows), strict=True)


def _block_cells(scored: ScoredRow, block: ScoreBlock, reader: MemoryWorkbook) -> Iterator[tuple[str, Value]]:
    keys = {column: key for key, column in block.columns.items()}
    for edit in row_edits(scored, block, reader, values=False):
        match edit:
            case SetValue(CellRef() as ref, value):
                yield keys[ref.column], value
            case SetFormula(ref, formula, cached):
                yield keys[ref.column], Computed(formula, cached)


def _is_kept(value: object) -> bool:
    """Whether the cell will hold just this: no more digits than a spreadsheet keeps, and no True, which equals 1."""
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= MAX_DIGITS
    return not isinstance(value, bool)


def _amount(value: Value | None) -> CellValue:
    """A value of a funding line as its cell will hold it."""
    if isinstance(value, Computed | Styled) or not _is_kept(value):
        raise NotForTemplateError
    return exact(value) if isinstance(value, int | float) else value
