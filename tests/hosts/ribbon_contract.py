"""What each ribbon button may touch, told from the form alone; held against a whole picture of the workbook on any host."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from perf_xl.commands.check import check_workbook
from perf_xl.commands.explain_sheet import EXPLANATION
from perf_xl.commands.policy_sheet import SETTINGS
from perf_xl.commands.results_sheet import RESULTS
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import find_block
from perf_xl.model.cells import Area, CellReader, CellRef


@dataclass(frozen=True)
class Picture:
    """Everything that restore must bring back."""

    cells: dict[CellRef, tuple[object, object]]
    notes: dict[CellRef, str]
    looks: dict[CellRef, object]
    names: set[tuple[str, str | None, str]]
    merges: dict[str, list[Area]]
    sheets: list[str]


def picture(book: CellReader, every: int = 1) -> Picture:
    """Value, formula and note of every cell in use and around it, names, merges, sheets; the look of one in ``every``."""
    cells: dict[CellRef, tuple[object, object]] = {}
    notes: dict[CellRef, str] = {}
    looks: dict[CellRef, object] = {}
    for sheet in book.sheets():
        used = book.used_area(sheet) or Area(sheet, 1, 1, 1, 1)
        area = Area(sheet, 1, 1, used.bottom + 2, used.right + 2)
        for row, line in enumerate(book.block(area), 1):
            for column, cell in enumerate(line, 1):
                ref = CellRef(sheet, row, column)
                cells[ref] = (None if cell.value == "" else cell.value, cell.formula)
                if (row + column) % every == 0:
                    looks[ref] = book.look(ref)
                if (note := book.note(ref)) is not None:
                    notes[ref] = note
    names = {(name.name, name.sheet, name.refers_to) for name in book.names()}
    merges = {sheet: list(book.merges(sheet)) for sheet in book.sheets()}
    return Picture(cells, notes, looks, names, merges, list(book.sheets()))


@dataclass(frozen=True)
class Changed:
    """What differs: cells of sheets that were there before, and the sheets that came."""

    values: set[CellRef] = field(default_factory=set)
    notes: set[CellRef] = field(default_factory=set)
    looks: set[CellRef] = field(default_factory=set)
    sheets: tuple[str, ...] = ()


def changed(before: Picture, after: Picture) -> Changed:
    """From one picture to the next."""
    there = set(before.sheets)

    def differ(old: dict[CellRef, object], new: dict[CellRef, object], none: object = None) -> set[CellRef]:
        keys = {ref for ref in old.keys() | new.keys() if ref.sheet in there}
        return {ref for ref in keys if old.get(ref, none) != new.get(ref, none)}

    values = differ(dict(before.cells), dict(after.cells), (None, None))
    known = {ref: look for ref, look in after.looks.items() if ref in before.looks}
    return Changed(
        values,
        differ(dict(before.notes), dict(after.notes)),
        differ(before.looks, known) - values if known else set(),
        tuple(sheet for sheet in after.sheets if sheet not in there),
    )


SCORES = ("得分", "执行率")


def _form(book: CellReader) -> FormRecord:
    [record] = read_forms(book)
    return record


def _rates(book: CellReader) -> set[CellRef]:
    """执行率 beside two amounts, blank or typed as the two give it; a formula in place of the same number."""
    found = set()
    for row in _form(book).rows("资金"):
        budget, spent, typed = (row.values[key] for key in ("全年预算数", "全年执行数", "执行率"))
        if isinstance(budget, Decimal) and isinstance(spent, Decimal) and budget:
            same = isinstance(typed, str) and Decimal(typed.rstrip("%")) / 100 == spent / budget
            found |= {row.cells["执行率"]} if typed is None or same else set()
    return found


def _scored(book: CellReader) -> set[CellRef]:
    """The rates, what stands in the score block, and the official scores; asked after scoring."""
    record = _form(book)
    block = find_block(book, record.sheet)
    assert block is not None
    used = book.used_area(record.sheet)
    assert used is not None
    right = min(ref.column for ref in (block.ref(key, block.footer) for key in block.columns))
    inside = {CellRef(record.sheet, row, column) for row in range(1, used.bottom + 3) for column in range(right, 60)}
    official = {row.cells[key] for rows in record.tables.values() for row in rows for key in row.cells if key in SCORES}
    return inside | official | {ref for name, ref in record.cells.items() if name.endswith("得分")}


def _found(book: CellReader) -> set[CellRef]:
    """The cells of open findings, of a merge its first."""
    cells = {finding.cell for finding in check_workbook(book).open if finding.cell is not None}
    merges = {sheet: list(book.merges(sheet)) for sheet in book.sheets()}
    return {next((area.first for area in merges[ref.sheet] if ref in area), ref) for ref in cells}


def _nothing(_: CellReader) -> set[CellRef]:
    return set()


@dataclass(frozen=True)
class Touches:
    """What a button changes: exactly these values (``within``: no others) and notes, looks of no others, new sheets."""

    values: Callable[[CellReader], set[CellRef]] = _nothing
    marks: Callable[[CellReader], set[CellRef]] = _nothing
    sheets: tuple[str, ...] = ()
    within: bool = False

    def hold(self, before: Picture, after: Picture, book: CellReader) -> None:
        """Fail where the button did something else."""
        found, values = changed(before, after), self.values(book)
        assert found.values <= values if self.within else found.values == values
        assert found.notes == self.marks(book)
        assert found.looks <= (values if self.within else self.marks(book))
        assert found.sheets == self.sheets
        assert found != Changed()


BUTTONS: dict[str, Touches] = {
    "rate": Touches(_rates),
    "score": Touches(_scored, within=True),
    "check": Touches(marks=_found, sheets=(RESULTS.title,)),
    "explain": Touches(sheets=(EXPLANATION.title,)),
    "policy": Touches(sheets=(SETTINGS.title,)),
}
"""Buttons that leave the rows where they are; what they touch is asked for before the press, 计算得分 after it."""
ASKED_AFTER = ("score",)
