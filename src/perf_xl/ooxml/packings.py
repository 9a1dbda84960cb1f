"""The packings of a shape: the plain one, and one for each set of number formats that records bring along.

What a style sheet says depends on the record alone, never on the records before it: same record, same bytes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perf_xl.model.cells import Look
from perf_xl.ooxml.container import Entry
from perf_xl.ooxml.package import Package, in_words
from perf_xl.ooxml.packing import Compressor, Packing
from perf_xl.ooxml.workbook import Workbook

Formatted = tuple[int, str]
"""A cell format of the template, and the number format laid over it."""

_KEPT = 32


@dataclass(frozen=True, slots=True)
class SheetPart:
    """The part that is filled: its name, and what never changes at its beginning and end."""

    name: str
    head: bytes
    tail: bytes


class Packings:
    """Packs the workbooks of one shape; ``path`` names the template in messages."""

    def __init__(self, parts: Sequence[Entry], sheet: SheetPart, compress: Compressor, path: str) -> None:
        self._parts, self._sheet, self._compress, self._path = parts, sheet, compress, path
        self.plain = self._packing(parts)
        self._others: OrderedDict[frozenset[Formatted], tuple[Packing, Mapping[Formatted, int]]] = OrderedDict()

    def with_formats(self, wanted: frozenset[Formatted]) -> tuple[Packing, Mapping[Formatted, int]]:
        """The packing whose style sheet has these formats, and their indexes."""
        found = self._others.get(wanted)
        if found is not None:
            self._others.move_to_end(wanted)
            return found
        book = Workbook(Package(self._parts, self._path))
        with in_words(self._path):
            indexes = {pair: book.styles.changed(pair[0], Look(number_format=pair[1])) for pair in sorted(wanted)}
        packing = self.plain
        if book.styles.dirty:
            book.flush()
            packing = self._packing(book.package.entries())
        self._others[wanted] = packing, indexes
        if len(self._others) > _KEPT:
            self._others.popitem(last=False)
        return packing, indexes

    def _packing(self, parts: Sequence[Entry]) -> Packing:
        return Packing(parts, self._sheet.name, self._sheet.head, self._sheet.tail, self._compress)
