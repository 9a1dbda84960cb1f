"""Heads and the rows of their tables, joined by 编号: any order of rows, any size, little memory."""

from __future__ import annotations

import pickle
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from perf_xl.bulk.source import NUMBER, RawRecord, RawRow, RawTable
from perf_xl.errors import InputError
from perf_xl.model.amounts import plain

_BATCH = 5000


class Aside:
    """A temporary data base of rows: by table and key, in the order they came."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a private file of its own, gone when closed
        self._base.execute("pragma journal_mode = off")
        self._base.execute("pragma synchronous = off")
        self._base.execute("create table rows (part text, key text, position text, data blob)")
        self._parts: list[str] = []

    def fill(self, table: str, rows: Iterable[tuple[str, RawRow]]) -> None:
        """Put the rows of a table aside, each with the key of its record."""
        self._parts.append(table)
        batch: list[tuple[str, str, str, bytes]] = []
        for key, row in rows:
            batch.append((table, key, row.position, pickle.dumps(dict(row.values))))
            if len(batch) >= _BATCH:
                self._store(batch)
        self._store(batch)

    def _store(self, batch: list[tuple[str, str, str, bytes]]) -> None:
        self._base.executemany("insert into rows values (?, ?, ?, ?)", batch)
        batch.clear()

    def ready(self) -> None:
        """Call once after the last row."""
        self._base.execute("create index by_key on rows (key, part)")
        self._base.execute("create table taken (key text primary key)")
        self._base.commit()

    def rows(self, key: str) -> dict[str, RawTable]:
        """The rows of one record by table; every table is there, if only empty."""
        lines: dict[str, list[dict[str, Any]]] = {part: [] for part in self._parts}
        places: dict[str, list[str]] = {part: [] for part in self._parts}
        self._base.execute("insert or ignore into taken values (?)", (key,))
        for part, position, data in self._base.execute(
            "select part, position, data from rows where key = ? order by rowid", (key,)
        ):
            lines[part].append(pickle.loads(data))  # noqa: S301 - our own temporary file
            places[part].append(position)
        return {part: RawTable(lines[part], places[part].__getitem__) for part in self._parts}

    def close(self) -> None:
        """Let the data base go."""
        self._base.close()

    def leftovers(self, most: int = 20) -> list[str]:
        """A sentence for each of the first rows whose record does not exist."""
        found = self._base.execute(
            "select position, key from rows where key not in (select key from taken) order by rowid limit ?", (most,)
        )
        return [
            f"{position}的编号“{key}”在表头里没有，这一行没有归属。" if key else f"{position}没有编号，这一行没有归属。"
            for position, key in found
        ]


class JoinedSource(ABC):
    """Records from lines of heads and lines of tables; a kind of data file says how its lines are read."""

    def __init__(self, name: str, tables: Iterable[str]) -> None:
        self.name = name
        tables = list(tables)
        self._aside = Aside() if tables else None
        if self._aside is None:
            return
        for table in tables:
            self._aside.fill(table, self._keyed(table))
        self._aside.ready()

    @abstractmethod
    def heads(self) -> Iterator[RawRow]:
        """The lines of the heads, one a record."""

    @abstractmethod
    def table_rows(self, table: str) -> Iterator[RawRow]:
        """The lines of a table."""

    def records(self) -> Iterator[RawRecord]:
        """All records, in order."""
        for number, head in enumerate(self.heads(), start=1):
            if self._aside is None:
                yield RawRecord(number, head)
                continue
            if NUMBER not in head.values:
                raise InputError(f"“{self.name}”的表头没有“{NUMBER}”列，无法与各表格的行对应。请补上编号列。")
            yield RawRecord(number, head, self._aside.rows(key_of(head.values[NUMBER])))

    def leftovers(self) -> list[str]:
        """Sentences about rows that belong to no record."""
        return self._aside.leftovers() if self._aside is not None else []

    def close(self) -> None:
        """Let what was put aside go."""
        if self._aside is not None:
            self._aside.close()

    def _keyed(self, table: str) -> Iterator[tuple[str, RawRow]]:
        for row in self.table_rows(table):
            if NUMBER not in row.values:
                message = f"“{table}”的数据没有“{NUMBER}”列，各行不知属于哪一条记录。请补上；不是数据的工作表请隐藏。"
                raise InputError(message)
            values = {name: value for name, value in row.values.items() if name != NUMBER}
            yield key_of(row.values[NUMBER]), RawRow(row.position, values)


def key_of(value: Any) -> str:
    """编号 as it is compared: as text, without surrounding blanks."""
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value).strip()
