"""PERF_EXPLAIN: the default 指标解释 of an indicator, from the library."""

from __future__ import annotations

from typing import Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import Argument, ManualWork, Result, shown, single


def PERF_EXPLAIN(
    indicator: Annotated[Argument, Help("三级指标", "指标名称，如“群众满意度”。")],
    level2: Annotated[Argument, Help("二级指标", "如“数量指标”，名称查不到时按它的通用写法。可不填。")] = None,
) -> Result:
    """从指标库取指标解释的参考文字，只供填表参考，不覆盖已填的内容。查不到时返回“需人工：”。"""
    from perf_xl.library import explain  # the library's files are read with the first question

    name = single(indicator, "三级指标")
    if name is None:
        return None
    branch = single(level2, "二级指标")
    found = explain(shown(name), None if branch is None else shown(branch))
    if found is None:
        raise ManualWork(f"指标库里没有“{shown(name)}”，请自行填写指标解释，或把它加进指标库")
    return found.text
