"""One form scored: its rows, the block they are written into, and the totals."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_xl.forms.naming import POLICY_NAME, constant, constant_text
from perf_xl.forms.rates import RateCell, rate_cells
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import ScoreBlock, block_values, find_block, frame_edits, plan_block, title_edits
from perf_xl.forms.score_cells import ScoredRow, put_constant, put_formula, row_edits, score_row
from perf_xl.forms.score_totals import (
    OfficialScore,
    Part,
    block_total_edits,
    indicator_part,
    official_formula,
    official_scores,
    rate_points,
    rate_points_formula,
    total_formula,
)
from perf_xl.forms.scoring_rows import ScoringRow, level1_weights, scored_table, scoring_rows
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.model.cells import CellReader, CellRef, CellValue, Edit, SetName
from perf_xl.model.indicators import IndicatorCategory, default_points
from perf_xl.policy import EXECUTION_RATE, Policy, policy_text


@dataclass(frozen=True, slots=True)
class FormScore:
    """A form's scores. ``default_weights``: the form prints no 分值, the points are those of the policy.

    ``differing`` are official 得分 cells where a person typed another number than the rule gives.
    """

    sheet: str
    form: str
    rows: tuple[ScoredRow, ...]
    block: ScoreBlock
    total: Decimal | None
    default_weights: bool
    differing: tuple[OfficialScore, ...] = ()
    edits: tuple[Edit, ...] = ()


def score_form(
    reader: CellReader,
    record: FormRecord,
    spec: FormSpec,
    policy: Policy,
    targets: Sequence[FormRecord] = (),
    *,
    values: bool = False,
    overwrite: bool = False,
) -> FormScore | None:
    """The scores of ``record`` and the edits that write them; None for a form without indicators."""
    table = scored_table(spec)
    if table is None:
        return None
    block = find_block(reader, record.sheet)
    fresh = block is None
    block = block or plan_block(reader, table, record)
    if block is None:
        return None
    rows = scoring_rows(table, record, {} if fresh else block_values(reader, block), targets, reader)
    if not rows:
        return None
    line = main_line(spec, record)
    weights = level1_weights(policy, rows)
    by_default = table.role("max_score") is None and not _rules_carry_points(table)
    if by_default:
        rows = with_default_points(rows, weights)
    scored = tuple(score_row(row, block, policy) for row in rows)
    view = SheetView(reader, record.sheet)
    official = official_scores(view, scored)
    form = FormScore(record.sheet, record.form, scored, block, None, by_default)
    writer = _Writer(reader, record, spec, table, policy, block, form, line, values=values, overwrite=overwrite)
    edits = [*(frame_edits(block, table, [row.row for row in rows]) if fresh else ())]
    edits += writer.edits(official, weights.get(EXECUTION_RATE))
    return replace(form, total=writer.total, differing=tuple(writer.differing), edits=tuple(edits))


def _rules_carry_points(table: Table) -> bool:
    """A form with rules but no 分值 (zhijiang-2025): the points stand in the rules (「得2分」)."""
    return table.role("rule") is not None


def with_default_points(rows: Sequence[ScoringRow], weights: Mapping[str, Decimal]) -> list[ScoringRow]:
    """Rows with the default points, where nobody has entered others.

    Points that are the default for the rows that have some are recomputed (a row may have been added); points a person
    changed stay, and a row without points beside them stays open.
    """
    categories = {category: weights[category.label] for category in IndicatorCategory if category.label in weights}
    given = [row for row in rows if row.input.max_score is not None]
    usual = default_points([(row.input.level1, row.input.level2) for row in given], categories)
    if [row.input.max_score for row in given] != usual:
        return list(rows)
    points = default_points([(row.input.level1, row.input.level2) for row in rows], categories)
    return [replace(row, input=replace(row.input, max_score=p)) for row, p in zip(rows, points, strict=True)]


def main_line(spec: FormSpec, record: FormRecord) -> RateCell | None:
    """The funding line that earns the execution rate's points: the one with 分值, else the first (年度资金总额)."""
    if spec.kind == "base-data":
        return None
    lines = list(rate_cells(spec, record))
    return next((line for line in lines if line.points is not None), lines[0] if lines else None)


