"""Comparison signs as people type them, and the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from perf_xl.model.numerals import half_width
from perf_xl.model.values import Word, parse_value

SIGNS: Mapping[str, str] = {
    **dict.fromkeys((">=", "=>", "≧", "》", "》=", "〉", "大于等于", "大于或等于", "不低于", "不少于", "不小于"), "≥"),
    **dict.fromkeys(
        ("<=", "=<", "≦", "《", "《=", "〈", "小于等于", "小于或等于", "不高于", "不超过", "不大于", "不多于"), "≤"
    ),
    **dict.fromkeys(("大于", "超过", "高于"), ">"),
    **dict.fromkeys(("小于", "低于", "少于"), "<"),
    **dict.fromkeys(("等于", "==", "＝"), "="),
    **dict.fromkeys(("定性指标", "定性类"), "定性"),
}
"""What is typed in 指标类型, half width and without spaces, and the choice of the list that says the same."""

ODD_SIGNS = frozenset("》《〉〈")
"""Brackets that the keyboard gives for > and <."""
_ASCII_SIGNS = re.compile(r"^(>=|=>|<=|=<)")
_WIDE = re.compile(r"[０-９％．＞＜＝≧≦⩾⩽﹪＋－]")


def meant_sign(text: str) -> str | None:
    """The sign of the list that ``text`` means: 》 is ≥; None where nothing is certain."""
    compact = "".join(half_width(text).split())
    if compact in (">", "<", "=", "≥", "≤", "定性"):
        return compact
    return SIGNS.get(compact)


def plain_form(text: str) -> str | None:
    """``text`` with half-width digits and the right signs; None where it has no odd character or would read otherwise.

    >>> plain_form("》９５％"), plain_form("≥95%"), plain_form("完成《报告》")
    ('≥95%', None, None)
    """
    if not (_WIDE.search(text) or text[:1] in ODD_SIGNS or _ASCII_SIGNS.match(text)):
        return None
    plain = half_width(text)
    for odd, right in (("》=", "≥"), ("《=", "≤"), ("》", "≥"), ("〉", "≥"), ("《", "≤"), ("〈", "≤"), (">=", "≥"), ("=>", "≥"),
                       ("<=", "≤"), ("=<", "≤")):  # fmt: skip
        if plain.startswith(odd):
            plain = right + plain[len(odd) :]
            break
    value = parse_value(text)
    return plain if plain != text and not isinstance(value, Word) and parse_value(plain) == value else None
