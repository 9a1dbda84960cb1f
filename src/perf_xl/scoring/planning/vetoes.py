"""Facts that would take points whatever else was answered (造成不良影响的，本项不得分), beside words or marks that answer a rule."""

from __future__ import annotations

import re
from dataclasses import replace

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.plan import ZERO, Choice, Measure
from perf_xl.scoring.planning.choices import has_grade, names_grade
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact

_GENERIC = re.compile(
    "(?:以上|上述|其中|任一|任何|有|各|每|均|都|仍|若|如|的|项|情况|,)*(?:不|未能?|没有|没|无|否|缺|非|不能|达不|做不)(?:是|到|有|能|全|少|项|缺|符合|满足|做到|达到|达标|完成|具备|合格|实现|按要求|按规定|要求|标准|条件|规定|目标|任务|的|一项|任何|以上|上述|情况|内容|之一|者|,)*"
)
"""A denial that names nothing of its own: 不符合, 没有达到要求."""


_HARM = re.compile("造成|引发|导致|产生|发生|弄虚作假|违反|违规|违纪|违法")
_DENIED = re.compile("(?:如|若|凡|仍|有)*(?:未|没|无|不|缺)")
_DATED = re.compile(r"\d+[日号月](?:之|以)?前|前(?:提交|完成|报|公开)")


def veto_of(rule: n.Rule, name: str, *, listed: bool = False) -> str:
    """The first fact of the rule that costs points and is no alternative to a fact that earns them; "" if there is none.

    ``listed``: the earning facts are parts that add up, so that only a denial of a part is its alternative.
    """
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    earning = [fact_text(_text(a.condition)) for a in awards if _earns(a.outcome)]
    if not any(earning):
        return _stranger(awards)
    for clause in rule.clauses if listed else ():
        fault = isinstance(clause, n.Event) and isinstance(clause.outcome, n.Deduct) and not clause.shortfall
        if fault and isinstance(clause, n.Event) and not _about_parts(clause.what, earning):
            return clause.what or "扣分的次数"
    for award in awards:
        if _earns(award.outcome) or isinstance(award.outcome, (n.Bonus, n.Proportion, n.Computed)):
            continue
        if listed and isinstance(award.condition, (n.Test, n.Within, n.Always)):
            if isinstance(award.condition, n.Test) and _GENERIC.fullmatch(award.condition.subject):
                continue  # 两项均无不得分
            return award.outcome.text if isinstance(award.outcome, n.Judged) else "其他扣分条件"
        text = fact_text(_text(award.condition))
        if text and not _alternative(award.condition, text, _said(earning, name, text), listed=listed):
            return text
    return ""


def _said(earning: list[str], name: str, text: str) -> list[str]:
    """What a fact may be the alternative of: the name of the row only for a denial of it, not for a harm that is done."""
    return earning if _HARM.search(text) else [*earning, name]


def counted_beside(rule: n.Rule, measure: Measure) -> str:
    """What a rule counts or measures beside the grades of an answer in words; "" where the number is what the words name."""
    if measure is Measure.LATE:
        return ""
    for clause in rule.clauses:
        if isinstance(clause, (n.Step, n.Event)) and isinstance(clause.outcome, n.Deduct):
            said = clause.subject if isinstance(clause, n.Step) else clause.what
            return said or "扣分的次数"
        if isinstance(clause, n.Award) and isinstance(clause.condition, (n.Test, n.Within)):
            earning = isinstance(clause.outcome, (n.Points, n.FullMarks, n.ShareOfMax, n.Deduct))
            happened = isinstance(clause.outcome, n.ZeroMarks) and clause.condition.amount_unit in EVENT_COUNTS
            happened = happened and w.NEGATIVE.search(clause.condition.subject) is not None
            if (earning or happened) and clause.condition.way is None:
                return clause.condition.subject or "完成的数"
    return ""


def _stranger(awards: list[n.Award]) -> str:
    """Among faults only: one that takes everything, or that a person weighs, and is about another thing than the rest."""
    texts = [fact_text(_text(a.condition)) for a in awards]
    for award, text in zip(awards, texts, strict=True):
        heavy = isinstance(award.outcome, (n.ZeroMarks, n.Judged)) and isinstance(award.condition, n.Fact)
        others = [other for other in texts if other and other != text]
        if heavy and others and not _alternative(award.condition, text, others, listed=False):
            return text
    return ""


def _about_parts(what: str, earning: list[str]) -> bool:
    """每有一项不符合扣…: of the parts themselves; or a fault that a part says did not happen."""
    if _GENERIC.fullmatch(what) or re.search("要点|要素|内容|条款", what):
        return True
    return any(read_fact(n.Fact(text)).kind is FactKind.NONE_HAPPENED for text in earning)


def with_veto(choices: tuple[Choice, ...], veto: str, beside: str) -> tuple[Choice, ...]:
    """A fact that may take everything away and is not answered leaves only a 0 certain."""
    if not veto and not beside:
        return choices
    reason = f"还要看有没有“{veto[:30]}”；请由人计分。" if veto else f"还要看“{beside[:30]}”；请由人计分。"
    return tuple(
        c
        if c.value in (None, ZERO) or (not veto and _about_number(c, beside))
        else replace(c, value=None, reason=reason)
        for c in choices
    )


def _about_number(choice: Choice, beside: str) -> bool:
    """Whether words say what the number says (完成, 未发生, 持平), or name what is counted."""
    name = choice.names[0] if choice.names else choice.label
    return read_fact(n.Fact(name)).kind is not FactKind.OTHER or any(
        beside[i : i + 2] in name for i in range(len(beside) - 1)
    )


def _earns(outcome: n.Outcome) -> bool:
    return isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax))


def _alternative(condition: n.Condition, text: str, earning: list[str], *, listed: bool) -> bool:
    """Whether a fact answers the same question as those that earn points."""
    if not isinstance(condition, n.Fact):
        return isinstance(condition, n.AgainstTarget) and not listed
    reading = read_fact(condition)
    shared = any(text[i : i + 2] in other for other in earning for i in range(len(text) - 1))
    denied = _DENIED.match(text) is not None
    if _GENERIC.fullmatch(text):
        return True
    if listed:
        return denied and shared
    if reading.kind is not FactKind.OTHER or has_grade(text) or names_grade(text) or shared:
        return True
    if reading.timely and any(w.TIMELY.search(other) or _DATED.search(other) for other in earning):
        return True
    if len(text) <= 5 and any(len(other) <= 5 and other[-1:] == text[-1] for other in earning):
        return True  # 县级 beside 省级
    return denied and len(text) <= 5 and any(char in other for char in text[1:] for other in earning)


def _text(condition: n.Condition) -> str:
    match condition:
        case n.Fact(text):
            return text
        case n.AgainstTarget(subject=subject):
            return subject
        case n.Joined(parts):
            return ",".join(filter(None, (_text(part) for part in parts)))
        case _:
            return ""
