"""Indicators of the same name within one form."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.library.match import normalise_name


def same_named(form: FormContext) -> Iterator[tuple[Indicator, Indicator]]:
    """The first row of each name with every later row of the same name; official common indicators are left out."""
    if form.is_common:
        return
    first: dict[str, Indicator] = {}
    for row in form.named_indicators:
        key = normalise_name(row.name)
        if key in first:
            yield first[key], row
        else:
            first[key] = row
