"""What the roll-up keeps of a filled form: amounts in 万元 and indicator rows, each figure with file, sheet and cell.

Plain data. ``gather`` makes it from a record, ``partial`` adds it up.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from perf_xl.model.cells import CellValue


class Place(NamedTuple):
    """Where a figure stands: the file as the user named it, the tab, the address."""

    file: str
    sheet: str
    cell: str

    def __str__(self) -> str:
        return f"{self.file}｜{self.sheet}!{self.cell}"


State = Literal["number", "blank", "unreadable", "absent"]
"""``absent``: the form has no such entry, so nothing is missing."""


class Amount(NamedTuple):
    """An amount cell: ``value`` in 万元 (None unless ``state`` is number), ``typed`` as it stands, and where."""

    value: Decimal | None
    state: State
    typed: CellValue = None
    place: Place | None = None


ABSENT = Amount(None, "absent")


class FundLine(NamedTuple):
    """A line of 资金: its source as printed without 其中, and the amounts. ``is_total``: 年度资金总额."""

    source: str
    is_total: bool
    initial: Amount
    budget: Amount
    spent: Amount


class IndicatorLine(NamedTuple):
    """A row of 指标, as typed. ``place`` is the cell of the name; ``cells`` are those of target, actual and score."""

    level1: str
    level2: str
    name: str
    target: CellValue
    actual: CellValue
    unit: str | None
    comparison: str | None
    max_score: CellValue
    score: CellValue
    place: Place
    cells: tuple[tuple[str, str], ...] = ()
    has_actual: bool = True

    def cell(self, what: str) -> str:
        """The address of target, actual, max_score or score; of the name where that cell is lost."""
        return dict(self.cells).get(what, self.place.cell)


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """What makes two forms the same one: form, year, 单位 and 项目 as normalised names, taken from the content."""

    form: str
    year: int | None
    unit: str
    project: str

    def __str__(self) -> str:
        year = f"{self.year}年" if self.year else "年度不明"
        return "，".join(part for part in (year, self.unit or "单位未填", self.project) if part)


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One filled form: a project or a department, its money and its indicators.

    ``project`` and ``unit`` are as typed, ``department`` is the 主管部门; ``other`` holds further amounts of department
    forms by field name, ``items`` their project or task lists (name, budget, spent). ``reference_score`` is the total of
    the score block: points by default weights, which no official cell ever gets.
    """

    identity: Identity
    level: Literal["project", "department"]
    kind: Literal["target", "self-evaluation", "common-indicators", "base-data"]
    title: str
    project: str
    unit: str
    department: str
    file: str
    sheet: str
    hidden: bool = False
    place: Place | None = None
    funds: tuple[FundLine, ...] = ()
    indicators: tuple[IndicatorLine, ...] = ()
    total_score: Amount = ABSENT
    reference_score: Amount = ABSENT
    other: tuple[tuple[str, Amount], ...] = ()
    items: tuple[Item, ...] = ()
    unread: tuple[str, ...] = ()
    """Sentences about what could not be read as it should: lost names, text outside the tables."""
    route: str = ""
    """How the form was read where not by its names: 「按表头标签识别」."""

    @property
    def total(self) -> FundLine | None:
        """The line 年度资金总额."""
        return next((line for line in self.funds if line.is_total), None)

    def amount(self, name: str) -> Amount:
        """A further amount of a department form by its field name."""
        return dict(self.other).get(name, ABSENT)


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a department's list of projects (基础数据表的项目支出, 年度重点工作任务)."""

    name: str
    budget: Amount
    spent: Amount
    place: Place
