"""The tokens of an outcome to its node: 得10分, 扣15%, 不得分, 按比例得分, 酌情扣分."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Amount
from perf_xl.scoring.parsing.bounds import NotUnderstood
from perf_xl.scoring.parsing.parse import parse_formula
from perf_xl.scoring.text.tokens import Token


def read_outcome(tokens: list[Token], text: str) -> tuple[n.Outcome, Amount | None, list[str]]:
    """The outcome, the unit it is given per (扣2分/次), and codes of notes."""
    words = text[tokens[0].start : tokens[-1].end].lstrip(",")
    per = next((t for t in tokens if t.kind == "PER"), None)
    if tokens[0].kind == "JUDGED" or any(t.kind in ("OR", "JUDGED", "JUDGED_RANGE") for t in tokens):
        return n.Judged(words), None, []
    if any(t.kind in ("UP", "DOWN") for t in tokens):
        return n.Judged(words), None, []
    rest = [t for t in tokens if t.kind not in ("PER", "OF", "OF_SCORE")]
    if sum(t.kind in ("POINTS", "PERCENT", "FRACTION") for t in rest) > 1:
        raise NotUnderstood
    outcome, notes = _outcome(rest, words)
    if per is not None and not isinstance(outcome, (n.Deduct, n.Bonus, n.Points)):
        raise NotUnderstood
    return (
        outcome,
        Amount(Decimal(1), per.word.lstrip("/").removeprefix("每").removeprefix("一")) if per else None,
        notes,
    )


def _outcome(tokens: list[Token], words: str) -> tuple[n.Outcome, list[str]]:
    first = tokens[0]
    number = next((t for t in tokens if t.number is not None or t.kind == "FRACTION"), None)
    match first.kind:
        case "FULL":
            return (n.FullMarks() if number is None else _points(number)), []
        case "ZERO":
            return n.ZeroMarks(), []
        case "HALF":
            return n.ShareOfMax(Fraction(1, 2)), []
        case "NO_DEDUCTION" | "AS_FULL":
            return n.FullMarks(), []
        case "PROPORTION":
            return _proportion(first), []
        case "BY_LETTERS":
            return n.Proportion(), []
        case "FORMULA":
            return n.Computed(parse_formula(first.word)), []
        case "POINTS":
            return _points(first), []
        case "GET" | "DEDUCT" | "BONUS" | "SHARE_NAME" if number is not None:
            return _amount(first.kind, number)
        case _:
            raise NotUnderstood(words)


def listed_outcome(verb: str, token: Token) -> n.Outcome | None:
    """One of several outcomes that share a verb (分别得5分、3分、0分; 分别计100%、80%、0); None for other tokens."""
    if token.kind == "POINTS" and token.number is not None:
        if verb == "DEDUCT":
            return n.Deduct(token.number) if token.number else n.FullMarks()
        return _points(token)
    share = _share(token)
    if share is None or verb == "DEDUCT":
        return n.ZeroMarks() if token.kind == "NUM" and token.number == 0 else None
    return n.ShareOfMax(share) if share else n.ZeroMarks()


def _points(token: Token) -> n.Outcome:
    if token.number is None:
        raise NotUnderstood
    return n.Points(token.number) if token.number else n.ZeroMarks()


def _amount(verb: str, token: Token) -> tuple[n.Outcome, list[str]]:
    notes = ["point_unit_missing"] if token.kind == "NUM" else []
    if token.kind == "QUANTITY":
        raise NotUnderstood
    share = _share(token)
    if verb in ("DEDUCT", "BONUS"):
        amount = token.number if share is None else share
        if not amount or amount <= 0:
            raise NotUnderstood
        change = n.Deduct if verb == "DEDUCT" else n.Bonus
        return change(amount, share is not None), notes
    return (_points(token) if share is None else n.ShareOfMax(share)), notes


def _share(token: Token) -> Fraction | None:
    """15%, 1/3: a share of the points; None for points."""
    if token.kind == "FRACTION":
        return Fraction(int(token.extra[0]), int(token.extra[1]))
    return Fraction(token.number) / 100 if token.kind == "PERCENT" and token.number is not None else None


def _proportion(token: Token) -> n.Outcome:
    of, _, off = token.extra
    if off and re.search("完成|达成|实现|到位", of) and not re.search("未|差|缺", of):
        return n.Judged(token.word.lstrip(","))  # 按完成比例扣分: taken off, or left?
    if "超" in of and not off and "部分" in of:
        return n.Judged(token.word.lstrip(","))
    return n.Proportion(bool(off), w.proportion_name(of))
