"""Outcomes that share a verb: 满意、基本满意、不满意分别得5分、3分、0分; 低于80%、70%的，分别扣1分、2分."""

from __future__ import annotations

import re
from decimal import Decimal

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.reading.outcomes import listed_outcome
from perf_xl.scoring.reading.prefixes import LIST_TAIL
from perf_xl.scoring.reading.source import Source
from perf_xl.scoring.text.clauses import RawClause
from perf_xl.scoring.text.tokens import Token


def listed(raw: RawClause, source: Source) -> list[n.Clause] | None:
    """One award for each name or bound; None if the clause is no such list."""
    verb = raw.outcome[0]
    outcomes = [o for t in raw.outcome if (o := listed_outcome(verb.kind, t)) is not None]
    each = verb.kind == "GET" and "各" in verb.word
    if verb.kind not in ("GET", "POINTS", "DEDUCT") or (len(outcomes) < 2 and not each):
        return None
    prefix = [t for t in raw.prefix if t.kind != "RESPECTIVELY"]
    bounds = _bounds(prefix, outcomes, raw.part, source)
    if bounds is not None:
        return bounds
    if verb.kind == "DEDUCT":
        return _events(prefix, outcomes, raw.part, source)
    return _names(prefix, outcomes, raw.part, source, each=each)


def _names(
    prefix: list[Token], outcomes: list[n.Outcome], part: int, source: Source, *, each: bool
) -> list[n.Clause] | None:
    """优、良、中、差四档分别得…: one fact for each name."""
    number = [t for t in prefix if t.number is not None]
    told = len(number) == 1 and number[0].kind == "QUANTITY" and number[0].number == len(outcomes) and not each
    words = ("TEXT", "OF", "COMMA", "COLON")
    if any(t.kind not in words and not (told and (t is number[0] or t.extra == ("差",))) for t in prefix):
        return None
    before = prefix if not told else prefix[: prefix.index(number[0])]
    text = re.sub(LIST_TAIL, "", re.sub('["“”]', "", re.sub("^(?:按照?|分为?)", "", source.words(before))))
    names = [x for x in re.split("[、,]", text) if x]
    if each and len(outcomes) == 1:
        outcomes = outcomes * len(names)
    if len(names) != len(outcomes) or len(names) < 2:
        return None
    return [n.Award(n.Fact(name), outcome, part) for name, outcome in zip(names, outcomes, strict=True)]


def _events(prefix: list[Token], outcomes: list[n.Outcome], part: int, source: Source) -> list[n.Clause] | None:
    """迟报、漏报一次各扣0.5分、1分: one kind of event for each name."""
    number = [t for t in prefix if t.number is not None]
    if len(number) != 1 or number[0] is not prefix[-1] or number[0].number != 1 or not w.is_event_unit(number[0].unit):
        return None
    names = [x for x in source.words(prefix[:-1]).split("、") if x]
    if len(names) != len(outcomes) or any(re.search(r"[,\d]", name) for name in names):
        return None
    size = n.Amount(Decimal(1), number[0].unit)
    return [n.Event(name, size, outcome, part=part) for name, outcome in zip(names, outcomes, strict=True)]


def _bounds(prefix: list[Token], outcomes: list[n.Outcome], part: int, source: Source) -> list[n.Clause] | None:
    """低于80%、70%、60%: the comparison once, its bounds after it."""
    values = [t for t in prefix if t.number is not None]
    compares = [t for t in prefix if t.kind == "COMPARE"]
    plain = all(t.kind in ("TEXT", "OF", "COMMA", "COMPARE", values[0].kind) for t in prefix) if values else False
    if len(values) != len(outcomes) or len(values) < 2 or len(compares) != 1 or not plain:
        return None
    if compares[0].start > values[0].start or any(t.kind == "TEXT" and t.start > compares[0].start for t in prefix):
        return None
    subject = source.words([t for t in prefix if t.start < compares[0].start])
    op = n.Op(compares[0].word)
    tests = [n.Test(op, n.Amount(t.number, t.unit), subject=subject) for t in values if t.number is not None]
    return [n.Award(test, outcome, part) for test, outcome in zip(tests, outcomes, strict=True)]
