"""jsonl in the shape of ``perf-xl read --json``, one record a line; the list that ``read --json`` prints works too."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from perf_xl.bulk.json_fault import NotANumber, json_fault
from perf_xl.bulk.source import RawRecord, RawRow, RawTable
from perf_xl.errors import FileProblem
from perf_xl.model.amounts import exact

_META = ("form", "version", "sheet", "file", "编号", "名称")
_KNOWN = {*_META, "fields", "tables"}
_DIGITS = 15


class JsonSource:
    """A file of JSON records. Numbers are exact decimals, texts stay texts; a bad line is a record with an error."""

    caveat = ""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._path = path

    def records(self) -> Iterator[RawRecord]:
        """All records, in order."""
        for number, (position, text) in enumerate(self._texts(), start=1):
            yield _record(number, position, text)

    def leftovers(self) -> list[str]:
        """Rows stand in their records; none is left over."""
        return []

    def close(self) -> None:
        """Nothing is held."""

    def _texts(self) -> Iterator[tuple[str, str | Mapping[str, Any]]]:
        try:
            with self._path.open(encoding="utf-8-sig") as file:
                if self._is_list():
                    for index, item in enumerate(json.load(file, parse_float=_number, parse_constant=_refuse), start=1):
                        yield f"第 {index} 条", item
                    return
                for index, line in enumerate(file, start=1):
                    if line.strip():
                        yield f"第 {index} 行", line
        except UnicodeDecodeError as error:
            raise FileProblem(str(self._path), "不是 UTF-8 编码", "请另存为 UTF-8 后再试。") from error
        except ValueError as error:
            raise FileProblem(
                str(self._path), f"不是完整的 JSON（{json_fault(error)}）", "请用 perf-xl read --json 重新导出。"
            ) from error

    def _is_list(self) -> bool:
        with self._path.open(encoding="utf-8-sig") as file:
            return file.read(1024).lstrip().startswith("[")


@lru_cache(maxsize=4096)
def _number(text: str) -> Decimal:
    """A number as a spreadsheet shows it: the 17th digit of a binary fraction (0.30000000000000004) is noise."""
    number = Decimal(text)
    return number if len(number.as_tuple().digits) <= _DIGITS else exact(float(text))


def _refuse(constant: str) -> None:
    raise NotANumber(constant)


_DECODE = json.JSONDecoder(parse_float=_number, parse_constant=_refuse).decode


def _record(number: int, position: str, data: str | Mapping[str, Any]) -> RawRecord:
    header = RawRow(position, {})
    if isinstance(data, str):
        try:
            data = _DECODE(data)
        except (ValueError, RecursionError) as error:
            return RawRecord(number, header, error=f"不是一条 JSON（{json_fault(error)}）。")
    if not isinstance(data, dict):
        return RawRecord(number, header, error="不是一条记录（应是 {…}）。")
    fields, tables = data.get("fields") or {}, data.get("tables") or {}
    if not isinstance(fields, dict) or not isinstance(tables, dict):
        return RawRecord(number, header, error="的 fields 和 tables 应是 {…}。")
    strange = [key for key in data if key not in _KNOWN and not key.startswith("_")]
    if strange:
        return RawRecord(number, header, error=f"里的“{strange[0]}”不认识，字段请放进 fields，表格放进 tables。")
    for name, rows in tables.items():
        if not isinstance(rows, list) or {*map(type, rows)} - {dict}:
            return RawRecord(number, header, error=f"的表格“{name}”应是 [{{…}}, …]。")
    read = {name: RawTable(rows, _Place(position, name)) for name, rows in tables.items()}
    meta = {key: data[key] for key in _META if data.get(key) is not None}
    return RawRecord(number, RawRow(position, fields), read, meta, faithful=True)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row of a table stands in the file."""

    record: str
    table: str

    def __call__(self, index: int) -> str:
        return f"{self.record}“{self.table}”第 {index + 1} 行"
