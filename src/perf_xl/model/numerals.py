"""Numbers as people type them in Chinese forms: full width, spaces, 一百二十, 百分之九十.

Only the characters are read here; what a number means beside a unit is :mod:`perf_xl.model.values`.
"""

from __future__ import annotations

import re
from decimal import Decimal

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""The circled marks of an enumeration, in order."""

NUMERAL = "零〇一二两三四五六七八九十百千万亿"
"""Characters a Chinese numeral is written with."""

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SPECIAL = {
    "。": "。", "、": "、", "，": ",", "；": ";", "：": ":", "（": "(", "）": ")", "【": "[", "】": "]",
    "〔": "(", "〕": ")", "－": "-", "−": "-", "–": "-", "—": "-", "―": "-", "～": "~", "〜": "~", "∼": "~",
    "％": "%", "﹪": "%", "≧": "≥", "≦": "≤", "⩾": "≥", "⩽": "≤", "＊": "*", "×": "*", "✕": "*", "÷": "/",
    "．": ".", "＞": ">", "＜": "<", "＝": "=", "＋": "+", "／": "/", "\u3000": " ", "\xa0": " ",
}  # fmt: skip


_TABLE = str.maketrans({**{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}, **_SPECIAL})


def half_width_char(char: str) -> str:
    """One character in its half-width form; circled numbers and Chinese full stops stay.

    >>> half_width_char("９"), half_width_char("（")
    ('9', '(')
    """
    special = _SPECIAL.get(char)
    if special is not None:
        return special
    code = ord(char)
    return chr(code - 0xFEE0) if 0xFF01 <= code <= 0xFF5E else char


def half_width(text: str) -> str:
    """``text`` in half-width characters, same length.

    >>> half_width("９５％（含）")
    '95%(含)'
    """
    return text.translate(_TABLE)


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral of at most 20 characters; None if it is none.

    >>> chinese_number("一百二十"), chinese_number("十五"), chinese_number("两万"), chinese_number("一般")
    (Decimal('120'), Decimal('15'), Decimal('20000'), None)
    """
    if not 0 < len(text) <= 20 or text.strip(NUMERAL):
        return None
    total = section = digit = 0
    pending = False
    for char in text:
        if char in _DIGITS:
            if pending and digit:
                return None
            digit, pending = _DIGITS[char], True
        elif char in _SMALL:
            section += (digit if pending else 1) * _SMALL[char]
            digit, pending = 0, False
        else:
            total = (total + section + digit) * _LARGE[char] if total + section + digit else _LARGE[char]
            section = digit = 0
            pending = False
    return Decimal(total + section + digit)


_PLAIN = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")


def plain_number(text: str) -> Decimal | None:
    """A number in digits, thousands commas allowed; None if the text is anything else or longer than 30 characters.

    >>> plain_number("1,594.49"), plain_number("1e5")
    (Decimal('1594.49'), None)
    """
    if len(text) > 30 or not text.isascii() or _PLAIN.fullmatch(text) is None:
        return None
    return Decimal(text.replace(",", ""))


def any_number(text: str) -> Decimal | None:
    """Digits or a Chinese numeral.

    >>> any_number("12.5"), any_number("三")
    (Decimal('12.5'), Decimal('3'))
    """
    number = plain_number(text)
    return chinese_number(text) if number is None else number
