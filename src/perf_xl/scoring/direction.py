"""Is more better, or less? Decided by the sign, the rule's own words, the branch, the name; never by hope."""

from __future__ import annotations

import re
from typing import Literal

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way

Direction = Literal["more", "less", "equal"]

_LESS_NAMES = re.compile(
    r"控制率|变动率|投诉|差错|能耗|成本|支出金额|支出总额|费用|事故|待修|故障|死亡|发病|违规|超支|损耗|流失|逾期|偏差|误差|结转结余率|结余率|返工|返修|缺陷|投资额控制|调整率|退款|客诉|排放|污染|失业|贫困发生|空置|拖欠|延误|用水量|用电量|耗电|耗水|取水"
)
_MORE_NAMES = re.compile(
    r"满意度|完成率|合格率|达标率|覆盖率|及时率|知晓率|到位率|执行率|参与率|优良率|成活率|通过率|办结率|公开率|使用率|利用率|保障率|普及率|入学率|就业率|巩固率|准确率|正确率|有效率|处理率|响应率|增长率|完好率|验收率|规范率|人次|场次|期数|受益|培训|保有量|产量|产值|收入"
)


def by_sign(comparison: str | None) -> Direction | None:
    """≥ > more, ≤ < less, = equal."""
    return {"≥": "more", ">": "more", "≤": "less", "<": "less", "=": "equal"}.get(comparison or "")  # type: ignore[return-value]


def by_rule(rule: n.Rule) -> Direction | None:
    """What the rule's steps and bands say; None if they say nothing or both."""
    votes: set[Direction] = set()
    for clause in rule.clauses:
        match clause:
            case n.Step(way=way, outcome=n.Deduct()) if way in (Way.LOW, Way.HIGH):
                votes.add("more" if way is Way.LOW else "less")
            case n.Award(condition=n.Test() as test, outcome=outcome) if test.way is None and not test.exact:
                good = isinstance(outcome, (n.FullMarks, n.Points))
                if isinstance(outcome, (n.FullMarks, n.ZeroMarks)) or _is_top(rule, outcome):
                    up = test.op in (Op.GE, Op.GT)
                    votes.add("more" if up == good else "less")
    return votes.pop() if len(votes) == 1 else None


def _is_top(rule: n.Rule, outcome: n.Outcome) -> bool:
    points = [c.outcome.points for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.outcome, n.Points)]
    return isinstance(outcome, n.Points) and bool(points) and outcome.points == max(points)


def by_name(name: str | None, level1: str | None, level2: str | None) -> Direction | None:
    """The 成本 branch and names of things one wants low, or high."""
    text = name or ""
    if _LESS_NAMES.search(text) and not re.search(r"(?:降低|下降|减少|节约|压减|降幅|整改|处理|办结|满意)", text):
        return "less"
    if "成本" in (level1 or "") or "成本" in (level2 or ""):
        return "less" if not re.search("节约|降低|下降|减少|压减", text) else None
    return "more" if _MORE_NAMES.search(text) else None


def direction(
    rule: n.Rule, comparison: str | None, name: str | None, level1: str | None, level2: str | None
) -> Direction | None:
    """The direction of a row, in the order of the conventions; None: unknown."""
    sign = by_sign(comparison)
    if sign in ("more", "less"):
        return sign
    return by_rule(rule) or sign or by_name(name, level1, level2)
