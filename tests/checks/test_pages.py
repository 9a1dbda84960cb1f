"""Every finding has its page, with all headings in order; codes are unique and fit their family."""

from __future__ import annotations

from typing import Any

import pytest

from perf_xl.checks.base import HEADINGS
from perf_xl.checks.pages import FAMILIES, all_pages
from perf_xl.checks.registry import all_audits, all_checks, known_codes

PAGES = all_pages()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_page_when_read_then_all_headings_stand_in_order(page: Any):
    """检查内容, 依据, 错误示例, 正确示例, 如何修改, 自动修改是否安全: each once, each with text."""
    positions = [page.text.index(f"\n\n{heading}：") for heading in HEADINGS]
    assert sorted(positions) == positions
    assert all(page.section(heading) for heading in HEADINGS)
    assert page.title
    assert page.family == FAMILIES[page.code[:3]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_page_when_read_then_it_says_whether_a_fix_is_safe(page: Any):
    """A page says 「安全」 only of what --fix applies, and 「没有自动修改」 only of what has no fix."""
    safety = page.section("自动修改是否安全")
    begins = {"可自动修正": "安全。", "给出建议值": "不自动改", "": "没有自动修改"}[page.fix]
    assert safety.startswith((begins, "没有自动修改，可")) or (page.fix == "" and page.code == "PX901")


def test_codes_when_listed_then_each_stands_once():
    """No two checks share a code."""
    codes = [check.code for check in (*all_checks(), *all_audits())]
    assert len(set(codes)) == len(codes)
    assert set(codes) < set(known_codes())


def test_modules_when_named_then_by_their_code():
    """The module of PX307 is px307_….py."""
    for check in (*all_checks(), *all_audits()):
        module = type(check).__module__.rsplit(".", 1)[-1]
        assert module.startswith(f"{check.code.lower()}_")
