"""Why a text is no JSON, in Chinese: the parser's own words are English."""

from __future__ import annotations

import json

_WORDS = {
    "Expecting value": "这里应有一个值",
    "Expecting property name enclosed in double quotes": "这里应是带英文双引号的名称",
    "Expecting ':' delimiter": "这里缺少英文冒号",
    "Expecting ',' delimiter": "这里缺少英文逗号",
    "Extra data": "从这里起有多余的内容",
    "Unterminated string starting at": "从这里起的文字缺少右引号",
    "Invalid control character at": "文字里有没有转义的控制字符（如换行）",
    "Invalid \\escape": "反斜杠后面的字符不对",
    "Invalid \\uXXXX escape": "\\u 后面应有四位十六进制数",
    "Illegal trailing comma before end of object": "最后一项后面多了逗号",
    "Illegal trailing comma before end of array": "最后一项后面多了逗号",
}


class NotANumber(ValueError):  # noqa: N818 - what the text holds
    """NaN or Infinity, which some programs write for a missing number."""

    def __init__(self, constant: str) -> None:
        super().__init__(f"{constant} 不是数")


def json_fault(error: Exception) -> str:
    """The reason and where it is: 「第 3 行第 5 个字符：这里应有一个值」."""
    if isinstance(error, RecursionError):
        return "括号套得太深"
    if isinstance(error, NotANumber):
        return str(error)
    if not isinstance(error, json.JSONDecodeError):
        return "里面有一个数长得读不了"
    line = f"第 {error.lineno} 行" if "\n" in error.doc.strip() else ""
    reason = _WORDS.get(error.msg) or _WORDS.get(error.msg.rsplit(":", 1)[0]) or "写法不对"
    return f"{line}第 {error.colno} 个字符：{reason}"
