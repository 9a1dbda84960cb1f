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
from perf_xl.forms.rates import RateCell
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.score_block import ScoreBlock, find_block
from perf_xl.forms.score_cells import ScoredRow, row_edits, score_row
from perf_xl.forms.score_form import main_line
from perf_xl.forms.score_totals import (
    OfficialScore,
    Part,
    indicator_part,
    official_formula,
    total_formula,
)
from perf_xl.forms.scoring_rows import scored_table, scoring_rows
from perf_xl.forms.spec import Field, FormSpec, Table
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import compile_form
from perf_xl.hosts.fill_entries import Entries, with_block
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.hosts.prepare import NeedsEditsError
from perf_xl.hosts.scored_funding import Funding, NotForTemplateError, Tables, is_kept
from perf_xl.model.cells import EMPTY, Cell, CellRef, CellValue, SetFormula, SetValue
from perf_xl.ooxml.columns import as_rows
from perf_xl.ooxml.fillvalues import Computed, Value
from perf_xl.ooxml.quick import ready
from perf_xl.policy import Policy, policy_text

_KEPT = 20_000
_ROLES = ("score", "max_score", "actual", "target")


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
    """The cells of one scored row: the form's own with the official 得分, those of the block; and the points."""

    line: Mapping[str, Value]
    block: Mapping[str, Value]
    points: Points


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where everything stands for certain numbers of rows, and the rows made so far."""

    record: FormRecord
    block: ScoreBlock
    made: dict[tuple[object, ...], _Made]
    funding: Funding
    total: str
    """The formula of the official total."""


@lru_cache(maxsize=16)
def scored_template(spec: FormSpec, policy: Policy, own: bytes | None = None) -> ScoredTemplate | None:
    """The template of a form with scores; None for a form whose scores depend on more than their rows.

    ``own``: a template that an office has restyled, in place of the official one.
    """
    table = scored_table(spec)
    if table is None or not table.grows:
        return None
    score, total = table.role("score"), next((item for item in spec.fields() if item.en == "total_score"), None)
    if any(column.numbered for column in table.columns):
        return None
    if score is None or score.merges or total is None or any(table.role(en) is None for en in _ROLES):
        return None
    if any(item.ratio for item in spec.fields()):
        return None
    if own is not None and not _says_what_the_official_says(own, spec):
        return None
    template = ScoredTemplate(spec, policy, table, total, own)
    return template if own is None or template.has_plain_rows() else None


def _says_what_the_official_says(own: bytes, spec: FormSpec) -> bool:
    """Whether an office's template has no entries and no formulas of its own, which scoring would have to look at."""
    (official,) = read_forms(FilesWorkbook(template_bytes(spec), spec.template_path))
    book = FilesWorkbook(own, spec.template_path)
    (record,) = read_forms(book)
    used = book.used_area(record.sheet)
    assert used is not None
    is_same = (record.fields, _said(record)) == (official.fields, _said(official))
    return is_same and not any(cell.formula for row in book.block(used) for cell in row)


def _said(record: FormRecord) -> dict[str, list[Mapping[str, CellValue]]]:
    return {name: [row.values for row in rows] for name, rows in record.tables.items()}


class _TypedCells(MemoryWorkbook):
    """The typed cells of one row; all others are empty."""

    def __init__(self, values: Mapping[CellRef, CellValue]) -> None:
        super().__init__()
        self._values = values

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        value = self._values.get(ref)
        return EMPTY if value is None else Cell(value)


