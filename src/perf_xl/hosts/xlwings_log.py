"""The writes of an open workbook that can be taken back, and how to tell whether the workbook is still as they left it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from perf_xl.hosts.xlwings_reading import BookReader
from perf_xl.hosts.xlwings_undo import Step
from perf_xl.hosts.xlwings_writing import edited_sheet
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    DeleteSheet,
    Edit,
    Erase,
    InsertRows,
    SetFormula,
    SetValue,
)

Trace = dict[str, str]
"""What stood where: ``表!C7`` to its contents, ``表!指标_得分`` to its place, ``表`` to whether it is there."""

_FLEETING = ("_xlnm", "Print_", "_Filter")
"""How names begin that a person changes by printing or filtering."""


@dataclass(frozen=True)
class Watched:
    """The places that tell whether a write still stands as it was made."""

    sheets: tuple[str, ...]
    """Those it adds or deletes."""
    cells: tuple[CellRef, ...]
    """Those it writes, but for sheets of its own, which nobody minds losing."""
    named: tuple[str, ...]
    """Those whose names tell whether rows or columns were moved since."""

    def trace(self, reader: BookReader, there: Sequence[str]) -> Trace:
        """How these places look now; ``there`` are the workbook's sheets."""
        found = {sheet: str(sheet in there) for sheet in self.sheets}
        for name in reader.names():
            if name.sheet in self.named and name.area is not None and not name.name.startswith(_FLEETING):
                found[f"{name.sheet}!{name.name}"] = name.area.a1
        for sheet in {ref.sheet for ref in self.cells} & set(there):
            texts = reader.formulas(sheet)
            found |= {str(ref): texts.get((ref.row, ref.column), "") for ref in self.cells if ref.sheet == sheet}
        return found


@dataclass
class Write:
    """One write that can be taken back: its label, the steps in the order to take them, the cells they touch.

    ``before`` and ``after`` say how the watched places looked.
    """

    label: str
    watch: Watched
    steps: list[Step] = field(default_factory=list)
    cells: set[CellRef] = field(default_factory=set)
    moves_rows: bool = False
    before: Trace = field(default_factory=dict)
    after: Trace = field(default_factory=dict)


class UndoLog:
    """The writes of one workbook, the last one on top. It outlives the adapter, which is made anew for each command."""

    def __init__(self, writes: Iterable[Write] = ()) -> None:
        self._writes: list[Write] = list(writes)

    @property
    def writes(self) -> Sequence[Write]:
        """All of them, the last one last."""
        return tuple(self._writes)

    @property
    def top(self) -> Write | None:
        """What would be taken back next."""
        return self._writes[-1] if self._writes else None

    def push(self, write: Write) -> None:
        """Remember a write."""
        self._writes.append(write)

    def drop(self) -> None:
        """Forget the last write."""
        self._writes.pop()


def watched(edits: Sequence[Edit], reader: BookReader, there: Sequence[str]) -> Watched:
    """What to watch for these edits, asked before they are made; ``there`` are the workbook's sheets."""
    own = {edit.sheet for edit in edits if isinstance(edit, AddSheet)}
    gone = {edit.sheet for edit in edits if isinstance(edit, DeleteSheet)}
    cells: dict[CellRef, None] = {}
    for edit in edits:
        for ref in _written(edit, reader):
            if ref.sheet not in own | gone:
                cells[ref] = None
    touched = set(map(edited_sheet, edits)) - own - gone
    named = tuple(sheet for sheet in there if sheet in touched)
    return Watched(tuple(sorted(own | gone)), tuple(cells), named)


def moves_rows(edits: Iterable[Edit]) -> bool:
    """Whether rows come or go: then nothing else may have changed when it is taken back."""
    return any(_moves(edit) for edit in edits)


def differing(trace: Trace, now: Trace) -> list[str]:
    """The places of ``trace`` that look otherwise now."""
    return [place for place, text in trace.items() if now.get(place) != text]


def _moves(edit: Edit) -> bool:
    return isinstance(edit, InsertRows | DeleteRows)


def _written(edit: Edit, reader: BookReader) -> Iterable[CellRef]:
    match edit:
        case SetValue(ref=ref) | SetFormula(ref=ref):
            return [ref]
        case Erase(area=area):
            return _refs(area)
        case InsertRows(sheet, row, count, _):
            box = reader.cells(sheet).box
            return _refs(Area(sheet, row, 1, row + count - 1, box[3])) if box else []
        case _:
            return []


def _refs(area: Area) -> list[CellRef]:
    rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
    return [CellRef(area.sheet, row, column) for row in rows for column in columns]
