"""Grades that only say between which shares of the points a person chooses: 100%-80%（含）、80%-60%（含）、60%-0%.

They are found in the whole text, because names and ranges stand in two separate lists.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from perf_xl.scoring.nodes import GradeRange, GradeRanges

_WHOLE = "(?:权重|该?指标分值|分值|满分)"
_MARKS = r"(?:\((?:(?:不?含|包括?|不包)[^()]{0,8}|[\d%.,≥≤<>~-]{1,10})\))?"
_RANGE = re.compile(
    rf"(?:(?:{_WHOLE}\*?)?(\d{{1,3}}(?:\.\d+)?)%?|(?P<left>{_WHOLE})){_MARKS}[-~至到](?:(?:{_WHOLE}\*?)?(\d{{1,3}}(?:\.\d+)?)%?|(?P<right>{_WHOLE})){_MARKS}"
)
_PURPOSE = re.compile("档|等级|区间|合理|定性|权重[*]?|填写完成比例")
_LABEL = re.compile(r"[^,;:、()\d%~-]{2,40}")
_SPLIT = re.compile("[、,;]")
_HEAD = re.compile(r"^.*?(?:分为|分成|分|划分为|划为|设)[:]?(?=[^,;:]{2,})")
_TAIL = re.compile(
    r"(?:等)?[三3四4五5](?:个)?(?:档次?|等级|级|个等次)?$|(?:等)?(?:[三3四4五5](?:个)?)(?:档次?|等级|等次).*$"
)


def find_grade_ranges(text: str) -> GradeRanges | None:
    """The grades of a normalised text, or None if it is no rule of this kind."""
    if re.search(r"(?:得|计|扣)\d+(?:\.\d+)?分", text):
        return None
    found = [(m, own) for m in _RANGE.finditer(text) if (own := _shares(m)) is not None]
    if not 2 <= len(found) <= 6:
        return None
    shares = [s for _, s in found]
    if len(found) < 3 and _PURPOSE.search(text) is None:
        return None
    if shares[0][0] != 1 or shares[-1][1] != 0 or any(a[1] != b[0] for a, b in pairwise(shares)):
        return None
    names = _names(text, [m for m, _ in found])
    if names is None or _leftover(text, found[0][0].start(), found[-1][0].end()):
        return None
    return GradeRanges(tuple(GradeRange(name, high, low) for name, (high, low) in zip(names, shares, strict=True)))


def _shares(match: re.Match[str]) -> tuple[Decimal, Decimal] | None:
    """The two ends as fractions, the greater first; a bare 权重 is the whole."""
    whole_left, whole_right = match["left"], match["right"]
    ends = []
    for number, whole in ((match[1], whole_left), (match[3], whole_right)):
        if number is not None:
            ends.append(Decimal(number) / 100)
        elif whole:
            ends.append(Decimal(1))
        else:
            return None
    return (max(ends), min(ends)) if ends[0] != ends[1] and max(ends) <= 1 else None


def _names(text: str, ranges: list[re.Match[str]]) -> list[str] | None:
    """Each range's own label (达成:…), else the list of grades that stands before all of them."""
    labels = [_own_label(text, match, ranges[index - 1].end() if index else 0) for index, match in enumerate(ranges)]
    if all(labels):
        return labels
    head = text[: ranges[0].start()]
    cut = max(
        head.find(word)
        for word in (
            "三档",
            "三个档",
            "3档",
            "3个档",
            "四档",
            "4档",
            "五档",
            "两档",
            "3个等",
            "三个等",
            "四个等",
            "个档次",
        )
    )
    head = head[: cut if cut > 0 else len(head)].rstrip("三四3个等,、")
    if cut <= 0:
        head = re.split(r"[,;](?=[^,;]*(?:按|分别|对应)[^,;]*$)", head)[0]
    colon = head.rfind(":")
    head = head[colon + 1 :] if colon >= 0 else re.sub(r"^.*?(?:分为|分成|划分为)", "", head)
    names = [name for name in _SPLIT.split(head) if name]
    return names if len(names) == len(ranges) else None


_LINK = re.compile(r"(?:的|,|:|可|应|得|按|计|为|在|赋|该指标|分值|权重|满分|其|\()+$")


def _own_label(text: str, match: re.Match[str], previous: int) -> str:
    """达成预期指标100%-80%, 部分达成:80%-60%: the words right before a range; "" if a list stands elsewhere."""
    before = _LINK.sub("", text[previous : match.start()])
    label = re.split(r"[,;:、()]", before)[-1]
    fits = (
        2 <= len(label) <= 40
        and re.search(r"达|实现|完成|优|良|中|差|好|明显|一般|档|级|效果|合格", label)
        and "分别" not in label
    )
    return label if fits and "档" not in label else ""


_AFTER = re.compile(
    "(?:[;,.)]|合理|酌情|确定|填写|分值|完成比例|分数|得分|计分|赋分|评分|给分|打分|的|区间|进行|予以|给予|内|来|其|计算|该|本|指标|范围)*"
)
_BEFORE = re.compile("扣|不得|否则|除|[加减]分|若|如果|一票|封顶|系数|折")


def _leftover(text: str, begin: int, end: int) -> bool:
    """Whether the text says more than the ranges, before or after them."""
    return _AFTER.fullmatch(text, end) is None or _BEFORE.search(text, 0, begin) is not None