class ScoredTemplate:
    """Fills and scores records of one form under one policy."""

    def __init__(self, spec: FormSpec, policy: Policy, table: Table, total: Field, own: bytes | None) -> None:
        self._spec, self._policy, self._table, self._total = spec, policy, table, total
        self._score = next(column for column in table.columns if column.en == "score")
        self._template, self._preparer = compile_form(
            spec, with_block(own or template_bytes(spec), spec, table, policy_text(policy))
        )
        self._shapes: dict[int, _Shape] = {}
        self._blank: dict[str, Value] = dict.fromkeys(self._template.tables[BLOCK])

    def fill(self, record: FormRecord, entries: Sequence[Entries] = ()) -> Scored:
        """The workbook of ``record`` with 执行率, 得分 and 总分 as formulas with their values.

        ``entries`` stand in the block beside the rows. NotForTemplateError when the careful way must be taken.
        """
        rows = record.rows(self._table.name)
        if not rows or record.fields.get(self._total.name) is not None:
            raise NotForTemplateError
        name = self._table.name
        rest = {key: table for key, table in record.tables.items() if key != name}
        fields, tables = self._prepared(replace(record, tables=rest))
        shape = self._shapes.get(len(rows)) or self._shape(len(rows))
        made = [self._made(shape, number, row, beside) for number, (row, beside) in enumerate(_beside(rows, entries))]
        tables[name] = [one.line for one in made]
        tables[BLOCK] = [one.block for one in made]
        parts = [one.points.points for one in made]
        parts += shape.funding.fill(tables, self._policy)
        total = None if None in parts else sum((part for part in parts if part is not None), Decimal(0))
        fields[self._total.name] = Computed(shape.total, total)
        return Scored(self._template.fill(fields, tables), total, tuple(one.points for one in made))

    def _prepared(self, record: FormRecord) -> tuple[dict[str, Value], Tables]:
        try:
            fields, tables = self._preparer.prepare(record)
        except NeedsEditsError as error:
            raise NotForTemplateError from error
        return dict(fields), dict(tables)

    def has_plain_rows(self) -> bool:
        """Whether the rows of indicators show numbers as they are."""
        try:
            self._shape(1)
        except NotForTemplateError:
            return False
        return True

    # rows

    def _made(self, shape: _Shape, number: int, row: Row, beside: Entries) -> _Made:
        values = row.values.values()
        if bool in map(type, values):
            raise NotForTemplateError  # True is 1 to a dictionary
        key = (number, *values, *beside.items())
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
        if not all(is_kept(value) for value in (*values.values(), *beside.values())):
            raise NotForTemplateError
        cells = shape.record.rows(self._table.name)[number].cells
        reader = _TypedCells({cells[name]: value for name, value in values.items() if name in cells})
        alone = FormRecord(self._spec.id, sheet=shape.record.sheet, tables={self._table.name: [Row(values, cells)]})
        at = cells[self._table.key.name].row
        (facts,) = scoring_rows(self._table, alone, {at: dict(beside)}, (), reader)
        scored = score_row(facts, shape.block, self._policy)
        block = self._blank | dict(beside) | dict(_block_cells(scored, shape.block, reader))
        official = OfficialScore(cells[self._score.name], (scored,), None)
        formula = ready(official_formula(official, shape.block), scored.points)
        _, tables = self._prepared(FormRecord(self._spec.id, tables={self._table.name: [row]}))
        (line,) = as_rows(tables[self._table.name])
        points = Points(scored.points, facts.input.actual is not None)
        return _Made({**line, self._score.name: formula}, block, points)

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
        funding = Funding(self._spec, record, book, self._policy)
        shape = _Shape(record, block, {}, funding, self._total_formula(main))
        self._shapes[count] = shape
        return shape

    def _total_formula(self, main: RateCell | None) -> str:
        parts = [indicator_part(self._table, self._table.name_of(self._score))]
        if main is not None and main.score is not None and main.points is not None:
            parts.append(Part(main.score.a1, f"COUNT({main.points.a1})"))
        return total_formula(parts, self._policy.decimals)


def _beside(rows: Sequence[Row], entries: Sequence[Entries]) -> Iterator[tuple[Row, Entries]]:
    yield from zip(rows, entries or [{}] * len(rows), strict=True)


def _block_cells(scored: ScoredRow, block: ScoreBlock, reader: MemoryWorkbook) -> Iterator[tuple[str, Value]]:
    keys = {column: key for key, column in block.columns.items()}
    for edit in row_edits(scored, block, reader, values=False):
        match edit:
            case SetValue(CellRef() as ref, value):
                yield keys[ref.column], value
            case SetFormula(ref, formula, cached):
                yield keys[ref.column], ready(formula, cached)
