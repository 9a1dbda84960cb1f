"""A rule said back in canonical Chinese (「读作：……」), so that a clerk sees how it was understood.

What it says reads back to the same rule; the county's choices that it rests on stand behind it in brackets.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from perf_xl.model.amounts import exact, plain
from perf_xl.model.numerals import CIRCLED
from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way

_WAY_STEP = {Way.LOW: "低", Way.HIGH: "高", Way.APART: "相差", Way.LATE: "推迟"}
_WAY_BAND = {Way.LOW: "下降", Way.HIGH: "上升", Way.APART: "偏差", Way.LATE: "推迟"}
_WAY_FROM = {Way.LOW: "低于", Way.HIGH: "高于", Way.APART: "偏离", Way.LATE: "晚于", None: ""}
_FROM_AFTER = {Op.GE: "以上", Op.LE: "以内", Op.GT: "以上（不含）", Op.LT: "以内（不含）", Op.EQ: ""}
_PART_STEPS = {"floor": "不足一步不计", "ceil": "不足一步按一步计", "linear": "不足一步按比例计"}
_COUNTING = "零一两三四五六七八九"


def restate(rule: n.Rule, policy: Policy = DEFAULT_POLICY) -> str | None:
    """The restatement of ``rule``; None where a piece was not understood, or nothing is written."""
    if not rule.clauses or any(isinstance(c, (n.Unknown, n.Manual)) for c in rule.clauses):
        return None
    return f"读作：{say(rule)}{_policy_words(rule, policy)}"


def say(rule: n.Rule) -> str:
    """The canonical text of a rule, without the words around it."""
    said: list[str] = []
    part = 0
    for clause in rule.clauses:
        own = getattr(clause, "part", part)
        mark = CIRCLED[own - 1] if own and own != part and own <= len(CIRCLED) else ""
        part = own or part
        said.append(mark + _clause(clause))
    return "；".join(said) + "。"


def _policy_words(rule: n.Rule, policy: Policy) -> str:
    steps = [c for c in rule.clauses if isinstance(c, n.Step) and not c.round_up]
    words = [_PART_STEPS[policy.part_steps]] if steps else []
    shares = any(isinstance(c, n.Award) and isinstance(c.outcome, n.Proportion) for c in rule.clauses)
    if shares and policy.reverse_proportion != DEFAULT_POLICY.reverse_proportion:
        words.append("反向指标按1-（实际值-目标值）÷目标值".replace("（", "［").replace("）", "］"))
    if shares and policy.equal_above != DEFAULT_POLICY.equal_above:
        words.append("等于类指标超过目标值" + {"full": "得满分", "proportion": "按反向比例"}[policy.equal_above])
    return f"（口径：{'，'.join(words)}）" if words else ""


def _clause(clause: n.Clause) -> str:
    match clause:
        case n.Award(condition, outcome):
            if isinstance(condition, n.Always) and isinstance(outcome, n.Points):
                return f"满分{plain(outcome.points)}分"
            before = _condition(condition)
            if (
                isinstance(condition, n.Fact)
                and isinstance(outcome, n.Computed) is False
                and before.endswith(("得", "计"))
            ):
                before += "的"
            return f"{before}，{_outcome(outcome)}" if before else _outcome(outcome)
        case n.Step():
            return _step(clause)
        case n.Event():
            return _event(clause)
        case n.Item(text):
            return text
        case n.Limit(kind, points):
            return _limit(kind, points)
        case n.Basis(amount, target):
            return f"目标值{_amount(amount)}" if target else f"以{_amount(amount)}为标准"
        case n.Definition(name, body):
            return f"{name}={body}" if name else body
        case n.Exempt(text):
            return text if _excepting(text) else f"{text}，可不扣分"
        case n.WithoutCase(text):
            return f"{text}，按满分计算"
        case n.Continued():
            return "以此类推"
        case n.GradeRanges(grades):
            return _grades(grades)
        case n.Manual(text) | n.Unknown(text):
            return text
        case _:
            assert_never(clause)


def _excepting(text: str) -> bool:
    return text.startswith(("除", "经")) or "不可抗力" in text or "除外" in text


def _grades(grades: tuple[n.GradeRange, ...]) -> str:
    names = "、".join(grade.name for grade in grades)
    ranges = "、".join(f"{_percent(g.high)}-{_percent(g.low)}{'（含）' if g.low else ''}" for g in grades)
    return f"分为{names}{_COUNTING[len(grades)]}档，分别按{ranges}合理确定分值"


def _percent(share: Decimal | Fraction) -> str:
    """25%; 1/3 where no decimal says it."""
    hundredfold = Fraction(share) * 100
    if (hundredfold * 10**6).denominator != 1:
        return f"{Fraction(share)}分值"
    return f"{plain(exact(hundredfold))}%"


def _limit(kind: str, points: Decimal | None) -> str:
    number = "" if points is None else plain(points)
    match kind:
        case "most_off":
            return f"最多扣{number}分"
        case "most_bonus":
            return f"最多加{number}分"
        case "once":
            return "不重复扣分"
        case "least":
            return f"最低得{number}分"
        case "top":
            return f"最高得{number}分" if points is not None else "满分为止"
        case _:
            return "扣完为止"


def _amount(amount: n.Amount) -> str:
    if amount.unit == "百分点":
        return f"{plain(amount.number)}个百分点"
    return f"{plain(amount.number)}{amount.unit}"


def _condition(condition: n.Condition) -> str:
    match condition:
        case n.Test():
            return _test(condition)
        case n.Within():
            return _within(condition)
        case n.AgainstTarget(op, reached, subject):
            word = {True: "达到", False: "未达到", None: op.words}[reached]
            return f"{subject}{word}目标值"
        case n.Due(year, month, day, subject):
            when = f"{year}年" if year else ""
            return f"{when}{month}月{day}日前{subject}" if day else f"{when}{month}月底前{subject}"
        case n.Fact(text):
            return text
        case n.Joined(parts, any_of):
            return ("或" if any_of else "且").join(_condition(part) for part in parts)
        case n.Otherwise():
            return "否则"
        case n.Always():
            return ""
        case _:
            assert_never(condition)


def _test(test: n.Test) -> str:
    way = _WAY_BAND[test.way] if test.way is not None else ""
    base = "目标值的" if test.of_target else ""
    if test.from_target:
        return f"{test.subject}{_WAY_FROM[test.way]}目标值{_amount(test.amount)}{_FROM_AFTER[test.op]}"
    leading = not test.amount.unit or re.match("均|都|未|不|没", test.subject)
    if test.exact and leading and test.way is None and not test.of_target:
        return f"{_amount(test.amount)}{test.subject}"
    if test.exact or (test.op is Op.EQ and test.way is not None):
        return f"{test.subject}{way}{base}{_amount(test.amount)}"
    if "/" in test.subject:
        return f"{test.subject}{test.op.value}{_amount(test.amount)}"
    words = "达到" if test.op is Op.GE and way == "" and _RATE_OF_CHANGE.search(test.subject) else test.op.words
    return f"{test.subject}{way}{words}{base}{_amount(test.amount)}"


_RATE_OF_CHANGE = re.compile("(?:升|增|长|降|低|减|少|缩|涨)率$")
"""「下降率达到 3%」 names the number; 「下降率≥3%」 would say how the actual moved."""


def _mark(closed: bool | None) -> str:
    return {True: "（含）", False: "（不含）", None: ""}[closed]


def _within(within: n.Within) -> str:
    way = _WAY_BAND[within.way] if within.way is not None else ""
    base = "目标值的" if within.of_target else ""
    if within.from_target:
        way = f"{_WAY_FROM[within.way]}目标值"
    colon = "：" if (within.subject + way + base)[-1:].isascii() and within.subject else ""
    low = f"{colon}{_amount(within.low)}{_mark(within.low_closed)}"
    return f"{within.subject}{way}{base}{low}-{_amount(within.high)}{_mark(within.high_closed)}"


def _step(step: n.Step) -> str:
    given = f"{step.given}，" if step.given else ""
    origin = "" if step.origin is None else f"{step.origin.op.words}{_amount(step.origin.amount)}"
    way = "" if step.way is None else _WAY_STEP[step.way]
    base = "于目标值" if step.from_target and step.way in (Way.LOW, Way.HIGH) else "目标值" if step.from_target else ""
    base = f"于{step.base.removeprefix('于')}" if step.base else base
    inner = "内" if step.round_up else ""
    return f"{given}{step.subject}{origin}每{way}{base}{_amount(step.size)}{inner}，{_outcome(step.outcome)}"


def _event(event: n.Event) -> str:
    what = f"{event.what}，" if event.what else ""
    if event.shortfall:
        return f"{what}每缺{_amount(event.size)}，{_outcome(event.outcome)}"
    return f"{what}每{_amount(event.size)}{'内' if event.round_up else ''}，{_outcome(event.outcome)}"


def _outcome(outcome: n.Outcome) -> str:
    match outcome:
        case n.Points(points):
            return f"得{plain(points)}分"
        case n.FullMarks():
            return "得满分"
        case n.ZeroMarks():
            return "不得分"
        case n.Deduct(amount, share):
            return f"扣{_percent(amount)}" if share else f"扣{plain(exact(amount))}分"
        case n.Bonus(amount, share):
            return f"加{_percent(amount)}" if share else f"加{plain(exact(amount))}分"
        case n.ShareOfMax(share):
            said = _percent(share)
            return f"得分值的{said}" if said.endswith("%") else f"得{said}"
        case n.Proportion(deducting, name):
            return f"按{name}比例{'扣分' if deducting else '得分'}"
        case n.Computed(formula):
            return f"得分={_formula(formula)}"
        case n.Judged(text):
            return text
        case _:
            assert_never(outcome)


def _formula(expression: n.Expression, *, inside: bool = False) -> str:
    match expression:
        case n.Constant(amount):
            return f"{plain(amount.number)}{amount.unit}"
        case n.Name(text):
            return text
        case n.Magnitude(inner):
            return f"绝对值（{_formula(inner)}）"
        case n.Binary(op, left, right):
            loose = op in "+-"
            first = _formula(left, inside=op in "*/" and _is_sum(left))
            second = _formula(
                right,
                inside=_is_sum(right)
                or (op == "/" and isinstance(right, n.Binary))
                or (op == "*" and isinstance(right, n.Binary)),
            )
            sign = {"*": "×", "/": "÷", "+": "+", "-": "-"}[op]
            text = f"{first}{sign}{second}"
            return f"（{text}）" if inside or (inside and loose) else text
        case _:
            assert_never(expression)


def _is_sum(expression: n.Expression) -> bool:
    return isinstance(expression, n.Binary) and expression.op in "+-"
