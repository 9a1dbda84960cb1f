"""File names that every system takes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.bulk.filenames import MAX_BYTES, MAX_LETTERS, NamePattern, over_windows_limit, safe_name, same_file
from perf_xl.errors import InputError

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("创新型省份建设资金", "创新型省份建设资金"),
        ('甲/乙: "丙"*?', "甲／乙： ＂丙＂＊？"),
        ("nul", "_nul"),
        ("Com1.报告", "_Com1.报告"),
        ("com10", "com10"),
        ("CONIN$", "_CONIN$"),
        (".隐藏", "_.隐藏"),
        ("~$占用", "_~$占用"),
        ("末尾. . ", "末尾"),
        ("两\n行\t字", "两 行 字"),
        ("\u202e反\u200b", "反"),
        ("...", ""),
    ],
)
def test_safe_name_when_letters_are_forbidden_then_they_are_replaced(text: str, name: str) -> None:
    """Forbidden letters become their full-width twins, reserved and hidden names get an underscore."""
    assert safe_name(text) == name


def test_safe_name_when_too_long_then_cut_and_still_distinct() -> None:
    """Two long names that differ at the end stay two names."""
    one, two = (safe_name("很长的项目名称" * 40 + end) for end in "甲乙")
    assert one != two
    assert len(one) <= MAX_LETTERS
    assert len(one.encode()) <= MAX_BYTES


@given(st.text(max_size=300))
def test_safe_name_when_given_any_text_then_every_system_takes_it(text: str) -> None:
    """No forbidden letter, no trailing dot or blank, no reserved name, nothing over the limits; doing it twice changes nothing."""
    name = safe_name(text)
    assert not FORBIDDEN.search(name)
    assert name == name.strip().rstrip(". ")
    assert not re.fullmatch(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", name, re.IGNORECASE)
    assert not name.startswith((".", "~$"))
    assert len(name) <= MAX_LETTERS
    assert len(name.encode()) <= MAX_BYTES
    assert safe_name(name) == name


def test_same_file_when_only_case_or_composition_differs_then_equal() -> None:
    """Windows takes A and a for one file, macOS é and e with accent."""
    assert same_file("Abc É.xlsx") == same_file("abc e\u0301.xlsx")


def test_pattern_when_filled_then_subfolders_and_zeros_are_kept() -> None:
    """A slash in the pattern makes a subfolder, a slash in a value does not."""
    pattern = NamePattern("{主管部门}/{序号:04}-{名称}.xlsx", ["主管部门", "序号", "名称"])
    assert pattern.name({"主管部门": "科工/贸局", "序号": "7", "名称": "经费"}) == "科工／贸局/0007-经费.xlsx"


@pytest.mark.parametrize("value", [None, "", "..."])
def test_pattern_when_nothing_is_left_then_no_name(value: str | None) -> None:
    """A blank field gives no file name, rather than a wrong one."""
    assert NamePattern("{名称}", ["名称"]).name({"名称": value}) is None


@pytest.mark.parametrize("pattern", ["{编号}-{负责人}", "{编号", "{编号!r:>10}", "", "{编号:%Y}"])
def test_pattern_when_wrong_then_refused_in_words(pattern: str) -> None:
    """An unknown field or a slip of the braces is told before anything is read."""
    with pytest.raises(InputError, match="--name"):
        NamePattern(pattern, ["编号", "名称"])


def test_over_windows_limit_when_folder_and_name_are_too_long_together_then_the_name_is_given() -> None:
    """259 letters in all; an object store has no such limit."""
    folder = "/" + "深" * 149
    assert over_windows_limit(folder, ["a" * 108, "b" * 109, None]) == ["b" * 109]
    assert over_windows_limit("s3://" + "桶" * 300, ["b" * 109]) == []
