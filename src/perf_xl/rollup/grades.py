"""Words that stand for a grade, from best to worst, and the lowest grade of several.

Source: 填报说明 3 of the 项目支出绩效目标自评表: 全部或基本达成预期指标, 部分达成预期指标并具有一定效果, 未达成预期指标且效果较差.
"""

from __future__ import annotations

from collections.abc import Iterable

LADDERS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        ("全部或基本达成预期指标", "全部或基本达成", "达成预期指标", "全部达成", "基本达成", "达成"),
        ("部分达成预期指标并具有一定效果", "部分达成预期指标", "部分达成"),
        ("未达成预期指标且效果较差", "未达成预期指标", "未达成"),
    ),
    (("优", "优秀"), ("良", "良好"), ("中", "中等", "合格"), ("差", "较差", "不合格")),
    (("明显", "效果明显", "显著"), ("较明显",), ("一般", "效果一般"), ("不明显", "效果不明显")),
)
"""Grades of one ladder are comparable; words of different ladders are not."""

_RANK = {word: (n, rank) for n, ladder in enumerate(LADDERS) for rank, words in enumerate(ladder) for word in words}


def lowest_grade(words: Iterable[str]) -> str | None:
    """The lowest of ``words`` as typed; None unless all of them are grades of one ladder."""
    found = [(word, _RANK.get("".join(word.split()))) for word in words]
    ranks = [(rank, word) for word, rank in found if rank is not None]
    if not ranks or len(ranks) < len(found) or len({rank[0] for rank, _ in ranks}) > 1:
        return None
    return max(ranks)[1]
