"""Only changed files are read again, and what is kept is what was read."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from perf_xl.rollup.cache import EntryCache
from perf_xl.rollup.codec import dumps, loads
from perf_xl.rollup.entries import FormEntry
from tests.rollup.make import WUCHUAN, ZHIJIANG, entry, published_entries


def test_entries_when_written_as_json_and_read_then_are_the_same() -> None:
    """Decimals, dates and blanks are exact."""
    entries = published_entries([*ZHIJIANG, *WUCHUAN, "zhijiang-2023/02", "zhijiang-2023/03", "wuchuan-2024/01"])
    assert loads(dumps(entries)) == entries


class Reader:
    """Counts how often a file is really read."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self) -> list[FormEntry]:
        self.calls += 1
        return [entry("甲", 10, self.calls)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(b"first")
    return path


def asked(folder: Path, file: Path, read: Reader) -> list[FormEntry]:
    cache = EntryCache(folder / ".perf_xl" / "rollup.sqlite")
    found = cache.entries(file, read)
    cache.close()
    return found


def test_file_when_unchanged_then_is_not_read_again(tmp_path: Path, file: Path) -> None:
    """By size and time; also in the next roll-up."""
    read = Reader()
    assert asked(tmp_path, file, read) == asked(tmp_path, file, read)
    assert read.calls == 1


def test_file_when_only_its_time_changed_then_is_not_read_again(tmp_path: Path, file: Path) -> None:
    """Copied or touched: the content is the same."""
    read = Reader()
    asked(tmp_path, file, read)
    os.utime(file, (1, 1))
    asked(tmp_path, file, read)
    assert read.calls == 1


def test_file_when_its_content_changed_then_is_read_again(tmp_path: Path, file: Path) -> None:
    """The new figures count."""
    read = Reader()
    first = asked(tmp_path, file, read)
    file.write_bytes(b"other")
    os.utime(file, (1, 1))
    assert asked(tmp_path, file, read) != first


def test_cache_when_it_is_broken_or_of_another_version_then_is_made_anew(
    tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never decides about a figure."""
    read = Reader()
    asked(tmp_path, file, read)
    monkeypatch.setattr("perf_xl.rollup.cache.CODEC", "another")
    asked(tmp_path, file, read)
    (tmp_path / ".perf_xl" / "rollup.sqlite").write_bytes(b"no database at all" * 100)
    asked(tmp_path, file, read)
    assert read.calls == 3


def test_error_when_reading_then_is_not_kept(tmp_path: Path, file: Path) -> None:
    """A file that was locked yesterday is read today."""

    def fails() -> list[FormEntry]:
        raise ValueError("locked")

    with pytest.raises(ValueError, match="locked"):
        asked(tmp_path, file, fails)  # type: ignore[arg-type]
    shutil.rmtree(tmp_path / ".perf_xl", ignore_errors=True)
    assert asked(tmp_path, file, Reader()) == [entry("甲", 10, 1)]
