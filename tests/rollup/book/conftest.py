"""The summary workbook of Zhijiang 2023, made once."""

from __future__ import annotations

from pathlib import Path

import pytest

from perf_xl.rollup.book.build import build_summary
from perf_xl.rollup.summary import Summary
from tests.rollup.book.files import published_files, summary_of


@pytest.fixture(scope="session")
def zhijiang(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """The roll-up of all published Zhijiang 2023 workbooks."""
    return summary_of(published_files(tmp_path_factory.mktemp("报送 文件"), "zhijiang-2023"))


@pytest.fixture(scope="session")
def zhijiang_book(zhijiang: Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its workbook on disk."""
    path = tmp_path_factory.mktemp("汇总") / "部门汇总.xlsx"
    path.write_bytes(build_summary(zhijiang, path))
    return path
