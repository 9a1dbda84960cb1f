"""A parsed sentence to its clause: an award, a step per unit, an event per count."""

from __future__ import annotations

import re
from dataclasses import replace

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.parsing.bounds import NotUnderstood, Shape
from perf_xl.scoring.reading.prefixes import TIME_UNITS, counted_fact, is_lacking, step_subject
from perf_xl.scoring.text.clauses import RawClause


def clause_of(shape: Shape, raw: RawClause, outcome: n.Outcome, lead: str, text: str, *, continued: bool) -> n.Clause:
    """The clause of a parsed prefix before ``outcome``; ``text`` is the prefix as typed."""
    if shape.step is not None:
        return _step(shape, raw, outcome)
    single = isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax)) and text.startswith(("单", "任"))
    if shape.event is not None and single:
        return n.Award(n.Fact(text), outcome, raw.part)
    if shape.event is not None:
        return event_of(shape, raw, outcome, lead)
    if shape.condition is None:
        raise NotUnderstood
    shape.condition = _plain(shape.condition)
    if shape.direct and isinstance(shape.condition, n.Test):
        found = _direct(shape, shape.condition, raw, outcome, continued=continued)
        if found is not None:
            return found
    test = shape.condition
    one = isinstance(test, n.Test) and not test.exact and test.amount.number == 1 and test.amount.unit in EVENT_COUNTS
    if (
        one
        and isinstance(outcome, (n.Deduct, n.Bonus))
        and isinstance(test, n.Test)
        and test.op in (Op.LT, Op.GT, Op.LE)
    ):
        raise NotUnderstood  # 超过1次扣1分: from the second on, or each time?
    counted = counted_fact(shape.condition, outcome, raw.part)
    if counted is not None:
        return counted
    if isinstance(shape.condition, n.Fact) and (
        not shape.condition.text or re.match("每(?:低|高|超|降|增|减|少|多|差|发现|出现|发生|有)", shape.condition.text)
    ):
        raise NotUnderstood
    return n.Award(shape.condition, outcome, raw.part)


_IDLE = re.compile(
    "(?:本|该|此)(?:项|指标)|(?:项目|工程|政策|设施|系统|设备)*(?:实施|建成|完工|投用|运行|投产|使用|改造|整治)后"
)
"""Facts beside a bound that demand nothing: 项目实施后，时间缩短30分钟以上; 3单以上，本项0分."""


def _plain(condition: n.Condition) -> n.Condition:
    """A bound without the facts beside it that demand nothing, a count without 以上 before 均."""
    if isinstance(condition, n.Test) and condition.exact:
        subject = re.sub("^(?:以上|上述)(?=均|都|全部)", "", condition.subject)
        return replace(condition, subject=subject)
    if not isinstance(condition, n.Joined) or condition.any_of:
        return condition
    tests = [p for p in condition.parts if not isinstance(p, n.Fact)]
    facts = [p for p in condition.parts if isinstance(p, n.Fact) and not _IDLE.fullmatch(p.text)]
    kept = (*facts, *tests)
    return (
        kept[0]
        if len(kept) == 1
        else condition
        if len(kept) == len(condition.parts)
        else replace(condition, parts=kept)
    )


def _direct(shape: Shape, test: n.Test, raw: RawClause, outcome: n.Outcome, *, continued: bool) -> n.Clause | None:
    """A direction or a count without 每: per unit if it is one unit (迟报一天扣20分, 发现一例扣1分)."""
    changing = isinstance(outcome, (n.Deduct, n.Bonus))
    one = test.amount.number == 1 or continued
    if test.way is not None and changing:
        if not one:
            raise NotUnderstood
        word = str(shape.fields.get("word", ""))
        if test.amount.unit in EVENT_COUNTS and (test.way is n.Way.LATE or is_lacking(word)):
            what = f"{shape.fields['before']}{'' if is_lacking(word) else word}{shape.fields['after']}"
            return n.Event(what, test.amount, outcome, shortfall=is_lacking(word), part=raw.part)
        subject, given = step_subject(test.subject, outcome, test.way)
        return n.Step(test.way, test.amount, outcome, subject, given, part=raw.part)
    counted = test.amount.unit in EVENT_COUNTS
    what = re.sub("^(?:其他|其它|其余)", "", str(shape.fields["before"])) + str(shape.fields["after"])
    fault = bool(shape.fields["is_event"]) or w.NEGATIVE.search(what) is not None
    if not counted or test.amount.number == 0:
        return None
    if isinstance(outcome, (n.Deduct, n.Bonus)) and test.amount.number == 1:
        return n.Event(what, test.amount, outcome, part=raw.part)
    if isinstance(outcome, n.ZeroMarks) and fault and test.amount.number == 1:
        return n.Award(replace(test, op=n.Op.GE, exact=False), outcome, raw.part)
    return None


