"""Typed tokens to nodes: the grammar of a prefix (condition, step, event) and of written formulas.

The only module that imports lark. The parser is built once; it sees tokens, never characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, cast

from lark import Lark, Transformer
from lark.exceptions import LarkError
from lark.lexer import Lexer
from lark.lexer import Token as LarkToken

from perf_xl.scoring import nodes as n
from perf_xl.scoring.bounds import (
    Bound,
    NotUnderstood,
    Shape,
    WordedTest,
    after_op,
    join_tests,
    make_span,
    make_test,
    marked_bound,
    opposite,
)
from perf_xl.scoring.nodes import Amount, Op, Test, Way, Within
from perf_xl.scoring.shapes import condition_of, make_step, noted, single_test, subject_of
from perf_xl.scoring.tokens import Token


class _TokenLexer(Lexer):  # type: ignore[misc]
    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, data: Iterable[Token]) -> Iterator[LarkToken]:
        for token in data:
            yield LarkToken(token.kind, cast("Any", token))


class _Build(Transformer):  # type: ignore[misc]
    """Lark's reductions, each to a node. Arguments are :class:`Token` (inside lark's) or nodes."""

    # numbers
    def number(self, items: list[Any]) -> Amount:
        token = _own(items[0])
        if token.number is None:
            raise NotUnderstood
        return Amount(token.number, token.unit)

    def mark(self, items: list[Any]) -> tuple[bool, Decimal | None]:
        token = _own(items[0])
        named = re.search(r"\d+(?:\.\d+)?", token.word)
        return token.kind == "INCL", Decimal(named.group()) if named else None

    def value(self, items: list[Any]) -> Bound:
        return marked_bound(items[0], items[1:])

    def negative(self, items: list[Any]) -> Bound:
        return marked_bound(Amount(-items[1].number, items[1].unit), items[2:])

    def after(self, items: list[Any]) -> Op:
        op = after_op(_own(items[0]).kind)
        excluded = any(not included for included, _ in items[1:])
        return {Op.GE: Op.GT, Op.LE: Op.LT}.get(op, op) if excluded else op

    def post(self, items: list[Any]) -> bool:
        return bool(items)

    # cores
    def compare(self, items: list[Any]) -> Test:
        return make_test(Op(_own(items[0]).word), items[1])

    def compare_after(self, items: list[Any]) -> Test:
        op, after = Op(_own(items[0]).word), items[2]
        if (op in (Op.GE, Op.GT)) != (after in (Op.GE, Op.GT)) or op is Op.EQ:
            raise NotUnderstood
        return make_test(op, items[1])

    def compare_span(self, items: list[Any]) -> Within:
        op = Op(_own(items[0]).word)
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
        return make_test(Op(_own(items[0]).word), items[1], of_target=True)

    def span(self, items: list[Any]) -> Within:
        return make_span(items[0], items[2])

    def both(self, items: list[Any]) -> Within:
        return join_tests(make_test(items[1], items[0]), make_test(items[3], items[2]))

    def compare_after_compare(self, items: list[Any]) -> Within:
        op = Op(_own(items[0]).word)
        if (op in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return join_tests(make_test(op, items[1]), make_test(Op(_own(items[3]).word), items[4]))

    def after_compare(self, items: list[Any]) -> Within:
        return join_tests(make_test(items[1], items[0]), make_test(Op(_own(items[2]).word), items[3]))

    def noted(self, items: list[Any]) -> Within:
        note = _own(items[-1]).word
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
        match = re.fullmatch(r"([\[(])(-?[\d.]+)(%?),(-?[\d.]+)(%?)([\])])", _own(items[0]).word)
        if match is None:
            raise NotUnderstood
        unit = match[5] or match[3]
        return Within(
            Amount(Decimal(match[2]), unit), Amount(Decimal(match[4]), unit), match[1] == "[", match[6] == "]"
        )

    def chain(self, items: list[Any]) -> Within:
        mirrored = {Op.GE: Op.LE, Op.GT: Op.LT, Op.LE: Op.GE, Op.LT: Op.GT}
        first = Op(_own(items[1]).word)
        if first not in mirrored:
            raise NotUnderstood
        left = make_test(mirrored[first], items[0])
        joined = join_tests(left, make_test(Op(_own(items[3]).word), items[4]))
        return Within(joined.low, joined.high, joined.low_closed, joined.high_closed, subject=_own(items[2]).word)

    def pair(self, items: list[Any]) -> Within:
        return join_tests(make_test(Op(_own(items[0]).word), items[1]), make_test(Op(_own(items[2]).word), items[3]))

    def share(self, items: list[Any]) -> Test:
        word = _own(items[0]).word
        return (
            make_test(Op(word), items[1], of_target=True)
            if word
            else Test(Op.EQ, items[1][0], of_target=True, exact=True)
        )

    def share_after(self, items: list[Any]) -> Test:
        word = _own(items[0]).word
        if word and (Op(word) in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return make_test(Op(word) if word else items[2], items[1], of_target=True)

    def share_after_compare(self, items: list[Any]) -> Within:
        low = make_test(items[2], items[1], of_target=True)
        return join_tests(low, make_test(Op(_own(items[3]).word), items[4], of_target=True))

    def share_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[3], of_target=True)

    def against(self, items: list[Any]) -> n.AgainstTarget:
        token = _own(items[0])
        word = token.extra[0] if token.extra else ""
        reached = {"达到": True, "未达到": False, "达不到": False, "未达": False, "没有达到": False, "没达到": False,
                   "完不成": False, "未完成": False, "没有完成": False, "未实现": False, "不达": False, "未到": False, "实现": True, "达": True, "满": True}.get(word)  # fmt: skip
        return n.AgainstTarget(Op(token.word), reached)

    def way_compare(self, items: list[Any]) -> Test:
        return make_test(Op(_own(items[1]).word), items[2], way=Way[_own(items[0]).word])

    def way_after(self, items: list[Any]) -> Test:
        return make_test(items[2], items[1], way=Way[_own(items[0]).word], from_target=_from_target(items[0]))

    def way_span(self, items: list[Any]) -> Within:
        return make_span(items[1], items[3], way=Way[_own(items[0]).word], from_target=_from_target(items[0]))

    def way_plain(self, items: list[Any]) -> Test:
        token = _own(items[0])
        return WordedTest(Op.EQ, items[1][0], way=Way[token.word], exact=True, word=token.extra[0])

    def way_both(self, items: list[Any]) -> Within:
        way = Way[_own(items[0]).word]
        return join_tests(make_test(items[2], items[1], way=way), make_test(items[4], items[3], way=way))

    def compare_around(self, items: list[Any]) -> Test:
        return make_test(Op(_own(items[0]).word), items[2], way=Way.APART)

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
        year, month, day = _own(items[0]).extra
        return n.Due(int(year) if year else None, int(month), int(day) if day else None)

    # conditions
    def test(self, items: list[Any]) -> tuple[str, Any, str, str, tuple[str, ...]]:
        texts = {"before": "", "after": ""}
        core: Any = None
        facts: list[str] = []
        for item in items:
            if not isinstance(item, LarkToken):
                core = item
                continue
            token = _own(item)
            if core is None:
                texts["before"], more = subject_of(token.word, apart="after" in token.extra)
                facts += more
            elif "before" in token.extra:
                facts.append(token.word)
            else:
                texts["after"], *more = [s for s in token.word.split(",") if s]
                facts += more
        return "test", core, texts["before"], texts["after"], tuple(facts)

    def fact(self, items: list[Any]) -> n.Fact:
        return n.Fact(_own(items[0]).word)

    def all_of(self, items: list[Any]) -> Shape:
        parts = [item for item in items if not isinstance(item, LarkToken)]
        if len(parts) == 1:
            return single_test(parts[0])
        conditions = [condition_of(part) for part in parts]
        if len(conditions) == 2 and all(isinstance(c, Test) for c in conditions):
            first, second = cast("tuple[Test, Test]", tuple(conditions))
            same = not second.subject or second.subject == first.subject
            if same and opposite(first, second):
                return Shape(condition=join_tests(first, second))
        return Shape(condition=n.Joined(tuple(conditions)))

    def any_of(self, items: list[Any]) -> Shape:
        parts = [item for item in items if not isinstance(item, LarkToken)]
        return Shape(condition=n.Joined(tuple(condition_of(part) for part in parts), any_of=True))

    # steps and events
    def step(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY_WAY")
        return make_step(token, value, subject=before, noun=after)

    def step_part(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY_WAY")
        return make_step(token, value, subject=before, noun=after, round_up=True)

    def step_from(self, items: list[Any]) -> Shape:
        texts = [_own(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]
        token = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "EVERY_WAY")
        compare = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "COMPARE")
        bounds = [i for i in items if isinstance(i, Bound)]
        shape = make_step(token, bounds[1], subject=texts[0] if texts else "", noun="")
        shape.fields["origin"] = make_test(Op(compare.word), bounds[0])
        return shape

    def step_below(self, items: list[Any]) -> Shape:
        """90%以下每降低0.5个百分点: counted from that bound."""
        texts = [_own(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]
        token = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "EVERY_WAY")
        after = next(i for i in items if isinstance(i, Op))
        bounds = [i for i in items if isinstance(i, Bound)]
        shape = make_step(token, bounds[1], subject=texts[0] if texts else "", noun="")
        shape.fields["origin"] = make_test(after, bounds[0])
        return shape

    def step_from_up(self, items: list[Any]) -> Shape:
        shape = self.step_from(items)
        shape.fields["round_up"] = True
        return shape

    def step_from_plain(self, items: list[Any]) -> Shape:
        return self._from(items, round_up=False)

    def step_from_part(self, items: list[Any]) -> Shape:
        return self._from(items, round_up=True)

    def _from(self, items: list[Any], *, round_up: bool) -> Shape:
        compare = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "COMPARE")
        every = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "EVERY")
        texts = [_own(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]
        bounds = [i for i in items if isinstance(i, Bound)]
        if every.extra[0]:
            raise NotUnderstood
        origin = make_test(Op(compare.word), bounds[0])
        way = Way.HIGH if origin.op in (Op.GT, Op.GE) else Way.LOW
        return Shape(
            step=bounds[1][0], way=way, subject=texts[0] if texts else "", round_up=round_up, origin=origin, noun=""
        )

    def event(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY")
        return Shape(event=value[0], lead=before, verb=token.extra[0], noun=after)

    def event_part(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY")
        return Shape(event=value[0], lead=before, verb=token.extra[0], noun=after, round_up=True)

    def each(self, items: list[Any]) -> Shape:
        texts = ["", ""]
        token: Token | None = None
        for item in items:
            own = _own(item) if isinstance(item, LarkToken) else None
            if own is not None and own.kind == "EVERY_UNIT":
                token = own
            elif own is not None and own.kind == "TEXT":
                texts[token is not None] += own.word
            else:
                raise NotUnderstood
        if token is None:
            raise NotUnderstood
        return Shape(event=Amount(Decimal(1), token.unit), lead=texts[0], verb=token.extra[0], noun=texts[1])

    def otherwise(self, items: list[Any]) -> Shape:
        del items
        return Shape(condition=n.Otherwise())

    def prefix(self, items: list[Any]) -> Shape:
        return cast("Shape", items[0])

    # formulas
    def binary(self, items: list[Any]) -> n.Expression:
        return n.Binary(_own(items[1]).word, items[0], items[2])  # type: ignore[arg-type]

    def only(self, items: list[Any]) -> n.Expression:
        return cast("n.Expression", items[0])

    def inner(self, items: list[Any]) -> n.Expression:
        return cast("n.Expression", items[1])

    def constant(self, items: list[Any]) -> n.Expression:
        token = _own(items[0])
        if token.number is None:
            raise NotUnderstood
        return n.Constant(Amount(token.number, token.unit))

    def name(self, items: list[Any]) -> n.Expression:
        return n.Name(_own(items[0]).word)


def _own(item: Any) -> Token:
    if isinstance(item, LarkToken):
        return cast("Token", item.value)
    raise NotUnderstood


def _from_target(item: Any) -> bool:
    return "目标" in _own(item).extra


def _split(items: list[Any], kind: str) -> tuple[str, Token, Bound, str]:
    """Text before, the token of ``kind``, its value, text after."""
    before = after = ""
    token: Token | None = None
    value: Bound | None = None
    for item in items:
        if isinstance(item, LarkToken):
            own = _own(item)
            if own.kind == kind:
                token = own
            elif own.kind == "TEXT":
                before, after = (own.word, after) if token is None else (before, own.word)
        else:
            value = item
    if token is None or value is None:
        raise NotUnderstood
    return before, token, value, after


@lru_cache(maxsize=1)
def _parser() -> Lark:
    grammar = files("perf_xl.scoring").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", start=["prefix", "expression"], lexer=_TokenLexer, transformer=_Build())


def parse_prefix(tokens: list[Token]) -> Shape:
    """The shape of a clause's prefix; NotUnderstood if the grammar has no such sentence."""
    try:
        return cast("Shape", _parser().parse(cast("Any", tokens), start="prefix"))
    except LarkError:
        raise NotUnderstood from None


