"""One ``<c>`` element: what it says, and new ones for typed values. Texts are written inline, in the cell itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from perf_xl.model.amounts import plain
from perf_xl.ooxml.markup import attribute, decode_hex, encode_hex, escape, plain_content, unescape

MAX_TEXT = 32_767
MAX_FORMULA = 8_192


@dataclass(frozen=True, slots=True)
class Formula:
    """The ``<f>`` element of a cell: its text (empty in most cells of a shared group), kind, group and area."""

    text: str
    kind: str = "normal"
    group: str | None = None
    area: str | None = None


@dataclass(frozen=True, slots=True)
class RawCell:
    """A cell as it stands in the XML: style index, type letter, formula, value text (of inline text: the text)."""

    style: int
    type: str
    formula: Formula | None
    value: str | None


EMPTY_RAW = RawCell(0, "n", None, None)


_HEAD = re.compile(r"""\s([st])\s*=\s*["']([^"']*)["']""")


@lru_cache(maxsize=64)
def _pattern(prefix: str, name: str) -> re.Pattern[str]:
    tag = re.escape(prefix + name)
    return re.compile(rf"<{tag}(?P<attrs>(?:\s[^>]*?)?)(?:/>|>(?P<body>.*?)</{tag}\s*>)", re.DOTALL)


def parse_cell(text: str, prefix: str = "") -> RawCell:
    """The cell whose element is ``text``."""
    text = plain_content(text)
    end = text.index(">") + 1
    head = dict(_HEAD.findall(text[:end]))
    style, kind = int(head.get("s", 0)), head.get("t", "n")
    if text[end - 2] == "/":
        return RawCell(style, kind, None, None)
    formula = _pattern(prefix, "f").search(text, end) if f"<{prefix}f" in text else None
    value = _pattern(prefix, "v").search(text, end)
    if kind == "inlineStr":
        inline = _pattern(prefix, "is").search(text)
        content = rich_text(inline["body"] or "", prefix) if inline else None
    else:
        content = unescape(value["body"] or "") if value else None
        if kind == "str" and content is not None:
            content = decode_hex(content)
    return RawCell(style, kind, _formula(formula) if formula else None, content)


def _formula(match: re.Match[str]) -> Formula:
    attrs = match["attrs"] or ""
    kind = attribute(attrs, "t") or "normal"
    return Formula(decode_hex(unescape(match["body"] or "")), kind, attribute(attrs, "si"), attribute(attrs, "ref"))


def rich_text(body: str, prefix: str = "") -> str:
    """The text of an ``<si>`` or ``<is>``: all its runs; phonetic readings (``<rPh>``) are not part of it."""
    body = _pattern(prefix, "rPh").sub("", body)
    return "".join(decode_hex(unescape(match["body"] or "")) for match in _pattern(prefix, "t").finditer(body))


def text_element(text: str, prefix: str = "") -> str:
    """``<t>`` with ``text``; spaces at its ends are kept."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f"<{prefix}t{space}>{escape(encode_hex(text))}</{prefix}t>"


def normal_text(text: str) -> str:
    """Text as a cell holds it: line ends of one kind (line feed)."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text_units(text: str) -> int:
    """The length of a text as Excel counts it: in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def number_text(number: Decimal) -> str:
    """A number as a cell stores it: plain digits while a spreadsheet can hold them, else the nearest double.

    Equal numbers have one text.

    >>> number_text(Decimal("2.50")), number_text(Decimal("1E-30")), number_text(Decimal("0E-30"))
    ('2.5', '1e-30', '0')
    """
    if not number:
        return "0"
    if -20 < number.adjusted() < 20:
        text = plain(number)
        if len(text.replace(".", "").strip("-0")) <= 15:
            return text
    return repr(float(number))


def empty_cell(reference: str, style: int, prefix: str = "") -> str:
    """A cell with a format and nothing in it."""
    return f"<{prefix}c {_head(reference, style)}/>"


def value_cell(reference: str, style: int, value: str | Decimal | bool, prefix: str = "") -> str:
    """A cell with a constant; a text is an inline string whatever it begins with."""
    head = _head(reference, style)
    if isinstance(value, str):
        return f'<{prefix}c {head} t="inlineStr"><{prefix}is>{text_element(value, prefix)}</{prefix}is></{prefix}c>'
    kind, text = _stored(value)
    return f"<{prefix}c {head}{kind}><{prefix}v>{text}</{prefix}v></{prefix}c>"


def formula_cell(
    reference: str, style: int, formula: str, cached: str | Decimal | bool | None, prefix: str = ""
) -> str:
    """A cell with a formula and the value it has now; None leaves the value for the host to compute."""
    head = _head(reference, style)
    body = f"<{prefix}f>{escape(encode_hex(formula))}</{prefix}f>"
    if cached is None:
        return f"<{prefix}c {head}>{body}</{prefix}c>"
    kind, text = (' t="str"', escape(encode_hex(cached))) if isinstance(cached, str) else _stored(cached)
    return f"<{prefix}c {head}{kind}>{body}<{prefix}v>{text}</{prefix}v></{prefix}c>"


def _head(reference: str, style: int) -> str:
    return f'r="{reference}" s="{style}"' if style else f'r="{reference}"'


def _stored(value: Decimal | bool) -> tuple[str, str]:
    if isinstance(value, bool):
        return ' t="b"', "1" if value else "0"
    return "", number_text(value)


def without_value(text: str, prefix: str = "") -> str:
    """The element of a formula cell with its cached value taken out; the formula stays to the letter."""
    opening = text[: text.index(">") + 1]
    plain_opening = re.sub(r"\st\s*=\s*(?:\"[^\"]*\"|'[^']*')", "", opening)
    body = text[len(opening) :]
    formula = _pattern(prefix, "f").search(body)
    assert formula is not None
    return plain_opening + body[: formula.end()] + _pattern(prefix, "v").sub("", body[formula.end() :], count=1)


def with_formula(text: str, formula: str, prefix: str = "") -> str:
    """The element with the text of its formula changed; attributes of ``<f>`` and the cached value stay."""
    match = _pattern(prefix, "f").search(text)
    assert match is not None
    element = f"<{prefix}f{match['attrs'] or ''}>{escape(encode_hex(formula))}</{prefix}f>"
    return text[: match.start()] + element + text[match.end() :]


def with_plain_formula(text: str, formula: str, prefix: str = "") -> str:
    """As :func:`with_formula`, but a formula of its own: no shared group, no array."""
    match = _pattern(prefix, "f").search(text)
    assert match is not None
    element = f"<{prefix}f>{escape(encode_hex(formula))}</{prefix}f>"
    return text[: match.start()] + element + text[match.end() :]
