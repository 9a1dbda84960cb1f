"""A single row on its own, for ``=PERF_CHECK``: the checks that need nothing but the row."""

from __future__ import annotations

from perf_xl.checks.context import FormContext
from perf_xl.checks.run import check_form
from perf_xl.checks.settings import Settings
from perf_xl.findings.finding import Finding
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import FormRecord, Row
from perf_xl.model.cells import CellRef, CellValue

WITH_TYPE, WITHOUT_TYPE = "zhijiang-2025-department-target", "suixi-2026-department-target"
"""The forms whose columns a row is checked against: with 指标类型 and 计量单位, and without."""
ROW_CODES = (
    "PX106", "PX107", "PX109", "PX112", "PX117", "PX301", "PX302", "PX303", "PX304", "PX305", "PX306", "PX307",
    "PX308", "PX310", "PX312", "PX314", "PX315", "PX319", "PX901",
)  # fmt: skip


def check_row(
    level1: CellValue,
    level2: CellValue,
    level3: CellValue,
    comparison: CellValue = None,
    target: CellValue = None,
    unit: CellValue = None,
) -> Finding | None:
    """The first finding of an indicator row, root cause first; None when there is none or the row is empty.

    Without ``comparison`` and ``unit`` the row is taken to be of a form that prints no such columns. A blank level is
    not held against the row: a cell formula does not see the merge above it.
    """
    values = [_blank(value) for value in (level1, level2, level3, comparison, target, unit)]
    if not any(value is not None for value in values):
        return None
    spec = form_spec(WITHOUT_TYPE if values[3] is None and values[5] is None else WITH_TYPE)
    table = next(table for table in spec.tables() if table.role("level3"))
    roles = ("level1", "level2", "level3", "comparison", "target", "unit")
    given = {column.name: value for role, value in zip(roles, values, strict=True) if (column := table.role(role))}
    cells = {column.name: CellRef("行", 1, number) for number, column in enumerate(table.columns, 1)}
    row = Row({column.name: given.get(column.name) for column in table.columns}, cells)
    record = FormRecord(spec.id, spec.version, "行", tables={table.name: [row]})
    found = check_form(FormContext(record, spec, settings=Settings(select=ROW_CODES)))
    return found[0] if found else None


def _blank(value: CellValue) -> CellValue:
    return None if isinstance(value, str) and not value.strip() else value
