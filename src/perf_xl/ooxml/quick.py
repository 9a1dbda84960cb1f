"""The quick way to the text of a value: kept by value, made once, the same for every cell of a column.

What stands in a cell after its address and format depends on the value alone. The dictionaries here go from values to
that text and make what they lack; a column of a table is then one pass over its values. Whatever needs its cell to be
known (dates, refusals) raises :class:`NeedsCare` and goes the long way, with the same result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from perf_xl.model.cells import CellValue
from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, text_element
from perf_xl.ooxml.fillvalues import Computed
from perf_xl.ooxml.markup import encode_hex, escape

Long = list[str]
"""Texts that may be too long for their cells, in the order they were written."""

Known = dict[Any, bytes]
"""From values to the rest of their cells."""

_KEPT, _KEPT_LENGTH = 2_048, 48
"""So many values of a column are kept, and no longer texts."""
_MANY = 6
"""So many texts are worth looking at as one."""
_LONG_NUMBER, _USUAL, _ALSO_TRUTHS = 15, frozenset("123456789"), frozenset({0, 1})
"""Numbers of so many characters may have more digits than a spreadsheet holds; last digits that may stay; what truth
values equal."""
_TEXT, _TEXT_END, _VALUE_END = b' t="inlineStr"><is><t>', b"</t></is></c>", b"</v></c>"
_SEPARATOR = "\u241e"
"""Joins the texts of a column; a text that has it is dealt with by itself."""
_NUMBER = b"><v>"
_SPLIT, _BETWEEN = _SEPARATOR.encode(), _TEXT_END + b"\n" + _TEXT


class NeedsCare(Exception):  # noqa: N818 - not an error: the long way is taken
    """The text of this value depends on its cell."""


class Careful(Known):
    """For cells where only the long way will do: those in sheets with a prefix."""

    def __missing__(self, value: object) -> bytes:
        raise NeedsCare


class Results(Known):
    """For a cell with a formula of its own: a number is the formula's value now, ``blank`` its rest without one."""

    def __init__(self, body: str, blank: bytes) -> None:
        super().__init__()
        self[None] = self[""] = blank
        self._before = f"{body}<v>".encode()

    def __missing__(self, value: object) -> bytes:
        return self._before + number(value).encode() + _VALUE_END


class Bodies(Known):
    """From a formula to the end of its cell's opening, the formula, and the beginning of its value."""

    def __missing__(self, formula: str) -> bytes:
        text = formula.removeprefix("=")
        if len(text) > MAX_FORMULA:
            raise NeedsCare
        body = f"><f>{escape(encode_hex(text))}</f><v>".encode()
        _keep(self, formula, body)
        return body


@dataclass(frozen=True, slots=True)
class Ready(Computed):
    """A formula with its value, written out beforehand: for one that is given again and again."""

    rest: bytes


def ready(formula: str, cached: CellValue) -> Computed:
    """A formula with its value, written out if the value is a plain number or blank."""
    try:
        rest = _formula_rest(Bodies()[formula], cached)
    except NeedsCare:
        return Computed(formula, cached)
    return Ready(formula, cached, rest)


class Shared:
    """What the columns of a template have in common: formulas, and the long texts just written."""

    def __init__(self) -> None:
        self.bodies = Bodies()
        self.long: Long = []


