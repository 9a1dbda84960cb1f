"""Typed tokens to nodes: the grammar of a prefix (condition, step, event) and of written formulas.

The only module that imports lark. The parser is built once; it sees tokens, never characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, cast

from lark import Lark, Transformer
from lark.exceptions import LarkError
from lark.lexer import Lexer
from lark.lexer import Token as LarkToken

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Amount, Op, Test, Way, Within
from perf_xl.scoring.tokens import Token


class NotUnderstood(Exception):  # noqa: N818 - an answer of this module, not a defect
    """The tokens are no sentence of the language."""


class Shape:
    """What a prefix says before its outcome is known: a condition, or a step or event still without points."""

    __slots__ = ("condition", "direct", "event", "fields", "step")

    def __init__(self, **fields: Any) -> None:
        self.condition: n.Condition | None = fields.pop("condition", None)
        self.step: Amount | None = fields.pop("step", None)
        self.event: Amount | None = fields.pop("event", None)
        self.direct: bool = fields.pop("direct", False)  # a direction or a count without 每
        self.fields = fields


@dataclass(frozen=True, slots=True)
class _Worded(Test):
    """A test that remembers its direction word (缺 or 少)."""

    word: str = ""


class _TokenLexer(Lexer):
    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, data: Iterable[Token]) -> Iterator[LarkToken]:  # type: ignore[override]
        for token in data:
            yield LarkToken(token.kind, cast("Any", token))


class _Bound(NamedTuple):
    """A written number, whether the text includes it, and a mark that names another number (85%-95%（含85%）)."""

    amount: Amount
    closed: bool | None = None
    other: tuple[Decimal, bool] | None = None


def _marked(amount: Amount, marks: list[tuple[bool, Decimal | None]]) -> _Bound:
    closed: bool | None = None
    other: tuple[Decimal, bool] | None = None
    for included, named in marks:
        if named is None or named == amount.number:
            closed = included
        else:
            other = (named, included)
    return _Bound(amount, closed, other)


def _with_unit(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """15-20%: the unit stands once."""
    if not first.unit:
        return Amount(first.number, second.unit), second
    return (first, Amount(second.number, first.unit)) if not second.unit else (first, second)


def _test(op: Op, bound: _Bound, **more: Any) -> Test:
    """A comparison; 含 and 不含 beside the number beat the word."""
    amount, closed, other = bound
    if other is not None:
        raise NotUnderstood
    if closed is not None and op is not Op.EQ:
        upward = op in (Op.GE, Op.GT)
        op = (Op.GE if closed else Op.GT) if upward else (Op.LE if closed else Op.LT)
    return Test(op, amount, **more)


def _span(low: _Bound, high: _Bound, **more: Any) -> Within:
    """A range in either order of its ends."""
    if low.other is not None or (high.other is not None and high.other[0] != low.amount.number):
        raise NotUnderstood
    if high.other is not None:
        low = _Bound(low.amount, high.other[1])
    first, second = _with_unit(low[0], high[0])
    if first.unit != second.unit and not {first.unit, second.unit} <= set(_MONEY):
        raise NotUnderstood
    if _size(first) > _size(second):
        return Within(second, first, high[1], low[1], **more)
    return Within(first, second, low[1], high[1], **more)


_MONEY = {"元": 1, "千元": 1000, "万元": 10_000, "万": 10_000, "亿元": 100_000_000, "亿": 100_000_000}


def _size(amount: Amount) -> Decimal:
    """For order only: money of different units (5000万元-1亿元) in 元."""
    return amount.number * _MONEY.get(amount.unit, 1)


def _after_op(word: str) -> Op:
    return {"UP": Op.GE, "DOWN": Op.LE, "UP_OPEN": Op.GT, "DOWN_OPEN": Op.LT}[word]


def _opposite(first: Test, second: Test) -> bool:
    up, down = (Op.GE, Op.GT), (Op.LE, Op.LT)
    return (first.op in up and second.op in down) or (first.op in down and second.op in up)


def _join(first: Test, second: Test) -> Within:
    """Two comparisons of one subject, one from below and one from above."""
    if not _opposite(first, second) or first.of_target != second.of_target:
        raise NotUnderstood
    low, high = (first, second) if first.op in (Op.GE, Op.GT) else (second, first)
    low_amount, high_amount = _with_unit(low.amount, high.amount)
    if low_amount.unit != high_amount.unit or low_amount.number > high_amount.number:
        raise NotUnderstood
    subject = first.subject or second.subject
    return Within(low_amount, high_amount, low.op is Op.GE, high.op is Op.LE, first.of_target, subject, first.way)


class _Build(Transformer[Any, Any]):
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

    def value(self, items: list[Any]) -> _Bound:
        return _marked(items[0], items[1:])

    def negative(self, items: list[Any]) -> _Bound:
        return _marked(Amount(-items[1].number, items[1].unit), items[2:])

    def after(self, items: list[Any]) -> Op:
        op = _after_op(_own(items[0]).kind)
        excluded = any(not included for included, _ in items[1:])
        return {Op.GE: Op.GT, Op.LE: Op.LT}.get(op, op) if excluded else op

    def post(self, items: list[Any]) -> bool:
        return bool(items)

    # cores
    def compare(self, items: list[Any]) -> Test:
        return _test(Op(_own(items[0]).word), items[1])

    def compare_after(self, items: list[Any]) -> Test:
        op, after = Op(_own(items[0]).word), items[2]
        if (op in (Op.GE, Op.GT)) != (after in (Op.GE, Op.GT)) or op is Op.EQ:
            raise NotUnderstood
        return _test(op, items[1])

    def compare_span(self, items: list[Any]) -> Within:
        op = Op(_own(items[0]).word)
        way = {Op.GT: Way.HIGH, Op.LT: Way.LOW}.get(op)
        if op is Op.LE:
            raise NotUnderstood
        return _span(items[1], items[3], way=way)

    def after_test(self, items: list[Any]) -> Test:
        return _test(items[1], items[0])

    def plain(self, items: list[Any]) -> Test:
        return Test(Op.EQ, items[0][0], exact=True)

    def plain_of(self, items: list[Any]) -> Test:
        return Test(Op.EQ, items[0][0], of_target=True, exact=True)

    def compare_of(self, items: list[Any]) -> Test:
        return _test(Op(_own(items[0]).word), items[1], of_target=True)

    def span(self, items: list[Any]) -> Within:
        return _span(items[0], items[2])

    def both(self, items: list[Any]) -> Within:
        return _join(_test(items[1], items[0]), _test(items[3], items[2]))

    def compare_after_compare(self, items: list[Any]) -> Within:
        op = Op(_own(items[0]).word)
        if (op in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return _join(_test(op, items[1]), _test(Op(_own(items[3]).word), items[4]))

    def after_compare(self, items: list[Any]) -> Within:
        return _join(_test(items[1], items[0]), _test(Op(_own(items[2]).word), items[3]))

    def noted(self, items: list[Any]) -> Within:
        note = _own(items[-1]).word
        within = _span(items[0], items[2])
        low, high = _noted(note, within.low), _noted(note, within.high)
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
        left = _test(mirrored[first], items[0])
        joined = _join(left, _test(Op(_own(items[3]).word), items[4]))
        return Within(joined.low, joined.high, joined.low_closed, joined.high_closed, subject=_own(items[2]).word)

    def pair(self, items: list[Any]) -> Within:
        return _join(_test(Op(_own(items[0]).word), items[1]), _test(Op(_own(items[2]).word), items[3]))

    def share(self, items: list[Any]) -> Test:
        word = _own(items[0]).word
        return (
            _test(Op(word), items[1], of_target=True) if word else Test(Op.EQ, items[1][0], of_target=True, exact=True)
        )

    def share_after(self, items: list[Any]) -> Test:
        word = _own(items[0]).word
        if word and (Op(word) in (Op.GE, Op.GT)) != (items[2] in (Op.GE, Op.GT)):
            raise NotUnderstood
        return _test(Op(word) if word else items[2], items[1], of_target=True)

    def share_after_compare(self, items: list[Any]) -> Within:
        low = _test(items[2], items[1], of_target=True)
        return _join(low, _test(Op(_own(items[3]).word), items[4], of_target=True))

    def share_span(self, items: list[Any]) -> Within:
        return _span(items[1], items[3], of_target=True)

    def against(self, items: list[Any]) -> n.AgainstTarget:
        token = _own(items[0])
        word = token.extra[0] if token.extra else ""
        reached = {"达到": True, "未达到": False, "达不到": False, "未达": False, "没有达到": False, "没达到": False,
                   "完不成": False, "未完成": False, "没有完成": False, "未实现": False, "不达": False, "未到": False, "实现": True, "达": True, "满": True}.get(word)  # fmt: skip
        return n.AgainstTarget(Op(token.word), reached)

    def way_compare(self, items: list[Any]) -> Test:
        return _test(Op(_own(items[1]).word), items[2], way=Way[_own(items[0]).word])

    def way_after(self, items: list[Any]) -> Test:
        return _test(items[2], items[1], way=Way[_own(items[0]).word], from_target=_from_target(items[0]))

    def way_span(self, items: list[Any]) -> Within:
        return _span(items[1], items[3], way=Way[_own(items[0]).word], from_target=_from_target(items[0]))

    def way_plain(self, items: list[Any]) -> Test:
        token = _own(items[0])
        return _Worded(Op.EQ, items[1][0], way=Way[token.word], exact=True, word=token.extra[0])

    def way_both(self, items: list[Any]) -> Within:
        way = Way[_own(items[0]).word]
        return _join(_test(items[2], items[1], way=way), _test(items[4], items[3], way=way))

    def compare_around(self, items: list[Any]) -> Test:
        return _test(Op(_own(items[0]).word), items[2], way=Way.APART)

    def event_plain(self, items: list[Any]) -> tuple[str, Test]:
        return "event", Test(Op.EQ, items[1][0], exact=True)

    def event_after(self, items: list[Any]) -> Test:
        return _test(items[2], items[1])

    def event_span(self, items: list[Any]) -> Within:
        return _span(items[1], items[3])

    def around(self, items: list[Any]) -> Test:
        op = items[2] if len(items) > 2 else Op.LE
        return _test(op, items[1], way=Way.APART)

    def around_span(self, items: list[Any]) -> Within:
        return _span(items[1], items[-1], way=Way.APART)

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
                texts["before"], more = _subject_of(token.word, apart="after" in token.extra)
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
            return _single(parts[0])
        conditions = [_condition(part) for part in parts]
        if len(conditions) == 2 and all(isinstance(c, Test) for c in conditions):
            first, second = cast("tuple[Test, Test]", tuple(conditions))
            same = not second.subject or second.subject == first.subject
            if same and _opposite(first, second):
                return Shape(condition=_join(first, second))
        return Shape(condition=n.Joined(tuple(conditions)))

    def any_of(self, items: list[Any]) -> Shape:
        parts = [item for item in items if not isinstance(item, LarkToken)]
        return Shape(condition=n.Joined(tuple(_condition(part) for part in parts), any_of=True))

    # steps and events
    def step(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY_WAY")
        return _step(token, value, subject=before, noun=after)

    def step_part(self, items: list[Any]) -> Shape:
        before, token, value, after = _split(items, "EVERY_WAY")
        return _step(token, value, subject=before, noun=after, round_up=True)

    def step_from(self, items: list[Any]) -> Shape:
        texts = [_own(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]
        token = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "EVERY_WAY")
        compare = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "COMPARE")
        bounds = [i for i in items if isinstance(i, _Bound)]
        shape = _step(token, bounds[1], subject=texts[0] if texts else "", noun="")
        shape.fields["origin"] = _test(Op(compare.word), bounds[0])
        return shape

    def step_below(self, items: list[Any]) -> Shape:
        """90%以下每降低0.5个百分点: counted from that bound."""
        texts = [_own(i).word for i in items if isinstance(i, LarkToken) and i.type == "TEXT"]
        token = next(_own(i) for i in items if isinstance(i, LarkToken) and i.type == "EVERY_WAY")
        after = next(i for i in items if isinstance(i, Op))
        bounds = [i for i in items if isinstance(i, _Bound)]
        shape = _step(token, bounds[1], subject=texts[0] if texts else "", noun="")
        shape.fields["origin"] = _test(after, bounds[0])
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
        bounds = [i for i in items if isinstance(i, _Bound)]
        if every.extra[0]:
            raise NotUnderstood
        origin = _test(Op(compare.word), bounds[0])
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


_FACT = re.compile(
    r"^(?:有|无|没有|未|已|能|按时|按规定|按要求|按照规定|开展|建立|完成|制定|落实|组织|召开|实施|通过|及时|符合|严格|做到|做好|保证|保障|配合|参加|报送|提交|成立|出台|并|同时|若|如|凡|对|当)|(?:的|时|后)$|不|未|无|没"
)


_COUNT_UNITS = frozenset({"次", "例", "起", "项", "件", "份", "期", "处", "条", "个", "篇"})
_DELAYED = re.compile("(?:推迟|延期|延迟|迟报|逾期|超期|滞后|拖延|延误|超时|超过期限|超过时限)(?:时间|天数|时长)?$")
_UNFINISHED = re.compile(
    "(?:超过|超出|超额|低于|高于|大于|小于|少于|多于|不足|未达|延期|推迟|延迟|逾期|滞后|相差|优于|落后|不到|超|(?<![占对环同])比|(?<![比计])较)(?:了|于)?(?:目标|指标|计划|任务|标准|规定|年初|年度|预算|基准|预期|约定|合同|要求|平均|上年|去年)?(?:值|数|任务|时间|期限|目标|线|额|日期|水平|同期)?$"
)
"""A subject that breaks off before its number: 「超过指标值10%以内」 speaks of the excess, not of the actual."""


def _subject_of(text: str, *, apart: bool) -> tuple[str, list[str]]:
    """The subject of a comparison, and what else the prose before it demands (「开展调查，满意度」≥90%)."""
    segments = [s for s in text.split(",") if s]
    subject = "" if apart and _FACT.search(segments[-1]) else segments[-1]
    others = segments if not subject else segments[:-1]
    return subject, [s for s in others if _FACT.search(s)]


def _from_target(item: Any) -> bool:
    return "目标" in _own(item).extra


def _noted(note: str, amount: Amount) -> bool | None:
    match = re.search(rf"(不?)含{amount.number:f}(?![\d.])", note)
    return None if match is None else not match[1]


def _single(part: Any) -> Shape:
    """One test: with a count or direction it may still become a step or an event."""
    if isinstance(part, n.Fact):
        return Shape(condition=part)
    _, core, before, after, facts = part
    condition = _condition(part)
    if facts:
        return Shape(condition=condition)
    event = isinstance(core, tuple)
    inner = core[1] if event else core
    direct = isinstance(inner, Test) and inner.exact and not inner.of_target
    word = inner.word if isinstance(inner, _Worded) else ""
    return Shape(condition=condition, direct=direct, is_event=event, before=before, after=after, word=word)


def _condition(part: Any) -> n.Condition:
    if isinstance(part, n.Fact):
        return part
    core, before, after, facts = part[1:]
    if facts:
        plain = ("test", core, before, after, ())
        return n.Joined((*(n.Fact(fact) for fact in facts), _condition(plain)))
    inner = core[1] if isinstance(core, tuple) else core
    if isinstance(inner, (Test, Within)) and inner.way is Way.LATE and inner.amount_unit in _COUNT_UNITS:
        inner, before = replace(inner, way=None), before + "迟延"  # 迟报3次及以上: a number of times, not a delay
    if (
        isinstance(inner, (Test, Within))
        and inner.way is None
        and inner.amount_unit not in _COUNT_UNITS
        and _DELAYED.search(before)
    ):
        inner, before = replace(inner, way=Way.LATE), _DELAYED.sub("", before)
    if isinstance(inner, (Test, Within)) and inner.way not in (Way.LOW, Way.HIGH) and _UNFINISHED.search(before):
        raise NotUnderstood
    subject = before + ("" if after in ("时", "范围", "的") else after)
    match inner:
        case Test():
            return Test(inner.op, inner.amount, inner.of_target, subject or inner.subject, inner.way, inner.exact,
                        inner.from_target)  # fmt: skip
        case Within():
            return Within(inner.low, inner.high, inner.low_closed, inner.high_closed, inner.of_target,
                          subject or inner.subject, inner.way, inner.from_target)  # fmt: skip
        case n.AgainstTarget():
            return n.AgainstTarget(inner.op, inner.reached, subject)
        case n.Due():
            return n.Due(inner.year, inner.month, inner.day, subject)
        case _:
            raise NotUnderstood


def _split(items: list[Any], kind: str) -> tuple[str, Token, _Bound, str]:
    """Text before, the token of ``kind``, its value, text after."""
    before = after = ""
    token: Token | None = None
    value: _Bound | None = None
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


def _step(token: Token, value: _Bound, *, subject: str, noun: str, round_up: bool = False) -> Shape:
    return Shape(
        step=value[0],
        way=Way[token.word],
        subject=subject,
        noun=noun,
        round_up=round_up,
        pre=token.extra[0],
        mid=token.extra[1],
        word=token.extra[2],
    )


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
