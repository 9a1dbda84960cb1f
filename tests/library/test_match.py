"""Which default 指标解释 an indicator gets, and what the answer says of its origin."""

from __future__ import annotations

import openpyxl
import pytest

from perf_xl.library import LibraryError, MatchKind, default_rule, explain, load_library, shipped_library


@pytest.mark.parametrize(
    ("indicator", "level2", "kind", "piece"),
    [
        ("在职人员控制率", None, MatchKind.EXACT, "编制数"),
        ("资金到位率（%）", "质量指标", MatchKind.NORMALISED, "实际到位资金"),
        ("三公经费控制率", None, MatchKind.NORMALISED, "实际支出数"),
        ("社会公众及服务对象满意度", None, MatchKind.SIMILAR, "一般采取社会调查"),
        ("新增规模工业企业", "数量指标", MatchKind.PATTERN, "“新增规模工业企业”"),
        ("企业满意度调查", "服务对象 满意度指标", MatchKind.PATTERN, "有效调查人数"),
    ],
)
def test_explain_finds_by_name_then_by_pattern(indicator, level2, kind, piece):
    """Exact, normalised, similar, then the pattern of the second level."""
    found = explain(indicator, level2)
    assert found is not None
    assert kind == found.kind
    assert piece in found.text


def test_explain_with_nothing_known_gives_none():
    """No name and no known second level: nothing is made up."""
    assert explain("新增规模工业企业", None) is None
    assert explain("", "数量指标") is None


def test_explain_never_takes_a_near_name_of_other_meaning():
    """预算完成率 is not 预算控制率, though three of five characters are the same."""
    found = explain("预算节约率", "成本指标")
    assert found is not None
    assert MatchKind.PATTERN == found.kind


def test_explain_prefers_the_definition_of_the_level():
    """资金使用合规性 is defined for departments and for projects."""
    department, project = (explain("资金使用合规性", level=level) for level in ("部门", "项目"))
    assert department is not None
    assert project is not None
    levels = [found.entry.level for found in (department, project) if found.entry]
    assert ["部门", "项目"] == levels


def test_default_rule_is_that_of_the_same_name_or_of_the_type():
    """A common indicator has its own 评价标准; others get the usual rule of their type."""
    assert "每超过一个百分点扣0.5分" in default_rule("在职人员控制率", qualitative=False).text
    assert "实际值/计划值" in default_rule("服务企业个数", qualitative=False).text
    assert "80%-60%" in default_rule("工作成效", qualitative=True).text


def test_every_shipped_entry_says_where_it_is_from():
    """No entry without text or without source; unverified ones are marked."""
    for entry in shipped_library().entries:
        assert entry.definition or entry.rule, entry.name
        assert entry.source, entry.name
        assert entry.certainty in {"published", "found", "unverified"}


def test_a_users_library_stands_before_the_shipped_one(tmp_path):
    """A unit's own 指标库.xlsx wins, and is named as the source."""
    book = openpyxl.Workbook()
    book.active.append(["本县指标库"])
    book.active.append(["来源", "三级指标", "指标解释"])
    book.active.append(["县绩效办", "资金到位率", "本县口径：以国库到账为准。"])
    path = tmp_path / "指标库.xlsx"
    book.save(path)
    found = explain("资金到位率", library=load_library((path,)))
    assert found is not None
    assert ("本县口径：以国库到账为准。", "县绩效办") == (found.text, found.source)


def test_a_workbook_without_the_heading_is_refused_in_words(tmp_path):
    """The sentence says which heading is missing."""
    path = tmp_path / "库.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(LibraryError, match="三级指标"):
        load_library((path,))