def _step(shape: Shape, raw: RawClause, outcome: n.Outcome) -> n.Clause:
    fields = shape.fields
    amount = shape.step
    if amount is None or amount.number <= 0:
        raise NotUnderstood
    word = str(fields.get("word", ""))
    if (
        amount.unit in EVENT_COUNTS
        and amount.unit not in TIME_UNITS
        and (fields["way"] is n.Way.LATE or is_lacking(word))
    ):
        what = f"{fields.get('subject', '')}{fields.get('pre', '')}{'' if is_lacking(word) else word}{fields.get('mid', '')}{fields.get('noun', '')}"
        return n.Event(what, amount, outcome, shortfall=is_lacking(word), part=raw.part)
    origin = fields.get("origin")
    subject, given = step_subject(str(fields.get("subject", "")), outcome, fields["way"])
    around = f"{fields.get('pre', '')}{fields.get('mid', '')}{subject}"
    if w.OTHER_BASE.search(around):
        raise NotUnderstood
    way = fields["way"]
    if isinstance(origin, n.Test) and origin.exact:
        raise NotUnderstood
    outer = f"{fields.get('pre', '')}{fields.get('mid', '')}"
    compared = _COMPARED_WITH.search(subject) if w.EXTERNAL_BASE.search(subject) else None
    base = outer if w.EXTERNAL_BASE.search(outer) else compared["base"] if compared else ""
    subject = subject if compared is None else subject[: compared.start()]
    from_target = not base and re.search(w.TARGET, f"{fields.get('pre', '')}{fields.get('mid', '')}") is not None
    if origin is not None:
        return n.Step(way, amount, outcome, subject, given, bool(fields["round_up"]), part=raw.part, origin=origin)
    return n.Step(way, amount, outcome, subject, given, bool(fields["round_up"]), from_target, raw.part, base=base)


_COMPARED_WITH = re.compile("(?:与|和|同|较)(?P<base>[^,与和较]{2,14}?)(?:相比较?|比较|对比)$")
"""……与全省平均水平相比，每超过…: the base stands in the subject."""


def event_of(shape: Shape, raw: RawClause, outcome: n.Outcome, lead: str) -> n.Clause:
    """每发现一例: so many points for each."""
    amount = shape.event
    if amount is None or amount.number <= 0:
        raise NotUnderstood
    verb, noun = str(shape.fields["verb"]), str(shape.fields["noun"])
    shortfall = verb in ("少", "缺", "缺少", "漏")
    what = ",".join(x for x in (lead, str(shape.fields["lead"])) if x)
    if amount.unit in ("%", "百分点") or (amount.unit == "分" and not verb):
        subject, given = step_subject(str(shape.fields["lead"]), outcome)
        return n.Step(None, amount, outcome, subject, given, bool(shape.fields.get("round_up")), part=raw.part)
    if re.search("加倍|减半|取最|就高|人均|折算|按.{0,8}计算|取其|同时", what + noun):
        raise NotUnderstood
    late = re.search("迟|逾期|延期|超期|滞后|超时|晚|拖", f"{verb}{shape.fields['lead']}")
    if amount.unit in TIME_UNITS and late:
        return n.Step(n.Way.LATE, amount, outcome, part=raw.part, round_up=bool(shape.fields.get("round_up")))
    what += ("" if shortfall else verb) + noun
    up = bool(shape.fields.get("round_up"))
    return n.Event(what, amount, outcome, shortfall=shortfall, part=raw.part, round_up=up)
