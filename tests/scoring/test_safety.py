"""Words that change a rule's meaning, put where they change it: then nothing is scored."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from perf_xl.scoring import RuleInput, score_rule

RULES = {
    "满意度≥90%得10分，每低1个百分点扣1分，低于60%不得分": (("≥", "90", "%", "满意度"), "85%", "5.00"),
    "满意度≥90%得10分，80%-90%得8分，80%以下不得分": (("≥", "90", "%", "满意度"), "85%", "8.00"),
    "按计划完成得10分，否则按实际值/计划值*指标分值计分": (("≥", "50", "场", "活动"), "40", "8.00"),
    "每发现一例扣2分，扣完为止": ((None, None, "例", "违规"), "2", "6.00"),
    "2025年12月31日前完成得10分，每推迟10天扣1分": ((None, "2025年12月31日前", None, "进度"), "2026-01-20", "8.00"),
    "完成目标得满分，未完成的按比例得分": (("≥", "50", "场", "活动"), "40", "8.00"),
}
DANGEROUS = (
    "特殊情况酌情处理",
    "超过部分加倍扣",
    "弄虚作假的不得分",
    "逾期未整改的再扣1分",
    "情节严重的加倍扣分",
    "连续两年的加倍",
    "其他情况由县财政局确定",
    "具体得分由专家组评定",
    "按名次递减",
    "全年超过5次投诉的不得分",
    "难度系数1.2",
    "低于上年的扣2分",
    "资料不齐全的扣1分",
    "未按规定公开的不得分",
    "最终得分乘以权重系数",
    "抽查3个单位，每个单位1分",
)
HARMLESS = ("（不含县外）", "（重点项目）", "（下同）")


def _score(text: str, rule: str) -> D | None:
    row, actual, _ = RULES[rule]
    return score_rule(RuleInput(text, D(10), *row, actual)).score


@pytest.mark.parametrize("rule", RULES)
def test_the_rules_themselves_are_scored(rule: str) -> None:
    assert D(RULES[rule][2]) == _score(rule, rule)


@pytest.mark.parametrize("phrase", DANGEROUS)
@pytest.mark.parametrize("rule", RULES)
def test_one_more_sentence_and_nothing_is_scored(rule: str, phrase: str) -> None:
    said = {text: _score(text, rule) for text in (f"{rule}；{phrase}。", f"{rule}。{phrase}", f"{rule}，{phrase}")}
    assert not any(score is not None for score in said.values()), said


@pytest.mark.parametrize("phrase", HARMLESS)
@pytest.mark.parametrize("rule", RULES)
def test_a_remark_changes_nothing(rule: str, phrase: str) -> None:
    assert D(RULES[rule][2]) == _score(f"{rule}{phrase}。", rule)
