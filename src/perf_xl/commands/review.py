"""审核汇总: the findings of many files as one workbook for the bureau that reviews them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from perf_xl.checks.pages import all_pages
from perf_xl.findings.finding import Finding


def review_workbook(
    files: Sequence[str], owners: Mapping[str, tuple[str, str]], findings: Sequence[Finding], folder: Path | None = None
) -> bytes:
    """The workbook over ``files`` (those without findings too); ``owners`` gives 单位 and 项目 of each file."""
    from perf_xl.rollup.book.review import ReviewFile, build_review

    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[finding.file].append(finding)
    listed = [ReviewFile(file, *owners.get(file, ("", "")), tuple(by_file[file])) for file in files]
    return build_review(listed, {page.code: page.title for page in all_pages()}, folder)
