"""Default 指标解释 and 评分标准: only empty cells, always with an origin."""

from __future__ import annotations

from perf_xl.commands.defaults import fill_defaults
from perf_xl.forms.read import read_forms
from perf_xl.library import MatchKind
from tests.support import filled_form, published

FORM = "zhijiang-2025-department-target"


def target(*rows):
    """A 2025 target form with the given rows: (二级, 三级, 指标类型, 指标解释, 评分标准)."""
    keys = ("二级指标", "三级指标", "指标类型", "指标解释", "评分标准")
    indicators = [{"一级指标": "产出指标", **dict(zip(keys, row, strict=True))} for row in rows]
    return filled_form({"form": FORM, "fields": {}, "tables": {"指标": indicators}})


def definitions(workbook, column="指标解释"):
    """The column as it stands now."""
    return [row.values[column] for row in read_forms(workbook)[0].rows("指标")]


def test_an_empty_definition_is_filled_and_says_from_where():
    """A known name gets its definition, an unknown one the pattern of its second level."""
    workbook = target(("质量指标", "资金到位率", "≥", None, None), ("数量指标", "新增规模工业企业", "≥", None, None))
    report = fill_defaults(workbook)
    first, second = definitions(workbook)
    assert "实际到位资金" in first
    assert "“新增规模工业企业”" in second
    assert [MatchKind.EXACT, MatchKind.PATTERN] == [item.found.kind for item in report.filled]
    assert "zhijiang-2023" in report.filled[0].found.origin
    assert ["新增规模工业企业"] == [item.indicator for item in report.doubtful]


def test_what_a_person_wrote_is_never_overwritten():
    """Even boilerplate stays: a check speaks about it, not this command."""
    workbook = target(("质量指标", "资金到位率", "≥", "考核资金到位率情况。", None))
    assert [] == fill_defaults(workbook).filled
    assert ["考核资金到位率情况。"] == definitions(workbook)


def test_rules_are_filled_only_when_asked():
    """A quantitative row gets the usual proportion, a qualitative one the ranges of the 说明."""
    rows = (("数量指标", "培训人次", "≥", "有", None), ("质量指标", "工作成效", "定性", "有", None))
    workbook = target(*rows)
    fill_defaults(workbook)
    assert [None, None] == definitions(workbook, "评分标准")
    fill_defaults(workbook, rules=True)
    first, second = definitions(workbook, "评分标准")
    assert "实际值/计划值" in first
    assert "80%-60%" in second


def test_filling_twice_is_filling_once():
    """The second time there is nothing to do."""
    workbook = target(("质量指标", "资金到位率", "≥", None, None))
    fill_defaults(workbook)
    assert [] == fill_defaults(workbook).filled


def test_preprinted_rows_without_an_indicator_stay_empty():
    """A second-level name alone is no indicator."""
    workbook = target(("质量指标", None, None, None, None))
    report = fill_defaults(workbook, rules=True)
    assert ([], []) == (report.filled, report.unknown)


def test_the_published_targets_have_nothing_to_fill():
    """Zhijiang 2025 wrote a definition in each of its eighteen rows."""
    assert [] == fill_defaults(filled_form(published("zhijiang-2025/01"))).filled
