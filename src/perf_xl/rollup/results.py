"""From tallies to figures: what one indicator comes to, or why it cannot be said.

A figure is either exact or absent with a reason. Nothing is estimated: a blank, an unclear unit, a missing weight, or
the same indicator in several projects leaves the figure open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from perf_xl.rollup.choices import Choices
from perf_xl.rollup.grades import lowest_grade
from perf_xl.rollup.groups import IndicatorGroup
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.partial import IndicatorKey
from perf_xl.rollup.sides import MOST_WORDS, IndicatorTally, Side

Word = TypeVar("Word", str, tuple[str, str])

SUSPECTED_TWICE = "疑似重复计数"


@dataclass(frozen=True, slots=True)
class Figure:
    """A rolled-up value with the comparison sign that holds for it, or the reason why there is none."""

    value: Fraction | None
    sign: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of a 主管部门. ``projects`` counts its projects (None: more than are kept apart).

    ``by_spent`` is the average weighted by 全年执行数, given only where it differs from that by 全年预算数.
    """

    key: IndicatorKey
    name: str
    names: tuple[str, ...]
    level1: str
    level2: str
    rows: int
    projects: int | None
    reason: str
    target: Figure
    actual: Figure
    by_spent: Figure | None
    distribution: tuple[tuple[str, int], ...]
    lowest: str | None
    status: str
    notes: tuple[str, ...]
    outcomes: Mapping[str, int]

    @property
    def kind(self) -> Kind:
        """How it is added up."""
        return self.key.kind

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a person may say that its projects do not count the same thing twice."""
        return self.status == SUSPECTED_TWICE

    @property
    def is_open(self) -> bool:
        """Whether somebody has to decide or fill in something first."""
        return self.status != "已汇总"


def result_of(key: IndicatorKey, group: IndicatorGroup, choices: Choices, *, has_actual: bool) -> IndicatorResult:
    """What the group comes to."""
    tally = group.total
    count = None if group.projects is None else len(group.projects)
    twice = count != 1 and key.name not in choices.confirmed
    target, actual = _figures(key.kind, tally, twice=twice)
    side = tally.actual if has_actual else tally.target
    own = actual if has_actual else target
    words = tuple(sorted((side.words or {}).items(), key=lambda item: (-item[1], item[0])))
    return IndicatorResult(
        key=key,
        name=_most(tally.names),
        names=tuple(sorted(tally.names)),
        level1=_most(tally.levels)[0],
        level2=_most(tally.levels)[1],
        rows=tally.rows,
        projects=count,
        reason=_most(tally.reasons),
        target=target,
        actual=actual if has_actual else Figure(None, "", "本表没有完成值"),
        by_spent=_by_spent(key.kind, side, own),
        distribution=words,
        lowest=lowest_grade(word for word, _ in words) if key.kind is Kind.WORDS and not side.blank else None,
        status=_status(key.kind, own, side, twice=twice),
        notes=tuple(_notes(key.kind, tally, side, own)),
        outcomes=tally.outcomes,
    )


def _figures(kind: Kind, tally: IndicatorTally, *, twice: bool) -> tuple[Figure, Figure]:
    if twice and kind is not Kind.WORDS:
        open_figure = Figure(None, "", f"{SUSPECTED_TWICE}：不同项目有同一指标")
        return open_figure, open_figure
    return figure_of(kind, tally.target), figure_of(kind, tally.actual)


def figure_of(kind: Kind, side: Side) -> Figure:
    """The sum, or the average weighted by 全年预算数, of one column; for Kind.WORDS and UNKNOWN none."""
    if kind is Kind.WORDS:
        return Figure(None, "", "定性，按档次列示")
    if kind is Kind.UNKNOWN:
        return Figure(None, "", "汇总方式待定")
    missing = [
        f"{count} 项{what}" for count, what in ((side.blank, "未填"), (side.unclear, "读不出数值或单位")) if count
    ]
    if missing or not side.numbers:
        return Figure(None, "", "还有 " + "、".join(missing) if missing else "没有数值")
    sign = _joint_sign(side)
    if sign is None:
        return Figure(None, "", "有的写“以上”、有的写“以下”，不能合在一起")
    if kind is Kind.ADD or side.numbers == 1:
        return Figure(Fraction(side.sum), sign)
    if side.unweighted:
        return Figure(None, "", f"{side.unweighted} 项没有全年预算数（或不大于 0），不能加权")
    return Figure(Fraction(side.weighted) / Fraction(side.weight), sign)


def _joint_sign(side: Side) -> str | None:
    """The sign of a sum: bounds of one direction give a bound, a strict one makes it strict; None for two directions."""
    signs = side.signs - {""}
    if not signs:
        return ""
    for strict, loose in ((">", "≥"), ("<", "≤")):
        if signs <= {strict, loose}:
            return strict if strict in signs else loose
    return None


def _by_spent(kind: Kind, side: Side, own: Figure) -> Figure | None:
    if kind is not Kind.AVERAGE or own.value is None or side.numbers == 1 or side.unspent or not side.weight_spent:
        return None
    value = Fraction(side.weighted_spent) / Fraction(side.weight_spent)
    return None if value == own.value else Figure(value, own.sign)


def _status(kind: Kind, own: Figure, side: Side, *, twice: bool) -> str:
    if kind is Kind.UNKNOWN:
        return "汇总方式待定"
    if kind is Kind.WORDS:
        return "未填全" if side.blank else "已汇总"
    if twice:
        return SUSPECTED_TWICE
    return "已汇总" if own.value is not None else "未汇总"


def _notes(kind: Kind, tally: IndicatorTally, side: Side, own: Figure) -> list[str]:
    notes = [own.reason] if own.reason and own.value is None and kind is not Kind.WORDS else []
    if len(tally.names) > 1:
        notes.append(f"名称写法不同，按同一指标：{'、'.join(sorted(tally.names)[:4])}")
    if side.numbers == 1 and side.unweighted and tally.rows == 1:
        notes.append("该项目没有全年预算数；只有一行，未加权")
    if side.words is None:
        notes.append(f"写法超过 {MOST_WORDS} 种，不列")
    return notes


def _most(counts: Mapping[Word, int]) -> Word:
    """The most frequent, of equals the first in order: the same whatever was read first."""
    return min(counts, key=lambda word: (-counts[word], word))
