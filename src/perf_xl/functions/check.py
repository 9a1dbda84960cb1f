"""PERF_CHECK: the first finding of one indicator row, by the same checks as the ribbon's 校验."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import TEXT_LIMIT, Argument, Result, single
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.policy import DEFAULT_POLICY, Policy

if TYPE_CHECKING:
    from perf_xl.forms.records import FormRecord

FORM = "zhijiang-2025-department-target"
"""The form whose indicator table has all of these columns."""

NEEDS_THE_FORM = ("PX321", "PX323", "PX326")
"""Checks of a row against the form's year and period, which a single row does not know."""

_ALIASES = ("level1", "level2", "level3", "comparison", "target", "unit")
_ROW = 2


def PERF_CHECK(
    level1: Annotated[Argument, Help("一级指标", "如 产出指标。")],
    level2: Annotated[Argument, Help("二级指标", "如 数量指标。")],
    level3: Annotated[Argument, Help("三级指标", "指标名称。")],
    comparison: Annotated[Argument, Help("指标类型", "≥、>、=、≤、< 或 定性。")],
    target: Annotated[Argument, Help("指标值", "年度目标值。")],
    unit: Annotated[Argument, Help("计量单位", "如 %、个、万元；定性指标可空白。")],
    *,
    policy: Policy = DEFAULT_POLICY,
) -> Result:
    """检查一行绩效指标（层级、类型、指标值、单位是否相称），返回第一个问题；没有问题或整行空白时返回空白。

    The worst finding first; it is the text that the ribbon's 校验 would show for the row.
    """
    given = (level1, level2, level3, comparison, target, unit)
    labels = ("一级指标", "二级指标", "三级指标", "指标类型", "指标值", "计量单位")
    cells = [single(value, label) for value, label in zip(given, labels, strict=True)]
    if all(cell is None for cell in cells):
        return None
    return _first_finding(dict(zip(_ALIASES, cells, strict=True)), policy)


def _first_finding(values: dict[str, CellValue], policy: Policy) -> str | None:
    from perf_xl.checks.run import check_form, context_of  # checks and forms load with the first question
    from perf_xl.checks.settings import Settings

    record = _record_of(values)
    found = check_form(context_of(record, policy, Settings(ignore=NEEDS_THE_FORM)))
    return next((f.message[:TEXT_LIMIT] for f in found if f.cell and f.cell.row == _ROW), None)


def _record_of(values: dict[str, CellValue]) -> FormRecord:
    """A form with one indicator row. What is found about anything but the six cells goes to another cell."""
    from perf_xl.forms.catalog import form_spec
    from perf_xl.forms.records import FormRecord, Row

    spec = form_spec(FORM)
    [table] = (table for table in spec.tables() if table.role("level3"))
    by_name = {column.name: values.get(column.en or "") for column in table.columns}
    asked = [column.name for column in table.columns if column.en in values]
    cells = {name: CellRef(spec.title, _ROW, index) for index, name in enumerate(asked, 1)}
    return FormRecord(
        FORM, sheet=spec.title, tables={table.name: [Row(by_name, cells)]}, cells={"": CellRef(spec.title, 1, 1)}
    )
