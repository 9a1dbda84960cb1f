"""No English of the parser's reaches a user."""

from __future__ import annotations

import json

import pytest

from perf_xl.bulk.json_fault import json_fault
from perf_xl.bulk.source_jsonl import _DECODE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "第 2 个字符：这里应是带英文双引号的名称"),
        ("", "第 1 个字符：这里应有一个值"),
        ('{"a" 1}', "第 6 个字符：这里缺少英文冒号"),
        ("[1 2]", "第 4 个字符：这里缺少英文逗号"),
        ("{}x", "第 3 个字符：从这里起有多余的内容"),
        ('{"a": "b', "第 7 个字符：从这里起的文字缺少右引号"),
        ('"a\tb"', "第 3 个字符：文字里有没有转义的控制字符（如换行）"),
        ('"\\q"', "第 2 个字符：反斜杠后面的字符不对"),
        ('"\\u12"', "第 3 个字符：\\u 后面应有四位十六进制数"),
        ("[1,\n 2 3]", "第 2 行第 4 个字符：这里缺少英文逗号"),
        ("[NaN]", "NaN 不是数"),
        ("9" * 5000, "里面有一个数长得读不了"),
        ("[" * 100_000, "括号套得太深"),
    ],
)
def test_json_fault_when_a_text_is_no_json_then_place_and_reason_in_chinese(text: str, said: str) -> None:
    """Every way to be wrong that the parser knows."""
    with pytest.raises((ValueError, RecursionError)) as caught:
        _DECODE(text)
    assert said == json_fault(caught.value)


def test_json_fault_when_the_parser_says_something_new_then_still_no_english() -> None:
    """A later Python may find new words."""
    assert json_fault(json.JSONDecodeError("Something new", "x", 0)) == "第 1 个字符：写法不对"
