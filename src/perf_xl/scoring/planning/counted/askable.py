"""What one bare number of events cannot answer: another thing counted, or how much was done."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n
from perf_xl.scoring.plan import Refused
from perf_xl.scoring.planning.counted.kinds import Counted
from perf_xl.scoring.reading.facts import fact_text, is_fault

_FAULT_UNITS = frozenset({"", "项", "次", "例", "起", "处", "件", "条", "宗", "点", "小项", "分"})
_COUNT_FILLER = re.compile(
    "全年|年度|年内|当年|一年内|累计|合计|总计|总共|共计|共|发生|发现|出现|存在|超过|达到|问题|情况|情形|次数|数量|总数|同类|同一|月|季度?|本项|指标|连续|考核期内|评估期内|评价期内|上述|以上|以下|此类|每|的|有|了|且|在|内|该|其|扣分|被|未|不|迟延|,|、"
)
"""What may stand before a number of events without naming another kind of event."""


def check_subjects(counted: Counted) -> None:
    """每发现一例扣2分, 投诉超过5次的不得分: two things are counted, and one number was typed."""
    if not counted.kinds:
        return
    said = "".join(k.text for k in counted.kinds) + counted.draft.row.name
    for award, _ in counted.tests:
        subject = _COUNT_FILLER.sub("", getattr(award.condition, "subject", ""))
        if len(subject) > 1 and not any(subject[i : i + 2] in said for i in range(len(subject) - 1)):
            raise Refused(
                "several_kinds", f"标准还数“{subject[:20]}”的次数，本行只填了一个次数，分不清是哪一种；请由人计分。"
            )


def check_target(counted: Counted) -> None:
    """A row that wants many of something is not counted in faults."""
    row = counted.draft.row
    once = [k for k in counted.kinds if not k.each]
    if once and len(once) == len(counted.kinds) and row.unit not in _FAULT_UNITS:
        raise Refused(
            "count_missing",
            f"标准按有没有“{fact_text(once[0].text)[:20]}”扣分，本行计量单位是“{row.unit}”，填的不像是问题数；请由人计分。",
        )
    lacking = [c for c in counted.draft.rule.clauses if isinstance(c, n.Event) and c.shortfall]
    if lacking and row.target is None and row.sign in ("≥", ">"):
        raise Refused("target_missing", "标准按少了多少扣分，但没有目标值，不知从哪里起扣；请填写指标值。")
    short = [c for c in counted.draft.rule.clauses if isinstance(c, n.Step)]
    told = any(is_fault(k.text) for k in counted.kinds)
    if short and not told and any(isinstance(k.outcome, n.Deduct) for k in counted.kinds):
        raise Refused("target_missing", "标准按少了多少扣分，但没有目标值，不知从哪里起扣；请填写指标值。")
    if row.target is not None and row.target > 0 and row.sign in ("≥", ">", "=") and counted.kinds:
        gains = all(isinstance(k.outcome, (n.Bonus, n.Points)) for k in counted.kinds)
        if not gains:
            raise Refused("count_missing", "标准按出现问题的次数扣分，而实际值填的是完成情况；请填写次数，或由人计分。")
