"""A parsed test to a condition with its subject, and what else the prose around it demands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Amount, Test, Way, Within
from perf_xl.scoring.parsing.bounds import Bound, NotUnderstood, Shape, WordedTest
from perf_xl.scoring.text.tokens import Token

_FACT = re.compile(
    r"^(?:有|无|没有|未|已|能|按时|按规定|按要求|按照规定|开展|建立|完成|制定|落实|组织|召开|实施|通过|及时|符合|严格|做到|做好|保证|保障|配合|参加|报送|提交|成立|出台|并|同时|若|如|凡|对|当)|(?:的|时|后)$|不|未|无|没"
)


def subject_of(text: str, *, apart: bool) -> tuple[str, list[str]]:
    """The subject of a comparison, and what else the prose before it demands (「开展调查，满意度」≥90%)."""
    segments = [s for s in text.split(",") if s]
    segments = [s for s in segments[:-1] if not _AFTERWARDS.fullmatch(s)] + segments[-1:]
    if apart and _AFTERWARDS.fullmatch(segments[-1]):
        return "", []
    subject = "" if apart and _FACT.search(segments[-1]) else segments[-1]
    others = segments if not subject else segments[:-1]
    return subject, [s for s in others if _FACT.search(s)]


_AFTERWARDS = re.compile(
    "(?:通过)?(?:本|该)?(?:项目|工程|资金|政策|活动|培训|措施)?(?:实施|建成|改造|投用|投入使用|完工|运行|建设)后"
)
"""项目实施后，缩短30分钟以上…: when the number is taken, not a demand beside it."""
_COUNT_UNITS = frozenset({"次", "例", "起", "项", "件", "份", "期", "处", "条", "个", "篇"})


_SAYS_NOTHING = re.compile(
    r"(?:时|范围|的|之间)?(?:,?(?:评|定|视|列|认定|界定)?(?:为|是)(?:优秀?|良好?|中等?|一般|差|较差|很差|合格|不合格|达标|不达标|及格|不及格)(?:等次|等级|档次?)?(?:的)?)?"
)
"""What may follow a bound without adding to it: 「90%及以上为优」."""


_DELAYED = re.compile("(?:推迟|延期|延迟|迟报|逾期|超期|滞后|拖延|延误|超时|超过期限|超过时限)(?:时间|天数|时长)?$")


_COMPARING = re.compile("未达|达到|达不到|低于|高于|超过|不足|不到|未完成|大于|小于|不低|不超")
_ACCORDING = re.compile("按照?|根据|依据|参照|对照")
_UNFINISHED = re.compile(
    "(?:超过|超出|超额|低于|高于|大于|小于|少于|多于|不足|未达|延期|推迟|延迟|逾期|滞后|相差|优于|落后|不到|超|(?<![占对环同出值价])比|(?<![比计])较)(?:了|于)?(?:目标|指标|计划|任务|标准|规定|年初|年度|预算|基准|预期|约定|合同|要求|平均|上年|去年)?(?:值|数|任务|时间|期限|目标|线|额|日期|水平|同期)?$"
)
"""A subject that breaks off before its number: 「超过指标值10%以内」 speaks of the excess, not of the actual."""


def single_test(part: Any) -> Shape:
    """One test: with a count or direction it may still become a step or an event."""
    if isinstance(part, n.Fact):
        return Shape(condition=part)
    _, core, before, after, facts = part
    condition = condition_of(part)
    if facts:
        return Shape(condition=condition)
    event = isinstance(core, tuple)
    inner = core[1] if event else core
    direct = isinstance(inner, Test) and inner.exact and not inner.of_target
    word = inner.word if isinstance(inner, WordedTest) else ""
    return Shape(condition=condition, direct=direct, is_event=event, before=before, after=after, word=word)


def _named(subject: str) -> str:
    """「X≥100」: a single letter stands for the actual and names nothing."""
    return "" if re.fullmatch("[A-Za-zδ]", subject) else subject


def condition_of(part: Any) -> n.Condition:
    if isinstance(part, n.Fact):
        return part
    core, before, after, facts = part[1:]
    if facts:
        plain = ("test", core, before, after, ())
        return n.Joined((*(n.Fact(fact) for fact in facts), condition_of(plain)))
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
    if (
        isinstance(inner, (Test, Within))
        and inner.way not in (Way.LOW, Way.HIGH)
        and _UNFINISHED.search(before)
        and not (inner.way is Way.APART and before.endswith("相比"))
    ):
        raise NotUnderstood
    if isinstance(inner, Test) and inner.exact and _COMPARING.search(before):
        raise NotUnderstood  # 未达到门槛值(目标值的70%): the comparison stands before a name of the number
    if isinstance(inner, Test) and inner.exact and _ACCORDING.match(before):
        raise NotUnderstood  # 按照50%的抽查比例: how it was looked at, not how much was reached
    if isinstance(inner, (Test, Within)) and inner.way is Way.APART and before.endswith("相比"):
        before = ""
    before = re.sub("(?:在|处于|介于)$", "", before)
    subject = before + ("" if _SAYS_NOTHING.fullmatch(after) else after)
    match inner:
        case Test():
            return Test(inner.op, inner.amount, inner.of_target, _named(subject or inner.subject), inner.way, inner.exact,
                        inner.from_target)  # fmt: skip
        case Within():
            return Within(inner.low, inner.high, inner.low_closed, inner.high_closed, inner.of_target,
                          _named(subject or inner.subject), inner.way, inner.from_target)  # fmt: skip
        case n.AgainstTarget():
            return n.AgainstTarget(inner.op, inner.reached, subject)
        case n.Due():
            return n.Due(inner.year, inner.month, inner.day, subject)
        case _:
            raise NotUnderstood


def make_step(token: Token, value: Bound, *, subject: str, noun: str, round_up: bool = False) -> Shape:
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


def noted(note: str, amount: Amount) -> bool | None:
    match = re.search(rf"(不?)含{amount.number:f}(?![\d.])", note)
    return None if match is None else not match[1]
