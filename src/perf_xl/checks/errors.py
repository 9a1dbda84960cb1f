"""Error values of a spreadsheet as the reader gives them: the text they show."""

from __future__ import annotations

from perf_xl.model.cells import CellValue

ERRORS = frozenset(("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"))


def is_error_value(value: CellValue) -> bool:
    """Whether the value is what a failed formula shows."""
    return isinstance(value, str) and value.strip().upper() in ERRORS
