"""Findings shown in the sheet: a note and a light fill on each cell, and the sheet 校验结果; and taken away again.

Marks never touch what is there already: a cell with a fill or a note of its own keeps it. Each marked cell has a hidden
name, so that 清除标记 finds it after rows were inserted, and gives the workbook back as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from perf_xl.commands.results_sheet import clear_results, results_edits, typed_reasons
from perf_xl.commands.waivers import Reason, waiver_edits, with_reasons
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.cells import Area, CellReader, CellRef, CellWriter, Edit, Look, SetLook, SetName, SetNote
from perf_xl.model.references import absolute_cell

HEAD = "【校验】"
"""How every note of ours begins."""
FILLS = {Severity.ERROR: "FBE0DD", Severity.WARNING: "FFF3CD", Severity.INFO: "E6F0FA"}
"""Light red, light yellow, light blue."""
_MARK = "_px_mark_"
LONGEST_NOTE = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """How many cells show a finding now, and whether anything had to be written for it."""

    cells: int
    written: bool


def mark_workbook(workbook: CellWriter, findings: Sequence[Finding]) -> int:
    """:func:`mark` for those who only count: how many cells are marked."""
    return mark(workbook, findings).cells


def mark(workbook: CellWriter, findings: Sequence[Finding], reasons: Iterable[Reason] = ()) -> Marked:
    """Show ``findings`` in the workbook, in place of earlier marks; one write, so that one step back undoes it.

    Reasons, and those typed in the sheet 校验结果, make findings 已核实. When everything is shown already, nothing is written.
    """
    given = [*typed_reasons(workbook, findings), *reasons]
    kept = waiver_edits(workbook, given)
    findings = with_reasons(findings, given)
    wanted = _wanted(workbook, findings)
    edits = [*kept, *_cell_edits(workbook, wanted), *results_edits(workbook, findings)]
    if edits:
        workbook.apply(edits, label="已核实" if kept else "校验标记", unlock=True)
    return Marked(len(wanted), bool(edits))


def clear_marks(workbook: CellWriter) -> int:
    """清除标记: notes, fills, hidden names and the sheet 校验结果 go; gives how many cells were marked."""
    marked = _marked(workbook)
    edits = [*_cell_edits(workbook, {}), *clear_results(workbook)]
    if edits:
        workbook.apply(edits, label="清除标记", unlock=True)
    return len(marked)


def next_mark(workbook: CellReader, after: CellRef | None = None) -> CellRef | None:
    """下一处问题: the marked cell after ``after`` in the order of tabs, rows and columns; round again from the first.

    None when nothing is marked.
    """
    order = {sheet: number for number, sheet in enumerate(workbook.sheets())}
    cells = sorted(
        {cell for _, cell in _marked(workbook).values() if cell is not None},
        key=lambda cell: (order.get(cell.sheet, 0), cell.row, cell.column),
    )
    if after is None or not cells:
        return cells[0] if cells else None
    here = (order.get(after.sheet, 0), after.row, after.column)
    return next((cell for cell in cells if (order.get(cell.sheet, 0), cell.row, cell.column) > here), cells[0])


def _wanted(workbook: CellReader, findings: Iterable[Finding]) -> dict[CellRef, tuple[str, str]]:
    """Note and fill of each cell to be marked; findings that are 已核实 are only listed on the sheet."""
    heads = {sheet: list(workbook.merges(sheet)) for sheet in workbook.sheets()}
    located = [
        (_head(heads[finding.cell.sheet], finding.cell), finding)
        for finding in findings
        if finding.cell is not None and finding.cell.sheet in heads and finding.waived is None
    ]
    located.sort(key=lambda item: (item[0], item[1].severity.rank))
    result: dict[CellRef, tuple[str, str]] = {}
    for cell, group in groupby(located, key=lambda item: item[0]):
        own = [finding for _, finding in group]
        lines = "\n".join(f"{finding.severity.label}（{finding.code}）：{finding.message}" for finding in own)
        result[cell] = f"{HEAD}\n{lines}"[:LONGEST_NOTE], FILLS[own[0].severity]
    return result


def _head(merges: Iterable[Area], cell: CellRef) -> CellRef:
    """The cell itself, or the top-left cell of the merge that covers it."""
    return next((area.first for area in merges if cell in area), cell)


def _marked(workbook: CellReader) -> dict[str, tuple[str | None, CellRef | None]]:
    """Our hidden names: scope, and the cell (None when it was deleted)."""
    return {
        f"{name.sheet}\0{name.name}": (name.sheet, name.area.first if name.area else None)
        for name in workbook.names()
        if name.name.startswith(_MARK)
    }


def _cell_edits(workbook: CellReader, wanted: dict[CellRef, tuple[str, str]]) -> list[Edit]:
    """From the marks there are to ``wanted``: only what differs."""
    edits: list[Edit] = []
    kept: set[CellRef] = set()
    for key, (sheet, cell) in _marked(workbook).items():
        if cell is not None and cell in wanted and cell not in kept:
            kept.add(cell)
            continue
        edits.append(SetName(key.split("\0")[1], sheet, None, hidden=True))
        edits.extend(_without(workbook, cell) if cell is not None and cell not in wanted else ())
    number = _next_number(workbook)
    for cell, (note, fill) in wanted.items():
        edits.extend(_with(workbook, cell, note, fill))
        if cell not in kept:
            edits.append(SetName(f"{_MARK}{number}", cell.sheet, absolute_cell(cell), hidden=True))
            number += 1
    return edits


def _next_number(workbook: CellReader) -> int:
    numbers = (name.name.removeprefix(_MARK) for name in workbook.names() if name.name.startswith(_MARK))
    return max((int(number) for number in numbers if number.isdecimal()), default=0) + 1


def _with(workbook: CellReader, cell: CellRef, note: str, fill: str) -> list[Edit]:
    present, filled = workbook.note(cell), workbook.look(cell).fill or ""
    edits: list[Edit] = []
    if (present is None or present.startswith(HEAD)) and present != note:
        edits.append(SetNote(cell, note))
    if (not filled or filled in FILLS.values()) and filled != fill:
        edits.append(SetLook(_one(cell), Look(fill=fill)))
    return edits


def _without(workbook: CellReader, cell: CellRef) -> list[Edit]:
    edits: list[Edit] = []
    if (workbook.note(cell) or "").startswith(HEAD):
        edits.append(SetNote(cell, None))
    if workbook.look(cell).fill in FILLS.values():
        edits.append(SetLook(_one(cell), Look(fill="")))
    return edits


def _one(cell: CellRef) -> Area:
    return Area(cell.sheet, cell.row, cell.column, cell.row, cell.column)
