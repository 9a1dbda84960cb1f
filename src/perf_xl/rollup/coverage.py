"""应报, 已报, 未报: the projects a department lists against the workbooks that came in, and the share of the money.

The list comes from the department's own tables (项目支出 of the 基础数据表, 年度重点工作任务 of the target form) or from the choices
file. Names are matched exactly, then normalised; a similar name is shown for a person to confirm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, Item, Place
from perf_xl.rollup.naming import most_similar, normal_name

Match = Literal["已报", "待确认", "未报", "表外"]
"""``表外``: a workbook whose project is on no list."""


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """A project of the list and the workbook that reports it."""

    match: Match
    listed: str
    listed_amount: Amount
    listed_place: Place | None
    entry: FormEntry | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """``basis`` says what the list is and where it stands. ``share`` is of the department's own figure, by amount.

    ``department`` is whose list it is ("" for all); ``listed`` how many projects it has. Without ``lines`` the projects
    were not compared one by one (they were too many to be kept).
    """

    basis: str
    lines: tuple[CoverageLine, ...]
    department_figure: Amount = ABSENT
    reported: Fraction | None = None
    file: str = ""
    department: str = ""
    listed: int = 0

    @property
    def expected(self) -> int:
        """应报."""
        return sum(line.match != "表外" for line in self.lines) or self.listed

    @property
    def confirmed(self) -> int:
        """On the list under the same name."""
        return self._count("已报")

    @property
    def to_confirm(self) -> int:
        """On the list under a similar name."""
        return self._count("待确认")

    @property
    def missing(self) -> int:
        """未报."""
        return self._count("未报")

    @property
    def arrived(self) -> int:
        """已报: all project workbooks that are on the list, under the same or a similar name."""
        return self.confirmed + self.to_confirm

    @property
    def share(self) -> Fraction | None:
        """Reported amount over the department's own figure; None where either is not known."""
        whole = self.department_figure.value
        return None if not whole or self.reported is None else self.reported / Fraction(whole)

    def _count(self, match: Match) -> int:
        return sum(line.match == match for line in self.lines)


def expected_of(expected: Sequence[str], entries: Sequence[FormEntry]) -> Coverage:
    """The coverage of a list of names that a person gave."""
    items = [Item(name, ABSENT, ABSENT, Place("", "", "")) for name in expected]
    return Coverage("汇总口径文件的“应报项目”", tuple(_lines(items, entries)), listed=len(items))


def coverage_of(
    department: str, entries: Sequence[FormEntry], forms: Sequence[FormEntry], reported: Fraction | None
) -> Coverage | None:
    """The coverage of ``entries`` (visible projects of a 主管部门) by its own list; None where it has none."""
    source = next((form for form in forms if form.items), None)
    return None if source is None else _coverage(department, source, tuple(_lines(source.items, entries)), reported)


def amounts_only(
    department: str, _: Sequence[FormEntry], forms: Sequence[FormEntry], reported: Fraction | None
) -> Coverage | None:
    """The coverage by amount, where the projects themselves were not kept."""
    source = next((form for form in forms if form.items), None)
    return None if source is None else _coverage(department, source, (), reported)


def _coverage(
    department: str, source: FormEntry, lines: tuple[CoverageLine, ...], reported: Fraction | None
) -> Coverage:
    table = "项目支出" if source.kind == "base-data" else "年度重点工作任务"
    basis, figure = f"{source.title}（{source.file}）的{table}", department_figure(source)
    return Coverage(basis, lines, figure, reported, source.file, department, len(source.items))


def joint(coverages: Sequence[Coverage]) -> Coverage | None:
    """The coverages of several departments as one; the share is over those whose own figure is known."""
    if len(coverages) < 2:
        return coverages[0] if coverages else None
    pairs = [(each.reported, each.department_figure.value) for each in coverages]
    known = [(reported, figure) for reported, figure in pairs if reported is not None and figure is not None]
    figure = Amount(sum((own for _, own in known), Decimal(0)), "number") if known else ABSENT
    return Coverage(
        f"{len(coverages)} 个部门各自的表",
        tuple(line for each in coverages for line in each.lines),
        figure,
        sum((reported for reported, _ in known), Fraction(0)) if known else None,
        listed=sum(each.listed for each in coverages),
    )


def department_figure(form: FormEntry) -> Amount:
    """The department's own total of its projects: 项目支出合计（本年决算）, or 项目支出 of a target form."""
    return form.amount("项目支出合计_决算数_本年" if form.kind == "base-data" else "项目支出")


def _lines(items: Sequence[Item], entries: Sequence[FormEntry]) -> list[CoverageLine]:
    left = sorted(entries, key=lambda entry: (entry.project, entry.file, entry.sheet))
    lines: list[CoverageLine] = []
    open_items: list[tuple[int, Item]] = []
    for item in items:
        found = [entry for entry in left if normal_name(entry.project) == normal_name(item.name)]
        left = [entry for entry in left if entry not in found]
        if not found:
            open_items.append((len(lines), item))
        shown = found[0] if found else None
        several = f"{len(found)} 份表" if len(found) > 1 else ""
        lines.append(CoverageLine("已报" if found else "未报", item.name, _amount(item), item.place, shown, several))
    for at, item in open_items:
        name = most_similar(item.name, [entry.project for entry in left])
        similar = next((entry for entry in left if entry.project == name), None) if name else None
        if similar is not None:
            left.remove(similar)
            note = f"与“{similar.project}”名称近似{_same_money(item, similar)}，请确认是否同一项目"
            lines[at] = CoverageLine("待确认", item.name, _amount(item), item.place, similar, note)
    lines += [CoverageLine("表外", "", ABSENT, None, entry, "名单上没有这个项目") for entry in left]
    return lines


def _amount(item: Item) -> Amount:
    return item.spent if item.spent.state != "absent" else item.budget


def own_amount(entry: FormEntry) -> Amount:
    """What a project form itself says: 全年执行数, or for a target form its money of the year."""
    if entry.total is None:
        return ABSENT
    return entry.total.spent if entry.total.spent.state != "absent" else entry.total.budget


def _same_money(item: Item, entry: FormEntry) -> str:
    own, listed = own_amount(entry).value, _amount(item).value
    return "、金额相同" if own is not None and own == listed else ""
