"""The roll-up as a result: which series was added, the totals, the projects, the indicators, and all that is open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from perf_xl.model.indicators import LEVEL2, IndicatorCategory
from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.coverage import Coverage, joint
from perf_xl.rollup.differences import Difference
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.groups import UnitTally
from perf_xl.rollup.naming import Likeness, similar_names
from perf_xl.rollup.offices import UnitSummary
from perf_xl.rollup.opens import Open, crowded, missing_money, twice, uncounted, unread, unused
from perf_xl.rollup.partial import (
    Failure,
    Occurrence,
    Partial,
    Series,
    UnitKey,
    chosen_identities,
    unit_key_of,
)
from perf_xl.rollup.reconcile import reconcile
from perf_xl.rollup.results import IndicatorResult, result_of
from perf_xl.rollup.series import KIND_LABELS, LeftOut, choose, joined, left_out, office


@dataclass
class Summary:
    """Everything the summary workbook shows. Amounts are exact fractions of 万元; None means open, never zero."""

    series: Series
    units: list[UnitSummary]
    entries: list[FormEntry]
    indicators: list[IndicatorResult]
    departments: list[FormEntry]
    coverages: list[Coverage]
    differences: list[Difference]
    opens: list[Open]
    failures: list[Failure]
    hidden: list[Occurrence]
    dropped: list[Occurrence]
    duplicates: list[list[Occurrence]]
    other_series: list[LeftOut]
    similar: list[Likeness]
    choices: Choices = NO_CHOICES
    uncompared: list[FormEntry] = field(default_factory=list)
    """Departments' tables of another kind or year."""
    files: int = 0
    whole: UnitTally = field(default_factory=UnitTally)
    has_details: bool = True
    crowded: bool = False
    """There are so many different indicators that none is listed."""

    @property
    def blocked(self) -> bool:
        """Whether any total is stopped by forms that are there twice."""
        return any(item.stops_totals for item in self.opens)

    @property
    def coverage(self) -> Coverage | None:
        """That of all departments together; None where nobody says what is expected."""
        return joint(self.coverages)

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
    series, opens = choose(part)
    units = {key: unit for key, unit in part.units.items() if key.series == series}
    duplicates = [sorted(found) for _, found in sorted(part.duplicates.items(), key=lambda item: sorted(item[1]))]
    several = [found for found in duplicates if found[0].unit_key.series == series]
    blocked = {found[0].unit_key for found in several}
    whole = joined(units)
    entries = sorted(
        (entry for entry in part.entries if unit_key_of(entry).series == series),
        key=lambda entry: (entry.department, entry.file, entry.sheet, entry.project, entry.unit),
    )
    years_differ = any(item.stops_totals for item in opens)
    opens += [twice(found) for found in several] + unread(part) + missing_money(whole)
    opens += crowded(part) + unused(part) + uncounted(part)
    own: dict[UnitKey, list[FormEntry]] = {}
    for entry in entries:
        own.setdefault(unit_key_of(entry), []).append(entry)
    summary = Summary(
        series=series,
        units=[
            UnitSummary(office(unit.names), unit, years_differ or key in blocked, tuple(own.get(key, ())))
            for key, unit in sorted(units.items(), key=lambda item: item[0].department)
        ],
        entries=entries,
        indicators=_indicators(part, series),
        departments=sorted(part.departments, key=lambda form: (form.title, form.file, form.sheet)),
        coverages=[],
        differences=[] if part.keep else part.mismatches.of(series),
        opens=opens,
        failures=sorted(part.failures),
        hidden=sorted(part.hidden),
        dropped=sorted(part.dropped),
        duplicates=duplicates,
        other_series=left_out(part, series),
        similar=[],
        choices=part.choices,
        files=part.files,
        whole=whole,
        has_details=part.keep,
        crowded=part.crowded,
    )
    return _reconciled(summary)


def _reconciled(summary: Summary) -> Summary:
    """Coverage, differences, and names that are only similar."""
    is_target = summary.series.form_kind == "target"
    forms = [form for form in summary.departments if (form.kind == "target") == is_target and _same_year(form, summary)]
    summary.uncompared = [
        form for form in summary.departments if form not in forms and form.kind != "common-indicators"
    ]
    found = reconcile(summary.units, forms, summary.choices, is_target=is_target, has_details=summary.has_details)
    summary.coverages = found.coverages
    summary.differences += found.differences
    summary.opens += found.opens
    names = similar_names([result.name for result in summary.indicators])
    summary.similar = names or []
    if names is None:
        summary.opens.append(Open("名称近似", f"指标名称共 {len(summary.indicators)} 个，太多，没有两两比较近似名称。"))
    return summary


def _same_year(form: FormEntry, summary: Summary) -> bool:
    return form.identity.year in (None, summary.series.year) or summary.series.year is None


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
