"""What goes in and out of a worksheet function, without any host's types.

A single cell is a :data:`Scalar`; a range of more than one cell is a :data:`Block`, row by row. A cell formatted as a
percentage arrives as the text that it shows ("95%"), as everywhere in this product.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from perf_xl.errors import InputError
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

MANUAL = "需人工："
"""Every answer that a person has to settle begins with it."""

TEXT_LIMIT = 250
"""Older Excel turns a longer text of a function into #VALUE!."""


@dataclass(frozen=True, slots=True)
class CellError:
    """An error cell by the text it shows: ``#DIV/0!``."""

    text: str


Scalar = str | Decimal | bool | dt.datetime | dt.date | dt.time | CellError | None
Block = tuple[tuple[Scalar, ...], ...]
Argument = Scalar | Block


class Column(tuple[tuple[Scalar, ...], ...]):  # noqa: SLOT001 - it carries what was made of it
    """A block that is kept because Excel sends the same cells again, and with it what a function has made of them."""

    def __init__(self, _: Iterable[tuple[Scalar, ...]]) -> None:
        self.made: dict[str, Any] = {}


Result = str | Decimal | Fraction | None | list[list[str | Decimal | Fraction | None]]
"""None is shown as an empty cell; a fraction is a number too long for a decimal (1/3)."""


class ManualWork(InputError):  # noqa: N818 - not a failure: the answer is that a person decides
    """The inputs do not settle the answer; the message says what a person has to do, without the word 需人工."""


def manual_text(reason: str) -> str:
    """``需人工：…``, cut to what every Excel shows."""
    text = MANUAL + reason
    return text if len(text) <= TEXT_LIMIT else text[: TEXT_LIMIT - 1] + "…"


def is_blank(value: Scalar) -> bool:
    """Whether a cell counts as not filled in: empty, or nothing but spaces. Zero is not blank."""
    return value is None or (isinstance(value, str) and not value.strip())


def single(value: Argument, label: str) -> CellValue:
    """The one cell that an argument stands for; ManualWork for several cells or an error cell.

    ``label`` is the argument's Chinese name, for the message.
    """
    if isinstance(value, tuple):
        if len(value) != 1 or len(value[0]) != 1:
            raise ManualWork(f"“{label}”只能是一个单元格，现在是 {shape_text(value)}。整列计算请用 PERF_SCORES")
        value = value[0][0]
    if isinstance(value, CellError):
        raise ManualWork(f"“{label}”是错误值 {value.text}，请先改正该单元格")
    return None if is_blank(value) else value


def column(value: Argument, label: str) -> list[Scalar]:
    """The cells of an argument that must be one column or one row, in order; ManualWork for a wider block."""
    if not isinstance(value, tuple):
        return [value]
    if max(map(len, value), default=0) > 1:
        if len(value) > 1:
            raise ManualWork(f"“{label}”应是一列单元格，现在是 {shape_text(value)}")
        return list(value[0])
    return list(chain.from_iterable(value))


def shape_text(block: Block) -> str:
    """``3 行 2 列``."""
    return f"{len(block)} 行 {max((len(row) for row in block), default=0)} 列"


_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


def numeric(value: CellValue, label: str) -> tuple[Decimal, bool]:
    """A number and whether it is a percentage (then as a fraction: "95%" is 0.95); ManualWork for anything else.

    Takes numbers and numbers typed as text, full width or with thousands separators; no unit but %.
    """
    if isinstance(value, Decimal):
        return value, False
    if isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).replace(" ", "")
        percent = text.endswith("%")
        text = text.removesuffix("%")
        if _NUMBER.fullmatch(text):
            number = Decimal(text.replace(",", ""))
            return (number.scaleb(-2), True) if percent else (number, False)
    raise ManualWork(f"“{label}”是“{shown(value)}”，不是数字，请改为数字（不带单位）")


def shown(value: CellValue) -> str:
    """A value as a message quotes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value if value is not None else "")
