"""Where a rule writes a formula out: ``得分=实际值/目标值*分值``, ``执行率*分值``, ``96%*0.5=0.48``.

Found before anything else is read, because operators, brackets and variable names would be taken apart as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_EQUALS = re.compile(r"(?:得分|分值|分数|计分|评分)(?:计算公式)?(?:为|是)?[=:]=?(?=[^;,]{0,80}[*/+-])")
_MAX_NAME = re.compile(r"分值|权重|满分|标准分|基本分|总分|\d分")
_HEAD = re.compile(
    r"^(?:则|的|可|应|并|即|再|未完成|未达到|其他|否则|完成|达到){0,2}(?:按照?|以|根据|依据|采用|用|通过|(?:得分|分值)(?:为|=|:)|计算公式为?|公式为?|计算方法为?|得|计)+"
)
_TAIL = re.compile(
    r"(?:的?(?:公式|方法|比例)?(?:进行)?(?:计算得分|计算分值|计算|计得分|计分|记分|得分|赋分|给分|折算|来计算|计|得))$"
)
_ALLOWED = re.compile(r"[\u4e00-\u9fffA-Za-z0-9.%+*/()×÷~-]+")
_CALCULATION = re.compile(r"(?<![\d.%\u4e00-\u9fff])[\d.]+%?(?:[*/+-][\d.]+%?)+=[\d.]+%?分?(?![\d\u4e00-\u9fff*/])")

_EXPLAINED = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,16}?(?:率|比例|占比|比重))"
    r"\((?P<body>\(?[\u4e00-\u9fff]{2,20}\)?/\(?[\u4e00-\u9fff]{2,20}\)?(?:\*100%)?)\)(?![*/])"
)
"""预算执行率（支出数/预算数×100%）≥95%: what a rate is, told in passing."""


@dataclass(frozen=True, slots=True)
class Span:
    """A formula's right-hand side, ``text``, standing at ``start`` to ``end``; CALCULATION for a finished sum."""

    kind: str
    text: str
    start: int
    end: int


def find_formulas(text: str) -> list[Span]:
    """All formulas of a normalised text, in order, not overlapping."""
    text = text.replace("[", "(").replace("]", ")") if "*[" in text or "-[" in text or "=[" in text else text
    if not any(sign in text for sign in "*/+=-"):
        return []
    spans = [Span("CALCULATION", m.group(), m.start(), m.end()) for m in _CALCULATION.finditer(text)]
    spans += [
        Span("DEFINITION", f"{m['name']}={m['body']}", m.start("body") - 1, m.end()) for m in _EXPLAINED.finditer(text)
    ]
    for start, end in _segments(text):
        if any(s.start < end and start < s.end for s in spans):
            continue
        span = _equation(text, start, end) or _definition(text, start, end) or _product(text, start, end)
        if span is not None:
            spans.append(span)
    for start, end in _bracketed(text):
        span = _definition(text, start, end)
        if span is not None and not any(s.start < end and start < s.end for s in spans):
            spans.append(span)
    return sorted(spans, key=lambda span: span.start)


def _segments(text: str) -> list[tuple[int, int]]:
    """Pieces between commas, colons and stops that stand outside brackets; a bracket left open ends at a stop."""
    pieces, start, depth = [], 0, 0
    for index, char in enumerate(text):
        depth = max(0, depth + (char == "(") - (char == ")"))
        if char == ";" or (char in ",:" and depth == 0):
            pieces.append((start, index))
            start, depth = index + 1, 0
    pieces.append((start, len(text)))
    return pieces


def _equation(text: str, start: int, end: int) -> Span | None:
    match = _EQUALS.search(text, start, end)
    if match is None:
        return None
    depth = 0
    stop = match.end()
    while stop < end:
        depth += (text[stop] == "(") - (text[stop] == ")")
        if depth < 0 and not _more_opening(text, match.end(), stop, end):
            break
        stop += 1
    left = start
    head = text[start : match.start()]
    bracket = head.rfind("(")
    if bracket >= 0 and ")" not in head[bracket:]:
        left = start + bracket + 1
    right = text[match.end() : stop]
    return Span("FORMULA", right, left, stop) if _ALLOWED.fullmatch(right) else None