_FORMULA_TOKEN = re.compile(
    r"(?P<CONSTANT>\d+(?:\.\d+)?)(?P<unit>%|分(?!值|数))?|(?P<NAME>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9]*)|(?P<PLUS>\+)|(?P<MINUS>[-~])|(?P<TIMES>[*×])|(?P<OVER>[/÷])|(?P<LPAR>\()|(?P<RPAR>\))"
)


def parse_formula(text: str) -> n.Expression:
    """The formula of ``text`` (right-hand side only); NotUnderstood if it is none. A surplus bracket is forgiven."""
    tokens: list[Token] = []
    position = depth = 0
    while position < len(text):
        match = _FORMULA_TOKEN.match(text, position)
        if match is None:
            raise NotUnderstood
        kind = next(k for k in ("CONSTANT", "NAME", "PLUS", "MINUS", "TIMES", "OVER", "LPAR", "RPAR") if match[k])
        position = match.end()
        depth += (kind == "LPAR") - (kind == "RPAR")
        if depth < 0:
            depth = 0
            continue
        word = {"MINUS": "-", "TIMES": "*", "OVER": "/"}.get(kind, match[kind])
        number = Decimal(match["CONSTANT"]) if kind == "CONSTANT" else None
        tokens.append(Token(kind, word, match.start(), match.end(), number, match["unit"] or ""))
    tokens += [Token("RPAR", ")", position, position)] * depth
    try:
        return cast("n.Expression", _parser().parse(cast("Any", tokens), start="expression"))
    except LarkError:
        raise NotUnderstood from None
