"""PERF_READ: how a rule is understood."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import Argument, ManualWork, Result, manual_text, numeric, shown, single
from perf_xl.policy import DEFAULT_POLICY, Policy


def PERF_READ(
    rule: Annotated[Argument, Help("评分标准", "评（扣）分标准的原文。")],
    max_score: Annotated[Argument, Help("分值", "本指标的满分，可不填。")] = None,
    *,
    policy: Policy = DEFAULT_POLICY,
) -> Result:
    """把评（扣）分标准读作规范的中文，用来核对程序的理解是否与原意一致。读不懂的返回“需人工：”和原因。"""
    from perf_xl.scoring import read_rule  # the grammar loads with the first rule

    text = single(rule, "评分标准")
    if text is None:
        return None
    reading = read_rule(shown(text), _points(single(max_score, "分值")), policy)
    if reading.restatement:
        return reading.restatement
    return manual_text("；".join(note.message for note in reading.notes) or "这段文字不是可以计算的评分标准")


def _points(value: object) -> Decimal | None:
    if value is None:
        return None
    if not isinstance(value, str | Decimal):
        raise ManualWork(f"“分值”是“{value}”，应是分数")
    return numeric(value.strip().removesuffix("分") if isinstance(value, str) else value, "分值")[0]
