"""Records into entries: identity from the content, amounts in 万元, blanks that stay blanks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from perf_xl.rollup.entries import Identity
from perf_xl.rollup.typed import read_amount, read_points
from tests.rollup.make import FORM, entry, published_entries


@pytest.mark.parametrize(
    ("typed", "unit", "value", "state"),
    [
        (Decimal("36.67"), "万元", Decimal("36.67"), "number"),
        ("13.8万元", None, Decimal("13.8"), "number"),
        ("138000元", "万元", Decimal("13.8"), "number"),
        ("0.2亿元", "万元", Decimal(2000), "number"),
        ("36.67", "万元", Decimal("36.67"), "number"),
        (Decimal(138000), "元", Decimal("13.8"), "number"),
        (Decimal(0), "万元", Decimal(0), "number"),
        (None, "万元", None, "blank"),
        ("约13", "万元", None, "unreadable"),
        ("95%", "万元", None, "unreadable"),
        ("—", "万元", None, "unreadable"),
        (Decimal("13.8"), None, None, "unreadable"),
        ("13.8", None, None, "unreadable"),
    ],
)
def test_amount_when_read_then_is_in_ten_thousands_or_says_why_not(
    typed: Any, unit: str | None, value: Decimal | None, state: str
) -> None:
    """A number without unit in a form that prints none (wuchuan-2024) cannot be told."""
    amount = read_amount(typed, unit, None)
    assert (amount.value, amount.state) == (value, state)


@pytest.mark.parametrize(
    ("typed", "value"), [(Decimal("92.5"), Decimal("92.5")), ("92.5分", Decimal("92.5")), ("优", None), ("九十", None)]
)
def test_points_when_read_then_are_a_number_or_nothing(typed: Any, value: Decimal | None) -> None:
    """得分 cells."""
    assert read_points(typed, None).value == value


def test_identity_when_taken_then_comes_from_the_content_not_the_file() -> None:
    """Spaces, quotes and numbering make no difference; the year is the form's own where it prints none."""
    found = entry("“三区” 科技人才支持经费", unit="某 局", file="最终版(1).xlsx")
    assert found.identity == Identity(FORM, 2023, "某局", "三区科技人才支持经费")


def test_year_when_the_form_prints_it_then_is_read_from_there() -> None:
    """wuchuan-2024 has 起始年度「2024年」."""
    assert published_entries(["wuchuan-2024/05"])[0].identity.year == 2024


def test_department_form_when_gathered_then_keeps_its_amounts_and_its_list() -> None:
    """The 基础数据表 lists fourteen projects."""
    base = published_entries(["zhijiang-2023/02"])[0]
    assert base.amount("项目支出合计_决算数_本年").value == Decimal("1247.36")
    assert [len(base.items), base.items[5].name, base.items[5].spent.value] == [
        14,
        "6、行政运行工作经费",
        Decimal("165.12"),
    ]
