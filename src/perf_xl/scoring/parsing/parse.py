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
from perf_xl.scoring.nodes import Amount, Op, Test, Way
from perf_xl.scoring.parsing.bounds import (
    Bound,
    NotUnderstood,
    Shape,
    join_tests,
    make_test,
    opposite,
)
from perf_xl.scoring.parsing.comparisons import Comparisons, token_of
from perf_xl.scoring.parsing.shapes import condition_of, make_step, single_test, subject_of
from perf_xl.scoring.text.tokens import Token


class _TokenLexer(Lexer):  # type: ignore[misc]
    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, data: Iterable[Token]) -> Iterator[LarkToken]:
        for token in data:
            yield LarkToken(token.kind, cast("Any", token))


class _Build(Comparisons, Transformer):  # type: ignore[misc]
    """Lark's reductions, each to a node. Arguments are :class:`Token` (inside lark's) or nodes."""

    # conditions
    def test(self, items: list[Any]) -> tuple[str, Any, str, str, tuple[str, ...]]:
        texts = {"before": "", "after": ""}
        core: Any = None
        facts: list[str] = []
        for item in items:
            if not isinstance(item, LarkToken):
                core = item
                continue
            token = token_of(item)
            if core is None:
                texts["before"], more = subject_of(token.word, apart="after" in token.extra)
                facts += more
            elif "before" in token.extra:
                facts.append(token.word)
            else:
                after, *more = [s for s in token.word.split(",") if s]
                facts += [after, *more] if re.match("但|且|并|而|同时", after) else more
                texts["after"] = "" if re.match("但|且|并|而|同时", after) else after
        return "test", core, texts["before"], texts["after"], tuple(facts)

    def fact(self, items: list[Any]) -> n.Fact:
        return n.Fact(token_of(items[0]).word)

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
        texts = _texts(items)
        token = _token(items, "EVERY_WAY")
        compare = _token(items, "COMPARE")
        bounds = _bounds(items)
        shape = make_step(token, bounds[1], subject=texts[0] if texts else "", noun="")
        shape.fields["origin"] = make_test(Op(compare.word), bounds[0])
        return shape

    def step_below_own(self, items: list[Any]) -> Shape:
        """每低于100%1个百分点: the bound stands before the size."""
        texts = ["", ""]
        every = _token(items, "EVERY_WAY")
        for item in items:
            if isinstance(item, LarkToken) and item.type == "TEXT":
                texts[token_of(item).start > every.start] += token_of(item).word
        bounds = _bounds(items)
        way = Way[every.word]
        if way not in (Way.LOW, Way.HIGH) or texts[1]:
            raise NotUnderstood
        shape = make_step(every, bounds[1], subject=texts[0], noun="")
        shape.fields["origin"] = make_test(Op.LT if way is Way.LOW else Op.GT, bounds[0])
        return shape

    def step_below(self, items: list[Any]) -> Shape:
        """90%以下每降低0.5个百分点: counted from that bound."""
        texts = _texts(items)
        token = _token(items, "EVERY_WAY")
        after = next(i for i in items if isinstance(i, Op))
        bounds = _bounds(items)
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
        compare = _token(items, "COMPARE")
        every = _token(items, "EVERY")
        texts = _texts(items)
        bounds = _bounds(items)
        if every.extra[0]:
            raise NotUnderstood
        origin = make_test(Op(compare.word), bounds[0])
        way = Way.HIGH if origin.op in (Op.GT, Op.GE) else Way.LOW
        return Shape(
            step=bounds[1][0], way=way, subject=texts[0] if texts else "", round_up=round_up, origin=origin, noun=""
        )

    def step_short(self, items: list[Any]) -> Shape:
        """开展培训，不少于4次，少1次: one less than the bound, without 每, with prose before it."""
        texts, bounds = _texts(items), _bounds(items)
        way = Way[_token(items, "WAY").word]
        told = make_test(Op(_token(items, "COMPARE").word), bounds[0])
        missed = {(Op.GE, Way.LOW): Op.LT, (Op.LE, Way.HIGH): Op.GT}.get((told.op, way))
        one = bounds[1].amount.number == 1 and bounds[1].amount.unit == told.amount.unit
        if missed is None or not one or told.amount.unit in ("%", "百分点"):
            raise NotUnderstood
        origin = Test(missed, told.amount)
        return Shape(
            step=bounds[1][0], way=way, subject=texts[0] if texts else "", round_up=False, origin=origin, noun=""
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
            own = token_of(item) if isinstance(item, LarkToken) else None
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
        return n.Binary(token_of(items[1]).word, items[0], items[2])  # type: ignore[arg-type]

    def only(self, items: list[Any]) -> n.Expression:
        return cast("n.Expression", items[0])

    def inner(self, items: list[Any]) -> n.Expression:
        return cast("n.Expression", items[1])

    def magnitude(self, items: list[Any]) -> n.Expression:
        return n.Magnitude(items[2])

    def constant(self, items: list[Any]) -> n.Expression:
        token = token_of(items[0])
        if token.number is None:
            raise NotUnderstood
        return n.Constant(Amount(token.number, token.unit))

    def name(self, items: list[Any]) -> n.Expression:
        return n.Name(token_of(items[0]).word)


def _texts(items: list[Any]) -> list[str]:
    return [token_of(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]


def _token(items: list[Any], kind: str) -> Token:
    return next(token_of(i) for i in items if isinstance(i, LarkToken) and i.type == kind)


def _bounds(items: list[Any]) -> list[Bound]:
    return [i for i in items if isinstance(i, Bound)]


def _split(items: list[Any], kind: str) -> tuple[str, Token, Bound, str]:
    """Text before, the token of ``kind``, its value, text after."""
    before = after = ""
    token: Token | None = None
    value: Bound | None = None
    for item in items:
        if isinstance(item, LarkToken):
            own = token_of(item)
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
    grammar = files("perf_xl.scoring.parsing").joinpath("grammar.lark").read_text("utf-8")
    return Lark(grammar, parser="lalr", start=["prefix", "expression"], lexer=_TokenLexer, transformer=_Build())


def parse_prefix(tokens: list[Token]) -> Shape:
    """The shape of a clause's prefix; NotUnderstood if the grammar has no such sentence."""
    try:
        return cast("Shape", _parser().parse(cast("Any", tokens), start="prefix"))
    except LarkError:
        raise NotUnderstood from None


_FORMULA_TOKEN = re.compile(
    r"(?P<CONSTANT>\d+(?:\.\d+)?)(?P<unit>%|分(?!值|数))?|(?P<MAGNITUDE>绝对值(?=\())|(?P<NAME>[\u4e00-\u9fffA-Za-z][\u4e00-\u9fffA-Za-z0-9]*)|(?P<PLUS>\+)|(?P<MINUS>[-~])|(?P<TIMES>[*×])|(?P<OVER>[/÷])|(?P<LPAR>\()|(?P<RPAR>\))"
)


def parse_formula(text: str) -> n.Expression:
    """The formula of ``text`` (right-hand side only); NotUnderstood if it is none. A surplus bracket is forgiven."""
    tokens: list[Token] = []
    position = depth = 0
    while position < len(text):
        match = _FORMULA_TOKEN.match(text, position)
        if match is None:
            raise NotUnderstood
        kind = next(
            k for k in ("CONSTANT", "MAGNITUDE", "NAME", "PLUS", "MINUS", "TIMES", "OVER", "LPAR", "RPAR") if match[k]
        )
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
