"""A third opinion: the formula's text computed from its literals in exact fractions, by nothing of the product.

``ROUND(x,8)`` guards doubles against themselves; exactly it changes nothing but the ninth place, so here it is the
rounding it says.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor
from typing import Any

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Z]+[0-9]*)|(?P<op><=|>=|<>|[-+*/(),<>=]))'
)


class Exact:
    """One formula, parsed once; :meth:`value` computes it for given cells."""

    def __init__(self, formula: str) -> None:
        self.tokens = [(m.lastgroup, m[m.lastgroup or 0]) for m in _TOKEN.finditer(formula)]
        self.at = 0
        self.tree = self._comparison()
        assert self.at == len(self.tokens), formula

    def value(self, cells: dict[str, Any]) -> Any:
        """The result: a Fraction, a text, or True and False."""
        return _compute(self.tree, cells)

    def _peek(self) -> str:
        return str(self.tokens[self.at][1]) if self.at < len(self.tokens) else ""

    def _take(self) -> tuple[str | None, str]:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def _comparison(self) -> Any:
        left = self._sum()
        while self._peek() in ("<", ">", "=", "<=", ">=", "<>"):
            op = self._take()[1]
            left = (op, left, self._sum())
        return left

    def _sum(self) -> Any:
        left = self._product()
        while self._peek() in ("+", "-"):
            op = self._take()[1]
            left = (op, left, self._product())
        return left

    def _product(self) -> Any:
        left = self._unary()
        while self._peek() in ("*", "/"):
            op = self._take()[1]
            left = (op, left, self._unary())
        return left

    def _unary(self) -> Any:
        if self._peek() == "-":
            self._take()
            return ("neg", self._unary())
        return self._atom()

    def _atom(self) -> Any:
        kind, word = self._take()
        if kind == "number":
            return ("const", Fraction(word))
        if kind == "text":
            return ("const", word[1:-1].replace('""', '"'))
        if word == "(":
            inner = self._comparison()
            assert self._take()[1] == ")"
            return inner
        if self._peek() != "(":
            return ("cell", word)
        self._take()
        arguments = []
        while self._peek() != ")":
            arguments.append(self._comparison())
            if self._peek() == ",":
                self._take()
        self._take()
        return ("call", word, arguments)


def _round(value: Fraction, places: int) -> Fraction:
    scaled = abs(value) * 10**places + Fraction(1, 2)
    whole = Fraction(floor(scaled), 10**places)
    return whole if value >= 0 else -whole


class _Error(Exception):
    pass


def _compute(node: Any, cells: dict[str, Any]) -> Any:
    match node:
        case ("const", value):
            return value
        case ("cell", name):
            return cells.get(name)
        case ("neg", inner):
            return -_compute(inner, cells)
        case ("call", name, arguments):
            return _call(name, arguments, cells)
        case (op, left, right):
            return _operate(op, _compute(left, cells), _compute(right, cells))
    raise AssertionError(node)


def _operate(op: str, left: Any, right: Any) -> Any:
    if op in ("=", "<>"):
        same = left == right and isinstance(left, str) == isinstance(right, str)
        return same if op == "=" else not same
    if op in ("<", ">", "<=", ">="):
        assert isinstance(left, Fraction), "a formula never compares a text by size"
        assert isinstance(right, Fraction), "a formula never compares a text by size"
        return {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}[op]
    if op == "/" and right == 0:
        raise _Error
    return {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right}[
        op
    ]()


def _call(name: str, arguments: list[Any], cells: dict[str, Any]) -> Any:
    def get(index: int) -> Any:
        return _compute(arguments[index], cells)

    match name:
        case "IF":
            return get(1) if get(0) else get(2)
        case "AND":
            return all(get(i) for i in range(len(arguments)))
        case "ISNUMBER":
            try:
                return isinstance(get(0), Fraction)
            except _Error:
                return False
        case "FIND":
            at = str(get(1)).find(str(get(0)))
            if at < 0:
                raise _Error
            return Fraction(at + 1)
        case "LEN":
            return Fraction(len(get(0) or ""))
        case "ROUND":
            return _round(get(0), int(get(1)))
        case "INT":
            return Fraction(floor(get(0)))
        case "ABS":
            return abs(get(0))
        case "MIN" | "MAX":
            values = [get(i) for i in range(len(arguments))]
            return min(values) if name == "MIN" else max(values)
    raise AssertionError(f"{name} is not shared by Excel 2010, WPS and LibreOffice in our formulas")
