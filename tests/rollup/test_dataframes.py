"""The tables for people who write their own analysis."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from perf_xl.rollup import frames
from perf_xl.rollup.columns import FORMS, FUNDS, INDICATORS, TABLES
from perf_xl.rollup.dataframes import frames_of
from tests.rollup.make import ZHIJIANG, entry, published_entries


def test_frames_when_made_then_have_the_documented_columns_and_types() -> None:
    """Also when there is nothing in them."""
    for found in (frames_of([]), frames_of(published_entries(ZHIJIANG))):
        shapes = [(found.forms, FORMS), (found.funds, FUNDS), (found.indicators, INDICATORS)]
        assert [{name: str(dtype) for name, dtype in frame.dtypes.items()} for frame, _ in shapes] == [
            {name: _pandas_name(dtype) for name, dtype in columns.items()} for _, columns in shapes
        ]


def _pandas_name(dtype: str) -> str:
    return str(pd.Series([], dtype=dtype).dtype)


def test_frames_when_summed_then_give_the_roll_up() -> None:
    """926.42 and 118 rows."""
    found = frames_of(published_entries(ZHIJIANG))
    totals = found.funds[found.funds["is_total"] & (found.funds["what"] == "spent")]
    assert round(float(totals["value"].sum()), 2) == 926.42
    assert (len(found.forms), len(found.indicators), int(found.forms["indicators"].sum())) == (12, 118, 118)


def test_blank_when_in_a_frame_then_is_missing_not_zero() -> None:
    """<NA>."""
    found = frames_of([entry("甲", 10, None), entry("乙", 0, 0)]).forms
    assert found["spent"].isna().tolist() == [True, False]


def test_frames_when_read_from_files_then_are_those_of_the_entries(tmp_path: Path) -> None:
    """``perf_xl.rollup.frames`` takes paths."""
    from perf_xl.demo.published import published_forms, write_published

    files = [write_published(form, tmp_path) for form in published_forms() if form.document == "zhijiang-2023"]
    (tmp_path / "坏.xlsx").write_bytes(b"broken")
    (tmp_path / "包.zip").write_bytes(b"PK")
    found = frames([tmp_path])
    assert set(found.forms["file"]) == {str(file) for file in files}
    assert set(found.forms["route"]) == {"按名称"}
    assert [Path(failure.file).name for failure in found.failures] == ["包.zip", "坏.xlsx"]


def test_frames_when_a_path_is_missing_then_says_so() -> None:
    """In words."""
    with pytest.raises(Exception, match="不存在"):
        frames([Path("没有这个文件夹")])


def test_columns_when_documented_then_are_those_of_the_tables() -> None:
    """docs/rollup.md names every column."""
    page = (Path(__file__).parents[2] / "docs" / "rollup.md").read_text("utf-8")
    lines = {name: next(line for line in page.splitlines() if line.startswith(f"| `{name}`")) for name in TABLES}
    for name, dtypes in TABLES.items():
        words = set(re.findall(r"[a-z_0-9]+", lines[name].split("|")[3]))
        assert set(dtypes) - words == set()
