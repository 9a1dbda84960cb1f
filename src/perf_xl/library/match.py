"""Finding the entry for an indicator: the same name, the same name written otherwise, a similar name, a pattern.

Each answer says which of these it was and where the text comes from, so that nobody takes a guess for a definition.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from rapidfuzz import fuzz

from perf_xl.library.entries import Entry, Library, shipped_library

SIMILAR_FROM = 88
"""Likeness (0-100) from which a similar name is taken; below it one character in four differs."""

_NOISE = re.compile(r"[\s“”\"'‘’《》（）()【】\[\]、，,。.·%％]+")
_UNIT = re.compile(r"[（(](?:%|％|[个家项次户人间所台套年月日天元万亿]{1,3})[)）]$")
_ANTONYMS = ("完成", "控制", "变动", "到位", "及时", "达标", "合规", "执行", "节约", "安排", "利用", "满意", "投诉")


class MatchKind(Enum):
    """How the text was found; ``label`` is shown beside it."""

    EXACT = "同名"
    NORMALISED = "名称写法不同"
    SIMILAR = "名称近似"
    PATTERN = "按二级指标句式"


@dataclass(frozen=True, slots=True)
class Explanation:
    """A default text with its origin."""

    text: str
    kind: MatchKind
    source: str
    entry: Entry | None = None

    @property
    def origin(self) -> str:
        """One phrase for a note: 「同名：zhijiang-2023 附件1 …」."""
        name = f"“{self.entry.name}”" if self.entry and self.kind is MatchKind.SIMILAR else ""
        return f"{self.kind.value}{name}：{self.source}"


def normalise_name(name: str) -> str:
    """A name without what people write differently: widths, quotes, brackets, spaces, a unit in brackets at the end."""
    folded = unicodedata.normalize("NFKC", _UNIT.sub("", name.strip()))
    return _NOISE.sub("", _UNIT.sub("", folded)).casefold()


def explain(
    indicator: str, level2: str | None = None, *, level: str | None = None, library: Library | None = None
) -> Explanation | None:
    """The default 指标解释 of an indicator, or None where even its second level is unknown.

    ``level`` (部门 or 项目) prefers the definition made for it: the same name has another formula elsewhere.
    """
    library = library or shipped_library()
    found = _find(indicator, level, (entry for entry in library.entries if entry.definition))
    if found is not None:
        entry, kind = found
        return Explanation(entry.definition, kind, entry.source, entry)
    pattern = library.patterns.get(normalise_level2(level2)) if level2 and indicator.strip() else None
    if pattern is None:
        return None
    return Explanation(pattern.format(name=indicator.strip()), MatchKind.PATTERN, f"{level2}通用句式")


def default_rule(
    indicator: str, *, qualitative: bool, level: str | None = None, library: Library | None = None
) -> Explanation:
    """The default 评（扣）分标准: that of the library's indicator of this name, else the usual one of the row's type.

    Only the same name (however written) counts: a rule taken from a merely similar indicator would be a guess.
    """
    library = library or shipped_library()
    found = _find(indicator, level, (entry for entry in library.entries if entry.rule), similar=False)
    if found is not None and found[0].rule:
        return Explanation(found[0].rule, found[1], found[0].source, found[0])
    key = "qualitative" if qualitative else "quantitative"
    return Explanation(library.rule_patterns[key], MatchKind.PATTERN, "填表说明所列赋分情况")


def normalise_level2(level2: str) -> str:
    """A second-level name as the patterns have it: no spaces or line breaks, ending in 指标."""
    text = "".join(level2.split())
    return text if text.endswith("指标") else f"{text}指标"


def _find(
    indicator: str, level: str | None, entries: Iterable[Entry], *, similar: bool = True
) -> tuple[Entry, MatchKind] | None:
    usable = sorted(entries, key=lambda entry: _distance(entry, level))
    wanted = indicator.strip()
    plain = normalise_name(wanted)
    if not plain:
        return None
    for entry in usable:
        if entry.name == wanted:
            return entry, MatchKind.EXACT
    for entry in usable:
        if normalise_name(entry.name) == plain:
            return entry, MatchKind.NORMALISED
    return _most_similar(plain, usable) if similar else None


def _distance(entry: Entry, level: str | None) -> int:
    """0 for a definition made for this level, then general ones, then the other level's, last another 口径."""
    if level is not None and entry.level == level:
        return 0
    if entry.level is None:
        return 3 if entry.scope else 1
    return 1 if level is None else 2


def _most_similar(plain: str, entries: list[Entry]) -> tuple[Entry, MatchKind] | None:
    best = max(entries, key=lambda entry: fuzz.ratio(plain, normalise_name(entry.name)), default=None)
    if best is None or fuzz.ratio(plain, normalise_name(best.name)) < SIMILAR_FROM:
        return None
    if any((word in plain) != (word in best.name) for word in _ANTONYMS):
        return None  # 预算完成率 and 预算控制率 are near in letters and far in meaning
    return best, MatchKind.SIMILAR
