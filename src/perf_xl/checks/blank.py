"""Whether anything has been filled in at all."""

from __future__ import annotations

from perf_xl.checks.context import FormContext
from perf_xl.forms.spec import Table


def is_blank(form: FormContext) -> bool:
    """Whether nothing but printed content (labels, preprinted rows, defaults, the year) stands on the form."""
    for item in form.spec.fields():
        value = form.record.fields.get(item.name)
        if value is not None and value != item.default and item.kind != "year":
            return False
    return all(_is_blank(form, table) for table in form.spec.tables())


def _is_blank(form: FormContext, table: Table) -> bool:
    labels = {column.name for column in table.columns if column.merges or column.kind == "label"}
    printed = {str(value) for row in table.rows for value in row.values() if value is not None}
    return not any(
        value is not None and name not in labels and str(value) not in printed
        for row in form.record.rows(table.name)
        for name, value in row.values.items()
    )
