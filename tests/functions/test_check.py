"""PERF_CHECK: the row checks of the ribbon for one row of cells."""

from decimal import Decimal

import pytest

from perf_xl.functions import call_function

D = Decimal


@pytest.mark.parametrize(
    "row, expected",
    [
        (("产出指标", "数量指标", "培训人次", "≥", D(100), "人次"), None),
        ((None, None, "  ", None, None, None), None),
        (
            ("产出指标", "数量指标", "培训人次", None, D(100), "人次"),
            "数量指标“培训人次”没有选指标类型。请选 ≥、>、=、≤、< 之一，或“定性”。",
        ),
        (
            ("产出指标", "质量指标", "合格率", "≥", D(95), "个"),
            "质量指标“合格率”的单位是“个”，与名称不相称，应是“%”。请改正单位或名称。",
        ),
    ],
)
def test_check_when_given_a_row_then_says_its_first_finding_or_nothing(row, expected):
    """A right row and a blank row stay blank."""
    assert expected == call_function("PERF_CHECK", row)


def test_check_when_a_date_lies_in_another_year_then_does_not_guess_the_forms_year():
    """One row does not know which year its form is for."""
    row = ("产出指标", "时效指标", "完成时间", "定性", "2031年12月31日前完成", None)
    assert None is call_function("PERF_CHECK", row)


def test_check_when_several_cells_are_given_for_one_then_says_so():
    """A range by mistake."""
    block = ((D(1),), (D(2),))
    assert "需人工：“指标值”只能是一个单元格" in str(call_function("PERF_CHECK", ["a", "b", "c", "≥", block, "个"]))
