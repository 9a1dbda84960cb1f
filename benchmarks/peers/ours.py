"""Ours, by engine and level, and the bare limits: deflating the same sheets and writing the same files, nothing else."""

from __future__ import annotations

import io
import itertools
import zipfile
import zlib
from pathlib import Path
from typing import Any

from benchmarks.fill_data import TEMPLATE, Columns, in_columns, stream
from benchmarks.peers.base import Contestant, Fill, Work, write
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed

SHEET = "xl/worksheets/sheet1.xml"
DISTINCT = 300
"""Sheets that a limit deflates in turn."""


def _ours(**how: Any) -> Fill:
    template = Template.compile(TEMPLATE.read_bytes(), **how)

    def fill(record: Columns, path: Path) -> None:
        write(path, template.fill(*record))

    return fill


def default(_work: Work) -> Fill:
    """As anyone gets it who gives no options."""
    return _ours()


def zlib1(_work: Work) -> Fill:
    """Standard library, level 1."""
    return _ours(level=1)


def zlib6(_work: Work) -> Fill:
    """Standard library, level 6."""
    return _ours(level=6)


def isal(_work: Work) -> Fill:
    """The optional fast deflate, level 0 (it compresses at all levels)."""
    return _ours(engine="isal", level=0)


def _limit(work: Work, deflate: Any) -> Fill:
    template = Template.compile(TEMPLATE.read_bytes())
    contents: list[tuple[bytes, bytes]] = []
    for record in map(in_columns, stream(min(work.count, DISTINCT), Computed)):
        data = template.fill(*record)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            rest = len(data) - archive.getinfo(SHEET).compress_size
            contents.append((archive.read(SHEET), data[:rest]))
    endless = itertools.cycle(contents)

    def fill(_record: Columns, path: Path) -> None:
        sheet, rest = next(endless)
        write(path, rest + deflate(sheet))

    return fill


def limit_zlib6(work: Work) -> Fill:
    """The bare limit at level 6."""
    return _limit(work, lambda sheet: zlib.compress(sheet, 6, -15))


def limit_default(work: Work) -> Fill:
    """The bare limit at the level of our default."""
    return _limit(work, lambda sheet: zlib.compress(sheet, 2, -15))


def limit_isal(work: Work) -> Fill:
    """The bare limit with the fast deflate."""
    from isal import isal_zlib

    return _limit(work, lambda sheet: isal_zlib.compress(sheet, 0, -15))


CONTESTANTS = [
    Contestant("perf_xl_default", default, by_name=True, full=True),
    Contestant("perf_xl_zlib1", zlib1, by_name=True, full=True),
    Contestant("perf_xl_zlib6", zlib6, by_name=True, full=True),
    Contestant("perf_xl_isal", isal, by_name=True, full=True),
    Contestant("limit_zlib6", limit_zlib6, by_name=True, full=True, checked=False),
    Contestant("limit_default", limit_default, by_name=True, full=True, checked=False),
    Contestant("limit_isal", limit_isal, by_name=True, full=True, checked=False),
]
