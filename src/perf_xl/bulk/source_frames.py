"""csv and parquet for the heads, with a file a table, joined by 编号. Read in pieces: memory does not grow with size."""

from __future__ import annotations

import codecs
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from perf_xl.bulk.join import JoinedSource
from perf_xl.bulk.source import HEADER, RawRow
from perf_xl.errors import FileProblem, InputError
from perf_xl.model.amounts import exact

_PIECE = 5000
_QUOTES = "请检查那一行的逗号和引号：含逗号的文字要加引号。"


class FrameSource(JoinedSource):
    """A file of heads, and the files of the tables."""

    caveat = ""

    def __init__(self, path: Path, tables: Mapping[str, Path]) -> None:
        self._path = path
        self._files = tables
        super().__init__(path.name, tables)

    def heads(self) -> Iterator[RawRow]:
        """The lines of the file of heads."""
        return read_rows(self._path, HEADER)

    def table_rows(self, table: str) -> Iterator[RawRow]:
        """The lines of the file of a table."""
        return read_rows(self._files[table], table)


def read_rows(path: Path, what: str) -> Iterator[RawRow]:
    """The lines of a csv or parquet file, wholly blank ones left out."""
    rows = _parquet(path) if path.suffix.lower() == ".parquet" else _csv(path)
    where = "" if what == HEADER else f"“{what}”"
    for number, values in rows:
        if any(value is not None for value in values.values()):
            yield RawRow(f"{where}第 {number} 行", values)


def _csv(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Line by line, the first of them the headings; a line with more cells than headings is refused."""
    encoding = _encoding(path)
    try:
        with pd.read_csv(
            path,
            header=None,  # pandas would rename a heading that stands twice
            dtype=str,
            keep_default_na=False,
            na_filter=False,
            encoding=encoding,
            sep=_separator(path, encoding),
            chunksize=_PIECE,
            skip_blank_lines=False,
        ) as frames:
            yield from _lines(frames, path)
    except pd.errors.EmptyDataError:
        return
    except pd.errors.ParserError as error:
        raise FileProblem(str(path), f"不是整齐的表格（{_fault(str(error))}）", _QUOTES) from error


def _fault(said: str) -> str:
    """What pandas says of a torn line, in Chinese."""
    longer = re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", said)
    if longer is not None:
        return f"第 {longer[2]} 行有 {longer[3]} 格，标题行只有 {longer[1]} 格"
    unclosed = re.search(r"EOF inside string starting at row (\d+)", said)
    return f"第 {int(unclosed[1]) + 1} 行起有一个引号没有配对" if unclosed is not None else "有一行读不懂"


def _lines(frames: Iterable[pd.DataFrame], path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    names: list[str] = []
    number = 0
    for frame in frames:
        for line in frame.itertuples(index=False, name=None):
            number += 1
            if names:
                yield number, {name: _text(value) for name, value in zip(names, line, strict=True)}
            else:
                names = _names([str(_text(value) or "") for value in line], path)


def _text(value: Any) -> str | None:
    return (value.strip() or None) if isinstance(value, str) else None


def _names(columns: list[str], path: Path) -> list[str]:
    names = [name.strip() or f"（第 {column} 列，没有标题）" for column, name in enumerate(columns, start=1)]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise InputError(f"“{path.name}”有两列都叫“{twice}”。请改名或删去一列。")
    return names


def _encoding(path: Path) -> str:
    """UTF-8, or GB 18030 as a Chinese Excel writes csv; by reading the whole file once."""
    with path.open("rb") as file:
        head = file.read(2)
        if head in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
        file.seek(0)
        for encoding in ("utf-8-sig", "gb18030"):
            decoder = codecs.getincrementaldecoder(encoding)()
            file.seek(0)
            try:
                while block := file.read(1 << 20):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return encoding
    raise FileProblem(str(path), "的编码不是 UTF-8 也不是 GB 18030", "请另存为“CSV UTF-8”后再试。")


def _separator(path: Path, encoding: str) -> str:
    with path.open(encoding=encoding) as file:
        first = file.readline()
    return max((",", "\t", ";"), key=first.count)


def _parquet(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        import pyarrow.parquet as pq  # noqa: PLC0415 - optional
    except ImportError as error:
        raise InputError("读 .parquet 需要 pyarrow：pip install 'perf-xl[bulk]'。") from error
    try:
        file = pq.ParquetFile(path)
        names = _names([str(name) for name in file.schema_arrow.names], path)
        number = 0
        for batch in file.iter_batches(batch_size=_PIECE):
            columns = [column.to_pylist() for column in batch.columns]
            for values in zip(*columns, strict=True):
                number += 1
                yield number, {name: _typed(value) for name, value in zip(names, values, strict=True)}
    except (OSError, ValueError) as error:
        raise FileProblem(str(path), "不是完整的 parquet 文件", "请重新导出。") from error


def _typed(value: Any) -> Any:
    """Numbers exact, texts without surrounding blanks; days stay days."""
    if isinstance(value, bool) or value is None or isinstance(value, dt.date | dt.time):
        return value
    if isinstance(value, int | float | Decimal):
        number = exact(value)
        return number if number.is_finite() else None
    return _text(value) if isinstance(value, str) else value
