"""PX611."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.funds import money
from perf_xl.checks.group import Group
from perf_xl.checks.identity import plain_name
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.names import bare_name
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Interval, Number, Value


class ProjectAgainstDepartment(Audit):
    """同一指标在项目表和部门表里的指标值不同。

    检查内容：项目表与部门表中三级指标名称相同（不计括号里的单位）、指标值都是数字的。数字不同提示核实；只是写法不同（“95%”与
    “大于95%”）作参考。金额指标随项目大小而不同，不比较；几个项目都有的数量指标，与其中之一或各项目之和相等即可。
    项目之间相同的指标不算重复。

    依据：部门绩效目标由各项目的目标支撑，同一指标的值应当一致。

    错误示例：部门表“预算资金控制有效性 ≥90%”，项目表“预算资金控制有效性 ≥95%”。

    正确示例：两张表都是 ≥95%。

    如何修改：统一指标值；口径不同的，把名称分清。

    自动修改是否安全：没有自动修改。
    """

    code = "PX611"
    title = "项目与部门指标值不同"
    severity = Severity.WARNING

    def run(self, group: Group) -> Iterable[Finding]:
        for kind in ("target", "self-evaluation"):
            department = group.department(kind)
            if department is not None:
                yield from self._compare(department, group.of("project", kind))

    def _compare(self, department: FormContext, projects: list[FormContext]) -> Iterable[Finding]:
        own: dict[str, list[tuple[FormContext, Indicator]]] = defaultdict(list)
        for form in projects:
            for row in form.named_indicators:
                own[_key(row)].append((form, row))
        for row in department.named_indicators:
            values = [(form, other, other.parsed("target")) for form, other in own.get(_key(row), ())]
            mine = row.parsed("target")
            if any(_fits(mine, value) for _, _, value in values) or _fits_sum(mine, [value for _, _, value in values]):
                continue
            for form, other, value in values:
                if _number(mine) is None or _number(value) is None or not _comparable(mine, value):
                    continue
                differs = _number(mine) != _number(value)
                message = (
                    f"“{other.name}”在本项目是“{other.text('target')}”，在{department.spec.title}是“{row.text('target')}”。"
                    f"{'请统一指标值，或把名称分清。' if differs else '数字相同、写法不同，请统一。'}"
                )
                yield self.finding(form, other.cell("target"), message, severity=None if differs else Severity.INFO)


def _key(row: Indicator) -> str:
    return plain_name(bare_name(row.name))


def _number(value: Value) -> Decimal | None:
    if money(value) is not None:
        return None
    return value.number if isinstance(value, Number) else value.bound if isinstance(value, Interval) else None


def _unit(value: Value) -> str:
    return value.unit if isinstance(value, Number | Interval) else ""


def _comparable(one: Value, other: Value) -> bool:
    """Per cent against per cent, counts against counts: 1个 and 1家 count alike."""
    return (_unit(one) == "%") == (_unit(other) == "%") or not _unit(one) or not _unit(other)


def _fits(mine: Value, value: Value) -> bool:
    if mine == value:
        return True
    same_kind = type(mine) is type(value) and getattr(mine, "comparison", None) == getattr(value, "comparison", None)
    return same_kind and _number(mine) is not None and _number(mine) == _number(value)


def _fits_sum(mine: Value, values: list[Value]) -> bool:
    numbers = [number for value in values if (number := _number(value)) is not None and _unit(value) != "%"]
    return len(numbers) > 1 and len(numbers) == len(values) and sum(numbers, Decimal(0)) == _number(mine)
