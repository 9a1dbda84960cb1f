"""A clause with an outcome: what it is given for, or what each step or event of it costs."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from perf_xl.scoring import nodes as n
from perf_xl.scoring.parsing.bounds import NotUnderstood
from perf_xl.scoring.parsing.parse import parse_prefix
from perf_xl.scoring.reading.freely import exemption, free_clause
from perf_xl.scoring.reading.listed import listed
from perf_xl.scoring.reading.outcomes import read_outcome
from perf_xl.scoring.reading.prefixes import BEYOND, LATER, told_target
from perf_xl.scoring.reading.remarks import lead_text
from perf_xl.scoring.reading.sentences import clause_of
from perf_xl.scoring.reading.source import ReadNote, Source
from perf_xl.scoring.text.clauses import RawClause
from perf_xl.scoring.text.tokens import Token


def award_clauses(raw: RawClause, source: Source, *, continued: bool) -> list[n.Clause]:
    """The clauses of ``raw``; NotUnderstood if it cannot be read. ``continued``: 以此类推 stands in the text."""
    names = listed(raw, source)
    if names is not None:
        return names
    outcome, per, notes = read_outcome(raw.outcome, source.text)
    source.notes += [ReadNote(code, source.quote(raw)) for code in notes]
    if any(t.kind == "RANKED" for t in [*raw.lead, *raw.prefix]):
        return [n.Manual(source.words([*raw.lead, *raw.prefix, *raw.outcome]))]
    held = told_target(source.merged(raw.lead)) if raw.lead else None
    if held is not None and not held[1]:
        return [held[0], *award_clauses(replace(raw, lead=[]), source, continued=continued)]
    award = _Award(raw, outcome, lead_text(raw, source), source, continued=continued)
    halves = award.wanted_and_step()
    if halves is not None:
        return halves
    try:
        prefix = source.prepared(raw.prefix)
    except NotUnderstood:
        return [n.Award(n.Fact(source.words(raw.prefix), numbered=True), outcome, raw.part)]
    return award.without_sentence(prefix, per) or award.sentences(prefix)


_PARTS = re.compile(
    "(?:以上|上述|前述|评价|考核|要点|要素|内容|各?项|[两二三四五六七八九十\\d]+(?:项|点|个)|指标|均|,)*"
)
"""What names the parts of an enumeration, and nothing else."""
_MISSED_BY = {n.Op.GE: "LOW", n.Op.GT: "LOW", n.Op.LE: "HIGH", n.Op.LT: "HIGH"}
"""The direction in which one more or less misses a bound."""


class _Award:
    """One outcome and the words before it."""

    def __init__(self, raw: RawClause, outcome: n.Outcome, lead: str, source: Source, *, continued: bool) -> None:
        self.raw = raw
        self.outcome = outcome
        self.lead = lead
        self.source = source
        self.continued = continued

    def without_sentence(self, prefix: list[Token], per: n.Amount | None) -> list[n.Clause]:
        """What needs no grammar: exemptions, 扣2分/次, 各2分, an outcome alone, the rest of a range; [] if it does."""
        raw, outcome, text = self.raw, self.outcome, self.source.words(self.raw.prefix)
        verb = raw.outcome[0]
        exempt = exemption(raw, outcome, self.source)
        if exempt is not None:
            return [exempt]
        if per is not None:
            return [n.Event(text, per, outcome, part=raw.part)]
        each = verb.kind == "GET" and "各" in verb.word
        if each and isinstance(outcome, (n.Points, n.ShareOfMax)) and _PARTS.fullmatch(text):
            return [n.Event("", n.Amount(Decimal(1), "项"), outcome, part=raw.part)]  # ①…；②…。各2分
        if not prefix:
            return [self._alone()]
        if LATER.fullmatch(text) or BEYOND.fullmatch(text):
            return [n.Award(n.Otherwise(), outcome, raw.part)]
        return []

    def _alone(self) -> n.Award:
        """得10分, 满分5分 without a condition."""
        verb = self.raw.outcome[0]
        award = n.Award(n.Always(), self.outcome, self.raw.part)
        if verb.kind == "GET" and verb.word.lstrip(",").startswith(("得", "计", "记")):
            self.source.bare.append(award)
        if verb.kind == "FULL" and "满分" in verb.word:
            self.source.tops.append(award)
        return award

    def sentences(self, prefix: list[Token]) -> list[n.Clause]:
        """The clauses of a prepared prefix: a target told in passing, what it is given for, 否则."""
        raw, outcome = self.raw, self.outcome
        if prefix[0].kind == "ELSE" and len(prefix) > 1 and any(t.kind in ("EVERY_WAY", "EVERY") for t in prefix[1:3]):
            prefix = prefix[1:]  # 否则每超1%扣…: on the bad side is where steps lie anyway
        told = told_target(prefix)
        if told is not None and not told[1] and isinstance(outcome, (n.Computed, n.Proportion)):
            return [told[0], n.Award(n.Always(), outcome, raw.part)]
        if told is not None and told[1]:
            return [told[0], self._clause(told[1], raw, outcome)]
        if prefix[-1].kind == "ELSE" and len(prefix) > 1:
            main = replace(raw, prefix=[t for t in raw.prefix if t.start < prefix[-1].start])
            return [self._clause(prefix[:-1], main, n.FullMarks()), n.Award(n.Otherwise(), outcome, raw.part)]
        return self._either(self._clause(prefix, raw, outcome))

    def _either(self, found: n.Clause) -> list[n.Clause]:
        """低于80%或高于120%的不得分: an award for each side."""
        either = found.condition if isinstance(found, n.Award) else None
        losing = isinstance(self.outcome, (n.ZeroMarks, n.Deduct))
        if not losing or not isinstance(either, n.Joined) or not either.any_of:
            return [found]
        if not all(isinstance(part, n.Test) and part.way is None for part in either.parts):
            return [found]
        return [n.Award(part, self.outcome, self.raw.part) for part in either.parts]

    def _clause(self, prefix: list[Token], raw: RawClause, outcome: n.Outcome) -> n.Clause:
        try:
            shape = parse_prefix(prefix)
        except NotUnderstood:
            return free_clause(prefix, raw, outcome, self.lead, self.source)
        text = self.source.words(raw.prefix)
        return clause_of(shape, raw, outcome, self.lead, text, continued=self.continued)

    def wanted_and_step(self) -> list[n.Clause] | None:
        """不少于4次，少1次扣0.5分: what is wanted, and what each one less of it costs.

        None if it says no such thing, or more than that before the bound (then it is a sentence of the grammar).
        """
        tokens = [t for t in self.raw.prefix if t.kind != "OF"]
        way = tokens[-2] if len(tokens) > 2 else None
        if way is None or way.kind != "WAY" or not _is_one(tokens[-1]) or not isinstance(self.outcome, n.Deduct):
            return None
        first = self.raw.prefix[: self.raw.prefix.index(way)]
        if first[-1].kind == "COMMA":
            first = first[:-1]
        elif first[-1].kind not in ("QUANTITY", "INCL", "EXCL"):
            return None
        try:
            wanted = self._part(first, n.FullMarks())
            step = self._part(tokens[-2:], self.outcome)
        except NotUnderstood:
            return None
        test = wanted.condition if isinstance(wanted, n.Award) else None
        if not isinstance(test, n.Test) or test.way is not None or test.amount.unit != tokens[-1].unit:
            return None
        return [wanted, step] if _MISSED_BY.get(test.op) == way.word else None

    def _part(self, tokens: list[Token], outcome: n.Outcome) -> n.Clause:
        part = _Award(self.raw, outcome, self.lead, self.source, continued=False)
        return part._clause(self.source.prepared(tokens), replace(self.raw, prefix=tokens), outcome)


def _is_one(token: Token) -> bool:
    return token.kind == "QUANTITY" and token.number == 1