_DEFINED = re.compile(
    r"(?P<name>(?:\([^()]{1,20}\)|[\u4e00-\u9fffA-Za-z0-9、]){2,30}(?<!分)(?<!分数)(?<!分值))=(?P<body>[^=≥≤<>]{3,160})"
)
_TERMS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9.%、+*/()~-]+")


_MARK = re.compile(r"(?:[①-⑳]|\(\d{1,2}\)|\d{1,2}[.、]|其中:?|注:?)+")
_RATIO = re.compile(r"(?P<name>)(?P<body>[\u4e00-\u9fff()]{2,40}/[\u4e00-\u9fff()]{2,40}\*100%)")


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """The insides of brackets that hold an equation: 调整率(调整率=调整数/预算数*100%)."""
    for match in re.finditer(r"\(((?:[^()]|\([^()]*\))*=(?:[^()]|\([^()]*\))*)\)", text):
        yield match.span(1)


def _definition(text: str, start: int, end: int) -> Span | None:
    """预算执行率=(支出数/预算数)*100%: what a name means, said before the rule uses it."""
    mark = _MARK.match(text, start, end)
    start = start if mark is None else mark.end()
    match = _DEFINED.fullmatch(text, start, end) or _RATIO.fullmatch(text, start, end)
    if (
        match is None
        or not _TERMS.fullmatch(match["body"])
        or not re.search(r"[/*+]|-(?=[\u4e00-\u9fff(])", match["body"])
    ):
        return None
    if re.search(r"\d分(?!类)|[扣得]|每", match["body"]) or not re.search(r"[\u4e00-\u9fff]", match["body"]):
        return None
    return Span("DEFINITION", text[start:end], start, end)


def _more_opening(text: str, begin: int, stop: int, end: int) -> bool:
    """Whether a closing bracket without a partner is a slip inside the formula (an operator follows it)."""
    return text.count("(", begin, end) < text.count(")", begin, end) and text[stop + 1 : stop + 2] in (
        "*",
        "/",
        "-",
        "+",
    )


def _product(text: str, start: int, end: int) -> Span | None:
    """``执行率*分值``: a product or quotient that names the points, without 得分=."""
    piece = text[start:end]
    aside = re.search(r"\((?=[^()]*(?:超过|超出|最高|按|不)[^()]*\)$)|(?<=[计得]分)\((?=[^()*/+=\d-]*\)$)", piece)
    if aside is not None:
        end = start + aside.start()
        piece = text[start:end]
    by_way = re.search("按|根据|公式|以", piece) is not None and _TAIL.search(piece) is not None
    if not ("*" in piece or ")/" in piece) or re.search(r"[AB]/[AB]", piece):
        return None
    if not by_way and _MAX_NAME.search(piece) is None:
        return None
    if re.search(r"[扣减加][^*/]*$|\d分[~-]|权重\*\d+%|每|扣", piece):
        return None
    operator = min(i for i in (piece.find("*"), piece.find("/")) if i >= 0)
    inner = [
        m for m in re.finditer("(?:(?<!否)则|可|应)?(?:按照?|根据|公式为|得分为)", piece[:operator]) if m.start() > 0
    ]
    if inner:
        start, piece = start + inner[-1].start(), piece[inner[-1].start() :]
    head = _HEAD.match(piece)
    begin = head.end() if head else 0
    tail = _TAIL.search(piece, begin)
    stop = tail.start() if tail else len(piece)
    body = piece[begin:stop]
    if not _ALLOWED.fullmatch(body) or "*" not in body:
        return None
    return Span("FORMULA", body, start, end)
