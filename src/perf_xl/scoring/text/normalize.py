r"""A rule's text in one spelling, with the way back to what was typed.

Full and half width, brackets, signs, OCR leftovers (``\leq``, 0。5分) and line breaks are made one; meaning is not
touched here. Every character keeps the offset it came from, so that a note can quote the original piece.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from perf_xl.model.numerals import CIRCLED, half_width_char

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
    text, where = _without_names(text, where)
    text, where = _marked(text, where)
    text, where = _points_last(text, where)
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


_NAMED_BOUND = re.compile(
    r"(?<!每)(?:达到|不低于|不少于|低于|超过|高于|不高于|不超过|在)"
    r"(?P<name>[\u4e00-\u9fff]{0,8}(?:线|进度|水平|门槛值?|标准)\()\d+(?:\.\d+)?%(?P<close>\))"
)


def _without_names(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """达到序时进度（75%）, 警戒线（100%）以下: the number says all that the name of the bound says."""
    drop = {i for m in _NAMED_BOUND.finditer(text) for g in ("name", "close") for i in range(*m.span(g))}
    if not drop:
        return text, offsets
    return "".join(c for i, c in enumerate(text) if i not in drop), [o for i, o in enumerate(offsets) if i not in drop]


_LISTED = re.compile(r"(?:^|(?<=;)|(?<=标准:)|(?<=办法:))(?P<mark>\d{1,2}[.、])(?P<glued>\d?)")


def _marked(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """1.比率＜5%…；2.5%≤比率…；3.比率＞10%…: sentences that begin 1, 2, 3 are a list, and 2. no decimal point."""
    found = list(_LISTED.finditer(text))
    numbers = [int(m["mark"][:-1]) for m in found]
    sure = len(found) > 1 and not found[0]["glued"] and any(m["glued"] for m in found)
    if not sure or numbers != list(range(1, len(found) + 1)) or len(found) > len(CIRCLED):
        return text, offsets
    for number, match in reversed(list(zip(numbers, found, strict=True))):
        start, end = match.span("mark")
        text = text[:start] + CIRCLED[number - 1] + text[end:]
        offsets = [*offsets[: start + 1], *offsets[end:]]
    return text, offsets


_POINTS_FIRST = re.compile(r"(?P<points>\d+(?:\.\d+)?分)[:=](?P<bound>(?=[^;]*\d)[^;:分得扣加减]+)(?P<stop>;|$)")


def _points_last(text: str, offsets: list[int]) -> tuple[str, list[int]]:
    """10分：≥90%；8分：80%-90%: the bound, then its points, as other rules have it."""
    found = list(_POINTS_FIRST.finditer(text))
    if len(found) < 2 or sum(len(m.group()) for m in found) != len(text):
        return text, offsets
    turned: list[tuple[str, int]] = []
    for match in found:
        pieces = [(c, offsets[i]) for g in ("bound", "points") for i, c in enumerate(match[g], match.start(g))]
        at = len(match["bound"])
        stop = [(";", offsets[match.start("stop")])] if match["stop"] else []
        turned += [*pieces[:at], ("得", pieces[at][1]), *pieces[at:], *stop]
    return "".join(c for c, _ in turned), [o for _, o in turned]


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
