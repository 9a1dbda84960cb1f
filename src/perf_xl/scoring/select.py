"""Rules that speak to several types of row at once (定量指标……定性指标……; 正向指标……反向指标……): the part for this row."""

from __future__ import annotations

import re

_KINDS = re.compile(
    r"(?:^|[\s;；。,，、(（\d.．①②③一二三若如为对]|对于|如果|如为)(?P<kind>定量指标|定性指标)(?:的|，|,|：|:|得分|评分|计分|标准)*"
)
_WAYS = re.compile(
    r"(?:^|[\s;；。,，、(（\d.．①②③一二三若如为对]|对于|如果|如为)(?P<kind>正向指标|反向指标|正指标|反指标|逆向指标|负向指标)(?:[(（][^()（）]{0,20}[)）])?(?:得分计算方法(?:应用|为|是)?|的?计算公式(?:为|是)?|计分公式(?:为|是)?|的|，|,|：|:)*"
)
_TAIL = re.compile(r"[\s;；。,，、\d.．①②③(（一二三]*(?:若|如果|如|对于|对|若为|如为)?为?$")


def select_part(text: str, comparison: str | None) -> str:
    """The part of ``text`` that is for a row of this 指标类型; all of it where the row or the text does not tell.

    >>> select_part("定量指标：按比例得分；定性指标：分三档。", "≥")
    '按比例得分'
    """
    sign = (comparison or "").strip()
    if "定性" in sign:
        wanted: tuple[str, ...] = ("定性指标",)
    elif sign and sign[0] in "≥>≤<=＝≧≦＞＜":
        wanted = ("定量指标",)
    else:
        return text
    text = _part(text, _KINDS, wanted) or text
    if sign[0] in "≥>≧＞":
        return _part(text, _WAYS, ("正向指标", "正指标")) or text
    if sign[0] in "≤<≦＜":
        return _part(text, _WAYS, ("反向指标", "反指标", "逆向指标", "负向指标")) or text
    return text


def _part(text: str, heads: re.Pattern[str], wanted: tuple[str, ...]) -> str | None:
    """What follows the wanted head up to the next head; None unless at least two different heads stand there."""
    found = list(heads.finditer(text))
    if found and re.search(
        r"[;；。][^;；。\s]|[,，](?!最高|封顶|不超过|扣完|超过)[^,，]*$|[)）]\s*[。；;]?\s*$", text[found[-1].end() :]
    ):
        return None  # a further sentence may be meant for both
    if len(found) != 2 or len({m["kind"] for m in found}) != 2 or _TAIL.sub("", text[: found[0].start()]).strip():
        return None
    for index, match in enumerate(found):
        if match["kind"] in wanted:
            end = found[index + 1].start() if index + 1 < len(found) else len(text)
            return _TAIL.sub("", text[match.end() : end])
    return None
