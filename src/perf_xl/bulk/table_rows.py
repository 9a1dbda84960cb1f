"""A table of a form as conversion needs it: what must be filled, and the printed rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from perf_xl.forms.outside import squeezed
from perf_xl.forms.spec import Table
from perf_xl.model.cells import CellValue


@lru_cache(maxsize=4096)
def squeezed_once(text: str) -> str:
    """``squeezed`` for the texts that come again and again: keys of printed rows, headings."""
    return squeezed(text)


class TableRows:
    """What the rows of a table are looked through for: their key, what must be filled, the printed rows."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.key = table.key.name
        self.printed = [str(row.get(self.key) or "") for row in table.rows]
        self.free = Counter(squeezed_once(key) for key in self.printed)
        self._required = {column.name: table.name_of(column) for column in table.columns if column.required}

    def missing(self, columns: Mapping[str, Sequence[CellValue]], count: int) -> list[str]:
        """The names of what must be filled and is blank, for each row that has its key."""
        blank = [None] * count
        keys = columns.get(self.key, blank)
        given = [(name, columns.get(column, blank)) for column, name in self._required.items()]
        if None not in keys:
            return [name for name, column in given for _ in range(column.count(None))]
        return [
            name
            for name, column in given
            for key, value in zip(keys, column, strict=True)
            if key is not None and value is None
        ]
