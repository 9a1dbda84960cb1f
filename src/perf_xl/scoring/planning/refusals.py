"""Rules that cannot be scored whatever the row, and what stands in a rule only as an explanation."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import exact, plain
from perf_xl.scoring import nodes as n
from perf_xl.scoring.plan import Measure, Plan, Refused
from perf_xl.scoring.planning.choices import names_grade
from perf_xl.scoring.row import Row

REWRITE = "请改写成“……以上得……分”“每低……扣……分”“每发现一例扣……分”这样的句子。"


def refuse_unreadable(rule: n.Rule) -> None:
    unknown = [c for c in rule.clauses if isinstance(c, n.Unknown)]
    if not unknown:
        return
    if len(unknown) == len(rule.clauses) and not _sounds_like_rule(unknown):
        raise Refused("not_a_rule", f"“{unknown[0].text}”不是评分标准，没有写怎样得分或扣分。", unreadable=True)
    raise Refused("not_understood", f"读不懂“{unknown[0].text}”，没有计分。{REWRITE}")


def _sounds_like_rule(unknown: list[n.Unknown]) -> bool:
    text = "".join(u.text for u in unknown)
    return "=" not in text and "__" not in text and re.search("分|扣|得|评价|比例|考核|酌情", text) is not None


def refuse_manual(rule: n.Rule) -> None:
    for clause in rule.clauses:
        if isinstance(clause, n.Manual):
            raise Refused("ranked", f"“{clause.text[:40]}”要按名次等表外情况评分，请由人计分。")
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    judged = [a for a in awards if isinstance(a.outcome, n.Judged)]
    real = [c for c in rule.clauses if isinstance(c, (n.Award, n.Step, n.Event)) and c not in judged]
    if judged and not real:
        outcome, condition = judged[0].outcome, judged[0].condition
        text = outcome.text if isinstance(outcome, n.Judged) else ""
        text = f"{condition.text}{text}" if isinstance(condition, n.Fact) else text
        raise Refused("judged", f"“{text if len(text) <= 30 else text[:29] + '…'}”要由人判断，不能自动计分。{REWRITE}")
    if not real and any(isinstance(c, n.Item) for c in rule.clauses):
        raise Refused("points_not_given", "标准只列了评价要点，没有写每项多少分；请在各要点后写明分数。")
    if not real:
        raise Refused("no_outcome", "标准没有写怎样得分或扣分；请写明。", unreadable=not rule.clauses)


def without_presence(rule: n.Rule, without: str) -> n.Rule:
    """没有此类项目的得满分；有此类项目的，…: in a row that applies, the second half of the sentence is given."""
    if not without:
        return rule
    absent = re.sub("^.*?(?:没有|无|未安排|不涉及)|(?:的|部门|单位)+$", "", without)
    clauses: list[n.Clause] = []
    for clause in rule.clauses:
        condition = clause.condition if isinstance(clause, n.Award) else None
        if isinstance(clause, n.Award) and isinstance(condition, n.Joined) and not condition.any_of and absent:
            kept = tuple(
                p
                for p in condition.parts
                if not (isinstance(p, n.Fact) and p.text.startswith(("有", "存在", "涉及")) and absent in p.text)
            )
            if len(kept) == 1:
                clause = replace(clause, condition=kept[0])  # noqa: PLW2901
        clauses.append(clause)
    return replace(rule, clauses=tuple(clauses))


def without_items(rule: n.Rule, row: Row) -> n.Rule:
    """①…②…以上每出现一例扣1分: the items only say what an event is."""
    items = [c for c in rule.clauses if isinstance(c, n.Item)]
    if not items:
        return _with_told_parts(rule, row)
    events = [c for c in rule.clauses if isinstance(c, (n.Event, n.Step))]
    gained = [
        c.outcome
        for c in events
        if isinstance(c, n.Event) and c.size.number == 1 and isinstance(c.outcome, (n.Points, n.ShareOfMax))
    ]
    graded = any(names_grade(item.text) for item in items)
    counted = len(events) == 1 and isinstance(events[0], n.Event) and events[0].size.unit in ("项", "条", "个", "点")
    if gained and counted and not graded:
        parts = [(item.text, item.part) for item in items]
        last = events[0]
        if isinstance(last, n.Event) and last.what and last.part and all(last.part != part for _, part in parts):
            parts.append((last.what, last.part))  # ③记录真实，每项1分
        named = tuple(n.Award(n.Fact(text), gained[0], part) for text, part in parts)
        return replace(rule, clauses=(*named, *(c for c in rule.clauses if not isinstance(c, (n.Item, n.Event)))))
    awards = [c for c in rule.clauses if isinstance(c, n.Award) and not isinstance(c.condition, n.Always)]
    if not events or awards:
        if awards and all(isinstance(a.outcome, (n.Deduct, n.ZeroMarks)) for a in awards):
            return replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, n.Item)))
        raise Refused("points_not_given", f"“{items[0].text[:30]}”这一项没有写多少分；请在各项后写明分数。")
    return replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, n.Item)))


def _with_told_parts(rule: n.Rule, row: Row) -> n.Rule:
    """内容完整、时间及时、渠道合规，每项1分, in a row of 3: the parts are told in a list."""
    each = rule.clauses[0] if len(rule.clauses) == 1 else None
    if (
        not isinstance(each, n.Event)
        or not isinstance(each.outcome, n.Points)
        or each.size != n.Amount(Decimal(1), "项")
    ):
        return rule
    names = [name for name in each.what.split("、") if name]
    if len(names) < 2 or row.max_score is None or each.outcome.points * len(names) != row.max_score:
        return rule
    return replace(rule, clauses=tuple(n.Award(n.Fact(x), each.outcome, i) for i, x in enumerate(names, start=1)))


_ITS_POINTS = re.compile("扣(?:减|除|掉)?(?:相应|对应|该项|其)的?(?:分值|分数|得分|分)")


def without_own_cost(rule: n.Rule) -> n.Rule:
    """①…得1分；②…得2分。缺一项扣相应分值: that a part which is missing costs its points goes without saying."""
    earning = [c for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.outcome, n.Points) and c.part]
    if len(earning) < 2:
        return rule
    return replace(rule, clauses=tuple(c for c in rule.clauses if not _costs_itself(c)))


def _costs_itself(clause: n.Clause) -> bool:
    if not isinstance(clause, (n.Award, n.Event)) or not isinstance(clause.outcome, n.Judged):
        return False
    if _ITS_POINTS.fullmatch(clause.outcome.text) is None:
        return False
    if isinstance(clause, n.Event):
        return (
            clause.size.number == 1
            and re.fullmatch("(?:有)?(?:不符合|未做到|未达到|未完成|不满足)?(?:要求)?", clause.what) is not None
        )
    condition = clause.condition
    return isinstance(condition, n.Test) and condition.exact and condition.amount.number == 1 and not condition.subject


def without_echo(rule: n.Rule) -> n.Rule:
    """A remark such as 满分 after the points says nothing new."""
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    if len(awards) < 2:
        return rule
    echo = [a for a in awards if isinstance(a.condition, n.Always) and isinstance(a.outcome, n.FullMarks)]
    return replace(rule, clauses=tuple(c for c in rule.clauses if c not in echo))


def open_bonus(rule: n.Rule, plan: Plan) -> str:
    """A bonus for something beside what the row tells about (获表彰的加 1 分), in words; empty if there is none."""
    if not any(_earns_or_loses(clause) for clause in rule.clauses):
        return ""
    for clause in rule.clauses:
        if isinstance(clause, n.Award) and isinstance(clause.outcome, n.Bonus) and _is_prose(clause.condition):
            amount = clause.outcome.amount
            points = (
                f"{plain(exact(Fraction(amount) * 100))}%"
                if clause.outcome.share
                else f"{plain(exact(Fraction(amount)))}分"
            )
            return f"{_prose(clause.condition)[:24]}加{points}"
        beside = plan.measure is not Measure.COUNT or any(_is_fact_award(c) for c in rule.clauses)
        if isinstance(clause, n.Event) and isinstance(clause.outcome, n.Bonus) and beside:
            return f"{clause.what[:24]}加分"
    return ""


def _earns_or_loses(clause: n.Clause) -> bool:
    return isinstance(clause, (n.Award, n.Step, n.Event)) and not isinstance(clause.outcome, (n.Bonus, n.ZeroMarks))


def _is_fact_award(clause: n.Clause) -> bool:
    earned = isinstance(clause, n.Award) and isinstance(clause.outcome, (n.Points, n.FullMarks))
    return earned and isinstance(clause, n.Award) and _is_prose(clause.condition)


def _is_prose(condition: n.Condition) -> bool:
    if isinstance(condition, n.Joined):
        return any(_is_prose(part) for part in condition.parts)
    return isinstance(condition, n.Fact)


def _prose(condition: n.Condition) -> str:
    if isinstance(condition, n.Joined):
        return next((_prose(part) for part in condition.parts if _is_prose(part)), "")
    return condition.text if isinstance(condition, n.Fact) else ""
