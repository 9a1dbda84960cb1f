"""Scores read off by hand, a few actuals to each rule; None: a person must score."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from itertools import pairwise

import pytest

from perf_xl.policy import DEFAULT_POLICY
from perf_xl.scoring import RuleInput, score_rule

RATE = ("≥", "90", "%", "满意度")
MANY = ("≥", "200", "个", "数量")
SCORES = [
    ("与目标值偏差5%以内得10分，5%-10%得5分，10%以上不得分", ("=", "100", "个", "数量"), "97=10 103=10 92=5 108=5 85=0"),
    ("偏差率5%以内得满分，超过5%的不得分", ("≤", "≤5%", "%", "预算偏差率"), "3%=10 -4%=10 8%=0 -8%=0"),
    ("偏差不超过5%得10分，超过5%每增加1%扣1分", ("=", "100", "个", "数量"), "97=? 92=?"),
    ("获省级表彰加5分，获市级表彰加3分", (None, None, None, "表彰"), "获省级表彰=5 获市级表彰=3 获县级表彰=?"),
    ("完成率120%以上加5分，110%以上加3分", ("≥", "100", "%", "完成率"), "125%=5 115%=3 95%=0"),
    ("优秀得10分，良好得8分；每发现1例扣1分", (None, None, None, "评价"), "优秀=? 良好=? 2=?"),
    ("满意度≥90%得10分，每低1个百分点扣1分；每发现1例投诉扣1分", RATE, "85%=? 95%=?"),
    ("每发现一例扣2分；全年超过5次投诉的不得分", (None, None, "例", "违规"), "2=? 6=?"),
    ("是得满分，否得0分", ("定性", "是", None, "是否公开"), "是=10 否=0 无=? 有=?"),
    ("90≤X＜100得8分，X≥100得10分，X＜90得0分", ("≥", "100", "个", "数量"), "100=10 95=8 90=8 89=0"),
    ("完成率100%得10分，每超1%加0.5分，每低1%扣1分", ("≥", "100", "%", "完成率"), "102%=10 98%=8 100%=10"),
    ("控制在100万元以内得10分，每超1万元扣1分，超过110万元不得分", ("≤", "100", "万元", "成本"), "99=10 103=7 111=0 1030000元=7"),
    ("年增长5%得10分，每低0.5个百分点扣1分", ("≥", "5", "%", "增长率"), "4%=8 增长4%=8 -1%=0 6%=10"),
    ("≥95%得10分，85%（含）-95%得8分，85%以下得5分", ("≥", "95", "%", "合格率"), "95%=10 94.9%=8 85%=8 84.99%=5"),
    ("完成目标值的80%以上得满分，60%-80%得一半分，60%以下不得分", MANY, "160=10 159=5 120=5 119=0"),
    ("每低于目标值1%扣0.5分", MANY, "190=7.5 180=5 210=10"),
    ("每低于目标值1个百分点扣0.5分", ("≥", "95%", "%", "合格率"), "94%=9.5 90.5%=8 95%=10"),
    ("每延迟1天扣0.5分，延迟超过10天不得分", (None, "2025-06-30", None, "进度"), "2025-07-05=7.5 2025-07-10=5 2025-07-11=0 5=7.5 11天=0"),
    ("6月30日前完成得10分，7月31日前完成得5分，否则不得分", (None, "2025年6月30日", None, "进度"), "2025-06-30=10 2025-07-15=5 2025-08-01=0 未完成=?"),
    ("出现1次扣1分，2次扣3分，3次及以上不得分", ("=", "0", "次", "差错"), "0=10 1=9 2=7 3=0 4=0"),
    ("3次以内不扣分，每超过1次扣1分", ("≤", "3", "次", "差错"), "3=10 4=9 6=7 0=10"),
    ("每少5%扣1分，不足5%的按5%计算", ("≥", "100", "%", "完成率"), "96%=9 95%=9 94%=8"),
    ("每少5%扣1分，不足5%不扣", ("≥", "100", "%", "完成率"), "96%=10 95%=9 89%=8"),
    ("达到80%得基本分6分，每增加1%加0.2分，满分10分", ("≥", "100", "%", "完成率"), "80%=6 85%=7 100%=10 79%=?"),
    ("得分=10-（实际值-目标值）×2", ("≤", "5", "次", "次数"), "6=8 5=10 4=10"),
    ("执行率在95%-100%得10分，低于95%按执行率/95%×10计分，高于100%不得分", ("=", "100", "%", "执行率"), "95%=10 90%=9.47 101%=0"),
    ("1.制度健全（3分）；2.执行有效（4分）；3.监督到位（3分）", (None, None, None, "管理"), "1,3=6 ①②③=10 1=?"),
    ("无违规得满分，有违规不得分", ("定性", "无违规", None, "合规"), "无违规=10 有违规=0 未发生=10"),
    ("达标得满分，基本达标得50%，不达标不得分", ("定性", "达标", None, "水质"), "达标=10 基本达标=5 不达标=0 部分达标=?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "row", "scores"), SCORES, ids=lambda value: value[:12] if isinstance(value, str) else ""
)
def test_scores(rule, row, scores) -> None:
    for pair in scores.split():
        actual, wanted = pair.rsplit("=", 1)
        comparison, target, unit, name = row
        score = score_rule(RuleInput(rule, D(10), comparison, target, unit, name, actual)).score
        assert (None if wanted == "?" else D(wanted)) == score, actual


@pytest.mark.parametrize(
    ("changes", "actual", "score"),
    [
        ({}, "88.5%", "9"),
        ({"part_steps": "ceil"}, "88.5%", "8"),
        ({"part_steps": "linear"}, "88.5%", "8.5"),
        ({"decimals": 1}, "85%", "5"),
        ({"overfulfilled_cut": D("0.1"), "overfulfilled_ratio": D("1.1")}, "100%", "9"),
    ],
)
def test_policies(changes, actual, score) -> None:
    row = RuleInput("达到90%得满分，每低1个百分点扣1分", D(10), *RATE, actual)
    assert D(score) == score_rule(row, replace(DEFAULT_POLICY, **changes)).score


@pytest.mark.parametrize(("policy", "score"), [("needs_input", None), ("full", "10"), ("proportion", "10")])
def test_above_an_equals_target(policy, score) -> None:
    row = RuleInput("达到目标得满分，未达到按比例得分", D(10), "=", "50", "场", "场次", "60")
    found = score_rule(
        replace(row, text="等于目标值得满分，低于目标值按比例得分"), replace(DEFAULT_POLICY, equal_above=policy)
    )
    assert found.score in (None, None if score is None else D(score))


def test_doing_better_never_costs() -> None:
    row = RuleInput("满意度≥90%得10分，每低1个百分点扣1分，低于60%不得分", D(10), *RATE)
    scores = [score_rule(replace(row, actual=f"{n / 2}%")).score for n in range(201)]
    known = [score for score in scores if score is not None]
    assert 201 == len(known)
    assert all(a <= b for a, b in pairwise(known))


def test_the_steps_are_told() -> None:
    outcome = score_rule(RuleInput("达到90%得满分，每低1个百分点扣1分", D(10), *RATE, "85.5%"))
    assert ("90% 起，实际 85.5%，低 4.5 个百分点，每 1 个百分点扣 1 分，扣 4 分", "得 6 分") == outcome.trace
    assert "part_step_ignored" in {note.code for note in outcome.notes}


def test_a_bonus_that_is_not_mentioned_counts_as_none() -> None:
    outcome = score_rule(RuleInput("满意度≥90%得10分，每低1个百分点扣1分；获表彰的加1分", D(10), *RATE, "85%"))
    assert D("5.00") == outcome.score
    assert "bonus_not_counted" in {note.code for note in outcome.notes}


def test_one_rounding_half_up() -> None:
    assert D("6.41") == score_rule(RuleInput("按完成比例计分", D(10), "≥", "64", "个", "数量", "41")).score


@pytest.mark.parametrize("text", [None, "按完成比例得分", "达到目标值得满分，否则不得分"])
@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [
        ("2023年度", "2023年度", 10),
        ("每月1次", "每月1次", 10),
        ("2023年12月31日前", "2023-12-20", 10),
        ("每月1次", "每季度1次", None),
        ("2023年度", "2022年度", None),
        ("长期有效", "有效", None),
        ("及时", "3", None),
    ],
)
def test_target_in_words_when_the_actual_repeats_it_then_reached(
    text: str | None, target: str, actual: str, score: int | None
) -> None:
    """Convention 16: the same text is reached; a day in time too; anything else is for a person."""
    outcome = score_rule(RuleInput(text, D(10), "=", target, actual=actual))
    assert score == outcome.score


MENDED = "合格得满分，不合格经整改合格的得60%，整改后仍不合格的不得分"
AT_ONCE = "一次性验收合格得满分，二次验收合格得80%，验收不合格得0分"
DOUBTFUL = [
    ("每有一项达到要求得25%权重分", (None, None, "项", "达标"), "0", "0"),
    ("每有一项达到要求得25%权重分", (None, None, "项", "达标"), "1", "2.5"),
    ("每通过1项得20%权重", (None, None, "项", "通过"), "无", "0"),
    ("未达到目标值的90%，不得分；达到90%以上，每少1个百分点扣0.5分", ("≥", "200", "人", "数量"), "196", "9"),
    ("未达到目标值的90%，不得分；达到90%以上，每少1个百分点扣0.5分", ("≥", "200", "人", "数量"), "210", "10"),
    ("低于90%不得分；90%以上的，每低1个百分点扣0.5分", ("≥", "100", "%", "完成率"), "98%", "9"),
    ("低于90%不得分；90%以上的，每低1个百分点扣0.5分", ("≥", "90", "%", "满意度"), "98%", None),
    ("实际支出低于预算的，按比例扣分；高于预算的不得分", ("≤", "200", "万元", "支出"), "160", None),
    ("得分=分值-（目标值-实际值）×0.5", ("≥", "95", "%", "满意度"), "93%", None),
    ("得分=完成率×分值", ("≥", "50", "%", "绿化覆盖率"), "50%", None),
    ("完成率90%以上得满分，90%以下不得分", ("≥", "10", "%", "利润增长率"), "9.5%", None),
    ("得分=完成率×分值", ("≥", "100", "%", "绿化覆盖率"), "90%", "9"),
    ("每发生一起扣2分", ("≤", "3", "起", "事故"), "5", None),
    ("每发生一起扣2分", ("≤", "3", "起", "事故"), "8", "0"),
    ("2025年9月底前完成得满分，每延迟1个月扣1分", (None, "2025年9月底前", None, "完成时间"), "6月", None),
    ("2025年9月底前完成得满分，每延迟1个月扣1分", (None, "2025年9月底前", None, "完成时间"), "2个月", "8"),
    ("按时完成得满分，每推迟1天扣1分", (None, "2025年9月底前", None, "完成时间"), "2025", None),
    ("按时完成得满分，每推迟1天扣1分", (None, "2025年9月底前", None, "完成时间"), "6.30", None),
    ("按时完成得满分，每推迟1天扣1分", (None, "2025年9月底前", None, "完成时间"), "30日", None),
    ("9月底前完成得满分，否则不得分", ("≤", "9", "月", "完成时间"), "6", None),
    (None, ("≤", "9", "月", "完成时间"), "6", "10"),
    (None, ("≤", "9", "月", "完成时间"), "12.15", None),
    ("按比例得分", ("=", "2025", "年", "完成年份"), "2024", None),
    ("按比例得分", ("≤", "3", "名", "全省排名"), "5", None),
    ("按比例得分", ("≥", "30", "名", "培训人数"), "15", "5"),
    ("达标得满分，否则不得分", ("≥", "3", "类", "水质类别"), "4", None),
    ("达标得满分，否则不得分", ("≥", "3", "类", "水质类别"), "3", "10"),
    ("控制在预算内得满分，每超1%扣1分", ("≤", "500", "万元", "成本"), "5050000", None),
    ("控制在预算内得满分，每超1%扣1分", ("≤", "500", "万元", "成本"), "505", "9"),
    ("达到目标得满分，否则不得分", ("=", "20", "个", "数量"), "22", None),
    ("达到目标得满分，否则不得分", ("=", "20", "个", "数量"), "18", "0"),
    (MENDED, (None, None, None, "质量"), "合格", "10"),
    (MENDED, (None, None, None, "质量"), "不合格", None),
    (MENDED, (None, None, None, "质量"), "整改后仍不合格", "0"),
    (AT_ONCE, (None, None, None, "质量"), "验收合格", None),
    (AT_ONCE, (None, None, None, "质量"), "一次性验收合格", "10"),
]


@pytest.mark.parametrize(("text", "row", "actual", "score"), DOUBTFUL)
def test_readings_when_another_is_as_likely_then_the_right_score_or_none(text, row, actual, score) -> None:
    """Part scores, dead steps, allowed events and calendar words: what is not certain is not scored."""
    comparison, target, unit, name = row
    outcome = score_rule(RuleInput(text, D(10), comparison, target, unit, name, actual))
    assert (None if score is None else D(score)) == outcome.score
