"""One spelling for every way of typing, and the way back to what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.scoring.text.normalize import LONGEST, normalize
from tests.scoring.support import texts


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("满意度≥９０％，得１０分。", "满意度≥90%,得10分;"),
        ("完成率≧95％", "完成率≥95%"),
        ("“三公经费”≦0％", "三公经费≤0%"),
        ("计0。5分", "计0.5分"),
        ("  按时 完成 ", "按时完成"),
        ("超支不計分", "超支不计分"),
        (r"合格率 $\geq 90\%$", "合格率≥90%"),
    ],
)
def test_spelling(typed: str, text: str) -> None:
    assert text.rstrip(";") == normalize(typed).text.rstrip(";")


def test_angle_brackets_before_a_number_are_signs() -> None:
    found = normalize("满意度》90%得10分")
    assert "满意度≥90%得10分" == found.text
    assert found.angle_read_as_sign
    assert not normalize("按《预算法》执行得满分").angle_read_as_sign


def test_quote_gives_what_was_typed() -> None:
    found = normalize("满意度 ≥９０％ ，得１０分")
    start = found.text.index("90%")
    assert "９０％" == found.quote(start, start + 3)


def test_long_text_is_cut() -> None:
    assert len(normalize("扣" * 100_000).text) <= LONGEST


def test_cases_stay_as_they_are_when_normalised_again() -> None:
    for text in texts():
        once = normalize(text).text
        assert once == normalize(once).text


@given(st.text(max_size=200))
def test_any_text_has_one_offset_for_each_character(text: str) -> None:
    found = normalize(text)
    assert len(found.text) == len(found.offsets)
    assert all(0 <= offset < len(text) for offset in found.offsets)
    assert list(found.offsets) == sorted(found.offsets)
