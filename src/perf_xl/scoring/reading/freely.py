"""Clauses in free words, for which the grammar has no sentence: exemptions, events, facts that a person reads."""

from __future__ import annotations

import re
from decimal import Decimal

from perf_xl.scoring import nodes as n
from perf_xl.scoring.parsing.bounds import NotUnderstood, Shape
from perf_xl.scoring.parsing.parse import parse_prefix
from perf_xl.scoring.reading.facts import FactKind, read_fact, sounds_reached
from perf_xl.scoring.reading.prefixes import counted_end
from perf_xl.scoring.reading.sentences import event_of
from perf_xl.scoring.reading.source import Source
from perf_xl.scoring.text.clauses import RawClause
from perf_xl.scoring.text.tokens import Token

_ABSENT = re.compile(
    r"(?:年度内|当年|本年|年内|全年)?(?:如|若)?(?:无|没有|未安排|未开展)[^,;]{1,16}(?:项目|业务|任务|支出|采购|资金|预算|计划|安排|事项|情况|需求|指标)(?:的)?(?:部门|单位)?$|(?:如|若)?(?:不涉及|不适用|无此项|无该项|没有该项|没有此项|当年无|年度内无|本年无)"
)
_NUMBERED = frozenset({"WAY", "COMPARE", "PERCENT", "OFTARGET", "INTERVAL", "VAGUE", "SIGN", "ELSE"})
"""Tokens that make a fact a bound which was not understood."""


def exemption(raw: RawClause, outcome: n.Outcome, source: Source) -> n.Clause | None:
    """没有此类项目的按满分计算; 若……可不扣分; None if the clause takes nobody out."""
    text = source.words(raw.prefix)
    kind = raw.outcome[0].kind
    if kind == "AS_FULL" and re.match(r"(?:如|若)?(?:没有|无|未|不涉及|不适用)", text):
        return n.WithoutCase(text)
    if _ABSENT.match(text) and isinstance(outcome, n.FullMarks):
        return n.WithoutCase(text)
    if kind != "NO_DEDUCTION":
        return None
    if re.match(r"(?:但|若|如|因|对|由于|属于|属|经)", text) or raw.outcome[0].word.startswith("可"):
        return n.Exempt(text)
    fact = not any(t.number is not None for t in raw.prefix) and text
    if fact and read_fact(n.Fact(text)).kind is FactKind.OTHER and not sounds_reached(text):
        return n.Exempt(text)
    return None


def free_clause(prefix: list[Token], raw: RawClause, outcome: n.Outcome, lead: str, source: Source) -> n.Clause:
    """An event described in free words, or a fact that a person reads."""
    last = max((i for i, t in enumerate(prefix) if t.kind in ("EVERY", "EVERY_UNIT", "EVERY_WAY")), default=-1)
    text = source.words(raw.prefix)
    if any(t.kind == "ASIDE" for t in prefix):
        raise NotUnderstood
    if last < 0:
        return _counted_or_fact(prefix, raw, outcome, source)
    if isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax)) and prefix[last].kind == "EVERY_UNIT":
        return n.Award(n.Fact(text, numbered=True), outcome, raw.part)
    shape = _every(prefix[last:], source)
    before = source.words(prefix[:last])
    if shape.event is None or ("," in before and re.search(r"\d[^,]*,", before)):
        raise NotUnderstood
    return event_of(shape, raw, outcome, ",".join(x for x in (lead, before) if x))


def _counted_or_fact(prefix: list[Token], raw: RawClause, outcome: n.Outcome, source: Source) -> n.Clause:
    """……一次扣1分 without 每; else a fact, numbered if it holds a number or a word of comparison."""
    text = source.words(raw.prefix)
    if re.match("每(?!个|年|月|季|周|日|天|村)", text):
        raise NotUnderstood
    counted = counted_end(prefix, outcome)
    if counted is not None:
        what = source.words([t for t in raw.prefix if t.start < counted.start])
        return n.Event(what, n.Amount(Decimal(1), counted.unit), outcome, part=raw.part)
    bound = any(t.number is not None or t.kind in _NUMBERED for t in prefix)
    return n.Award(n.Fact(text, bound or re.search(r"\d", text) is not None), outcome, raw.part)


def _every(tokens: list[Token], source: Source) -> Shape:
    """每引进1个10亿元以上项目: what is counted may itself be told with numbers, up to the next comma."""
    try:
        return parse_prefix(tokens)
    except NotUnderstood:
        rest = tokens[2:]
        text = source.text[rest[0].start : rest[-1].end] if rest else ""
        sizes = all(t.kind in ("TEXT", "QUANTITY", "UP", "DOWN", "TARGET_TEST", "AND", "OR") for t in rest)
        if tokens[0].kind != "EVERY" or not rest or not sizes or re.search("[,;]", text):
            raise
        shape = parse_prefix(tokens[:2])
        shape.fields["noun"] = text
        return shape
