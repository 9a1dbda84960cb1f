"""The Chinese texts that travel inside the add-in's own sheets, since its VBA is ASCII."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.functions import CATEGORY, FUNCTIONS, FunctionSpec

TEXTS = {
    "title": CATEGORY,
    "working": "正在处理…（按 Esc 取消）",
    "no_server": "绩效评价的后台服务没有启动。请关闭 Excel 后重新打开；仍不行时双击 %LOCALAPPDATA%\\PerfXL\\doctor.cmd，按提示处理",
    "lost_server": "绩效评价的后台服务中断了，请再试一次。如果表里只写了一半，请不保存关闭这个文件，重新打开后再做",
    "failed": "没有完成：",
}
"""By the key that the VBA modules use."""


def text_rows() -> list[list[str]]:
    """The sheet PxTexts: key and text."""
    return [[key, text] for key, text in TEXTS.items()]


def help_rows(functions: Sequence[FunctionSpec] = FUNCTIONS) -> list[list[str]]:
    """The sheet PxHelp: name, category, description of each function, then its arguments' help."""
    return [[spec.name, CATEGORY, spec.help, *(a.help for a in spec.arguments)] for spec in functions]
