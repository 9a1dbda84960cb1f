"""The parts that checks are made of: matching names, sums with their tolerance, minimum counts, facts files."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perf_xl.checks.alike import best_match
from perf_xl.checks.facts import load_facts
from perf_xl.checks.grades import grade_of
from perf_xl.checks.minimums import Minimum, minimums
from perf_xl.checks.ratios import agrees
from perf_xl.checks.relations import Relation
from perf_xl.checks.slip import is_unit_slip
from perf_xl.errors import FileProblem, InputError
from perf_xl.model.indicators import IndicatorCategory

D = Decimal


@pytest.mark.parametrize(
    ("name", "amount", "others", "index"),
    [
        ("8、科技三项经费", D("19.96"), [("经信科技专项业务经费", D("36.67")), ("科技三项经费", D("19.96"))], 1),
        ("创新型省份建设专项资金", D(76), [("创新型省份建设资金", D(76)), ("国际陆港工作经费", D(10))], 0),
        ("电子商务进农村师范项目", D(7), [("全国电子商务进农村示范项目", D(7))], 0),
        ("电子商务进农村师范项目", D(7), [("全国电子商务进农村示范项目", D(9))], None),
        ("外经贸工作", D("13.8"), [("外经贸工作经费", D("13.8"))], 0),
        ("死亡一次性抚恤金", D("155.83"), [("物资局安置人员经费", D("155.83"))], None),
        ("培训经费", D(5), [("培训经费", D(5)), ("培训经费", D(6))], None),
    ],
)
def test_match_when_names_differ_a_little_then_only_where_it_is_certain(name, amount, others, index):
    """The same name, the same name without its ending, a similar name with the same amount; never a guess."""
    assert index == best_match(name, amount, others)


@pytest.mark.parametrize(
    ("total", "parts", "kind"),
    [
        ("1247.36", ["500", "747.36"], "exact"),
        ("1247.36", ["500", "747.37"], "rounding"),
        ("1247.36", ["500", "747.38"], "wrong"),
        ("100", ["60.004", "40"], "rounding"),
        ("0.30", ["0.10", "0.20"], "exact"),
        ("100", ["0.005"] * 3 + ["99.98"], "rounding"),
        ("12.35", ["12.345678"], "rounding"),
        ("12.36", ["12.345678"], "wrong"),
        ("9", ["4", "4"], "rounding"),
        ("10", ["4", "4"], "wrong"),
    ],
)
def test_sum_when_it_differs_then_rounding_is_half_a_last_place_for_each_addend(total, parts, kind):
    """Half a unit of the last place, times the number of addends: inside it is 尾差, outside an error."""
    relation = Relation("合计", D(total), tuple(D(part) for part in parts), None)
    found = "exact" if relation.is_exact else "rounding" if relation.is_rounding else "wrong"
    assert kind == found


def test_sum_when_the_parts_are_only_some_then_they_may_be_less():
    """其中 that names only some parts may come to less than the total, never to more."""
    assert Relation("公用经费", D("34.28"), (D("26.73"),), None, whole=False).is_exact
    assert not Relation("公用经费", D("34.28"), (D("36.73"),), None, whole=False).is_exact


@pytest.mark.parametrize(
    ("typed", "ratio", "same"),
    [
        ("85%", Fraction(29, 34), True),
        ("85.3%", Fraction(29, 34), True),
        ("85.2%", Fraction(29, 34), False),
        (D("0.8529"), Fraction(29, 34), True),
        (D(1), Fraction(1), True),
        ("100", Fraction(1), None),
        ("约85%", Fraction(29, 34), None),
        ("12.5%", Fraction(1, 8), True),
        ("13%", Fraction(1, 8), True),
    ],
)
def test_ratio_when_compared_then_by_its_own_decimals(typed, ratio: Fraction, same: bool | None):
    """85 % is right for 85.29 %, 85.2 % is not; what is no ratio is not compared."""
    assert same is agrees(typed, ratio)


@pytest.mark.parametrize(
    ("one", "other", "slip"), [("76", "760000", True), ("150", "1260000", True), ("76", "7600", False)]
)
def test_slip_when_about_ten_thousand_times_then_yuan_for_wan(one: str, other: str, slip: bool):
    """元 for 万元 makes ten thousand times as much; a hundred times is something else."""
    assert slip == is_unit_slip(D(one), D(other))
    assert not is_unit_slip(D(one), None)
    assert not is_unit_slip(D(0), D(other))


def test_minimums_when_a_note_states_them_then_all_of_them():
    """Exactly the counts of the printed 备注, and none where it states none."""
    note = "4. 绩效指标的填报数量不少于5个, 其中: 产出指标中量化指标个数应不少于2个, 成本指标中量化指标个数应不少于1个, 效益指标和满意度指标各至少1个。"
    assert [
        Minimum(5),
        Minimum(2, IndicatorCategory.OUTPUT, quantified=True),
        Minimum(1, IndicatorCategory.COST, quantified=True),
        Minimum(1, IndicatorCategory.BENEFIT),
        Minimum(1, IndicatorCategory.SATISFACTION),
    ] == list(minimums(note))
    assert [] == list(minimums("1. 本表的填报主体是预算单位，主管部门可进行代编。"))


@pytest.mark.parametrize(
    ("score", "grade"), [("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良"), ("60", "中"), ("59.9", "差")]
)
def test_grade_when_on_a_bound_then_the_better_one(score: str, grade: str):
    """90（含）, 80（含）, 60（含）."""
    assert grade == grade_of(D(score))


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("- {id: 甲", FileProblem, "不是有效的 UTF-8 YAML"),
        ("a: 1", InputError, "应是一条条事实的列表"),
        ("- {id: 甲, value: 1}", InputError, "第 1 条要有 id、value、about 三项"),
    ],
)
def test_facts_when_the_file_is_wrong_then_one_sentence(tmp_path, text: str, error: type[Exception], says: str):
    """A facts file that cannot be used is refused in words."""
    path = tmp_path / "facts.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(error, match=says):
        load_facts(path)
