"""The reductions of numbers and comparisons: one token after another to a test or a span."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Amount, Op, Test, Way, Within
from perf_xl.scoring.parsing.bounds import (
    Bound,
    NotUnderstood,
    WordedTest,
    after_op,
    join_tests,
    make_span,
    make_test,
    marked_bound,
)
from perf_xl.scoring.parsing.shapes import noted
from perf_xl.scoring.text.tokens import Token


def token_of(item: Any) -> Token:
    """Our token inside the parser's."""
    value = getattr(item, "value", None)
    if isinstance(value, Token):
        return value
    raise NotUnderstood


def from_target(item: Any) -> bool:
    """Whether a direction counts from the target (低于目标值5个百分点)."""
    return "目标" in token_of(item).extra


class Comparisons:
    """Reductions by the names of the grammar's rules. Arguments are the parser's tokens or nodes."""

    # numbers
    def number(self, items: list[Any]) -> Amount:
        token = token_of(items[0])
        if token.number is None:
            raise NotUnderstood
        return Amount(token.number, token.unit)

    def mark(self, items: list[Any]) -> tuple[bool, Decimal | None]:
        token = token_of(items[0])
        named = re.search(r"\d+(?:\.\d+)?", token.word)
        return token.kind == "INCL", Decimal(named.group()) if named else None

    def value(self, items: list[Any]) -> Bound:
        return marked_bound(items[0], items[1:])

    def negative(self, items: list[Any]) -> Bound:
        return marked_bound(Amount(-items[1].number, items[1].unit), items[2:])

    def after(self, items: list[Any]) -> Op:
        op = after_op(token_of(items[0]).kind)
        excluded = any(not included for included, _ in items[1:])
        return {Op.GE: Op.GT, Op.LE: Op.LT}.get(op, op) if excluded else op

    def post(self, items: list[Any]) -> bool:
        return bool(items)

    # cores
    def compare(self, items: list[Any]) -> Test:
        return make_test(Op(token_of(items[0]).word), items[1])

    def compare_after(self, items: list[Any]) -> Test:
        op, after = Op(token_of(items[0]).word), items[2]
        if op is Op.GT and after in (Op.LE, Op.LT):
            return make_test(after, items[1], way=Way.HIGH, from_target=True)  # 超出5%以内: of the target
        if (op in (Op.GE, Op.GT)) != (after in (Op.GE, Op.GT)) or op is Op.EQ:
            raise NotUnderstood
        return make_test(op, items[1])

    def compare_span(self, items: list[Any]) -> Within:
        op = Op(token_of(items[0]).word)
        way = {Op.GT: Way.HIGH, Op.LT: Way.LOW}.get(op)
        if op is Op.LE:
            raise NotUnderstood
        return make_span(items[1], items[3], way=way)

    def after_test(self, items: list[Any]) -> Test:
        return make_test(items[1], items[0])

    def plain(self, items: list[Any]) -> Test:
        return Test(Op.EQ, items[0][0], exact=True)

    def plain_of(self, items: list[Any]) -> Test:
        return Test(Op.EQ, items[0][0], of_target=True, exact=True)

    def compare_of(self, items: list[Any]) -> Test:
        return make_test(Op(token_of(items[0]).word), items[1], of_target=True)

    def span(self, items: list[Any]) -> Within:
        return make_span(items[0], items[2])

    def both(self, items: list[Any]) -> Within:
        return join_tests(make_test(items[1], items[0]), make_test(items[3], items[2]))

    def compare_after_compare(self, items: list[Any]) -> Within:
        op = Op(token_of(items[0]).word)
        if (op in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return join_tests(make_test(op, items[1]), make_test(Op(token_of(items[3]).word), items[4]))

    def after_compare(self, items: list[Any]) -> Within:
        return join_tests(make_test(items[1], items[0]), make_test(Op(token_of(items[2]).word), items[3]))

    def noted(self, items: list[Any]) -> Within:
        note = token_of(items[-1]).word
        within = make_span(items[0], items[2])
        low, high = noted(note, within.low), noted(note, within.high)
        if low is None or high is None:
            # 含75%, 不含95% beside 75%-94%: the upper bound is the one the note names
            named = [Decimal(x) for x in re.findall(r"\d+(?:\.\d+)?", note)]
            flags = [not x.startswith("不") for x in re.findall(r"不?含", note)]
            if len(named) != 2 or named[0] != within.low.number or named[1] <= within.high.number:
                raise NotUnderstood
            return Within(within.low, Amount(named[1], within.high.unit), flags[0], flags[1])
        return Within(within.low, within.high, low, high)

    def interval(self, items: list[Any]) -> Within:
        match = re.fullmatch(r"([\[(])(-?[\d.]+)(%?),(-?[\d.]+)(%?)([\])])", token_of(items[0]).word)
        if match is None:
            raise NotUnderstood
        unit = match[5] or match[3]
        return Within(
            Amount(Decimal(match[2]), unit), Amount(Decimal(match[4]), unit), match[1] == "[", match[6] == "]"
        )

    def chain(self, items: list[Any]) -> Within:
        mirrored = {Op.GE: Op.LE, Op.GT: Op.LT, Op.LE: Op.GE, Op.LT: Op.GT}
        first = Op(token_of(items[1]).word)
        if first not in mirrored:
            raise NotUnderstood
        left = make_test(mirrored[first], items[0])
        joined = join_tests(left, make_test(Op(token_of(items[3]).word), items[4]))
        return Within(joined.low, joined.high, joined.low_closed, joined.high_closed, subject=token_of(items[2]).word)

    def chain_apart(self, items: list[Any]) -> Within:
        """5%<偏差率≤10%."""
        if Way[token_of(items[2]).word] is not Way.APART:
            raise NotUnderstood
        return replace(self.chain(items), subject="", way=Way.APART)

    def pair(self, items: list[Any]) -> Within:
        return join_tests(
            make_test(Op(token_of(items[0]).word), items[1]), make_test(Op(token_of(items[2]).word), items[3])
        )

    def share(self, items: list[Any]) -> Test:
        word = token_of(items[0]).word
        return (
            make_test(Op(word), items[1], of_target=True)
            if word
            else Test(Op.EQ, items[1][0], of_target=True, exact=True)
        )

    def share_after(self, items: list[Any]) -> Test:
        word = token_of(items[0]).word
        if word and (Op(word) in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return make_test(Op(word) if word else items[2], items[1], of_target=True)

    def share_after_compare(self, items: list[Any]) -> Within:
        low = make_test(items[2], items[1], of_target=True)
        return join_tests(low, make_test(Op(token_of(items[3]).word), items[4], of_target=True))

    def share_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[3], of_target=True)

    def against(self, items: list[Any]) -> n.AgainstTarget:
        token = token_of(items[0])
        word = token.extra[0] if token.extra else ""
        reached = {"达到": True, "未达到": False, "达不到": False, "未达": False, "没有达到": False, "没达到": False,
                   "完不成": False, "未完成": False, "没有完成": False, "未实现": False, "不达": False, "未到": False, "实现": True, "达": True, "满": True}.get(word)  # fmt: skip
        return n.AgainstTarget(Op(token.word), reached)

    def way_compare(self, items: list[Any]) -> Test:
        return make_test(Op(token_of(items[1]).word), items[2], way=Way[token_of(items[0]).word])

    def way_after(self, items: list[Any]) -> Test:
        return make_test(items[2], items[1], way=Way[token_of(items[0]).word], from_target=from_target(items[0]))

    def way_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[3], way=Way[token_of(items[0]).word], from_target=from_target(items[0]))

    def way_plain(self, items: list[Any]) -> Test:
        token = token_of(items[0])
        return WordedTest(Op.EQ, items[1][0], way=Way[token.word], exact=True, word=token.extra[0])

    def way_both(self, items: list[Any]) -> Within:
        way = Way[token_of(items[0]).word]
        return join_tests(make_test(items[2], items[1], way=way), make_test(items[4], items[3], way=way))

    def compare_around(self, items: list[Any]) -> Test:
        return make_test(Op(token_of(items[0]).word), items[2], way=Way.APART)

    def event_plain(self, items: list[Any]) -> tuple[str, Test]:
        return "event", Test(Op.EQ, items[1][0], exact=True)

    def event_after(self, items: list[Any]) -> Test:
        return make_test(items[2], items[1])

    def event_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[3])

    def around(self, items: list[Any]) -> Test:
        op = items[2] if len(items) > 2 else Op.LE
        return make_test(op, items[1], way=Way.APART)

    def around_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[-1], way=Way.APART)

    def due(self, items: list[Any]) -> n.Due:
        year, month, day = token_of(items[0]).extra
        return n.Due(int(year) if year else None, int(month), int(day) if day else None)
