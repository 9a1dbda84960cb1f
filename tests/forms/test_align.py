"""Labels and cells brought together in reading order."""

from __future__ import annotations

from perf_xl.forms.align import align
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.labels import Label, foreign_labels, labels_of, plain_label
from perf_xl.forms.pattern import pattern_in
from perf_xl.model.cells import Area


def labels(*texts: str) -> tuple[Label, ...]:
    """Labels one below the other."""
    return tuple(Label((row, 1, row, 1), plain_label(text), pattern_in(text)) for row, text in enumerate(texts, 1))


def cells(*texts: str) -> list[tuple[Area, str]]:
    """Texts one below the other."""
    return [(Area("表", row, 1, row, 1), text) for row, text in enumerate(texts, 1)]


def matches(found):
    """Label text to sheet row."""
    return {item.label.text: item.area.top for item in found}


def test_align_when_texts_stand_between_the_labels_then_they_are_skipped():
    """Data is no label."""
    found = align(labels("项目名称", "主管部门"), cells("某项目", "项目名称", "甲", "主管部门", "乙"))
    assert matches(found) == {"项目名称": 2, "主管部门": 4}


def test_align_when_a_text_is_another_label_to_the_letter_then_it_is_not_taken_for_a_misspelt_one():
    """年初预算数 differs from 全年预算数 by one character."""
    found = align(labels("年初预算数", "全年预算数"), cells("全年预算数"))
    assert matches(found) == {"全年预算数": 1}


def test_align_when_a_label_was_mistyped_then_it_is_found_with_less_likeness():
    """One wrong character in a long label."""
    (found,) = align(labels("未完成原因和改进措施"), cells("未完成原因及改进措施"))
    assert 0.5 < found.likeness < 1


def test_align_when_a_short_label_differs_then_it_is_not_found():
    """分值 is not 得分."""
    assert align(labels("分值"), cells("分数")) == []


def test_align_when_a_label_holds_a_value_then_found_by_the_words_around_it():
    """（2025）年度 is the label of the year, 2025 alone is not."""
    assert len(align(labels("（{年度}）年度"), cells("2025", "（2025）年度"))) == 1


def test_foreign_labels_when_two_counties_share_a_form_then_only_what_differs():
    """财政专项资金 is printed in Wuchuan and not in Suixi."""
    foreign = foreign_labels(form_spec("suixi-2026-department-target"))
    assert "财政专项资金" in foreign
    assert "基本支出" not in foreign


def test_labels_of_when_rows_come_and_go_then_they_are_no_labels():
    """The preprinted levels of a growing table say nothing; the sources of a fixed one do."""
    texts = {label.text for label in labels_of(form_spec("zhijiang-2023-project-self-evaluation"))}
    assert "数量指标" not in texts
    assert "省级资金" in texts
