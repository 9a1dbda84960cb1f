"""Text that stands on a form outside every field and table: a row typed below the footer, a remark between blocks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from perf_xl.forms.detect import FormSheet
from perf_xl.forms.grid import grid_of
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import Area

_BRACKETS = re.compile(r"\([^()]*\)$")


def strangers(view: SheetView, sheet: FormSheet) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of each non-blank cell that is neither a label of the form nor named.

    Looked for from the first named row to the last one, within the columns of the form: headings that an office put
    above, and the score block to the right, are no part of it.
    """
    found = (sheet.names.get(name) for name in sheet.spec.defined_names())
    own = [name.area for name in found if name is not None and name.area is not None and name.area.sheet == sheet.sheet]
    if not own:
        return
    labels = _labels(sheet.spec)
    known = _covered(view, sheet, own)
    top, bottom = min(area.top for area in own), max(area.bottom for area in own)
    right = max(_right(view, area) for area in own)
    for row, column, value in view.filled():
        if not (top <= row <= bottom + 1 and column <= right) or (row, column) in known:
            continue
        if not _is_label(squeezed(str(value)), labels):
            yield row, column, str(value)


def _is_label(text: str, labels: frozenset[str]) -> bool:
    """Whether ``text`` is a label, perhaps with words in brackets added to it (主管部门（盖章）)."""
    return text in labels or _BRACKETS.sub("", text) in labels


def _right(view: SheetView, area: Area) -> int:
    merge = view.merge(area.top, area.left)
    return max(area.right, merge.right) if merge else area.right


def _covered(view: SheetView, sheet: FormSheet, areas: list[Area]) -> set[tuple[int, int]]:
    """Cells that belong to a name: its area, and the labels in the header rows of tables."""
    cells: set[tuple[int, int]] = set()
    for area in areas:
        for row in range(area.top, area.bottom + 1):
            cells.update((row, column) for column in range(area.left, _right(view, area) + 1))
    echoes = (name.area for key, name in sheet.names.items() if key.startswith("_px_") and name.area)
    cells.update((area.top, area.left) for area in echoes)
    return cells


@cache
def _labels(spec: FormSpec) -> frozenset[str]:
    """The printed texts of a form, squeezed; labels that hold a year are known by their hidden names."""
    cells = (cell for cell in grid_of(spec).cells if cell.pattern is None)
    return frozenset(squeezed(str(cell.value)) for cell in cells if cell.value is not None)


def squeezed(text: str) -> str:
    """``text`` without spaces and line breaks, full width as half width: for comparing labels."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
