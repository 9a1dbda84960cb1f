"""得分 in the sheet: default weights, rules carried from targets, typed scores kept, nothing else touched."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xl.commands.explain import explain_cell
from perf_xl.commands.score import clear_blocks, score_workbook
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.forms.score_block import find_block
from perf_xl.model.cells import CellRef, SetValue
from perf_xl.policy import DEFAULT_POLICY, with_overrides
from perf_xl.resources import resource_dir
from tests.support import empty_form, filled_form, published

PROJECT = "zhijiang-2023-project-self-evaluation"
DEPARTMENT = "zhijiang-2023-department-self-evaluation"
TARGETS = "zhijiang-2025-department-target"
PUBLISHED = resource_dir("published")


def project(*rows, funds=(100, 95, None)):
    """A project form: rows are (一级, 二级, 三级, 年度指标值, 全年完成值)."""
    keys = ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值")
    money = dict(zip(("全年预算数", "全年执行数", "执行率"), funds, strict=True))
    tables = {
        "资金": [{"来源": "年度资金总额", **money}],
        "指标": [dict(zip(keys, row, strict=True)) for row in rows],
    }
    return filled_form({"form": PROJECT, "fields": {"项目资金名称": "测试项目"}, "tables": tables})


def department(*rows, funds=(100, 100, 80), total=None):
    """A department form: rows are (一级, 二级, 三级, 年度指标值, 实际完成值, 分值, 得分)."""
    keys = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    fields = dict(zip(("资金_年初预算数", "资金_全年预算数", "资金_全年执行数"), funds, strict=True))
    fields |= {"资金_分值": 10, "总分_分值": 100, "总分_得分": total}
    indicators = [dict(zip(keys, row, strict=True)) for row in rows]
    return filled_form({"form": DEPARTMENT, "fields": fields, "tables": {"指标": indicators}})


FULL = (
    ("产出指标", "数量指标", "培训人次", "≥200人次", "180人次"),
    ("效益指标", "经济效益指标", "增收", "≥5%", "5%"),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%"),
)


def block_of(workbook):
    """The score block of the only form."""
    block = find_block(workbook, read_forms(workbook)[0].sheet)
    assert block is not None
    return block


def block_cell(workbook, key, row):
    """A cell of the score block by column and indicator number (0 for the first)."""
    record = read_forms(workbook)[0]
    block = block_of(workbook)
    at = record.rows("指标")[row].cells["三级指标"].row
    return block.ref(key, at)


def test_default_weights_score_a_form_without_points():
    """50+30+10 over the three indicators and 10 for 执行率: 180/200 of 50 is 45, 95 % of 10 is 9.5, in all 94.5."""
    workbook = project(*FULL)
    report = score_workbook(workbook)
    assert [Decimal(45), Decimal(30), Decimal(10)] == [row.points for row in report.scored]
    assert Decimal("94.5") == report.total
    assert report.forms[0].default_weights
    cell = workbook.cell(block_cell(workbook, "得分", 0))
    assert Decimal(45) == cell.value
    assert cell.formula is not None


def test_the_block_says_that_its_points_are_only_a_reference():
    """A clerk must not hand default weights in as the county's."""
    workbook = project(*FULL)
    score_workbook(workbook)
    block = block_of(workbook)
    title = workbook.cell(CellRef(block.sheet, block.header - 1, min(block.columns.values()))).value
    assert "参考得分（默认权重，仅供参考）" == title


def test_a_blank_actual_is_neither_zero_nor_full():
    """The row stays open, the total blank, and beside it stands how many are missing."""
    workbook = project(FULL[0], ("效益指标", "经济效益指标", "增收", "≥5%", None), FULL[2])
    report = score_workbook(workbook)
    assert report.total is None
    assert workbook.cell(block_cell(workbook, "得分", 1)).value in (None, "")
    block = block_of(workbook)
    assert "还有 1 项未得分" == workbook.cell(block.ref("说明", block.total_row)).value
    assert workbook.cell(block.ref("得分", block.total_row)).value in (None, "")


def test_scoring_twice_changes_nothing():
    """The second run has no edits."""
    workbook = project(*FULL)
    score_workbook(workbook)
    assert not score_workbook(workbook).changed


