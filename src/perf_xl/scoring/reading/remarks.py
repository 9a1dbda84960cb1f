"""Sentences without an outcome: prose is let go, anything more is not understood."""

from __future__ import annotations

from dataclasses import replace

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.parsing.bounds import NotUnderstood
from perf_xl.scoring.reading.prefixes import told_target
from perf_xl.scoring.reading.source import Source
from perf_xl.scoring.text.clauses import RawClause

_PROSE = frozenset(
    {"TEXT", "OF", "COMMA", "COLON", "YEAR", "REFERENCE", "RECURRING", "PERIOD", "AS_OF", "OR", "AND", "TARGET_TEST",
     "BETWEEN"}
)  # fmt: skip
_ONCE = frozenset({"NO_DOUBLE", "EVERY_UNIT", "TEXT", "OF", "COMMA"})


def remark(raw: RawClause, source: Source, *, first: bool) -> list[n.Clause]:
    """What a sentence without an outcome comes to; ``first``: nothing stands before it that it could speak of."""
    kinds = {t.kind for t in raw.prefix}
    text = source.words(raw.prefix)
    told = told_target(source.merged(raw.prefix))
    if told is not None and not told[1]:
        return [told[0]]
    if "RANKED" in kinds:
        return [n.Manual(text)]
    if "NO_DOUBLE" in kinds and kinds <= _ONCE and len(text) <= 24:
        return [n.Limit("once")]
    if kinds - _PROSE or w.SUSPICIOUS.search(text):
        return [n.Unknown(source.quote(raw))]
    if not first and not w.HARMLESS.search(text):
        return [n.Unknown(source.quote(raw))]
    return []


def lead_text(raw: RawClause, source: Source) -> str:
    """Prose of an earlier sentence; with numbers or words of the language in it, nothing is understood."""
    if not raw.lead:
        return ""
    if remark(replace(raw, prefix=raw.lead), source, first=True):
        raise NotUnderstood
    return source.words(raw.lead)
