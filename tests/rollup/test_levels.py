"""A summary rolled up again comes to the same as the workbooks it was made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import SetName
from perf_xl.rollup.book.build import build_summary
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.reading import workbook_entries
from perf_xl.rollup.summary import Summary, summarize_entries
from tests.rollup.make import WUCHUAN, ZHIJIANG, entry, published_entries


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
