"""The quick way to the text of a value: kept by value, made once, the same for every cell of a like height.

What stands in a cell after its address and format depends on the value alone. A :class:`Rests` is a dictionary from
values to that text which makes what it lacks; a row of a table is then one pass over two tuples. Whatever needs its
cell to be known (dates, refusals) raises :class:`NeedsCare` and goes the long way, with the same result.
"""

from __future__ import annotations

from decimal import Decimal

from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, text_element
from perf_xl.ooxml.fillvalues import Computed
from perf_xl.ooxml.markup import encode_hex, escape

Long = list[str]
"""Texts that may be too long for their cells, in the order they were written."""

_KEPT, _KEPT_LENGTH, _KEPT_FORMULAS = 2_048, 48, 1_024
_MOST_DIGITS = 10**15


class NeedsCare(Exception):  # noqa: N818 - not an error: the long way is taken
    """The text of this value depends on its cell."""


class Rests(dict[object, bytes]):
    """From a value to the rest of its cell, for cells in which ``fit`` characters surely fit.

    Truth values are never kept, and neither are 0 and 1, which a dictionary takes for the same; so is nothing that is
    too long for its cell, so that its length is looked at each time: it is noted in ``long``.
    """

    def __init__(self, fit: int, long: Long, formulas: dict[str, str]) -> None:
        super().__init__({None: b"/>", "": b"/>"})
        self._fit, self._long, self._formulas = fit, long, formulas

    def __missing__(self, value: object) -> bytes:
        if isinstance(value, Computed):
            body = self._formulas.get(value.formula) or self._formula(value.formula)
            cached = value.cached
            if isinstance(cached, Decimal):
                text = str(cached)
                if len(text) < 15 and "E" not in text and text[-1] in "0123456789":
                    return f"{body}{text}</v></c>".encode()
            elif cached is None or cached == "":
                return f' t="str"{body}</v></c>'.encode()
            raise NeedsCare
        if isinstance(value, str):
            return self._text(value)
        return self._number(value)

    def _text(self, value: str) -> bytes:
        length = len(value)
        if length > self._fit or "\n" in value or "\r" in value:
            self._long.append(value)
        if not (value.isalnum() or _needs_no_care(value)):
            if length * 2 > MAX_TEXT:
                raise NeedsCare
            return f' t="inlineStr"><is>{text_element(normal_text(value))}</is></c>'.encode()
        if length * 2 > MAX_TEXT:
            raise NeedsCare
        rest = f' t="inlineStr"><is><t>{value}</t></is></c>'.encode()
        if length <= self._fit and length <= _KEPT_LENGTH and len(self) < _KEPT:
            self[value] = rest
        return rest

    def _number(self, value: object) -> bytes:
        if isinstance(value, Decimal):
            text = str(value)
            if not is_plain(text):
                raise NeedsCare
        elif value.__class__ is int and -_MOST_DIGITS < value < _MOST_DIGITS:
            text = str(value)
        else:
            raise NeedsCare
        rest = f"><v>{text}</v></c>".encode()
        if len(self) < _KEPT and value not in {0, 1}:
            self[value] = rest
        return rest

    def _formula(self, formula: str) -> str:
        text = formula.removeprefix("=")
        if len(text) > MAX_FORMULA:
            raise NeedsCare
        body = f"><f>{escape(encode_hex(text))}</f><v>"
        if len(self._formulas) < _KEPT_FORMULAS:
            self._formulas[formula] = body
        return body


class FormulaRests(Rests):
    """For a cell with a formula of its own: numbers become its cached value, nothing is kept."""

    def __init__(self, blank: bytes, body: str) -> None:
        super().__init__(0, [], {})
        self[None] = self[""] = blank
        self._body = body

    def __missing__(self, value: object) -> bytes:
        if isinstance(value, Decimal) or (value.__class__ is int and -_MOST_DIGITS < value < _MOST_DIGITS):
            text = str(value)
            if is_plain(text):
                return f"{self._body}<v>{text}</v></c>".encode()
        raise NeedsCare


class NoRests(Rests):
    """For cells where only the long way will do: those in sheets with a prefix."""

    def __init__(self) -> None:
        super().__init__(0, [], {})
        self.clear()

    def __missing__(self, value: object) -> bytes:
        raise NeedsCare


def _needs_no_care(text: str) -> bool:
    """Whether a text is its own XML: printable, nothing to escape, no blanks at its ends."""
    return (
        text.isprintable()
        and "<" not in text
        and "&" not in text
        and ">" not in text
        and "_x" not in text
        and text[0] != " "
        and text[-1] != " "
    )


def is_plain(number: str) -> bool:
    """Whether a decimal's text is what a cell stores: digits, short enough, no exponent, not NaN."""
    return len(number) < 15 and "E" not in number and number[-1] in "0123456789"
