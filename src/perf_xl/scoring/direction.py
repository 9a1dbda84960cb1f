"""Is more better, or less? Decided by the sign, the rule's own words, the branch, the name; never by hope."""

from __future__ import annotations

import re
from typing import Literal

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way

Direction = Literal["more", "less", "equal"]

_LESS_HEAD = re.compile(
    r"(?:控制率|变动率|调整率|增支率|超支率|结转结余率?|结余率|偏差率?|偏离度|误差率?|差异率|波动率|投诉|差错|错误|能耗|成本|支出|费用|经费|事故|待修|故障|死亡|病死|发病|违规|违纪|违法|超支|损耗|流失|逾期|不良|返工|返修|缺陷|控制|退款|客诉|排放|污染|失业|贫困|空置|拖欠|延误|用水|用电|耗电|耗水|取水|发案|案件|信访|上访|舆情|隐患|通报|处罚|空白|债务|负债|流产|感染|脱落|离职|缺勤|废品|停机|复发|再犯|重犯|积压|滞销|坏账|欠款|欠税|滞后|迟报|漏报|错报)"
    r"(?:发生|出现|占比|单价|强度|浓度|时间|天数|用时|时长|次数|件数|起数|例数|人数|户数|处数|数量|数|量|率|额|比例|比重|金额|总额|总量|总数|规模|水平|支出|费用|情况|事件|问题|值|面积|线|度|率)*$"
)
"""Heads of names of things one wants low; 投诉处理 and the like have another head."""
_LESS_WORD = re.compile(
    r"投诉|差错|能耗|成本|支出|费用|事故|待修|故障|死亡|发病|违规|超支|损耗|流失|逾期|偏差|误差|结余|返工|返修|缺陷|退款|客诉|排放|污染|失业|贫困|空置|拖欠|延误|用水|用电|耗电|耗水|取水|隐患|案件|信访"
)
_MORE_HEAD = re.compile(
    r"(?P<not>[不未无非零没]?)(?:满意度|满意率|(?:完成|合格|达标|覆盖|及时|知晓|到位|执行|参与|优良|成活|通过|办结|结案|公开|使用|利用|保障|普及|入学|就业|巩固|准确|正确|有效|处理|处置|响应|增长|完好|验收|规范|实现|达成|达产|开工|竣工|支付|拨付|签约|落实|整改|修复|回收|追缴|追回|清偿|收缴|监测|收益|去除|盘活|接通|成功|回复|化解|调解|破案|起诉|治愈|好转|出勤|到课|毕业|转化|留存|续约|复购|交付|准时|自给|绿化|入库|兑现|履约|建档|签订|接种|检出|检测|抽检|产销|开机|稼动|设备综合效)率)$"
)
_MORE_WORD = re.compile("人次|场次|期数|受益|培训|保有量|产量|产值|收入|满意度")


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
    """The 成本 branch and names of things one wants low, or high: the head at the end of the name decides."""
    text = re.sub(r"[(（][^()（）]*[)）]|[“”\"\s]", "", name or "")
    more = _MORE_HEAD.search(text)
    denied = re.search("未|无|零|没有|非(?!税)|不(?!动产)", text if more is None else text[: more.start()]) is not None
    if more is not None and more["not"]:
        return None if denied else "less"
    if more is not None:
        doubtful = denied or ("增长率" in text and _LESS_WORD.search(text) is not None)
        return None if doubtful else "more"
    saving = re.search("降低|下降|减少|节约|压减|降幅|节能", text) is not None
    if _LESS_HEAD.search(text):
        return None if saving or denied else "less"
    if "成本" in (level1 or "") or "成本" in (level2 or ""):
        return None if saving else "less"
    return "more" if _MORE_WORD.search(text) and not _LESS_WORD.search(text) else None


_OF_CHANGE = re.compile(
    "变化|变动|同比|环比|较上年|比上年|较去年|比去年|增减|增速|增幅|降幅|涨幅|差异|偏差|偏离|上年|增长|增加|提高|上升|提升|下降|降低|减少|节约|压减"
)
"""Names of numbers that are changes: nothing of them is measured against 100%."""


def of_a_whole(name: str, way: Direction | None) -> bool:
    """Whether a rate of this name is a share of what there was to do: not a change, nor a rate one wants low."""
    if _OF_CHANGE.search(name) and re.search("完成|达标|执行", name) is None:
        return False
    if name and by_name(name, None, None) != "more" and not re.search("率|比例|比重|满意度|占比|程度|进度", name):
        return False
    return way != "less" or re.search("控制率|执行率|完成率|支出率", name) is not None


def direction(
    rule: n.Rule, comparison: str | None, name: str | None, level1: str | None, level2: str | None
) -> Direction | None:
    """The direction of a row, in the order of the conventions; None: unknown."""
    sign = by_sign(comparison)
    if sign in ("more", "less"):
        return sign
    return by_rule(rule) or sign or by_name(name, level1, level2)
