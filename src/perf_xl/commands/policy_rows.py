"""The rows of the sheet 口径设置: each convention by its Chinese name, what it may hold in words, and how a cell is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue
from perf_xl.policy import GradeShare, Policy, with_overrides

Words = dict[str, str | bool]


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """One line: a key of ``perf_xl.toml``, and for lists the item (a grade, a level 1) and its part."""

    key: str
    label: str
    allowed: str
    words: Words | None = None
    item: str = ""
    part: str = ""

    def shown(self, policy: Policy) -> CellValue:
        """What the cell holds for ``policy``."""
        value = getattr(policy, self.key)
        if self.item:
            return _item(value, self.item, self.part)
        if self.words is not None:
            stored = False if value is None else value
            return next((word for word, meant in self.words.items() if meant == stored), value)
        return Decimal(value)

    def set(self, policy: Policy, value: CellValue) -> Policy:
        """``policy`` with what was typed; InputError (without the place) if it is not allowed."""
        typed = value.strip() if isinstance(value, str) else value
        if self.words is not None and isinstance(typed, str) and typed in self.words:
            return with_overrides(policy, {self.key: self.words[typed]})
        if not isinstance(typed, Decimal) or (self.words is not None and not self.takes_numbers):
            raise InputError(f"应填{self.allowed}")
        if self.item:
            return self._set_item(policy, typed)
        try:
            return with_overrides(policy, {self.key: int(typed) if typed == int(typed) else typed})
        except InputError:
            raise InputError(f"应填{self.allowed}") from None

    @property
    def takes_numbers(self) -> bool:
        """Whether a number is allowed beside the words."""
        return "数" in self.allowed

    def _set_item(self, policy: Policy, number: Decimal) -> Policy:
        top = Decimal(1) if self.part else Decimal(1000)
        if not 0 <= number <= top:
            raise InputError(f"应填{self.allowed}")
        if self.part:
            grades = (_grade(grade, self.part, number) if grade.name == self.item else grade for grade in policy.grades)
            return replace(policy, grades=tuple(grades))
        points: tuple[tuple[str, Decimal], ...] = getattr(policy, self.key)
        weights = tuple((name, number if name == self.item else old) for name, old in points)
        if self.key == "weights":
            return replace(policy, weights=weights)
        return replace(policy, weights_with_cost=weights)


def _item(value: tuple[GradeShare, ...] | tuple[tuple[str, Decimal], ...], item: str, part: str) -> Decimal:
    for entry in value:
        if isinstance(entry, GradeShare):
            if entry.name == item:
                return entry.high if part == "high" else entry.low
        elif entry[0] == item:
            return entry[1]
    raise LookupError(item)


def _grade(grade: GradeShare, part: str, number: Decimal) -> GradeShare:
    return replace(grade, high=number) if part == "high" else replace(grade, low=number)


_CHOICES: tuple[tuple[str, str, Words], ...] = (
    (
        "part_steps",
        "扣分不足一步",
        {"不计": "floor", "按一步计": "ceil", "按比例计": "linear"},
    ),
    (
        "reverse_proportion",
        "越低越好的指标没有达到",
        {"指标值÷实际值": "ratio", "按超出比例扣": "linear"},
    ),
    (
        "equal_above",
        "指标类型是“=”，实际值更大",
        {"需人工": "needs_input", "得满分": "full", "按比例": "proportion"},
    ),
    ("copied_target", "实际完成值照抄指标值", {"算达到": "reached", "需人工": "needs_input"}),
    ("deadline_includes_day", "“12月31日前”含当天", {"是": True, "否": False}),
    ("rescale_not_applicable", "标准说不适用的指标", {"需人工": False, "剔除后折算": True}),
)
_NUMBERS: tuple[tuple[str, str, str, Words | None], ...] = (
    ("decimals", "得分保留的小数位数", "0 到 4 的整数", None),
    ("execution_rate_cap", "执行率最多计多少（1 为 100%）", "0 到 100 的数", None),
    ("overfulfilled_ratio", "到指标值的多少倍起提示超额", "1 到 100 的数", None),
    ("overfulfilled_cut", "超额的扣去分值的多大比例", "不减分，或 0 到 1 的数", {"不减分": False}),
)
_PARTS = {"high": "上限", "low": "下限"}
_WEIGHTS = {"weights": "无成本指标时", "weights_with_cost": "有成本指标时"}


def policy_rows(policy: Policy) -> Iterator[PolicyRow]:
    """The rows in order; the grades and levels are those of ``policy``."""
    for key, label, words in _CHOICES:
        yield PolicyRow(key, label, "、".join(words), words)
    for key, label, allowed, numbers in _NUMBERS:
        yield PolicyRow(key, label, allowed, numbers)
    for grade in policy.grades:
        for part, word in _PARTS.items():
            label = f"定性“{grade.name}”{word}"
            yield PolicyRow("grades", label, "0 到 1 的数", item=grade.name, part=part)
    for key, word in _WEIGHTS.items():
        for name, _ in getattr(policy, key):
            yield PolicyRow(key, f"{word}分值：{name}", "0 到 1000 的数", item=name)


def faults(policy: Policy) -> Iterator[tuple[str, str]]:
    """What does not go together: the label of the row, and what is wrong with it."""
    for grade in policy.grades:
        if grade.low > grade.high:
            yield f"定性“{grade.name}”下限", f"{plain(grade.low)} 大于上限 {plain(grade.high)}"


def remarks(policy: Policy) -> Iterator[str]:
    """What is allowed but odd."""
    for key, word in _WEIGHTS.items():
        total = sum((points for _, points in getattr(policy, key)), Decimal(0))
        if total != 100:
            yield f"{word}的分值合计 {plain(total)} 分，不是 100 分"
