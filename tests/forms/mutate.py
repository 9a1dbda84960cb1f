"""What people do to a form by hand: columns inserted, rows deleted, merges retyped, labels spaced out, names lost."""

from __future__ import annotations

from collections.abc import Callable

from perf_xl.forms.labels import labels_of
from perf_xl.forms.outside import squeezed
from perf_xl.forms.pattern import pattern_in
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import Area, CellRef, Edit, Look, SetLook, SetMerge, SetName, SetValue


def nameless(workbook: MemoryWorkbook) -> MemoryWorkbook:
    """The workbook without any defined name."""
    workbook.apply([SetName(name.name, name.sheet, None) for name in workbook.names()], label="删名称")
    return workbook


def moved(
    workbook: MemoryWorkbook,
    *,
    column: Callable[[int], int] = lambda column: column,
    text: Callable[[str], str] = lambda text: text,
    sheet: str = "Sheet1",
    drop_rows: frozenset[int] = frozenset(),
    blank_before: frozenset[int] = frozenset(),
    keep_flat_merges: bool = True,
    keep_tall_merges: bool = True,
) -> MemoryWorkbook:
    """A copy without names on ``sheet``: columns moved, texts changed, rows left out or put in, merges taken apart.

    A merge over several rows that is taken apart leaves its value in each of them, as people retype it.
    """
    source = workbook.sheets()[0]
    used = workbook.used_area(source)
    assert used is not None
    rows: dict[int, int] = {}
    for row in range(1, used.bottom + 1):
        if row not in drop_rows:
            rows[row] = max(rows.values(), default=0) + 1 + (row in blank_before)
    copy = MemoryWorkbook([sheet])
    edits: list[Edit] = []
    for row, cells in enumerate(workbook.block(Area(source, 1, 1, used.bottom, used.right)), start=1):
        for number, cell in enumerate(cells, start=1):
            if cell.value is not None and row in rows:
                ref = CellRef(sheet, rows[row], column(number))
                look = SetLook(
                    Area(sheet, ref.row, ref.column, ref.row, ref.column), Look(number_format=cell.number_format)
                )
                edits += [look, SetValue(ref, text(cell.value) if isinstance(cell.value, str) else cell.value)]
    for area in workbook.merges(source):
        flat = area.top == area.bottom
        if not flat and not keep_tall_merges:
            edits.extend(_repeated(workbook, area, rows, column, sheet))
            continue
        kept = [rows[row] for row in range(area.top, area.bottom + 1) if row in rows]
        if kept and (keep_flat_merges or not flat):
            left, right = column(area.left), column(area.right) if keep_flat_merges else column(area.left)
            if (kept[0], left) != (kept[-1], right):
                edits.append(SetMerge(Area(sheet, kept[0], left, kept[-1], right)))
    copy.apply(edits, label="抄写")
    return copy


def _repeated(
    workbook: MemoryWorkbook, area: Area, rows: dict[int, int], column: Callable[[int], int], sheet: str
) -> list[Edit]:
    value = workbook.cell(area.first).value
    inner = [rows[row] for row in range(area.top, area.bottom + 1) if row in rows]
    return [SetValue(CellRef(sheet, row, column(area.left)), value) for row in inner] if value is not None else []


def spaced_labels(spec: FormSpec) -> Callable[[str], str]:
    """Labels with a blank after the first character and a line break before the last, as people centre them."""
    labels = {label.text for label in labels_of(spec) if label.pattern is None}

    def spaced(text: str) -> str:
        plain = squeezed(text)
        if plain.rstrip(":：、。.") not in labels or len(plain) < 3 or pattern_in(text):
            return text
        return f"{text[0]}  {text[1:-1]}\n{text[-1]}"

    return spaced
