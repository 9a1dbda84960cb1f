"""``doctor --self-test``: the add-in in the user's own Excel, every function and the buttons that ask nothing.

Opens a scratch workbook, compares each function's cell with the answer computed here, and writes a report to send.
Needs Excel on this computer; it touches no workbook of the user's.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perf_xl import __version__
from perf_xl.addin.doctor import examine, report
from perf_xl.addin.install import System
from perf_xl.errors import InputError
from perf_xl.functions import FUNCTIONS
from perf_xl.hosts.excel.calls import answer

RULE = "每低于1个百分点扣0.5分，扣完为止"
CASES: dict[str, tuple[Any, ...]] = {
    "PERF_SCORE": (RULE, 0.95, 0.98, "≥", "", 10),
    "PERF_SCORES": (RULE, 0.95, 0.98, "≥", "", 10),
    "PERF_EXEC_RATE": (100.0, 85.5),
    "PERF_EXPLAIN": ("群众满意度", "服务对象满意度指标"),
    "PERF_READ": (RULE, 10.0),
    "PERF_CHECK": ("产出指标", "质量指标", "合格率", "≥", 95.0, "个"),
    "PERF_ROLLUP": (3.0, 100.0, "绝对值"),
}
"""One call for each function, by plain values."""

BUTTONS = ("about", "doctor")
"""Buttons that need no form and ask nothing."""


def self_test(system: System, out: Path) -> Path:
    """Run the test and write the report to ``out``; InputError where there is no Excel."""
    if sys.platform != "win32":
        raise InputError("自检要在装有 Excel 的 Windows 上运行")
    lines = [report(examine(system)), ""]
    lines += _in_excel(system.places.addin)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return out


def _in_excel(addin: Path) -> Iterator[str]:
    import xlwings as xw  # noqa: PLC0415 - slow to load

    try:
        excel = xw.App(visible=True, add_book=True)
    except Exception as error:
        raise InputError(f"打不开 Excel：{error}") from error
    try:
        excel.display_alerts = False
        yield f"Excel {excel.version}，perf_xl {__version__}"
        excel.api.Workbooks.Open(str(addin))
        yield from _functions(excel.books.active.sheets[0], addin.name)
        for button in BUTTONS:
            yield _button(excel, addin.name, button)
    finally:
        excel.kill()


def _functions(sheet: Any, addin: str) -> Iterator[str]:
    for row, spec in enumerate(FUNCTIONS, start=1):
        values = CASES[spec.name]
        for column, value in enumerate(values, start=2):
            sheet[row - 1, column - 1].value = value
        references = ",".join(f"{chr(64 + column)}{row}" for column in range(2, 2 + len(values)))
        sheet[row - 1, 0].formula = f"='{addin}'!{spec.name}({references})"
        found, expected = sheet[row - 1, 0].value, answer(spec.name, values)
        expected = expected[0][0] if isinstance(expected, list) else expected
        same = (found or "") == expected
        yield f"{'通过' if same else '不符'} {spec.name}：{found!r}" + ("" if same else f"，应为 {expected!r}")


def _button(excel: Any, addin: str, command: str) -> str:
    try:
        session = excel.api.Run(f"'{addin}'!PxServer").Begin(command, excel.api)
        while session.Advance():
            pass
    except Exception as error:  # noqa: BLE001 - the report is what it is for
        return f"不符 按钮 {command}：{error}"
    return f"{'不符' if session.Failed else '通过'} 按钮 {command}：{session.Message}"
