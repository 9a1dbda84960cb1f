"""分值 and 得分 of the indicators as numbers; rows that share one merged 得分 as one group."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.forms.rates import amount_of
from perf_xl.model.cells import CellValue


def points(value: CellValue) -> Decimal | None:
    """A 分值 or 得分 as a number, None for a blank or a text."""
    return amount_of(value, "分")


@dataclass(frozen=True, slots=True)
class ScoreGroup:
    """Rows with one 得分 between them: usually one row. ``max_score`` is None when a 分值 is missing."""

    rows: tuple[Indicator, ...]
    max_score: Decimal | None
    score: Decimal | None

    @property
    def first(self) -> Indicator:
        """The row that carries the 得分."""
        return self.rows[0]

    @property
    def place(self) -> str:
        """For a sentence: one row, or the first and last of them."""
        if len(self.rows) == 1:
            return self.first.place
        return f"{self.first.place}至“{self.rows[-1].name}”（合并评分）"


def score_groups(form: FormContext) -> list[ScoreGroup]:
    """The named indicators in groups of one 得分.

    A row without 得分 belongs to the row above when that row's 得分 is more than its own 分值 (19 over four rows of 6),
    or, in the official common tables, when it has no 分值 of its own either.
    """
    groups: list[list[Indicator]] = []
    for row in form.named_indicators:
        if groups and points(row.value("score")) is None and _shares(form, groups[-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return [_group(rows) for rows in groups]


def _shares(form: FormContext, above: list[Indicator], row: Indicator) -> bool:
    if form.is_common and row.value("max_score") is None:
        return True
    score, own = points(above[0].value("score")), _sum(above)
    return form.is_common and score is not None and own is not None and score > own


def _group(rows: list[Indicator]) -> ScoreGroup:
    return ScoreGroup(tuple(rows), _sum(rows), points(rows[0].value("score")))


def _sum(rows: list[Indicator]) -> Decimal | None:
    given = [points(row.value("max_score")) for row in rows]
    numbers = [number for number in given if number is not None]
    return sum(numbers, Decimal(0)) if numbers else None


def budget_points(form: FormContext) -> tuple[Decimal | None, Decimal | None]:
    """分值 and 得分 of the 执行率 as typed; (None, None) where the form gives it none."""
    for line in form.rates:
        if line.points is not None:
            return points(line.points_value), points(line.score_typed)
    return None, None
