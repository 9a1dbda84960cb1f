"""差异清单: what does not reconcile between the projects and the department's own tables, each with its amount.

Differences are listed with both figures and where they stand; nothing is adjusted and nothing is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.model.amounts import exact, plain
from perf_xl.rollup.coverage import Coverage, department_figure, own_amount
from perf_xl.rollup.entries import Amount, FormEntry, FundLine, Place


@dataclass(frozen=True, slots=True)
class Side:
    """One figure of a comparison, in 万元: what it is, how much, and where it stands (None: it is a sum)."""

    label: str
    value: Fraction
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Two figures that should be equal; ``second`` is None where the other side has not come in at all."""

    topic: str
    subject: str
    first: Side
    second: Side | None
    note: str = ""

    @property
    def delta(self) -> Fraction:
        """First minus second in 万元; all of the first where there is no second."""
        return self.first.value - (self.second.value if self.second else 0)

    @property
    def sentence(self) -> str:
        """For the command line."""
        second = f"{self.second.label} {money(self.second.value)}" if self.second else "没有对应的表"
        first = f"{self.first.label} {money(self.first.value)}"
        return f"{self.topic}｜{self.subject}：{first}，{second}，相差 {money(self.delta)} 万元"


def money(value: Fraction) -> str:
    """万元 without trailing zeros."""
    return plain(exact(value))


def differences_of(
    entries: Sequence[FormEntry],
    departments: Sequence[FormEntry],
    coverage: Coverage | None,
    spent: Fraction | None,
    budget: Fraction | None,
) -> list[Difference]:
    """Every difference. ``spent`` and ``budget`` are the sums of the projects, None while they are open."""
    ordered = sorted(entries, key=lambda entry: (entry.project, entry.unit, entry.file, entry.sheet))
    found = [difference for entry in ordered for difference in within_project(entry)]
    for form in departments:
        found += _list_against_total(form)
        found += _projects_against_department(form, spent if form.kind != "target" else budget)
    if coverage is not None:
        found += _line_by_line(coverage)
    return [difference for difference in found if difference.delta != 0]


def _side(label: str, amount: Amount) -> Side | None:
    return None if amount.value is None else Side(label, Fraction(amount.value), amount.place)


def within_project(entry: FormEntry) -> Iterator[Difference]:
    """年度资金总额 against its parts."""
    parts = [line for line in entry.funds if not line.is_total]
    if entry.total is None or not parts:
        return
    for label, pick in (("全年预算数", _budget), ("全年执行数", _spent)):
        whole = _side(f"年度资金总额的{label}", pick(entry.total))
        amounts = [pick(line) for line in parts]
        if whole is None or any(amount.state == "unreadable" for amount in amounts):
            continue
        total = sum((Fraction(amount.value) for amount in amounts if amount.value is not None), Fraction(0))
        yield Difference("合计与其中不符", entry.project, whole, Side("各来源相加", total))


def _budget(line: FundLine) -> Amount:
    return line.budget


def _spent(line: FundLine) -> Amount:
    return line.spent


def _list_against_total(form: FormEntry) -> Iterator[Difference]:
    """The department's own list of projects against its printed total."""
    whole = _side("项目支出合计" if form.kind == "base-data" else "项目支出", department_figure(form))
    amounts = [item.spent if form.kind == "base-data" else item.budget for item in form.items]
    if whole is None or not amounts or any(amount.state == "unreadable" for amount in amounts):
        return
    total = sum((Fraction(amount.value) for amount in amounts if amount.value is not None), Fraction(0))
    yield Difference("部门表内合计与明细不符", form.title, whole, Side("所列项目（任务）相加", total))


def _projects_against_department(form: FormEntry, total: Fraction | None) -> Iterator[Difference]:
    """The sum of the projects that came in against what the department states for all its projects."""
    stated = _side(f"{form.title}的项目支出", department_figure(form))
    if stated is not None and total is not None:
        note = "部门数包含未报送项目，见填报情况"
        yield Difference("项目汇总与部门表不符", form.unit or form.title, stated, Side("各项目表合计", total), note)


def _line_by_line(coverage: Coverage) -> Iterator[Difference]:
    for line in coverage.lines:
        listed = _side("部门表所列", line.listed_amount)
        if listed is None:
            continue
        if line.entry is None:
            yield Difference("未报送项目表", line.listed, listed, None, "没有收到这个项目的表")
            continue
        own = _side("项目表", own_amount(line.entry))
        if own is not None:
            yield Difference("同一项目金额不符", line.listed, listed, own, line.note)
