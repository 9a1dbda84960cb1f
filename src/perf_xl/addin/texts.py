"""The Chinese texts that travel inside the add-in's own sheets, since its VBA is ASCII."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.functions import CATEGORY, FUNCTIONS, FunctionSpec

TEXTS = {
    "title": CATEGORY,
    "working": "正在处理…（按 Esc 取消）",
    "no_server": "绩效评价的后台服务没有启动。请关闭 Excel 后重新打开；仍不行时运行“绩效评价体检”，按提示处理",
    "lost_server": "绩效评价的后台服务中断了，没有写入任何内容。请再点一次；仍不行时重新打开 Excel",
    "failed": "没有完成：",
}
"""By the key that the VBA modules use."""


def text_rows() -> list[list[str]]:
    """The sheet PxTexts: key and text."""
    return [[key, text] for key, text in TEXTS.items()]


def help_rows(functions: Sequence[FunctionSpec] = FUNCTIONS) -> list[list[str]]:
    """The sheet PxHelp: name, category, description of each function, then its arguments' help."""
    return [[spec.name, CATEGORY, spec.help, *(a.help for a in spec.arguments)] for spec in functions]
