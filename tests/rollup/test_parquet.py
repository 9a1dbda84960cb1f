"""The analysis tables, part by part."""

from __future__ import annotations

import builtins
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from perf_xl.commands.rollup import RollupOptions, rollup_files
from perf_xl.demo.published import published_forms, write_published
from perf_xl.errors import FileProblem
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.rollup.choices import NO_CHOICES
from perf_xl.rollup.dataframes import frames_of
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.parquet import ParquetFiles, tables_of
from perf_xl.rollup.partial import Series
from tests.rollup.make import WUCHUAN, ZHIJIANG, published_entries

EVALUATIONS = Series("self-evaluation", 2023)


def written(folder: Path, parts: Sequence[Sequence[FormEntry]], series: Series = EVALUATIONS) -> dict[str, Any]:
    """The tables read back after the parts went in."""
    files = ParquetFiles(folder)
    for part in parts:
        files.add(tables_of(part, NO_CHOICES, files.schemas))
    files.finish(series)
    return {path.stem: pd.read_parquet(path) for path in sorted(folder.iterdir())}


def expect_equal(found: Mapping[str, Any], entries: Sequence[FormEntry]) -> None:
    """The same tables as the data frames."""
    expected = frames_of(entries)
    assert sorted(found) == ["forms", "funds", "indicators"]
    for name, frame in found.items():
        pd.testing.assert_frame_equal(frame, getattr(expected, name))


def test_tables_when_written_in_parts_then_are_the_data_frames(tmp_path: Path) -> None:
    """Rows, types and blanks; nothing half written beside them."""
    listed = published_entries(ZHIJIANG)
    expect_equal(written(tmp_path / "明细", [listed[:5], [], listed[5:]]), listed)


def test_forms_when_of_several_kinds_then_only_those_added_up_stay(tmp_path: Path) -> None:
    """The kind is known when all files are read."""
    targets, evaluations = published_entries(WUCHUAN), published_entries(ZHIJIANG)
    assert {form.kind for form in targets} == {"target"}
    series = Series("target", targets[0].identity.year)
    mixed = [form for pair in zip(targets, evaluations, strict=False) for form in pair]
    expect_equal(written(tmp_path / "目标", [mixed], series), targets)
    expect_equal(written(tmp_path / "自评", [mixed]), [form for form in mixed if form in evaluations])


def test_tables_when_nothing_came_then_are_empty_with_their_columns(tmp_path: Path) -> None:
    """As data frames of nothing."""
    expect_equal(written(tmp_path, []), [])


def test_earlier_tables_when_the_run_is_given_up_then_stay(tmp_path: Path) -> None:
    """Half a set of tables never replaces a whole one."""
    listed = published_entries(ZHIJIANG)
    written(tmp_path, [listed])
    files = ParquetFiles(tmp_path)
    files.add(tables_of(listed[:1], NO_CHOICES, files.schemas))
    files.discard()
    expect_equal({path.stem: pd.read_parquet(path) for path in tmp_path.iterdir()}, listed)


def test_folder_when_it_cannot_be_made_then_is_refused_in_words(tmp_path: Path) -> None:
    """A file stands in the way."""
    (tmp_path / "文件").write_text("", encoding="utf-8")
    with pytest.raises(FileProblem, match="写不进去"):
        ParquetFiles(tmp_path / "文件" / "明细")


def test_library_when_not_installed_then_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read."""
    real = builtins.__import__

    def without(name: str, *arguments: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return real(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FileProblem, match=r"perf-xl\[bulk\]"):
        ParquetFiles(tmp_path)


def test_files_when_rolled_up_without_details_then_the_tables_still_have_them(tmp_path: Path) -> None:
    """The summary shows departments only; the tables every project, and no entry stays in memory."""
    for form in published_forms():
        if form.document == "zhijiang-2023":
            write_published(form, tmp_path / "表")
    paths = sorted((tmp_path / "表").rglob("*.xlsx"))
    files = ParquetFiles(tmp_path / "明细")
    summary = rollup_files(paths, FilesWorkbook.open, RollupOptions(details=False, parquet=files))
    files.finish(summary.series)
    forms = pd.read_parquet(tmp_path / "明细" / "forms.parquet")
    assert (summary.entries, summary.whole.projects, len(forms)) == ([], 12, 12)
    assert round(float(forms["spent"].sum()), 2) == round(float(summary.spent or 0), 2) == 926.42
