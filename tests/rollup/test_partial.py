"""Parts: the same result in any order and any splitting; what doubling and changing the unit must do."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.model.amounts import plain
from perf_xl.rollup import groups, mismatches, partial
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.partial import Partial
from perf_xl.rollup.summary import Summary, summarize, summarize_entries
from tests.rollup.make import entry

AMOUNTS = st.one_of(st.none(), st.decimals("0", "99999", places=4), st.sampled_from(["12.5万元", "约13", "3000元"]))
NAMES = ("培训人次", "群众满意度", "带动发展", "预算成本")
VALUES = {
    "培训人次": ["5人次", "≥12人次", "0.3万人次", None, "很多"],
    "群众满意度": ["95%", "≥90%", "88.75%", None, "1"],
    "带动发展": ["明显", "长效", None],
    "预算成本": ["12.5万元", "≤300000元", "0.1亿元", None],
}


@st.composite
def forms(draw: st.DrawFn) -> list[FormEntry]:
    """Some projects over some units, no two with one identity."""
    pairs = draw(
        st.lists(
            st.tuples(st.sampled_from("甲乙丙丁"), st.sampled_from("东西南北")), min_size=1, max_size=9, unique=True
        )
    )
    return [draw(project(f"{name}项目", f"{unit}校")) for name, unit in pairs]


@st.composite
def project(draw: st.DrawFn, name: str, unit: str) -> FormEntry:
    names = draw(st.lists(st.sampled_from(NAMES), max_size=4))
    indicators = [(n, draw(st.sampled_from(VALUES[n])), draw(st.sampled_from(VALUES[n]))) for n in names]
    sources = draw(st.dictionaries(st.sampled_from(["省级资金", "其他资金"]), st.tuples(AMOUNTS, AMOUNTS), max_size=2))
    return entry(name, draw(AMOUNTS), draw(AMOUNTS), indicators, unit=unit, sources=sources)


def facts(summary: Summary) -> dict[str, Any]:
    """Everything a summary states."""
    return {
        "totals": (summary.budget, summary.spent, summary.rate),
        "units": [(unit.department, unit.tally, unit.blocked) for unit in summary.units],
        "entries": summary.entries,
        "indicators": [dataclasses.asdict(item) for item in summary.indicators],
        "opens": summary.opens,
        "differences": summary.differences,
        "duplicates": summary.duplicates,
    }


def merged(groups: Sequence[Sequence[FormEntry]], *, keep: bool = True) -> Summary:
    whole = Partial(keep=keep)
    for group in groups:
        whole.merge(Partial(keep=keep).fold(group))
    return summarize(whole)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_summary_when_files_come_in_another_order_and_in_parts_then_is_the_same(data: st.DataObject) -> None:
    """Order, splitting and merging change nothing."""
    listed = data.draw(forms())
    shuffled = data.draw(st.permutations(listed))
    cut = data.draw(st.integers(0, len(listed)))
    expected = facts(summarize_entries(listed))
    assert facts(merged([shuffled[:cut], shuffled[cut:]])) == expected
    assert facts(merged([[form] for form in shuffled])) == expected


@settings(max_examples=40, deadline=None)
@given(forms())
def test_totals_when_details_are_not_kept_then_are_the_same(listed: list[FormEntry]) -> None:
    """The stream that holds no entries comes to the same figures."""
    kept, streamed = facts(merged([listed])), facts(merged([listed], keep=False))
    for key in ("totals", "units", "indicators", "duplicates", "differences"):
        assert streamed[key] == kept[key]


@settings(max_examples=40, deadline=None)
@given(forms())
def test_sums_when_every_project_stands_twice_then_double_and_averages_stay(listed: list[FormEntry]) -> None:
    """The same projects once more under other names and units: twice the money, the same rate."""
    once = summarize_entries(listed)
    again = [_renamed(form) for form in listed]
    twice = summarize_entries([*listed, *again])
    assert twice.whole.projects == 2 * once.whole.projects
    assert (twice.budget, twice.spent) == (_double(once.budget), _double(once.spent))
    assert twice.rate == once.rate
    for source, tally in once.whole.sources.items():
        assert twice.whole.sources[source].budget.sum == 2 * tally.budget.sum
    counts = {key: 2 * count for key, count in once.whole.outcomes.items()}
    assert twice.whole.outcomes == counts


@settings(max_examples=40, deadline=None)
@given(forms())
def test_indicators_when_every_unit_reports_twice_then_sums_double_and_averages_stay(listed: list[FormEntry]) -> None:
    """One project over twice as many units of the same kind."""
    once = {item.key: item for item in summarize_entries(listed).indicators}
    twice = {
        item.key: item for item in summarize_entries([*listed, *(_other_unit(form) for form in listed)]).indicators
    }
    assert twice.keys() == once.keys()
    for key, item in once.items():
        if item.actual.value is None or item.rows == 1:
            continue  # a single row needs no weight, two of it do
        factor = 2 if key.kind.label == "绝对值" else 1
        assert twice[key].actual.value == factor * item.actual.value


@settings(max_examples=40, deadline=None)
@given(st.lists(st.decimals("0", "99999", places=4), min_size=1, max_size=6))
def test_totals_when_amounts_are_written_in_other_units_then_are_the_same(amounts: list[Decimal]) -> None:
    """元, 万元 and 亿元 of the same money."""
    units = ((Decimal(10_000), "元"), (Decimal(1), "万元"), (Decimal("0.0001"), "亿元"))
    totals = set()
    for factor, unit in units:
        listed = [entry(f"{n}项目", f"{plain(amount * factor)}{unit}", amount) for n, amount in enumerate(amounts)]
        totals.add(summarize_entries(listed).budget)
    assert totals == {sum((Fraction(amount) for amount in amounts), Fraction(0))}


def test_projects_of_one_indicator_when_there_are_very_many_then_only_their_joint_tally_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bounded memory; whatever the splitting."""
    monkeypatch.setattr(groups, "MOST_PROJECTS", 3)
    listed = [entry(f"{n}项目", 1, 1, [("培训人次", "1人次", "1人次")]) for n in range(8)]
    halves, whole = merged([listed[:4], listed[4:]]), merged([listed])
    assert [item.projects for item in halves.indicators] == [None]
    assert facts(halves) == facts(whole)
    assert halves.indicators[0].status == "疑似重复计数"


