r"""A rule's text in one spelling, with the way back to what was typed.

Full and half width, brackets, signs, OCR leftovers (``\leq``, 0。5分) and line breaks are made one; meaning is not
touched here. Every character keeps the offset it came from, so that a note can quote the original piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perf_xl.model.numerals import half_width_char

LONGEST = 2000
"""The longest rule text that is read; the systems' own field holds 2,000 characters."""

_DROPPED = frozenset("“”‘’\"'「」『』`$ \t\r\x0b\x0c\ufeff\u200b\u200c\u200d\u2060·•●■◆▲★☆※\\")
_SEPARATORS = {"。": ";", "；": ";", "！": ";", "!": ";", "？": ";", "?": ";", "|": ";", "—": "~", "–": "~", "―": "~",
               "─": "~", "→": ",", "⇒": ",", "[": "[", "]": "]", "{": "(", "}": ")", "【": "(", "】": ")"}  # fmt: skip
_LATEX = {"leqslant": "≤", "geqslant": "≥", "leq": "≤", "geq": "≥", "le": "≤", "ge": "≥", "times": "*", "div": "/",
          "cdot": "*", "lt": "<", "gt": ">", "%": "%", "pm": "±", "sim": "~"}  # fmt: skip
_ANGLES = {"》": "≥", "〉": "≥", "《": "≤", "〈": "≤"}
_SIMPLE = str.maketrans(
    "減滿計記標達點個項評該準額務為與數實際無檔時過內發現處報開節經費單業職責遲爭財則負縣級區預執標總",
    "减满计记标达点个项评该准额务为与数实际无档时过内发现处报开节经费单业职责迟争财则负县级区预执标总",
)


@dataclass(frozen=True, slots=True)
class Normal:
    """The normalised text; ``offsets[i]`` is where its character ``i`` stood in ``original``."""

    text: str
    offsets: tuple[int, ...]
    original: str
    angle_read_as_sign: bool = False

    def quote(self, start: int, end: int) -> str:
        """What was typed for the normalised characters ``start`` to ``end``, in one line, at most 40 characters."""
        if not self.text or start >= end:
            return ""
        last = min(end, len(self.text)) - 1
        piece = self.original[self.offsets[min(start, last)] : self.offsets[last] + 1]
        piece = re.sub(r"\s+", " ", piece).strip(" ,，;；。、:：")
        piece = piece if len(piece) <= 40 else piece[:39] + "…"
        for opening, closing in (("（", "）"), ("(", ")")):
            if piece.count(opening) > piece.count(closing):
                piece += closing
            elif piece.count(opening) < piece.count(closing):
                piece = opening + piece
        return piece


def normalize(original: str) -> Normal:
    """``original`` in one spelling. Running it on its own result changes nothing.

    >>> normalize("“三公经费” ≦０％，计 0。5 分").text
    '三公经费≤0%,计0.5分'
    """
    chars, offsets, angled = _characters(original[:LONGEST])
    _letter_zero(chars)
    _join_decimals(chars)
    _spelled_decimals(chars)
    kept = [(char, offset) for piece, offset in zip(chars, offsets, strict=True) for char in piece]
    text, where = "".join(char for char, _ in kept), [offset for _, offset in kept]
    text, where = _without(_THOUSANDS, text, where)
    text, where = _without_letters(text, where)
    return Normal(text, tuple(where), original, angled)


_SPACED = re.compile("(?:[\\d满不]得?分|[得计扣赋]分|分值|权重|为止|封顶)$")
_HANZI = re.compile("[\u4e00-\u9fff]")
"""A space behind points, before another clause, stands for a comma."""
_BARS = re.compile(r"[|｜](?:[^|｜;,，；。\n]{1,24}[-－–—−][^|｜;,，；。\n]{1,24})[|｜]")
"""|实际值-目标值|: bars around a difference."""


