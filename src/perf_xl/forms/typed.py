"""How a value is put into a cell: percentages as numbers with a percent format, labels with their value inside."""

from __future__ import annotations

import re
from decimal import Decimal

from perf_xl.forms.pattern import pattern_in
from perf_xl.forms.spec import Column, Field
from perf_xl.model.cells import CellValue

_POINTS = re.compile(r"(?<=\S)\s*([（(][0-9.]+分[)）])$")
_PERCENT = re.compile(r"([+-]?[0-9]+(?:\.([0-9]+))?)\s*[%％]")


def typed_value(item: Field | Column, value: CellValue) -> tuple[CellValue, str | None]:
    """The value to store and the number format to give the cell (None: leave it).

    The points of a first level go on a line of their own, as they are printed (产出指标 / (50分)); reading joins them.
    Only cells of kind rate turn ``99.8%`` into 0.998 shown as ``0.0%``, as typing it would; in all others a text
    stays the text it is.
    """
    if isinstance(item, Field) and item.pattern is not None:
        pattern = pattern_in(item.pattern)
        return (pattern.text(value) if pattern else value), None
    if item.kind == "level1" and isinstance(value, str):
        return _POINTS.sub(r"\n\1", value), None
    match = _PERCENT.fullmatch(value.strip()) if item.kind == "rate" and isinstance(value, str) else None
    if match is None:
        return value, None
    decimals = len(match[2] or "")
    return Decimal(match[1]) / 100, f"0.{'0' * decimals}%" if decimals else "0%"
