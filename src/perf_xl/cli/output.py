"""Printing: tables for people, JSON for programs, and the exit statuses."""

from __future__ import annotations

import datetime as dt
import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import typer

ATTENTION = 1
"""Exit status: findings, or files or rows that need attention."""


def print_json(value: Any) -> None:
    """``value`` as UTF-8 JSON; decimals as numbers exactly as they are, dates in ISO form."""
    sys.stdout.write(to_json(value) + "\n")


def to_json(value: Any) -> str:
    """JSON text of plain data with decimals and dates in it."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 1e15 else float(value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"not plain data: {value!r}")


def width(text: str) -> int:
    """Columns a text takes in a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table aligned by display width, so that Chinese columns stand straight."""
    lines = [list(headings), *([str(cell) for cell in row] for row in rows)]
    widths = [max(width(line[i]) for line in lines) for i in range(len(headings))]
    for line in lines:
        cells = (text + " " * (widths[i] - width(text)) for i, text in enumerate(line))
        typer.echo("  ".join(cells).rstrip())
