"""Names as they are compared: the same indicator or project written otherwise, and names that are only similar.

The same name is matched exactly, then normalised. A similar name is suggested to a person and never used by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from perf_xl.model.units import UNITS
from perf_xl.model.values import normal_unit

SIMILAR_FROM = 80
"""Likeness (0-100) from which two names are shown side by side."""

MOST_NAMES = 3_000
"""More names than this are not compared with each other (it grows with the square)."""

_NOISE = re.compile(r"[\s“”\"'‘’《》〈〉()\[\]【】、,。.·:;%-]+")
_NUMBERING = re.compile(r"^(?:\(?\d{1,3}[)、.]|\(?[一二三四五六七八九十]{1,3}[)、.]|[①-⑳])")
_LAST_BRACKET = re.compile(r"\(([^()]{1,8})\)$")


@lru_cache(maxsize=65_536)
def normal_name(name: str) -> str:
    """A name without what people write differently: widths, quotes, spaces, numbering, a unit in brackets at the end.

    >>> normal_name("11、“三区”科技人才支持经费") == normal_name("三区科技人才支持经费")
    True
    """
    text = unicodedata.normalize("NFKC", name).strip()
    text = _NUMBERING.sub("", text)
    if unit_in_name(text) is not None:
        text = _LAST_BRACKET.sub("", text)
    return _NOISE.sub("", text).casefold()


@lru_cache(maxsize=65_536)
def unit_in_name(name: str) -> str | None:
    """The unit a name carries in brackets at its end: 「服务企业个次(个)」 counts in 个, 「满意度（%）」 in %."""
    match = _LAST_BRACKET.search(unicodedata.normalize("NFKC", name).strip())
    unit = normal_unit(match[1]) if match else ""
    return unit if unit in UNITS else None


@lru_cache(maxsize=65_536)
def office_name(name: str) -> str:
    """An office as it is compared: no spaces, half width, no brackets."""
    return re.sub(r"[\s()]", "", unicodedata.normalize("NFKC", name))


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two different names that may mean the same; ``score`` 0-100."""

    first: str
    second: str
    score: int


def similar_names(names: Sequence[str]) -> list[Likeness] | None:
    """Pairs of ``names`` (as typed) whose normalised forms differ but are alike, most alike first.

    None when there are too many names to compare all with all.
    """
    shown: dict[str, str] = {}
    for name in names:
        shown.setdefault(normal_name(name), name)
    keys = sorted(key for key in shown if key)
    if len(keys) > MOST_NAMES:
        return None
    if len(keys) < 2:
        return []
    scores = process.cdist(keys, keys, scorer=fuzz.ratio, score_cutoff=SIMILAR_FROM)
    pairs = [
        Likeness(shown[keys[i]], shown[keys[j]], round(float(scores[i][j])))
        for i in range(len(keys))
        for j in range(i + 1, len(keys))
        if scores[i][j] >= SIMILAR_FROM and not _opposed(keys[i], keys[j])
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first, pair.second))


_OPPOSED = (
    "完成",
    "控制",
    "变动",
    "到位",
    "达标",
    "合规",
    "执行",
    "节约",
    "利用",
    "满意",
    "投诉",
    "新增",
    "减少",
    "增加",
)


def _opposed(first: str, second: str) -> bool:
    """Names near in letters and far in meaning: 预算完成率 and 预算控制率."""
    return any((word in first) != (word in second) for word in _OPPOSED)


def most_similar(name: str, candidates: Sequence[str]) -> str | None:
    """The candidate most like ``name``, None when none is alike enough."""
    keys = {normal_name(candidate): candidate for candidate in candidates}
    wanted = normal_name(name)
    usable = [key for key in keys if key and not _opposed(wanted, key)]
    best = process.extractOne(wanted, usable, scorer=fuzz.ratio, score_cutoff=SIMILAR_FROM) if usable else None
    return keys[best[0]] if best else None
