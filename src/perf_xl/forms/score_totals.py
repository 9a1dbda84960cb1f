"""Totals: the execution rate's points, the official 得分 and 总分, and the block's own total. Blank while a part is open.

A blank is 未填报: it is never 0 and never full. Beside a blank total stands how many parts are still open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.forms.rates import RateCell
from perf_xl.forms.score_block import TOTAL, ScoreBlock
from perf_xl.forms.score_cells import ScoredRow, put_constant, put_formula
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Table
from perf_xl.model.amounts import round_half_up
from perf_xl.model.cells import Area, CellReader, CellRef, CellValue, Edit, Look, SetLook, SetValue
from perf_xl.policy import Policy

TOTAL_LOOK = Look(bold=True, border="9DC3E6", fill="DDEBF7", horizontal="center", vertical="center", font_size=9)


@dataclass(frozen=True, slots=True)
class OfficialScore:
    """An official 得分 cell and the rows it stands for (several where the cell is merged over them)."""

    cell: CellRef
    rows: tuple[ScoredRow, ...]
    typed: CellValue

    @property
    def value(self) -> Decimal | None:
        """The sum of the rows' points, None while one is open."""
        points = [row.points for row in self.rows]
        return None if None in points else sum((p for p in points if p is not None), Decimal(0))


def rate_points(line: RateCell, policy: Policy, points: Decimal | None) -> Decimal | None:
    """执行率 × 分值, capped, rounded once; None without a rate or points (scoring convention 18)."""
    return points_for(line.value, policy, points)


def points_for(rate: Fraction | None, policy: Policy, points: Decimal | None) -> Decimal | None:
    """The same for a rate that is known already."""
    if rate is None or points is None:
        return None
    return round_half_up(min(rate, Fraction(policy.execution_rate_cap)) * Fraction(points), policy.decimals)


def rate_points_formula(rate: str, points: str, policy: Policy) -> str:
    """The same as a formula over the rate's and the points' cells."""
    return (
        f'IF(OR(NOT(ISNUMBER({rate})),NOT(ISNUMBER({points}))),"",'
        f"ROUND(MIN({rate},{policy.execution_rate_cap})*{points},{policy.decimals}))"
    )


def official_scores(view: SheetView, rows: Sequence[ScoredRow]) -> list[OfficialScore]:
    """The official 得分 cells of the form with their rows; merged cells are taken together."""
    groups: dict[CellRef, list[ScoredRow]] = {}
    for row in rows:
        ref = row.row.cells.get("score")
        if ref is None:
            continue
        area = view.merge(ref.row, ref.column)
        groups.setdefault(area.first if area else ref, []).append(row)
    return [OfficialScore(ref, tuple(members), _typed(view, ref)) for ref, members in groups.items()]


def _typed(view: SheetView, ref: CellRef) -> CellValue:
    cell = view.cell(ref.row, ref.column)
    return None if cell.formula is not None else view.value(ref.row, ref.column)


def official_formula(score: OfficialScore, block: ScoreBlock) -> str:
    """The link of an official 得分 cell to the block: one cell, or a sum that is blank while a part is."""
    cells = [block.ref("得分", row.row.row).a1 for row in score.rows]
    if len(cells) == 1:
        return f'IF(ISNUMBER({cells[0]}),{cells[0]},"")'  # a plain link to a blank cell would show 0
    span = f"{cells[0]}:{cells[-1]}"
    return f'IF(COUNT({span})<{len(cells)},"",SUM({span}))'


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a total: where its scores stand, and how many there must be, both as formulas read them."""

    scores: str
    wanted: str


def indicator_part(table: Table, scores: str, merged_away: int = 0) -> Part:
    """The indicators: one score for each third level (less those that share a merged 得分 with the row above)."""
    heading = 1
    return Part(scores, f"COUNTA({table.name_of(table.key)})-{heading + merged_away}")


def total_formula(parts: Sequence[Part], decimals: int) -> str:
    """The sum of the scores, blank while one is missing."""
    total = "+".join(f"SUM({part.scores})" for part in parts)
    return f'IF({_open(parts)}>0,"",ROUND({total},{decimals}))'


def open_formula(parts: Sequence[Part]) -> str:
    """「还有 N 项未得分」 beside the total, blank when all are there."""
    return f'IF({_open(parts)}>0,"还有 "&({_open(parts)})&" 项未得分","")'


def _open(parts: Sequence[Part]) -> str:
    return "+".join(f"{part.wanted}-COUNT({part.scores})" for part in parts)


def block_total_edits(
    block: ScoreBlock,
    reader: CellReader,
    table: Table,
    rows: Sequence[ScoredRow],
    line: RateCell | None,
    policy: Policy,
    weight: Decimal | None,
) -> Iterator[Edit]:
    """The block's own total, for forms that print none: the execution rate's points, the sum, what is open."""
    if "分值" not in block.columns:
        return
    points = [_span(block, "分值")]
    parts, values = [indicator_part(table, _span(block, "得分"))], [row.points for row in rows]
    if line is not None and weight is not None:
        earned = rate_points(line, policy, weight)
        at = block.footer + 1
        yield from _label(block, reader, at, "预算执行率")
        yield from put_constant(reader, block.ref("分值", at), weight)
        formula = rate_points_formula(line.rate.a1, block.ref("分值", at).a1, policy)
        yield from put_formula(reader, block.ref("得分", at), formula, earned)
        points.append(block.ref("分值", at).a1)
        parts.append(Part(block.ref("得分", at).a1, f"COUNT({points[-1]})"))
        values.append(earned)
    at = block.total_row
    given = [value for value in values if value is not None]
    total = None if len(given) < len(values) or not values else sum(given, Decimal(0))
    missing = len(values) - len(given)
    yield from _label(block, reader, at, TOTAL)
    sums = "+".join(f"SUM({cells})" for cells in points)
    yield from put_formula(reader, block.ref("分值", at), sums, _points_sum(rows, weight if line else None))
    yield from put_formula(reader, block.ref("得分", at), total_formula(parts, policy.decimals), total)
    still = f"还有 {missing} 项未得分" if missing else None
    yield from put_formula(reader, block.ref("说明", at), open_formula(parts), still)


def _points_sum(rows: Sequence[ScoredRow], weight: Decimal | None) -> Decimal:
    return sum((row.max_score or Decimal(0) for row in rows), weight or Decimal(0))


def _label(block: ScoreBlock, reader: CellReader, row: int, text: str) -> Iterator[Edit]:
    left, right = block.columns["分值"], block.columns["得分"]
    ref = CellRef(block.sheet, row, left - 1)
    if reader.cell(ref).value != text:
        yield SetLook(Area(block.sheet, row, left - 1, row, right), TOTAL_LOOK)
        yield SetValue(ref, text)


def _span(block: ScoreBlock, key: str) -> str:
    column = Area(block.sheet, block.header + 1, block.columns[key], block.footer - 1, block.columns[key])
    return column.a1
