"""Adding up: project forms into a department summary, and summaries into the next level (docs/rollup.md).

``gather`` makes entries of forms, ``partial`` folds and merges them, ``summary`` is the result, ``book`` its workbook.
:func:`frames` gives the same content as pandas DataFrames.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perf_xl.rollup.choices import Choices
    from perf_xl.rollup.dataframes import Frames

__all__ = ["frames"]


def frames(paths: Iterable[str | Path], choices: Choices | None = None) -> Frames:
    """The workbooks under ``paths`` (files or folders) as DataFrames ``forms``, ``funds`` and ``indicators``.

    Columns and dtypes: docs/rollup.md. Amounts are 万元, blanks ``<NA>``. A file that cannot be read is one of
    ``failures``; FileProblem for a path that does not exist.
    """
    from perf_xl.rollup.choices import NO_CHOICES  # noqa: PLC0415 - pandas is imported only by who asks for it
    from perf_xl.rollup.dataframes import frames_of_files  # noqa: PLC0415

    return frames_of_files(paths, choices or NO_CHOICES)
