"""The conventions a county chooses: one frozen record, hashable, with the defaults of the scoring page.

Where a policy comes from (files, profiles, a workbook) is :mod:`perf_xl.policy.load`. ``docs/language.md`` explains every
key to a budget officer.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

D = Decimal

EXECUTION_RATE = "预算执行率"
"""The key of the execution rate among the level-1 weights."""


@dataclass(frozen=True, slots=True)
class GradeShare:
    """One grade of a 定性 row: its name and the share of the points it may get, ``high`` down to ``low``."""

    name: str
    high: Decimal
    low: Decimal


DEFAULT_GRADES = (
    GradeShare("达成预期指标", D("1"), D("0.8")),
    GradeShare("部分达成预期指标", D("0.8"), D("0.6")),
    GradeShare("未达成预期指标", D("0.6"), D("0")),
)
DEFAULT_WEIGHTS = ((EXECUTION_RATE, D(10)), ("产出指标", D(50)), ("效益指标", D(30)), ("满意度指标", D(10)))
DEFAULT_COST_WEIGHTS = (
    (EXECUTION_RATE, D(10)),
    ("成本指标", D(20)),
    ("产出指标", D(40)),
    ("效益指标", D(20)),
    ("满意度指标", D(10)),
)


@dataclass(frozen=True, slots=True)
class Policy:
    """Every convention that is not written in a rule itself. Points are 分, shares and ratios are fractions.

    Defaults: scoring conventions 0-21 (Civil Code art. 1259 for bounds is not a choice and so not here); weights from
    财预〔2020〕10号 and, with a 成本 branch, 财预〔2021〕101号.
    """

    part_steps: Literal["floor", "ceil", "linear"] = "floor"
    """A part of a step: not counted, counted as a whole one, or in proportion."""
    reverse_proportion: Literal["ratio", "linear"] = "ratio"
    """Lower is better and missed: target ÷ actual, or 1 - (actual - target) ÷ target."""
    equal_above: Literal["needs_input", "full", "proportion"] = "needs_input"
    """An ``=`` row above its target."""
    copied_target: Literal["reached", "needs_input"] = "reached"
    """An actual that repeats the target's text."""
    decimals: int = 2
    """Places of a score; one rounding, half away from zero."""
    overfulfilled_ratio: Decimal = Decimal("1.2")
    """From this ratio of actual to target on there is a note."""
    overfulfilled_cut: Decimal | None = None
    """Share of the points taken off from that ratio on; None: over-fulfilment never costs points."""
    deadline_includes_day: bool = True
    """「12月31日前」 includes the 31st."""
    rescale_not_applicable: bool = False
    """A row that does not apply is left out and the rest rescaled."""
    execution_rate_cap: Decimal = Decimal(1)
    """The execution rate counts up to this."""
    grades: tuple[GradeShare, ...] = DEFAULT_GRADES
    """The three grades of a 定性 row without a rule of its own."""
    weights: tuple[tuple[str, Decimal], ...] = DEFAULT_WEIGHTS
    """Level-1 points of a form without a 成本 branch at level 1."""
    weights_with_cost: tuple[tuple[str, Decimal], ...] = DEFAULT_COST_WEIGHTS
    """Level-1 points of a form with one."""
    library: tuple[str, ...] = ()
    """Files with 指标解释 of one's own."""

    def level1_weights(self, *, with_cost: bool) -> dict[str, Decimal]:
        """Level-1 points by name, 预算执行率 among them; they add up to 100 by default."""
        return dict(self.weights_with_cost if with_cost else self.weights)


DEFAULT_POLICY = Policy()
