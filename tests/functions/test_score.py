"""PERF_SCORE, PERF_SCORES and PERF_READ: the same answers as the language gives, and what surrounds them."""

from decimal import Decimal

import pytest

from perf_xl.functions import Argument, CellError, call_function
from perf_xl.functions.score import GUIDE
from perf_xl.policy import DEFAULT_POLICY, with_overrides
from perf_xl.scoring import RuleInput, read_rule, score_rule

D = Decimal
RULE = "每低于1个百分点扣0.5分，扣完为止"


def col(*cells):
    """A column of cells."""
    return tuple((cell,) for cell in cells)


def test_score_when_without_arguments_then_guides():
    """One sentence with an example."""
    assert GUIDE == call_function("PERF_SCORE", [])
    assert GUIDE == call_function("PERF_SCORE", [None] * 7)


@pytest.mark.parametrize("actual", [None, "", "  "])
def test_score_when_the_actual_is_blank_then_is_blank(actual):
    """未填报 is not 0."""
    assert None is call_function("PERF_SCORE", [RULE, actual, "95%", "≥", "%", D(10)])


def test_score_when_scored_then_equals_the_language():
    """3 points below 98% at half a point each."""
    result = call_function("PERF_SCORE", [RULE, "95%", "98%", "≥", "%", D(10), "合格率"])
    row = RuleInput(text=RULE, actual="95%", target="98%", comparison="≥", unit="%", max_score=D(10), name="合格率")
    assert D("8.5") == result == score_rule(row).score


def test_score_when_a_person_must_judge_then_says_why():
    """The language's own words behind 需人工."""
    result = call_function("PERF_SCORE", ["酌情扣分", "良好", "良好", "定性", None, D(5)])
    assert isinstance(result, str)
    assert result.startswith("需人工：")


def test_score_when_a_cell_is_an_error_then_names_it():
    """The cause is the cell, not the rule."""
    expected = "需人工：“实际完成值”是错误值 #DIV/0!，请先改正该单元格"
    assert expected == call_function("PERF_SCORE", [RULE, CellError("#DIV/0!")])


@pytest.mark.parametrize(
    "points, expected", [("10分", D("8.5")), ("abc", "需人工：“分值”是“abc”，不是数字，请改为数字（不带单位）")]
)
def test_score_when_points_are_text_then_reads_or_refuses_them(points, expected):
    """「10分」 is what forms print."""
    assert expected == call_function("PERF_SCORE", [RULE, "95%", "98%", "≥", "%", points])


def test_score_when_the_policy_differs_then_follows_it():
    """Part steps: floor by default, linear in some counties."""
    arguments: list[Argument] = [RULE, "96.5%", "98%", "≥", "%", D(10)]
    linear = with_overrides(DEFAULT_POLICY, {"part_steps": "linear"})
    assert (D("9.5"), D("9.25")) == (
        call_function("PERF_SCORE", arguments),
        call_function("PERF_SCORE", arguments, linear),
    )


def test_scores_when_given_columns_then_each_row_is_as_alone():
    """A shared value is spread; blank rows stay blank; one bad row does not spoil the others."""
    rules, actuals = col(RULE, RULE, None, "酌情给分"), col("95%", None, CellError("#N/A"), "好")
    result = call_function("PERF_SCORES", [rules, actuals, "98%", "≥", "%", D(10)])
    alone = [
        call_function("PERF_SCORE", [r[0], a[0], "98%", "≥", "%", D(10)]) for r, a in zip(rules, actuals, strict=True)
    ]
    assert [[cell] for cell in alone] == result
    assert isinstance(result, list)
    assert [D("8.5"), None] == [row[0] for row in result[:2]]


def test_scores_when_columns_differ_in_length_then_says_so():
    """A shifted column would score the wrong rows."""
    expected = "需人工：各列的行数不同：“评分标准” 2 行，“实际完成值” 3 行。请选取同样多的行"
    assert expected == call_function("PERF_SCORES", [col(RULE, RULE), col(D(1), D(2), D(3))])


def test_read_when_understood_then_gives_the_restatement():
    """「读作」 as the language has it."""
    assert read_rule(RULE, D(10)).restatement == call_function("PERF_READ", [RULE, D(10)])


def test_read_when_no_rule_then_says_so():
    """Text that scores nothing."""
    result = call_function("PERF_READ", ["今天天气很好"])
    assert isinstance(result, str)
    assert result.startswith("需人工：")
    assert None is call_function("PERF_READ", [None])
