"""The printed texts of a form in reading order, and how well a cell of some sheet matches one of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from perf_xl.forms.catalog import form_specs
from perf_xl.forms.grid import Box, Grid, Placed, grid_of
from perf_xl.forms.outside import squeezed
from perf_xl.forms.pattern import Pattern
from perf_xl.forms.spec import Field, FormSpec
from perf_xl.forms.toml_section import Section
from perf_xl.resources import resource_dir

_CLOSE = 85
"""Least similarity of a label that was retyped, out of 100."""
_SHORTEST_LIKENESS = 4
"""Shorter labels must be the same: 分值 is not 得分."""
_ALIAS = 0.8
"""Likeness of another county's word for the same heading."""
_TAIL = re.compile(r"[:：、。.]+$")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed text: where the empty template has it, its squeezed text or its pattern, and what it weighs."""

    box: Box
    text: str
    pattern: Pattern | None = None
    field: Field | None = None
    weight: float = 1.0

    def likeness(self, whole: str, text: str) -> float:
        """How well a cell is this label: 1 the same, 0 another one.

        ``whole`` is what the cell says, squeezed; ``text`` the same as :func:`plain_label` makes it.
        """
        if self.pattern is not None:
            return 1.0 if _fits(self.pattern, whole) else 0.0
        if text == self.text:
            return 1.0
        if text in _aliases().get(self.text, ()):
            return _ALIAS
        if min(len(text), len(self.text)) < _SHORTEST_LIKENESS:
            return 0.0
        close = fuzz.ratio(text, self.text)
        if close >= _CLOSE:
            return float(close) / 110
        return 0.6 if self.text in text and len(self.text) * 2 > len(text) else 0.0


def _fits(pattern: Pattern, text: str) -> bool:
    try:
        pattern.value(text)
    except ValueError:
        return False
    return bool(pattern.before.strip() or len(pattern.after) > 1)


def plain_label(text: str) -> str:
    """``text`` squeezed and without a trailing colon or stop."""
    return _TAIL.sub("", squeezed(text))


@cache
def _aliases() -> dict[str, frozenset[str]]:
    """Other words for a label, from templates/aliases.toml."""
    groups = Section.load(resource_dir("templates") / "aliases.toml").take("groups", list)
    squeezed_groups = [frozenset(plain_label(text) for text in group) for group in groups]
    result: dict[str, frozenset[str]] = {}
    for group in squeezed_groups:
        for text in group:
            result[text] = result.get(text, frozenset()) | group
    return result


@cache
def labels_of(spec: FormSpec) -> tuple[Label, ...]:
    """The labels of ``spec`` from top left to bottom right.

    A label that many forms share says little about which form it is, so it weighs little; titles weigh most, notes
    (which people cut off) less. Rows printed in a table that does not grow are labels too.
    """
    grid = grid_of(spec)
    shared = _spread()
    found = [label for cell in grid.cells for label in _label(grid, cell, shared)]
    return tuple(sorted(found, key=lambda label: label.box[:2]))


def _label(grid: Grid, cell: Placed, shared: Counter[str]) -> Iterator[Label]:
    text = _text_of(grid, cell)
    if not text:
        return
    weight = {"title": 3.0, "note": 0.4, "caption": 0.4}.get(cell.role, 1.0) / max(shared[text], 1)
    yield Label(cell.box, text, cell.pattern, cell.field, weight)


def _text_of(grid: Grid, cell: Placed) -> str:
    """The printed text of a cell, squeezed, without the value in it; empty for entries and rows that come and go."""
    if cell.pattern is not None:
        return plain_label(f"{cell.pattern.before}{{}}{cell.pattern.after}")
    if cell.role == "body":
        table = next(spot.table for spot in grid.tables if spot.first <= cell.box[0] <= spot.last)
        printed = not table.grows and cell.column is table.key
        return plain_label(str(cell.value)) if printed and cell.value is not None else ""
    return "" if cell.field is not None or cell.value is None else plain_label(str(cell.value))


@cache
def foreign_labels(spec: FormSpec) -> dict[str, float]:
    """Labels of other forms that ``spec`` does not print, with their weight: finding them speaks against ``spec``."""
    own = {label.text for label in labels_of(spec)}
    others = (label for other in form_specs() if other is not spec for label in labels_of(other))
    return {label.text: min(label.weight, 1.0) for label in others if label.pattern is None and label.text not in own}


@cache
def _spread() -> Counter[str]:
    """In how many forms each label is printed."""
    counts: Counter[str] = Counter()
    for spec in form_specs():
        grid = grid_of(spec)
        counts.update({text for cell in grid.cells if (text := _text_of(grid, cell))})
    return counts
