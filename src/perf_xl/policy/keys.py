"""The keys of ``perf_xl.toml``: what each may hold, read strictly, with the key path and the remedy in every error."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from perf_xl.errors import InputError
from perf_xl.policy.policy import DEFAULT_POLICY, GradeShare, Policy

Read = Callable[[Any], Any]


class _Wrong(Exception):  # noqa: N818 - becomes an InputError with file and key
    pass


def _choice(*words: str) -> Read:
    def read(value: object) -> str:
        if not isinstance(value, str) or value not in words:
            raise _Wrong(f"应为 {'、'.join(words)} 之一")
        return value

    return read


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("应为 true 或 false")
    return value


def _number(low: str, high: str) -> Read:
    def read(value: object) -> Decimal:
        try:
            number = Decimal(str(value)) if isinstance(value, (int, float, str, Decimal)) else None
        except InvalidOperation:
            number = None
        inside = number is not None and number.is_finite() and Decimal(low) <= number <= Decimal(high)
        if number is None or isinstance(value, bool) or not inside:
            raise _Wrong(f"应为 {low} 到 {high} 之间的数")
        return number

    return read


def _decimals(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 4:
        raise _Wrong("应为 0 到 4 之间的整数")
    return value


def _cut(value: object) -> Decimal | None:
    return None if value is False else Decimal(_number("0", "1")(value))


def _weights(value: object) -> tuple[tuple[str, Decimal], ...]:
    if not isinstance(value, Mapping) or not value:
        raise _Wrong("应为“一级指标 = 分值”的表")
    read = _number("0", "1000")
    return tuple((str(name), read(points)) for name, points in value.items())


def _grades(value: object) -> tuple[GradeShare, ...]:
    if not isinstance(value, list) or not value:
        raise _Wrong("应为 { name = …, high = …, low = … } 的列表")
    share, grades = _number("0", "1"), []
    for item in value:
        if not isinstance(item, Mapping) or set(item) != {"name", "high", "low"}:
            raise _Wrong("每档要有 name、high、low 三项")
        grade = GradeShare(str(item["name"]), share(item["high"]), share(item["low"]))
        if grade.low > grade.high:
            raise _Wrong(f"“{grade.name}”的 low 大于 high")
        grades.append(grade)
    return tuple(grades)


def _paths(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _Wrong("应为文件名的列表")
    return tuple(value)


KEYS: dict[str, Read] = {
    "part_steps": _choice("floor", "ceil", "linear"),
    "reverse_proportion": _choice("ratio", "linear"),
    "equal_above": _choice("needs_input", "full", "proportion"),
    "copied_target": _choice("reached", "needs_input"),
    "decimals": _decimals,
    "overfulfilled_ratio": _number("1", "100"),
    "overfulfilled_cut": _cut,
    "deadline_includes_day": _flag,
    "rescale_not_applicable": _flag,
    "execution_rate_cap": _number("0", "100"),
    "grades": _grades,
    "weights": _weights,
    "weights_with_cost": _weights,
    "library": _paths,
}
"""Each key and how its value is read."""


def with_overrides(policy: Policy, overrides: Mapping[str, Any], *, source: str = "口径设置") -> Policy:
    """``policy`` with the keys of ``overrides`` replaced.

    InputError names ``source`` (a file) and the key that is unknown or holds a wrong value.
    """
    changes = {}
    for key, value in overrides.items():
        if key not in KEYS:
            raise InputError(f"{source} 里的“{key}”不是口径设置的项；可用的项：{'、'.join(KEYS)}。请改正或删除。")
        try:
            changes[key] = KEYS[key](value)
        except _Wrong as wrong:
            raise InputError(f"{source} 里“{key}”的值“{value}”不对：{wrong}。请改正。") from None
    return replace(policy, **changes)


def policy_overrides(policy: Policy) -> dict[str, Any]:
    """The keys in which ``policy`` differs from the default, as plain values that :func:`with_overrides` reads back."""
    return {key: _plain(getattr(policy, key)) for key in KEYS if getattr(policy, key) != getattr(DEFAULT_POLICY, key)}


def _plain(value: Any) -> Any:
    match value:
        case None:
            return False
        case Decimal():
            return str(value)
        case (GradeShare(), *_):
            return [{"name": g.name, "high": str(g.high), "low": str(g.low)} for g in value]
        case ((str(), Decimal()), *_):
            return {name: str(points) for name, points in value}
        case tuple():
            return list(value)
        case _:
            return value
