"""The indicator tree: first and second levels with the names forms print, and how points are shared out by default.

Source: 说明 of the 部门（单位）整体绩效目标表 (zhijiang-2025). Older forms print 成本指标 under 产出指标; newer ones as a first level
of its own (财预〔2021〕101号). Both are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from enum import Enum

_POINTS = re.compile(r"[（(]\s*([0-9]+(?:\.[0-9]+)?)\s*分\s*[)）]")


class IndicatorCategory(Enum):
    """A first-level indicator; ``label`` is the word the forms print."""

    COST = "成本指标"
    OUTPUT = "产出指标"
    BENEFIT = "效益指标"
    SATISFACTION = "满意度指标"

    @property
    def label(self) -> str:
        """The printed name."""
        return self.value

    @property
    def level2(self) -> tuple[str, ...]:
        """The second-level names under it, in the order of the 说明."""
        return LEVEL2[self]


LEVEL2: Mapping[IndicatorCategory, tuple[str, ...]] = {
    IndicatorCategory.COST: ("经济成本指标", "社会成本指标", "生态环境成本指标"),
    IndicatorCategory.OUTPUT: ("数量指标", "质量指标", "时效指标", "成本指标"),
    IndicatorCategory.BENEFIT: ("经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"),
    IndicatorCategory.SATISFACTION: ("服务对象满意度指标",),
}
"""成本指标 also as a second level of 产出指标, as the forms before 2021 print it."""

_CATEGORY_OF_LEVEL2 = {_name: category for category, names in LEVEL2.items() for _name in names}


def level_name(text: str | None) -> str:
    """A level's name without spaces, line breaks and the points in brackets: a line break before （50分） is no part of it."""
    return "".join(_POINTS.sub("", text or "").split())


def level_points(text: str | None) -> Decimal | None:
    """The points printed in a level's label, 50 for 「产出指标（50分）」."""
    match = _POINTS.search(text or "")
    return Decimal(match[1]) if match else None


def category_of(level1: str | None, level2: str | None = None) -> IndicatorCategory | None:
    """The first level an indicator stands under; a level-1 text that is none is decided by its second level.

    「满意度」, 「产出」 without 指标 count too. None where neither level is known.
    """
    first = level_name(level1).removesuffix("指标")
    for category in IndicatorCategory:
        if first and first == category.label.removesuffix("指标"):
            return category
    return _CATEGORY_OF_LEVEL2.get(level2_name(level2))


def level2_name(text: str | None) -> str:
    """A second-level name in full: 服务对象满意度 is 服务对象满意度指标."""
    name = level_name(text)
    return name if not name or name.endswith("指标") else f"{name}指标"


def default_points(
    rows: Sequence[tuple[str | None, str | None]], weights: Mapping[IndicatorCategory, Decimal]
) -> list[Decimal | None]:
    """The points of each indicator where a form prints none, from its ``(level1, level2)``.

    A first level's points are split equally over its non-empty second levels, those equally over their indicators, each
    share floored to 0.01; what flooring leaves goes to the last row of the first level. None for a row whose first
    level is unknown or has no points by ``weights``.
    """
    categories = [category_of(*row) for row in rows]
    points: list[Decimal | None] = [None] * len(rows)
    for category in dict.fromkeys(categories):
        if category is None or category not in weights:
            continue
        members = [index for index, other in enumerate(categories) if other is category]
        groups: dict[str, list[int]] = {}
        for index in members:
            groups.setdefault(level2_name(rows[index][1]), []).append(index)
        for group in groups.values():
            for index in group:
                points[index] = _floor(weights[category] / len(groups) / len(group))
        given = sum((points[index] or Decimal(0) for index in members), Decimal(0))
        points[members[-1]] = (points[members[-1]] or Decimal(0)) + weights[category] - given
    return points


def _floor(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), rounding=ROUND_DOWN)