def _characters(original: str) -> tuple[list[str], list[int], bool]:
    chars: list[str] = []
    offsets: list[int] = []
    angled, position = False, 0
    bars = {at: word for m in _BARS.finditer(original) for at, word in ((m.start(), "绝对值("), (m.end() - 1, ")"))}
    while position < len(original):
        char, width = (bars[position], 1) if position in bars else _one(original, position)
        if char in _ANGLES:
            follows_number = re.match(r"\s*[\d０-９-]", original[position + 1 : position + 8])
            char, angled = (_ANGLES[char], True) if follows_number else ("", angled)
        if char:
            chars.append(char)
            offsets.append(position)
        position += width
    return chars, offsets, angled


def _one(original: str, position: int) -> tuple[str, int]:
    """The normalised character at ``position`` ("" to drop it) and how many typed ones it stands for."""
    char = original[position]
    if char == "\\":
        for name, sign in _LATEX.items():
            if original.startswith(name, position + 1):
                return sign, 1 + len(name)
        return "", 1
    if char == "\n":
        return _line_break(original, position), 1
    if (
        char in " \u3000"
        and _SPACED.search(original[max(0, position - 8) : position])
        and _HANZI.match(original[position + 1 : position + 2])
    ):
        return ",", 1
    char = _SEPARATORS.get(char, char)
    if char in _DROPPED:
        return "", 1
    char = half_width_char(char)
    if char in _DROPPED or (not char.isprintable() and char != "\n"):
        return "", 1
    if char == "。" or (char == "." and not original[:position].rstrip()[-1:].isdigit()):
        char = ";"
    return char.translate(_SIMPLE), 1


def _line_break(original: str, position: int) -> str:
    """A line break ends a clause, unless the sentence plainly goes on over it."""
    before, after = original[:position].rstrip()[-1:], original[position + 1 : position + 8].lstrip()[:1]
    goes_on = before in "扣得每加计记减于低超至,，、:：(（=+*/×" or after in ",，;；。、)）分%％"
    return "" if not before or not after or goes_on else ";"


_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}((?:,\d{3})+)(?=[^\d,;)]|\.\d)")


def _without(pattern: re.Pattern[str], text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """``text`` without the thousands commas that ``pattern`` finds."""
    drop = {i for m in pattern.finditer(text) for i in range(m.start(1), m.end(1)) if text[i] == ","}
    if not drop:
        return text, offsets
    return "".join(c for i, c in enumerate(text) if i not in drop), [o for i, o in enumerate(offsets) if i not in drop]


def _without_letters(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """实际值（B）/年度指标值（A）: the letters of the form's columns say nothing new behind a name."""
    drop = {i for m in re.finditer(r"(?<=[\u4e00-\u9fff])\([ABab]\)", text) for i in range(m.start(), m.end())}
    if not drop:
        return text, offsets
    return "".join(c for i, c in enumerate(text) if i not in drop), [o for i, o in enumerate(offsets) if i not in drop]


_SPELLED = {**{c: str(i) for i, c in enumerate("零一二三四五六七八九")}, "两": "2"}


def _spelled_decimals(chars: list[str]) -> None:
    """零点五分 is 0.5分, 扣半分 is 扣0.5分; the number of characters stays."""
    text = "".join(char or "\0" for char in chars)
    for match in re.finditer("[零一二两三四五六七八九]点[零一二三四五六七八九]{1,3}(?=分|%|个)", text):
        for i in range(match.start(), match.end()):
            chars[i] = "." if chars[i] == "点" else _SPELLED[chars[i]]
    for match in re.finditer("(?<=[扣得加计减记])半(?=分(?!值|数|钟))", text):
        chars[match.start()] = "0.5"


def _letter_zero(chars: list[str]) -> None:
    """O.5分 is 0.5分, 1O% is 10%: a letter O beside the digits of a number."""
    text = "".join(char or "\0" for char in chars)
    for match in re.finditer(r"(?<![A-Za-z])[Oo](?=\.\d)|(?<=\d)[Oo](?=[\d.%分个])", text):
        chars[match.start()] = "0"


def _join_decimals(chars: list[str]) -> None:
    """0。5分 is 0.5分: a full stop between a lone digit and digits that end in 分 or %."""
    for match in re.finditer(r"(?<![\d.])\d;(?=\d{1,2}(?:分|%))", "".join(char or "\0" for char in chars)):
        chars[match.end() - 1] = "."
