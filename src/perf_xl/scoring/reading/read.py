"""Text to :class:`Rule`: normalise, tokenise, split, parse, and put the clauses together.

Every character is accounted for: by a clause, or as a remark that holds no number and no word of the language. What is
neither becomes :class:`Unknown`, and a rule with an Unknown in it is never scored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from perf_xl.scoring import nodes as n
from perf_xl.scoring.parsing.bounds import NotUnderstood
from perf_xl.scoring.reading.awards import award_clauses
from perf_xl.scoring.reading.leftovers import refuse_leftovers
from perf_xl.scoring.reading.merging import (
    earned_above,
    merge_formulas,
    with_distances,
    with_every,
    with_free_events,
    with_subject,
    with_whole,
    without_basis,
)
from perf_xl.scoring.reading.prefixes import basis_of
from perf_xl.scoring.reading.ranges import find_grade_ranges
from perf_xl.scoring.reading.remarks import remark
from perf_xl.scoring.reading.sharing import settle_bounds
from perf_xl.scoring.reading.source import ReadNote, Source
from perf_xl.scoring.text.clauses import RawClause, split
from perf_xl.scoring.text.normalize import LONGEST, normalize
from perf_xl.scoring.text.tokens import tokenize


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule with what was noticed while reading it; ``too_long``: only looked at, not read."""

    rule: n.Rule
    notes: tuple[ReadNote, ...] = ()
    too_long: bool = False
    is_default: bool = False
    """Nothing was written: the rule of the row's type."""


_LABEL = re.compile(
    r"^(?:评分标准|评价标准|计分标准|评分办法|计分办法|评分方法|评价方法|计分方法|评分规则|评分细则|考核标准|扣分标准|评分依据|赋分标准|赋分规则|评扣分标准|评\(扣\)分标准|得分标准|说明|读作):"
)
_ASIDE = re.compile(r"[(（]口径[:：][^()（）]*[)）]")
_REFUSED: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"^(?:[1-9]|1\d|20)\.(?:\d{2,3}|0)(?:%|次|个|分|得|以)"), 12),  # 3.100%: a list mark, or 3.1%?
    (re.compile(r"^(?:如|若|如果|凡|对于?)(?:属于?|是|为)[^,;]{2,20},"), 20),  # a condition on the row itself
    # one number for several townships
    (re.compile("每个?(?:乡镇?|镇|村|社区|县|区|单位|部门|企业|学校)[^,;每]{0,8}每(?:少|低|缺|差)"), 20),
)
"""Texts that no number can answer, and how much of each is quoted."""


def read(text: str) -> ReadRule:
    """The rule of a text; never raises."""
    if len(text) > LONGEST:
        return ReadRule(n.Rule((n.Unknown(text[:40]),)), too_long=True)
    normal = normalize(_ASIDE.sub("", text))
    body = normal.text.strip(";,")
    label = _LABEL.match(normal.text)
    if label is not None:
        normal = replace(normal, text=normal.text[label.end() :], offsets=normal.offsets[label.end() :])
    notes = [ReadNote("angle_bracket_read_as_sign", "")] if normal.angle_read_as_sign else []
    if not body:
        return ReadRule(n.Rule(()), tuple(notes))
    refused = next((length for pattern, length in _REFUSED if pattern.search(body)), 0)
    if refused:
        return ReadRule(n.Rule((n.Unknown(normal.quote(0, refused)),)), tuple(notes))
    ranges = find_grade_ranges(normal.text)
    if ranges is not None:
        return ReadRule(n.Rule((ranges,)), tuple(notes))
    source = Source(normal)
    return ReadRule(n.Rule(tuple(_clauses(source))), (*notes, *source.notes))


def _clauses(source: Source) -> list[n.Clause]:
    """The clauses of the text, each having seen the others."""
    normal = source.normal
    tokens = tokenize(normal.text)
    if len({t.word for t in tokens if t.kind == "AS_OF"}) > 1:
        return [n.Unknown(normal.quote(0, 40))]  # several dates, several values
    clauses = merge_formulas(_each(split(tokens), source))
    if not clauses and re.search("得|扣|计|加", normal.text) and "分" in normal.text:
        clauses = [n.Unknown(normal.quote(0, len(normal.text)))]
    for merge in (with_free_events, with_whole, with_every, with_distances, without_basis, with_subject):
        clauses = merge(clauses)
    return refuse_leftovers(settle_bounds(earned_above(clauses, source.tops), normal.text))


def _each(raws: list[RawClause], source: Source) -> list[n.Clause]:
    """The clauses one after the other, and what words for all of them (不另加分, 不足…按…计) do to them."""
    continued = any(raw.kind == "CONTINUED" for raw in raws)
    clauses: list[n.Clause] = []
    for raw in raws:
        clauses += _clause(raw, source, continued=continued)
        source.read_any = source.read_any or raw.kind not in ("remark", "BASIS", "item", "DEFINITION")
    if source.bare and sum(isinstance(c, n.Award) for c in clauses) > 1:
        clauses = [n.Unknown("得分前面没有条件") if c in source.bare else c for c in clauses]
    if any(raw.kind == "NO_BONUS" for raw in raws) and any(_is_bonus(c) for c in clauses):
        clauses.append(n.Unknown(next(source.quote(raw) for raw in raws if raw.kind == "NO_BONUS")))
    if any(raw.kind == "ROUND_UP" for raw in raws):
        clauses = [replace(c, round_up=True) if isinstance(c, (n.Step, n.Event)) else c for c in clauses]
    return clauses


def _is_bonus(clause: n.Clause) -> bool:
    return isinstance(clause, (n.Award, n.Step, n.Event)) and isinstance(clause.outcome, n.Bonus)


def _clause(raw: RawClause, source: Source, *, continued: bool) -> list[n.Clause]:
    match raw.kind:
        case "award":
            try:
                return award_clauses(raw, source, continued=continued)
            except NotUnderstood:
                return [n.Unknown(source.quote(raw))]
        case "remark":
            return remark(raw, source, first=not source.read_any)
        case "item":
            return [n.Item(source.words(raw.prefix), raw.part)]
        case "FLOOR":
            return [n.Limit("floor", None, raw.part)]
        case "TOP":
            return [n.Limit("top", raw.outcome[0].number, raw.part)]
        case "OFF":
            return [n.Limit("most_off", raw.outcome[0].number, raw.part)]
        case "BONUS_LIMIT":
            return [n.Limit("most_bonus", raw.outcome[0].number, raw.part)]
        case "LEAST":
            return [n.Limit("least", raw.outcome[0].number, raw.part)]
        case "BASIS":
            return [n.Basis(basis_of(raw.outcome[0].word))]
        case "DEFINITION":
            name, _, formula = raw.outcome[0].word.rpartition("=")
            return [n.Definition(name, formula)]
        case "EXCEPT":
            return [n.Exempt(raw.outcome[0].word)]
        case "ROUND_UP" | "ROUND_DOWN" | "NO_BONUS":
            return []
        case "CONTINUED":
            return [n.Continued()]
        case _:
            return [n.Unknown(source.quote(raw))]
