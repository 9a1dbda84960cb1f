"""The roll-up as a result: which series was added, the totals, the projects, the indicators, and all that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from perf_xl.errors import InputError
from perf_xl.model.indicators import LEVEL2, IndicatorCategory
from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.coverage import Coverage, coverage_of
from perf_xl.rollup.differences import Difference, differences_of
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.naming import Likeness, office_name, similar_names
from perf_xl.rollup.partial import (
    Failure,
    Occurrence,
    Partial,
    Series,
    UnitTally,
    chosen_identities,
    unit_key_of,
)
from perf_xl.rollup.results import IndicatorResult, result_of
from perf_xl.rollup.tallies import Total

KIND_LABELS = {"self-evaluation": "自评", "target": "绩效目标"}


@dataclass(frozen=True, slots=True)
class Open:
    """Something a person must decide or fill in before a total stands: the kind of it, and one sentence."""

    kind: str
    message: str
    stops_totals: bool = False


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """A 主管部门. ``blocked``: its totals are not given, because forms of it are there twice."""

    department: str
    tally: UnitTally
    blocked: bool

    def value(self, total: Total) -> Fraction | None:
        """A total of 年度资金总额 in 万元; None while something is open or blocked."""
        return None if self.blocked else total.value

    @property
    def rate(self) -> Fraction | None:
        """执行率 of the 主管部门: Σ全年执行数 / Σ全年预算数."""
        budget, spent = self.value(self.tally.total.budget), self.value(self.tally.total.spent)
        return spent / budget if budget and spent is not None else None


@dataclass
class Summary:
    """Everything the summary workbook shows. Amounts are exact fractions of 万元; None means open, never zero."""

    series: Series
    units: list[UnitSummary]
    entries: list[FormEntry]
    indicators: list[IndicatorResult]
    departments: list[FormEntry]
    coverage: Coverage | None
    differences: list[Difference]
    opens: list[Open]
    failures: list[Failure]
    hidden: list[Occurrence]
    dropped: list[Occurrence]
    duplicates: list[list[Occurrence]]
    other_series: Mapping[Series, int]
    similar: list[Likeness]
    choices: Choices = NO_CHOICES
    files: int = 0
    whole: UnitTally = field(default_factory=UnitTally)
    has_details: bool = True

    @property
    def blocked(self) -> bool:
        """Whether any total is stopped by forms that are there twice."""
        return any(item.stops_totals for item in self.opens)

    @property
    def budget(self) -> Fraction | None:
        """Σ全年预算数 of all projects."""
        return None if self.blocked else self.whole.total.budget.value

    @property
    def spent(self) -> Fraction | None:
        """Σ全年执行数 of all projects."""
        return None if self.blocked else self.whole.total.spent.value

    @property
    def rate(self) -> Fraction | None:
        """Σ全年执行数 / Σ全年预算数; None while either is open, or for a zero budget."""
        return self.spent / self.budget if self.budget and self.spent is not None else None

    @property
    def title(self) -> str:
        """「2023年度项目支出自评汇总」."""
        year = f"{self.series.year}年度" if self.series.year else ""
        return f"{year}项目支出{KIND_LABELS[self.series.form_kind]}汇总"


def summarize_entries(entries: Iterable[FormEntry], choices: Choices = NO_CHOICES) -> Summary:
    """Add up entries that are all in memory."""
    listed = list(entries)
    part = Partial(choices, chosen=chosen_identities(listed, choices))
    return summarize(part.fold(listed))


def summarize(part: Partial) -> Summary:
    """The result of all parts merged. InputError when there is no project form to add up."""
    counts: dict[Series, int] = {}
    for key, unit in part.units.items():
        counts[key.series] = counts.get(key.series, 0) + unit.projects
    series, opens = _choose(counts, part)
    units = {key: unit for key, unit in part.units.items() if key.series == series}
    duplicates = [sorted(found) for _, found in sorted(part.duplicates.items(), key=lambda item: sorted(item[1]))]
    twice = [found for found in duplicates if found[0].unit_key and found[0].unit_key.series == series]
    blocked = {found[0].unit_key for found in twice}
    whole = UnitTally()
    for unit in units.values():
        whole.absorb(unit)
    entries = sorted(
        (entry for entry in part.entries if unit_key_of(entry).series == series),
        key=lambda entry: (entry.department, entry.file, entry.sheet, entry.project, entry.unit),
    )
    opens += [_twice(found) for found in twice] + _unread(part) + _missing_money(whole)
    summary = Summary(
        series=series,
        units=[
            UnitSummary(_name(unit.names), unit, key in blocked)
            for key, unit in sorted(units.items(), key=lambda item: item[0].department)
        ],
        entries=entries,
        indicators=_indicators(part, series),
        departments=sorted(part.departments, key=lambda form: (form.title, form.file, form.sheet)),
        coverage=None,
        differences=[],
        opens=opens,
        failures=sorted(part.failures),
        hidden=sorted(part.hidden),
        dropped=sorted(part.dropped),
        duplicates=duplicates,
        other_series={other: count for other, count in sorted(counts.items(), key=repr) if other != series},
        similar=[],
        choices=part.choices,
        files=part.files,
        whole=whole,
        has_details=part.keep,
    )
    return _reconciled(summary)


def _reconciled(summary: Summary) -> Summary:
    """Coverage, differences, and names that are only similar."""
    is_target = summary.series.form_kind == "target"
    forms = [form for form in summary.departments if (form.kind == "target") == is_target and _same_year(form, summary)]
    strangers = [form for form in forms if not _same_office(form, summary)]
    forms = [form for form in forms if form not in strangers]
    for form in strangers:
        message = f"{form.file} 的“{form.title}”属于“{form.unit}”，与项目表的主管部门不同，没有与项目表比较。"
        summary.opens.append(Open("部门表未比较", message))
    reported = summary.budget if is_target else summary.spent
    if len(summary.units) <= 1:
        summary.coverage = coverage_of(summary.entries, forms, summary.choices, reported)
        summary.differences = differences_of(summary.entries, forms, summary.coverage, summary.spent, summary.budget)
    names = similar_names([result.name for result in summary.indicators])
    summary.similar = names or []
    if names is None:
        summary.opens.append(Open("名称近似", f"指标名称共 {len(summary.indicators)} 个，太多，没有两两比较近似名称。"))
    return summary


def _same_year(form: FormEntry, summary: Summary) -> bool:
    return form.identity.year in (None, summary.series.year) or summary.series.year is None


def _same_office(form: FormEntry, summary: Summary) -> bool:
    """Whether a department form is of the projects' own 主管部门, written in full or without the county's name."""
    if not form.unit:
        return True
    own = office_name(form.unit)
    return any(
        name and (name in own or own in name) for name in (office_name(unit.department) for unit in summary.units)
    )


def _choose(counts: Mapping[Series, int], part: Partial) -> tuple[Series, list[Open]]:
    """Which series is added up: 自评 before 目标; two years of it stop the totals until one is chosen."""
    if not counts:
        reasons = "".join(
            f"\n{failure.file}：{failure.reason}。{failure.remedy}" for failure in sorted(part.failures)[:20]
        )
        raise InputError(f"没有可以汇总的项目表（项目自评表或项目绩效目标表）。请检查所选文件夹。{reasons}")
    choices = part.choices
    usable = [
        series
        for series in counts
        if choices.form_kind in (None, series.form_kind) and choices.year in (None, series.year)
    ]
    if not usable:
        found = "、".join(
            sorted(f"{series.year or '不明'}年{KIND_LABELS[series.form_kind]} {n} 份" for series, n in counts.items())
        )
        raise InputError(f"没有所选年度（种类）的项目表。文件里有：{found}。")
    best_kind = min(series.form_kind for series in usable)  # "self-evaluation" < "target"
    same = sorted((series for series in usable if series.form_kind == best_kind), key=lambda s: -(s.year or 0))
    if len(same) == 1:
        return same[0], []
    years = "、".join(f"{series.year or '不明'}年 {counts[series]} 份" for series in same)
    message = f"项目表有不同年度（{years}），不能相加。下面只列 {same[0].year} 年；请用 --year 选定年度后再汇总。"
    return same[0], [Open("年度不同", message, stops_totals=True)]


def _twice(found: list[Occurrence]) -> Open:
    where = "；".join(f"{one.file}（工作表“{one.sheet}”{'，隐藏' if one.hidden else ''}）" for one in found)
    name = f"“{found[0].project}”（{found[0].unit}）"
    message = f"{name}有 {len(found)} 份表：{where}。合计暂不给出；请用 --keep 选定一份，或移走多余的。"
    return Open("同一张表有多份", message, stops_totals=True)


def _unread(part: Partial) -> list[Open]:
    return [Open("没有读到的内容", f"{one.file}：{text}") for one, text in sorted(part.unread)]


def _missing_money(whole: UnitTally) -> list[Open]:
    opens = []
    for label, total in (("全年预算数", whole.total.budget), ("全年执行数", whole.total.spent)):
        if total.open:
            parts = [f"{n} 项{what}" for n, what in ((total.blank, "未填"), (total.unreadable, "不是金额")) if n]
            opens.append(Open("资金未填全", f"年度资金总额的{label}有 {'、'.join(parts)}，合计暂不给出。"))
    return opens


_CATEGORIES = (
    IndicatorCategory.OUTPUT,
    IndicatorCategory.COST,
    IndicatorCategory.BENEFIT,
    IndicatorCategory.SATISFACTION,
)
_LEVEL1 = [category.label for category in _CATEGORIES]
_LEVEL2 = [name for category in _CATEGORIES for name in LEVEL2[category]]


def level_order(level1: str, level2: str) -> tuple[int, str, int, str]:
    """The order forms print levels in; unknown names come last, by themselves."""
    first = _LEVEL1.index(level1) if level1 in _LEVEL1 else len(_LEVEL1)
    second = _LEVEL2.index(level2) if level2 in _LEVEL2 else len(_LEVEL2)
    return first, level1, second, level2


def _indicators(part: Partial, series: Series) -> list[IndicatorResult]:
    has_actual = series.form_kind == "self-evaluation"
    results = [
        result_of(key, group, part.choices, has_actual=has_actual)
        for key, group in part.indicators.items()
        if key.unit_key.series == series
    ]
    return sorted(results, key=_result_order)


def _result_order(result: IndicatorResult) -> tuple[str, tuple[int, str, int, str], str, str, str]:
    key = result.key
    return key.unit_key.department, level_order(result.level1, result.level2), result.name, key.unit, key.kind.value


def _name(names: Mapping[str, int]) -> str:
    return min(names, key=lambda name: (-names[name], name)) if names else ""
