"""Data files for bulk generation, read as records: a header line each, with the rows of its tables.

Values keep what they are: ``001`` stays text. xlsx (``source_xlsx``), other workbooks (``source_calamine``), csv and
parquet (``source_frames``), jsonl (``source_jsonl``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from perf_xl.errors import FileProblem, InputError

HEADER = "表头"
"""The sheet (or file) with one line a record."""
NUMBER = "编号"
"""The column that joins the rows of a table to their record."""
TITLE = "名称"
_FRAMES = (".csv", ".tsv", ".txt", ".parquet")


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of data; ``position`` tells a person where it stands."""

    position: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RawTable:
    """The lines of one table of a record; ``place`` tells where the line of an index stands."""

    lines: Sequence[Mapping[str, Any]]
    place: Callable[[int], str]

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, index: int) -> RawRow:
        return RawRow(self.place(index), self.lines[index])

    def __iter__(self) -> Iterator[RawRow]:
        return map(self.__getitem__, range(len(self.lines)))


@dataclass(frozen=True, slots=True)
class RawRecord:
    """One record, with its tables.

    ``faithful``: the values were read from a form, so that a text in a number cell is really there, and keys that are
    no entries (:func:`is_technical`) stand beside them. ``error`` is why the line could not be read at all; ``meta`` holds what stands beside fields and tables (编号, form).
    """

    number: int
    header: RawRow
    tables: Mapping[str, RawTable] = field(default_factory=dict)
    meta: Mapping[str, Any] = field(default_factory=dict)
    faithful: bool = False
    error: str = ""


def is_technical(key: str) -> bool:
    """Whether a key of ``read --json`` is no entry: ``_cell``, and the transcription's note 应属."""
    return key.startswith("_") or key == "应属"


class Source(Protocol):
    """A data file that can be read more than once."""

    @property
    def name(self) -> str:
        """The file as the user named it."""

    @property
    def caveat(self) -> str:
        """A sentence about what cannot be read from a file of this kind; "" when there is nothing to say."""

    def records(self) -> Iterator[RawRecord]:
        """All records, in order. After the last one, :meth:`leftovers` is complete."""

    def leftovers(self) -> list[str]:
        """Sentences about rows of tables that belong to no record."""

    def close(self) -> None:
        """Let temporary files go."""


def open_source(path: Path, tables: Mapping[str, Path]) -> Source:
    """The source of a data file by its extension; ``tables`` are further files by the name of their table.

    FileProblem for a file that is missing or of another kind, InputError for tables given where none belong.
    """
    for file in (path, *tables.values()):
        if file.is_dir():
            raise FileProblem(str(file), "是文件夹，不是数据文件", f"请写到文件，如 {file / '项目.xlsx'}。")
        if not file.is_file():
            raise FileProblem(str(file), "不存在", "请检查路径和文件名；路径里有空格时请加引号。")
    suffix = path.suffix.lower()
    if tables and suffix not in _FRAMES:
        raise InputError(f"“{path.name}”自带各表格的数据，不需要 --table。--table 用于 csv 和 parquet。")
    if suffix in (".jsonl", ".ndjson", ".json"):
        from perf_xl.bulk.source_jsonl import JsonSource  # noqa: PLC0415 - each kind loads only what it needs

        return JsonSource(path)
    if suffix in (".xlsx", ".xlsm"):
        from perf_xl.bulk.source_xlsx import WorkbookSource  # noqa: PLC0415

        return WorkbookSource(path)
    if suffix in _FRAMES:
        from perf_xl.bulk.source_frames import FrameSource  # noqa: PLC0415 - pandas

        return FrameSource(path, tables)
    if suffix in (".xls", ".xlsb", ".ods", ".et"):
        from perf_xl.bulk.source_calamine import CalamineSource  # noqa: PLC0415

        return CalamineSource(path)
    reason = f"不是可用的数据（{suffix or '没有扩展名'}）"
    raise FileProblem(str(path), reason, "请用 .xlsx、.csv、.parquet 或 .jsonl（.xls、.xlsb、.ods、.et 也可以）。")