def _double(value: Fraction | None) -> Fraction | None:
    return None if value is None else 2 * value


def _renamed(form: FormEntry) -> FormEntry:
    identity = dataclasses.replace(form.identity, project=f"另{form.identity.project}")
    return dataclasses.replace(form, identity=identity, project=f"另{form.project}", file=f"另{form.file}")


def _other_unit(form: FormEntry) -> FormEntry:
    identity = dataclasses.replace(form.identity, unit=f"{form.identity.unit}分校")
    return dataclasses.replace(form, identity=identity, unit=f"{form.unit}分校", file=f"另{form.file}")


def test_indicators_when_more_than_anybody_reads_then_none_is_listed_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Memory stays bounded whatever people call their indicators; money and outcomes are added up all the same."""
    listed = [entry(f"{n}项目", 1, 1, [(f"指标{n}", "1人次", "1人次")]) for n in range(8)]
    expected = summarize_entries(listed)
    monkeypatch.setattr(partial, "MOST_INDICATORS", 7)
    halves, whole = merged([listed[:4], listed[4:]]), merged([listed])
    assert facts(halves) == facts(whole)
    assert (halves.indicators, [item.kind for item in halves.opens]) == ([], ["指标太多"])
    assert (halves.spent, halves.whole.outcomes) == (expected.spent, expected.whole.outcomes)
    monkeypatch.setattr(partial, "MOST_INDICATORS", 8)
    assert facts(merged([listed[:4], listed[4:]])) == facts(expected)


def test_mismatches_when_there_are_very_many_then_the_same_are_kept_whatever_the_splitting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bounded memory: the first in order are listed, the others counted and told."""
    monkeypatch.setattr(mismatches, "MOST", 2)
    listed = [entry(f"{n}项目", 10, 10, sources={"省级资金": (9, 10)}) for n in range(7)]
    for parts in ([listed], [listed[4:], listed[:4]], [[form] for form in reversed(listed)]):
        found = merged(parts, keep=False)
        assert [item.subject for item in found.differences] == ["0项目", "1项目"]
        assert [item.message[-9:] for item in found.opens] == ["处，另有 5 处。"]