class Rests(Known):
    """From a value to the rest of its cell, for a column whose cells surely hold ``fit`` characters.

    A text that is too long for its cell is kept apart, so that it is noted as long each time.
    """

    def __init__(self, fit: int, shared: Shared) -> None:
        super().__init__()
        self[None] = self[""] = b"/>"
        self._fit, self._bodies, self._long = fit, shared.bodies, shared.long
        self._too_long: dict[str, bytes] = {}

    def __missing__(self, value: object) -> bytes:
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, Computed):
            return self._formula(value)
        rest = _NUMBER + number(value).encode() + _VALUE_END
        if value not in _ALSO_TRUTHS and len(self) < _KEPT:
            self[value] = rest
        return rest

    def of_all(self, values: Sequence[Any]) -> list[bytes]:
        """The rests of a column's values, all at once if they are of one kind; NeedsCare if one of them needs it."""
        first = values[0] if values else None
        kind = first.__class__
        if kind is str:
            if len(values) >= _MANY and first not in self and first not in self._too_long:
                rests = self._all_texts(values)
                if rests is not None:
                    return rests
        elif kind is Ready or kind is Computed:
            try:
                return self._all_formulas(values)
            except (AttributeError, NeedsCare):
                pass
        return list(map(self.__getitem__, values))

    def _all_texts(self, values: Sequence[Any]) -> list[bytes] | None:
        """The rests of values that are all texts and not known; None if :func:`text_rests` cannot make them.

        Only where the first one is new; and only columns that repeat themselves are kept.
        """
        try:
            lengths = list(map(len, values))
            rests = text_rests(values) if 0 not in lengths else None
        except TypeError:
            return None
        if rests is None:
            return None
        fit = self._fit
        if max(lengths) > fit:
            self._long += [value for value, length in zip(values, lengths, strict=True) if length > fit]
        if values.count(values[0]) > 1:
            for value, rest in zip(values, rests, strict=True):
                if len(value) <= _KEPT_LENGTH:
                    _keep(self._too_long if len(value) > fit else self, value, rest)
        return rests

    def _all_formulas(self, values: Sequence[Any]) -> list[bytes]:
        if values[0].__class__ is Ready:
            return [value.rest for value in values]
        bodies, rests = self._bodies, []
        for value in values:
            cached = value.cached
            text = str(cached)
            is_usual = cached.__class__ is Decimal and len(text) < _LONG_NUMBER and text[-1] in _USUAL
            if not is_usual or "E" in text or "N" in text:
                text = number(cached)
            rests.append(bodies[value.formula] + text.encode() + _VALUE_END)
        return rests

    def _text(self, value: str) -> bytes:
        length = len(value)
        is_long = length > self._fit
        if length <= _KEPT_LENGTH:
            rest = self._too_long.get(value)
            if rest is not None:
                self._long.append(value)
                return rest
        elif length * 2 > MAX_TEXT:
            raise NeedsCare
        if value.isprintable() and "_x" not in value and value[0] != " " and value[-1] != " ":
            text = escape(value) if "<" in value or "&" in value or ">" in value else value
            rest = _TEXT + text.encode() + _TEXT_END
        else:
            rest = f' t="inlineStr"><is>{text_element(normal_text(value))}</is></c>'.encode()
            is_long = is_long or "\n" in value or "\r" in value
        if is_long:
            self._long.append(value)
        if length <= _KEPT_LENGTH:
            _keep(self._too_long if is_long else self, value, rest)
        return rest

    def _formula(self, value: Computed) -> bytes:
        if isinstance(value, Ready):
            return value.rest
        cached = value.cached
        if isinstance(cached, str) and cached.isprintable() and 0 < len(cached) <= self._fit:
            return b' t="str"' + self._bodies[value.formula] + escape(encode_hex(cached)).encode() + _VALUE_END
        return _formula_rest(self._bodies[value.formula], cached)


def _formula_rest(body: bytes, cached: CellValue) -> bytes:
    """The rest of a cell whose formula has a number or nothing as its value; NeedsCare for other values."""
    if cached is None or cached == "":
        return b' t="str"' + body + _VALUE_END
    return body + number(cached).encode() + _VALUE_END


def text_rests(texts: Sequence[str]) -> list[bytes] | None:
    """The rests of cells with these texts, none of them empty; None if one has line ends, blanks at its ends, or the like.

    Joined, looked at and encoded as one: four times as quick as one by one. TypeError if not all are texts.
    """
    joined = _SEPARATOR.join(texts)
    if len(joined) * 2 > MAX_TEXT or not joined.isprintable() or "_x" in joined:
        return None
    if " " in joined and (f" {_SEPARATOR}" in joined or f"{_SEPARATOR} " in joined or " " in (joined[0], joined[-1])):
        return None
    if "<" in joined or "&" in joined or ">" in joined:
        joined = escape(joined)
    rests = (_TEXT + joined.encode().replace(_SPLIT, _BETWEEN) + _TEXT_END).split(b"\n")
    return rests if len(rests) == len(texts) else None


def _keep(known: Known, value: object, rest: bytes) -> None:
    if len(known) < _KEPT:
        known[value] = rest


def number(value: object) -> str:
    """A number as a cell stores it, equal ones alike; NeedsCare for other values, long ones, exponents, NaN."""
    if value.__class__ is not Decimal and value.__class__ is not int:
        raise NeedsCare
    text = str(value)
    last = text[-1]
    if len(text) >= _LONG_NUMBER or "E" in text or "N" in text or last == "y":
        raise NeedsCare
    if last == "0" and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
