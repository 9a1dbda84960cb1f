"""The quick way to the text of a value: kept by value, made once, the same for every cell of a like height.

What stands in a cell after its address and format depends on the value alone. A :class:`Rests` is a dictionary from
values to that text which makes what it lacks; a column of a table is then one pass over its values. Whatever needs its
cell to be known (dates, refusals) raises :class:`NeedsCare` and goes the long way, with the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, text_element
from perf_xl.ooxml.fillvalues import Computed
from perf_xl.ooxml.markup import encode_hex, escape

Long = list[str]
"""Texts that may be too long for their cells, in the order they were written."""

_KEPT, _KEPT_LENGTH, _KEPT_FORMULAS = 2_048, 48, 4_096
_MANY = 6
"""So many texts are worth looking at as one."""
_MOST_DIGITS = 10**15
_LONG_NUMBER, _DIGITS = 15, frozenset("0123456789")
"""Numbers of so many characters may have more digits than a spreadsheet holds."""
_TEXT, _TEXT_END, _VALUE_END = b' t="inlineStr"><is><t>', b"</t></is></c>", b"</v></c>"
_SEPARATOR = "\u241e"
"""Joins the texts of a column; a text that has it is dealt with by itself."""
_SPLIT, _BETWEEN = _SEPARATOR.encode(), _TEXT_END + b"\n" + _TEXT


class NeedsCare(Exception):  # noqa: N818 - not an error: the long way is taken
    """The text of this value depends on its cell."""


class Formulas:
    """Formulas with their values as the rest of a cell; it does not depend on the cell, so the object keeps it."""

    def __init__(self) -> None:
        self._bodies: dict[str, bytes] = {}

    def rest(self, value: Computed) -> bytes:
        """The rest of the cell of ``value``; NeedsCare unless it is a plain number or blank."""
        return value.rest or self.rests((value,))[0]

    def rests(self, values: Sequence[Any]) -> list[bytes]:
        """The rests of many; NeedsCare or AttributeError unless all are formulas with plain numbers or blank."""
        bodies, found = self._bodies, []
        for value in values:
            rest = value.rest
            if not rest:
                cached = value.cached
                body = bodies.get(value.formula) or self.body(value.formula)
                if cached.__class__ is Decimal:
                    text = str(cached)
                    if len(text) >= _LONG_NUMBER or "E" in text or text[-1] not in _DIGITS:
                        raise NeedsCare
                    rest = body + text.encode() + _VALUE_END
                elif cached is None or cached == "":
                    rest = b' t="str"' + body + _VALUE_END
                else:
                    raise NeedsCare
                value.rest = rest
            found.append(rest)
        return found

    def body(self, formula: str) -> bytes:
        """The end of the cell's opening, the formula, and the beginning of its value."""
        body = self._bodies.get(formula)
        if body is None:
            text = formula.removeprefix("=")
            if len(text) > MAX_FORMULA:
                raise NeedsCare
            body = f"><f>{escape(encode_hex(text))}</f><v>".encode()
            if len(self._bodies) < _KEPT_FORMULAS:
                self._bodies[formula] = body
        return body


class Rests(dict[object, bytes]):
    """From a value to the rest of its cell, for cells in which ``fit`` characters surely fit.

    Truth values are never kept, and neither are 0 and 1, which a dictionary takes for the same. A text that is too long
    for its cell is kept apart, so that it is noted in ``long`` each time.
    """

    def __init__(self, fit: int, long: Long, formulas: Formulas) -> None:
        super().__init__({None: b"/>", "": b"/>"})
        self._fit, self._long, self._formulas = fit, long, formulas
        self._too_long: dict[str, bytes] = {}

    def __missing__(self, value: object) -> bytes:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Computed):
            return self._formula(value)
        return self._number(value)

    def of_all(self, values: Sequence[Any]) -> list[bytes]:
        """The rests of a column's values, all at once if they are new and of one kind."""
        first = values[0] if values else None
        if isinstance(first, Computed):
            return self._all_formulas(values)
        if isinstance(first, str) and len(values) >= _MANY and first not in self and first not in self._too_long:
            rests = self._all_texts(values)
            if rests is not None:
                return rests
        return list(map(self.__getitem__, values))

    def _all_texts(self, values: Sequence[Any]) -> list[bytes] | None:
        """The rests of values that are all texts and need nothing but their own characters; None if they are not.

        Joined, looked at and encoded as one: for texts that are not known yet, four times as quick as one by one. So
        it is only done where the first one is new, and only columns that repeat themselves are kept.
        """
        try:
            joined = _SEPARATOR.join(values)
        except TypeError:
            return None
        lengths = list(map(len, values))
        if 0 in lengths or len(joined) * 2 > MAX_TEXT or " " in joined or not _needs_no_care(joined):
            return None
        rests = (_TEXT + joined.encode().replace(_SPLIT, _BETWEEN) + _TEXT_END).split(b"\n")
        if len(rests) != len(lengths):
            return None
        fit = self._fit
        self._long += [value for value, length in zip(values, lengths, strict=True) if length > fit]
        if values.count(values[0]) > 1:
            for value, rest in zip(values, rests, strict=True):
                self._keep(self if len(value) <= fit else self._too_long, value, rest)
        return rests

    def _all_formulas(self, values: Sequence[Any]) -> list[bytes]:
        try:
            return self._formulas.rests(values)
        except (AttributeError, NeedsCare):
            return list(map(self.__getitem__, values))

    def _text(self, value: str) -> bytes:
        rest = self._too_long.get(value)
        if rest is not None:
            self._long.append(value)
            return rest
        length = len(value)
        if length * 2 > MAX_TEXT:
            raise NeedsCare
        if value.isalnum() or _needs_no_care(value):
            rest = _TEXT + value.encode() + _TEXT_END
        else:
            rest = f' t="inlineStr"><is>{text_element(normal_text(value))}</is></c>'.encode()
        if length > self._fit or "\n" in value or "\r" in value:
            self._long.append(value)
            self._keep(self._too_long, value, rest)
        else:
            self._keep(self, value, rest)
        return rest

    def _keep(self, kept: dict[Any, bytes], value: str, rest: bytes) -> None:
        if len(value) <= _KEPT_LENGTH and len(kept) < _KEPT:
            kept[value] = rest

    def _formula(self, value: Computed) -> bytes:
        cached = value.cached
        if isinstance(cached, str) and cached.isprintable() and 0 < len(cached) <= self._fit:
            return b' t="str"' + self._formulas.body(value.formula) + escape(encode_hex(cached)).encode() + _VALUE_END
        return self._formulas.rest(value)

    def _number(self, value: object) -> bytes:
        if isinstance(value, Decimal):
            text = str(value)
            if not is_plain(text):
                raise NeedsCare
        elif value.__class__ is int and -_MOST_DIGITS < value < _MOST_DIGITS:
            text = str(value)
        else:
            raise NeedsCare
        rest = b"><v>" + text.encode() + _VALUE_END
        if len(self) < _KEPT and value not in {0, 1}:
            self[value] = rest
        return rest


class FormulaRests(Rests):
    """For a cell with a formula of its own: numbers become its cached value, nothing is kept."""

    def __init__(self, blank: bytes, body: str) -> None:
        super().__init__(0, [], Formulas())
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
        super().__init__(0, [], Formulas())
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
    return len(number) < _LONG_NUMBER and "E" not in number and number[-1] in _DIGITS
