"""A summary rolled up again comes to the same as the workbooks it was made from."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import SetName
from perf_xl.rollup.book.build import build_summary
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.partial import Partial
from perf_xl.rollup.reading import workbook_entries
from perf_xl.rollup.summary import Summary, summarize, summarize_entries
from tests.rollup.make import WUCHUAN, ZHIJIANG, entry, published_entries, values


def saved(entries: list[FormEntry], path: Path) -> Path:
    path.write_bytes(build_summary(summarize_entries(entries), path))
    return path


def again(*paths: Path) -> Summary:
    return summarize_entries(found for path in paths for found in workbook_entries(FilesWorkbook.open(path), str(path)))


def figures(summary: Summary) -> object:
    indicators = [
        (
            item.key,
            item.target.value,
            item.target.sign,
            item.actual.value,
            item.actual.sign,
            item.status,
            item.distribution,
        )
        for item in summary.indicators
    ]
    sources = {name: tally for name, tally in summary.whole.sources.items() if tally.budget.numbers}
    return summary.budget, summary.spent, summary.rate, sources, indicators, summary.whole.outcomes


@pytest.mark.parametrize("names", [ZHIJIANG, WUCHUAN], ids=["zhijiang", "wuchuan"])
def test_summary_of_a_summary_when_made_then_has_the_same_figures(names: list[str], tmp_path: Path) -> None:
    """Department to county by the same function."""
    entries = published_entries(names)
    assert figures(again(saved(entries, tmp_path / "部门.xlsx"))) == figures(summarize_entries(entries))


def test_summaries_of_parts_when_rolled_up_then_equal_the_whole(tmp_path: Path) -> None:
    """Two halves of the projects, two summaries, one county."""
    entries = published_entries(ZHIJIANG)
    halves = [saved(entries[:5], tmp_path / "甲.xlsx"), saved(entries[5:], tmp_path / "乙.xlsx")]
    assert figures(again(*halves)) == figures(summarize_entries(entries))


def test_open_entries_when_summarised_twice_then_are_still_open(tmp_path: Path) -> None:
    """A blank, an unreadable amount, a lost score stay what they are."""
    entries = [entry("甲", 10, None, [("培训人次", "5人次", None)]), entry("乙", "约13", 2), entry("丙", None, 0)]
    found = again(saved(entries, tmp_path / "部门.xlsx"))
    assert (found.budget, found.spent) == (None, None)
    total = found.whole.total
    assert (total.budget.unreadable, total.budget.blank, total.spent.blank, total.spent.numbers) == (1, 1, 1, 2)


def test_same_project_in_two_summaries_when_rolled_up_then_stops_the_total(tmp_path: Path) -> None:
    """Handed in by two departments."""
    paths = [saved([entry("甲", 10, 8), entry(name, 1, 1)], tmp_path / f"{name}.xlsx") for name in ("乙", "丙")]
    found = again(*paths)
    assert (found.budget, [len(group) for group in found.duplicates]) == (None, [2])


def test_summary_when_its_names_are_gone_then_is_refused_in_words(tmp_path: Path) -> None:
    """Somebody deleted the names of a detail sheet."""
    path = saved([entry("甲", 10, 8)], tmp_path / "部门.xlsx")
    book = FilesWorkbook.open(path)
    book.apply([SetName("资金明细_序号", "资金明细", None)], label="删名称")
    with pytest.raises(InputError, match="缺少“资金明细”"):
        workbook_entries(book)


def test_place_when_read_from_a_summary_then_is_the_summarys_own_cell(tmp_path: Path) -> None:
    """Each level leads to the one below."""
    path = saved(published_entries(ZHIJIANG), tmp_path / "部门.xlsx")
    first = workbook_entries(FilesWorkbook.open(path), str(path))[0]
    assert first.total is not None
    assert first.total.spent.place is not None
    assert (first.total.spent.place.sheet, first.total.spent.place.cell) == ("资金明细", "I4")


def test_province_when_rolled_up_over_four_levels_then_equals_the_workbooks(tmp_path: Path) -> None:
    """Department, county, city, province: each from the summaries below it, by the same function, with the same figures."""
    forms = [
        dataclasses.replace(form, department=f"{'甲乙'[number % 2]}县{'教育住建'[number // 2 % 2 * 2 :][:2]}局")
        for number, form in enumerate(published_entries(ZHIJIANG))
    ]
    offices = sorted({form.department for form in forms})
    departments = {
        name: saved([form for form in forms if form.department == name], tmp_path / f"{name}.xlsx") for name in offices
    }
    counties = []
    for county in "甲乙":
        below = [path for name, path in departments.items() if name.startswith(county)]
        counties.append(written(again(*below), tmp_path / f"{county}县.xlsx"))
    city = written(again(*counties), tmp_path / "市.xlsx")
    province = written(again(city), tmp_path / "省.xlsx")
    found, expected = again(province), summarize_entries(forms)
    assert figures(found) == figures(expected)
    assert [(unit.department, unit.budget) for unit in found.units] == [
        (unit.department, unit.budget) for unit in expected.units
    ]
    assert len(found.units) == 4


def written(summary: Summary, path: Path) -> Path:
    """The summary as a workbook."""
    path.write_bytes(build_summary(summary, path))
    return path


def test_same_project_twice_in_one_summary_when_rolled_up_again_then_still_stops_the_total(tmp_path: Path) -> None:
    """The department had not chosen yet; the county must not add both."""
    forms = [entry("甲", 10, 8, file="甲.xlsx"), entry("甲", 11, 9, file="甲(1).xlsx"), entry("乙", 5, 5)]
    path = saved(forms, tmp_path / "部门.xlsx")
    found = again(path)
    assert (found.budget, [len(group) for group in found.duplicates]) == (None, [2])
    kept = summarize_entries(
        workbook_entries(FilesWorkbook.open(path), str(path)), Choices(keep=("部门.xlsx!资金明细｜A5",))
    )
    assert values(kept.budget, kept.duplicates) == (16, [])


def test_incomplete_summary_when_rolled_up_again_then_says_what_it_lacks(tmp_path: Path) -> None:
    """Two projects were missing at the department: the county has to know."""
    path = saved(published_entries(["zhijiang-2023/02", *ZHIJIANG]), tmp_path / "部门.xlsx")
    (note,) = again(path).opens
    assert note.kind == "请核对原表"
    assert "部门.xlsx：下一级汇总表写明：应报 14 项，已报 12 项（其中 2 项名称待确认），未报 2 项" in note.message


def test_route_when_rolled_up_again_then_is_still_known(tmp_path: Path) -> None:
    """Read by labels at the department, so it says at the county."""
    path = saved(
        [dataclasses.replace(entry("甲", 10, 8), route="按表头标签识别"), entry("乙", 1, 1)], tmp_path / "部门.xlsx"
    )
    assert {one.project: one.route for one in again(path).entries} == {"甲": "按表头标签识别", "乙": ""}


def test_summary_without_details_when_rolled_up_again_then_says_how_to_make_it(tmp_path: Path) -> None:
    """By department only: there is nothing to add."""
    part = Partial(keep=False).fold([entry("甲", 10, 8)])
    path = written(summarize(part), tmp_path / "部门.xlsx")
    with pytest.raises(InputError, match="--details"):
        workbook_entries(FilesWorkbook.open(path))
