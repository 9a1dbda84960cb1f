"""Published forms as workbooks on disk, and summaries of them."""

from __future__ import annotations

from pathlib import Path

from perf_xl.commands.rollup import RollupOptions, rollup_files
from perf_xl.demo.published import published_forms, write_published
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.rollup.summary import Summary


def published_files(folder: Path, document: str) -> list[Path]:
    """The forms of one document, as workbooks under ``folder``."""
    return [write_published(form, folder) for form in published_forms() if form.document == document]


def summary_of(files: list[Path], **options: object) -> Summary:
    """Their roll-up, read through the files host."""
    return rollup_files(files, FilesWorkbook.open, RollupOptions(**options))  # type: ignore[arg-type]