@pytest.mark.parametrize("name", sorted(f"{p.parent.name}/{p.name[:2]}" for p in PUBLISHED.glob("*/*.yml")))
def test_published_form_when_scored_twice_then_formulas_stay(name: str):
    """Also where the points stand in the rules only: they are in the block at once, and the formula refers to them."""
    workbook = filled_form(published(name))
    score_workbook(workbook)
    assert not score_workbook(workbook).changed


def test_points_a_person_entered_in_the_block_are_kept():
    """分值 20 instead of 50: 180/200 of 20 is 18."""
    workbook = project(*FULL)
    score_workbook(workbook)
    workbook.apply([SetValue(block_cell(workbook, "分值", 0), Decimal(20))], label="改")
    assert Decimal(18) == score_workbook(workbook).forms[0].rows[0].points


def test_a_rule_typed_in_the_block_replaces_the_default():
    """「每低1个百分点扣2分」 at 85 % against 90 %: 10 points off, floor 0."""
    workbook = project(FULL[0], FULL[1], ("满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "88%"))
    score_workbook(workbook)
    rule = "达到90%得满分，每低1个百分点扣2分，扣完为止。"
    workbook.apply([SetValue(block_cell(workbook, "规则", 2), rule)], label="改")
    assert Decimal(6) == score_workbook(workbook).forms[0].rows[2].points


def test_clearing_the_block_leaves_no_trace():
    """Cells, looks, names and widths are as before; the 执行率 formula stays, it is no part of the block."""
    workbook = project(*FULL, funds=(100, 95, "95%"))
    before = (workbook.used_area(workbook.sheets()[0]), {name.name for name in workbook.names()})
    score_workbook(workbook)
    assert clear_blocks(workbook) == 1
    after = (workbook.used_area(workbook.sheets()[0]), {name.name for name in workbook.names()})
    assert before == after


def test_restore_takes_the_whole_scoring_back():
    """One write, one step back."""
    workbook = project(*FULL)
    before = {ref: workbook.cell(ref) for ref in read_forms(workbook)[0].cells.values()}
    used = workbook.used_area(workbook.sheets()[0])
    score_workbook(workbook)
    restored = workbook.restore()
    assert "计算得分" == restored.label
    assert used == workbook.used_area(workbook.sheets()[0])
    assert before == {ref: workbook.cell(ref) for ref in before}


def test_an_official_score_is_linked_and_a_typed_one_stays():
    """Row 1 has no 得分 and gets the link; row 2 was typed 9 where the rule gives 8: kept and reported."""
    workbook = department(
        ("产出指标(50分)", "数量指标", "培训人次", "≥200人次", "180人次", 50, None),
        ("满意度指标(10分)", "服务对象满意度指标", "群众满意度", "≥90%", "72%", 10, 9),
    )
    report = score_workbook(workbook)
    rows = read_forms(workbook)[0].rows("指标")
    first, second = (workbook.cell(row.cells["得分"]) for row in rows)
    assert (Decimal(45), True) == (first.value, first.formula is not None)
    assert (Decimal(9), None) == (second.value, second.formula)
    assert [(Decimal(9), Decimal(8))] == [(item.typed, item.value) for item in report.differing]


def test_overwrite_replaces_a_typed_score_and_the_total():
    """45 + 8 + 8 for 80 % of 10."""
    workbook = department(
        ("产出指标(50分)", "数量指标", "培训人次", "≥200人次", "180人次", 50, 50),
        ("满意度指标(10分)", "服务对象满意度指标", "群众满意度", "≥90%", "72%", 10, 9),
        total=70,
    )
    report = score_workbook(workbook, overwrite=True)
    assert Decimal(61) == report.total
    record = read_forms(workbook)[0]
    assert Decimal(61) == record.fields["总分_得分"]
    assert Decimal(8) == record.fields["资金_得分"]


def test_a_row_without_points_keeps_the_total_open():
    """Counting the 分值 cells would not see it: the third levels are counted."""
    workbook = department(
        ("产出指标(50分)", "数量指标", "培训人次", "≥200人次", "180人次", 50, None),
        ("产出指标(50分)", "数量指标", "检查次数", "≥4次", None, None, None),
    )
    assert score_workbook(workbook).total is None
    record = read_forms(workbook)[0]
    total = workbook.cell(record.cells["总分_得分"])
    assert "" == total.value
    assert "COUNTA(指标_三级指标)" in str(total.formula)


def test_a_typed_score_that_stays_counts_in_the_total():
    """The formula adds what the column shows: 45 from the rule, 9 as typed, 8 for the execution rate."""
    workbook = department(
        ("产出指标(50分)", "数量指标", "培训人次", "≥200人次", "180人次", 50, None),
        ("满意度指标(10分)", "服务对象满意度指标", "群众满意度", "≥90%", "72%", 10, 9),
    )
    assert Decimal(62) == score_workbook(workbook).total


def test_rules_come_from_the_target_form_by_the_three_levels():
    """The target's rule, sign and unit are carried into the block of the self-evaluation."""
    target = filled_form({
        "form": TARGETS,
        "fields": {},
        "tables": {
            "指标": [
                {
                    "一级指标": "满意度指标", "二级指标": "服务对象满意度指标", "三级指标": "服务企业满意度",
                    "指标类型": "≥", "指标值": 90, "计量单位": "%",
                    "评分标准": "服务企业满意度达90%以上得10分，每下降1%，扣0.5分，扣完为止。",
                },
            ]
        },
    })  # fmt: skip
    workbook = department(
        ("满意度指标(10分)", "服务对象满意度指标", "服务企业满意度", "90%", "87%", 10, None),
    )
    report = score_workbook(workbook, targets=read_forms(target))
    assert Decimal("8.5") == report.forms[0].rows[0].points
    assert "每下降1%" in str(workbook.cell(block_cell(workbook, "规则", 0)).value)
    assert "≥" == workbook.cell(block_cell(workbook, "类型", 0)).value


def test_targets_are_scored_in_the_block_once_an_actual_is_typed_there():
    """The 2025 targets print rules and no actuals: the block's 实际值 is the entry cell."""
    workbook = filled_form(published("zhijiang-2025/01"))
    report = score_workbook(workbook)
    assert [] == report.scored
    workbook.apply([SetValue(block_cell(workbook, "实际值", 0), Decimal(2))], label="填")
    report = score_workbook(workbook)
    assert [Decimal("1.33")] == [row.points for row in report.scored]


def test_the_policy_used_is_kept_in_the_sheet_and_goes_first():
    """A county's linear reverse proportion is carried in the file: 成本 150 against ≤100 is 50 % of the points."""
    linear = with_overrides(DEFAULT_POLICY, {"reverse_proportion": "linear"})
    workbook = department(("成本指标", "经济成本指标", "支出金额", "≤100万元", "150万元", 20, None))
    assert Decimal(10) == score_workbook(workbook, policy=linear).forms[0].rows[0].points
    assert Decimal(10) == score_workbook(workbook).forms[0].rows[0].points


def test_only_rate_leaves_the_scores_alone():
    """--only rate writes 执行率 and nothing else."""
    workbook = project(*FULL)
    score_workbook(workbook, only_rate=True)
    assert find_block(workbook, read_forms(workbook)[0].sheet) is None


def test_values_writes_numbers_without_formulas():
    """For a reader that must not have formulas."""
    workbook = project(*FULL)
    score_workbook(workbook, values=True)
    cell = workbook.cell(block_cell(workbook, "得分", 0))
    assert (Decimal(45), None) == (cell.value, cell.formula)


def test_a_base_data_form_only_gets_its_ratios():
    """29 of 34 staff: 控制率."""
    workbook = filled_form(published("zhijiang-2023/02"))
    report = score_workbook(workbook, overwrite=True)
    assert [] == report.forms
    assert read_forms(workbook)[0].cells["控制率"] in report.rates.written


@pytest.mark.parametrize("form", ["mof-project-self-evaluation", PROJECT, DEPARTMENT, TARGETS])
def test_an_empty_template_has_nothing_to_score(form):
    """No rows, no block, no error."""
    workbook = empty_form(form)
    assert [] == score_workbook(workbook).scored


def test_explain_tells_rule_numbers_and_result():
    """What the ribbon's 「这个得分怎么来的？」 shows."""
    workbook = project(*FULL)
    score_workbook(workbook)
    found = explain_cell(workbook, block_cell(workbook, "得分", 0))
    assert "“培训人次”45 分（满分 50）" == found.heading
    assert any("180人次" in step for step in found.steps)


def test_explain_refuses_a_cell_that_is_no_number_of_ours():
    """In words, with what to select instead."""
    workbook = project(*FULL)
    with pytest.raises(InputError, match="请选中得分"):
        explain_cell(workbook, CellRef(workbook.sheets()[0], 1, 1))
