"""PX609."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Audit
from perf_xl.checks.fact_cells import Found, found
from perf_xl.checks.facts import Fact
from perf_xl.checks.group import Group
from perf_xl.checks.relations import Relation
from perf_xl.checks.wording import quoted
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain

_OPEN_BASE = ("一般公共预算", "政府性基金拨款", "专户非税收入", "其他资金")
"""Lines of the self-evaluation that do not say whether they are 年初 or 执行: a difference may be one of basis."""


class ReportFigure(Audit):
    """自评报告正文里的数与表格不一致。

    检查内容：用 --facts 给出正文里有固定名称的数（每个数写明对应哪张表哪一栏），与表格比较；几个数应合计为一栏的，合计后比较；
    比率、增减额按表格重算。按正文写的小数位数比较，万元与亿元自动换算。没有固定名称的数不比较。

    依据：报告正文与附表说的是同一件事。

    错误示例：正文“签约招商引资项目21个”，自评表完成值 22个。

    正确示例：两处都是 21个。

    如何修改：核对后改正文或改表。

    自动修改是否安全：没有自动修改，不知道哪一处错。
    """

    code = "PX609"
    title = "正文与表格不一致"
    severity = Severity.WARNING

    def run(self, group: Group) -> Iterable[Finding]:
        sums: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        for fact in group.facts:
            for target in fact.targets:
                if target.part_of:
                    sums[target.form, target.field, target.part_of].append(fact)
                    continue
                place = found(group, fact, target) if target.how != "grade" else None
                if place is not None and isinstance(fact.value, Decimal) and not _agrees(fact.value, place):
                    yield self._single(fact, place)
        for facts in sums.values():
            yield from self._summed(group, facts)

    def _single(self, fact: Fact, place: Found) -> Finding:
        basis = any(f"“{name}”" in place.label for name in _OPEN_BASE)
        remedy = "表上没有写明是年初数还是执行数，口径可能不同，请核对。" if basis else "请核对，改正文或改表。"
        message = f"正文{quoted(fact.sentence)}，{place.label}是 {place.shown}。{remedy}"
        return self.finding(place.form, place.cell, message, severity=Severity.INFO if basis else None)

    def _summed(self, group: Group, facts: list[Fact]) -> Iterable[Finding]:
        """Facts that should add up to one field."""
        target = next(target for target in facts[0].targets if target.part_of)
        numbers = tuple(fact.value for fact in facts if isinstance(fact.value, Decimal))
        place = found(group, facts[0], target)
        if place is None or place.number is None or len(numbers) < len(facts) or len(facts) < 2:
            return
        relation = Relation("", place.number, numbers, None)
        if not relation.is_exact and not relation.is_rounding:
            parts = "、".join(f"{fact.id} {plain(number)}" for fact, number in zip(facts, numbers, strict=True))
            message = (
                f"正文里{parts}，合计 {plain(relation.sum)}；{place.label}是 {place.shown}，"
                f"相差 {plain(abs(relation.sum - place.number))}。请核对。"
            )
            yield self.finding(place.form, place.cell, message)


def _agrees(stated: Decimal, place: Found) -> bool:
    """Whether the table's value is the stated one, rounded to the places that the prose has."""
    if place.number is None:
        return True
    exponent = stated.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return abs(place.number - stated) <= Decimal(5).scaleb(-places - 1) * (1 if places or place.number % 1 else 0)
