"""Minimum counts of indicators as a form's own 备注 prints them; a form that states none has none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from perf_xl.checks.indicator import Indicator
from perf_xl.model.indicators import IndicatorCategory, category_of
from perf_xl.model.values import Frequency, Growth, Interval, Number

_TOTAL = re.compile(r"绩效指标的填报数量(?:应)?(?:不少于|至少)(\d+)个")
_QUANTIFIED = re.compile(r"([一-鿿]{2,3}指标)中量化指标个(?:数)?应?(?:不少于|至少)(\d+)个")
_EACH = re.compile(r"([一-鿿]{2,3}指标(?:和[一-鿿]{2,3}指标)*)各(?:至少|不少于)(\d+)个")


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least ``count`` indicators: of one first level or of all (None), ``quantified`` ones only or any."""

    count: int
    category: IndicatorCategory | None = None
    quantified: bool = False

    @property
    def what(self) -> str:
        """For a sentence: 产出指标中的量化指标."""
        name = self.category.label if self.category else "绩效指标"
        return f"{name}中的量化指标" if self.quantified else name


def minimums(note: str) -> Iterator[Minimum]:
    """The minimum counts that a printed note states.

    >>> [minimum.what for minimum in minimums("填报数量：产出指标中量化指标个数应不少于2个，效益指标和满意度指标各至少1个。")]
    ['产出指标中的量化指标', '效益指标', '满意度指标']
    """
    text = "".join(note.split())
    for match in _TOTAL.finditer(text):
        yield Minimum(int(match[1]))
    for match in _QUANTIFIED.finditer(text):
        yield Minimum(int(match[2]), category_of(match[1]), quantified=True)
    for match in _EACH.finditer(text):
        yield from (Minimum(int(match[2]), category_of(name)) for name in match[1].split("和"))


def counts_for(row: Indicator, minimum: Minimum) -> bool:
    """Whether a named indicator counts towards ``minimum``."""
    if minimum.category is not None and row.category is not minimum.category:
        return False
    return not minimum.quantified or is_quantified(row)


def is_quantified(row: Indicator) -> bool:
    """Whether the target is a number, a range, a growth or a frequency rather than a word or a date."""
    return isinstance(row.parsed("target"), Number | Interval | Growth | Frequency)