class _Writer:
    """The edits of one form, and its total, which grows as the parts are written."""

    def __init__(
        self,
        reader: CellReader,
        record: FormRecord,
        spec: FormSpec,
        table: Table,
        policy: Policy,
        block: ScoreBlock,
        form: FormScore,
        line: RateCell | None,
        *,
        values: bool,
        overwrite: bool,
    ) -> None:
        self._reader, self._record, self._spec, self._table, self._policy = reader, record, spec, table, policy
        self._block, self._form, self._line = block, form, line
        self._values, self._overwrite = values, overwrite
        self.differing: list[OfficialScore] = []
        self.total: Decimal | None = None

    def edits(self, official: Sequence[OfficialScore], weight: Decimal | None) -> Iterator[Edit]:
        """Everything: title, rows, official scores, totals, the policy that was used."""
        yield from title_edits(self._block, self._reader, default_weights=self._form.default_weights)
        for row in self._form.rows:
            yield from row_edits(row, self._block, self._reader, values=self._values)
        parts: list[Decimal | None] = []
        for score in official:
            parts.append((yield from self._official(score)))  # noqa: PERF401 - a comprehension cannot yield
        parts.extend((yield from self._rate_score()))
        if official:
            self.total = _sum(parts)
            yield from self._total(len(self._form.rows) - len(official))
        else:
            line = self._line
            self.total = _sum([*(row.points for row in self._form.rows), *self._rate_part(weight)])
            yield from block_total_edits(
                self._block, self._reader, self._table, self._form.rows, line, self._policy, weight
            )
        yield from self._policy_name()

    def _rate_part(self, weight: Decimal | None) -> list[Decimal | None]:
        if self._line is None or weight is None:
            return []
        return [rate_points(self._line, self._policy, weight)]

    def _official(self, score: OfficialScore) -> Generator[Edit, None, Decimal | None]:
        """An official 得分 cell: linked to the block, unless a person typed another number there. Gives what it shows."""
        if score.typed is not None and not self._overwrite and score.typed != score.value:
            if score.value is not None:
                self.differing.append(score)
            return _number(score.typed)
        if self._values:
            yield from put_constant(self._reader, score.cell, score.value)
        else:
            yield from put_formula(self._reader, score.cell, official_formula(score, self._block), score.value)
        return score.value

    def _rate_score(self) -> Generator[Edit, None, list[Decimal | None]]:
        """The official points of the execution rate; gives them as a part of the total."""
        line = self._line
        if line is None or line.score is None or line.points is None:
            return []
        points = line.points_value if isinstance(line.points_value, Decimal) else None
        earned = rate_points(line, self._policy, points)
        formula = rate_points_formula(line.rate.a1, line.points.a1, self._policy)
        return [(yield from self._derived(line.score, formula, earned, line.score_typed))]

    def _total(self, merged_away: int) -> Iterator[Edit]:
        field = next((field for field in self._spec.fields() if field.en == "total_score"), None)
        if field is None or field.name not in self._record.cells:
            return
        column = self._table.role("score")
        if column is None:
            return
        parts = [indicator_part(self._table, self._table.name_of(column), merged_away)]
        if self._line is not None and self._line.score is not None and self._line.points is not None:
            parts.append(Part(self._line.score.a1, f"COUNT({self._line.points.a1})"))
        formula = total_formula(parts, self._policy.decimals)
        typed = self._record.fields[field.name]
        yield from self._derived(self._record.cells[field.name], formula, self.total, typed)

    def _derived(
        self, ref: CellRef, formula: str, value: Decimal | None, typed: CellValue
    ) -> Generator[Edit, None, Decimal | None]:
        """An official cell that follows from others; what a person typed stays when it differs. Gives what it shows."""
        is_formula = self._reader.cell(ref).formula is not None
        if typed is not None and not is_formula and not self._overwrite and typed != value:
            return _number(typed)
        if self._values:
            yield from put_constant(self._reader, ref, value)
        else:
            yield from put_formula(self._reader, ref, formula, value)
        return value

    def _policy_name(self) -> Iterator[Edit]:
        text = policy_text(self._policy)
        stands = any(
            name.name == POLICY_NAME and name.sheet == self._block.sheet and constant_text(name.refers_to)
            for name in self._reader.names()
        )
        if text and not stands:  # what stands is what this form was scored by
            yield SetName(POLICY_NAME, self._block.sheet, constant(text), hidden=True)


def _number(typed: CellValue) -> Decimal | None:
    return typed if isinstance(typed, Decimal) else None


def _sum(parts: Sequence[Decimal | None]) -> Decimal | None:
    given = [part for part in parts if part is not None]
    return sum(given, Decimal(0)) if parts and len(given) == len(parts) else None
