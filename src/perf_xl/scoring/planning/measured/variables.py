"""The variables of written formulas by their Chinese names: which is the actual, the target, the 分值."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n

_MAX_VARIABLE = re.compile(
    r"^(?:该|本|此|其|对应|相应|所占)*(?:项|指标)?[^,]{0,12}?(?:指标)?(?:分值|权重|满分|标准分|基本分|权重分|总分值|分数|满分值|标准分值)$"
)


_TARGET_VARIABLE = re.compile(r"目标|计划|任务|指标值|预算|预期|应完成|规定|既定|预计|下达|年初|定额|限额|额度|设定")


_PLANNED = re.compile(
    "(?:计划|目标|应|预期|年初|预计|规定|下达|核定|设定)(?:应)?(?:完成|执行|支出|实现|到位|达到|培训|建设|发放)?(?:的)?(?:值|数|量|额|数量|金额|个数|人数|次数|面积|里程)$"
)
"""计划完成数, 应完成数: what was to be done, not what was."""
_ACTUAL_VARIABLE = re.compile(
    r"^(?:(?:指标|项目|年度|全年|本年|当年|该项|工作|任务|本单位|部门|各项|绩效|考核|预算|资金)*(?:实际|已|现)+(?:指标)?(?:完成|执行|达到|支出|实现|到位|支付|发放|使用|拨付)*(?:[^,]{0,4})(?:值|数|率|量|比例|情况|额|度|数量|金额)?|(?:指标|项目|任务|目标|工作|考核|预算|年度|计划|全年|资金|指标考核|绩效目标|年度任务|年度目标|目标任务)*(?:完成|达成|执行|实现|支出|到位)(?:值|数|率|量|比例|比率|情况|进度|度|数量|百分比)|(?:得|完成)(?:率)|满意度|[^,]{0,6}比例)$"
)


def is_linear(expression: n.Expression) -> bool:
    """A rate itself, or a rate more or less something: what a bare 60 or 100 would be set against."""
    match expression:
        case n.Name(text):
            return variable_kind(text, "") != "max"
        case n.Binary("+" | "-", left, right):
            return is_linear(left) or is_linear(right)
        case _:
            return False


def variable_kind(text: str, name: str) -> str:
    """``max``, ``target``, ``actual`` or ``other`` for a variable's Chinese name beside the indicator's ``name``."""
    if _MAX_VARIABLE.match(text) and not re.search("实际|完成|考核得分|自评", text):
        return "max"
    if text in ("A", "B"):
        return "target" if text == "A" else "actual"  # the columns of the forms: 年度指标值（A）, 实际完成值（B）
    if _PLANNED.search(text) and "实际" not in text:
        return "target"
    bare = re.sub(r"[\s()（）\"“”]", "", name)
    core = re.sub(r"^(?:当年|本年|全年|年度|本期|实际|该)+|(?:考核)?(?:实际)?(?:完成|达到)?(?:值|数|情况)?$", "", text)
    if _ACTUAL_VARIABLE.match(text) and not (
        _TARGET_VARIABLE.search(text) and text.endswith(("目标值", "计划值", "计划数", "指标值", "目标数", "任务数"))
    ):
        return "actual"
    if _TARGET_VARIABLE.search(text) and not re.search("实际|完成值|完成数|完成率|达到|个数", text):
        return "target"
    if bare and (bare in (text, core) or (len(core) >= 3 and (core in bare or bare in core)) or _similar(text, bare)):
        return "actual"
    return "other"


def _similar(core: str, name: str) -> bool:
    """「新引进项目个数」 beside 「牵头产业新引进省外亿元项目数量」: one reads as a shortening of the other."""
    if len(core) < 4 or not core.endswith(("数", "量", "额", "率", "数量", "个数")):
        return False
    stem = re.sub("个数|数量|数|量|额", "", core)
    position = 0
    for char in stem:
        position = name.find(char, position) + 1
        if position == 0:
            return False
    return len(stem) >= 3
