"""The commands of menu and toolbar on the workbook in front: the same functions the command line calls.

A result is one line in the status bar that ends with the next step; what went wrong is said in a message box, since it
must not be overlooked. The log has the details.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from perf_xl import __version__
from perf_xl.errors import PerfXlError
from perf_xl.functions import CATEGORY
from perf_xl.hosts.libreoffice.places import log_file
from perf_xl.hosts.xlwings_undo import UndoLog
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook

log = logging.getLogger(__name__)

_UNDO: dict[str, UndoLog] = {}
"""What can be taken back, by open document."""

_MARK = "【校验】"
_ELSEWHERE = "“{label}”在 LibreOffice 里还没有，请在命令行使用：perf-xl {verb}"


def run_command(context: Any, frame: Any, command: str) -> None:
    """Run a command; it never raises into LibreOffice."""
    status = Status(frame)
    try:
        status.show(f"正在处理…（{CATEGORY}）")
        status.show(_ACTIONS[command](_workbook(context, frame), frame))
    except PerfXlError as problem:
        status.end()
        show_error(frame, str(problem))
    except KeyError:
        log.exception("unknown command %s", command)
        show_error(frame, f"不认识的操作“{command}”：扩展的版本不同。请重新安装扩展")
    except Exception:
        log.exception("command %s failed", command)
        status.end()
        show_error(frame, f"没有完成，没有写入任何内容；原因已记入 {log_file()}")


class Status:
    """The status bar of a window; a message stays until the next command."""

    _indicators: dict[str, Any] = {}  # noqa: RUF012 - one for each window, shared on purpose

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._key = str(frame.Controller.Model.RuntimeUID)
        self.end()

    def show(self, text: str) -> None:
        """Show a text."""
        self.end()
        indicator = self._frame.createStatusIndicator()
        indicator.start(text, 0)
        self._indicators[self._key] = indicator

    def end(self) -> None:
        """Give the status bar back."""
        indicator = self._indicators.pop(self._key, None)
        if indicator is not None:
            indicator.end()


def show_error(frame: Any, text: str) -> None:
    """A message box with one sentence."""
    from com.sun.star.awt.MessageBoxType import ERRORBOX  # noqa: PLC0415 - only where UNO is

    window = frame.ContainerWindow
    window.Toolkit.createMessageBox(window, ERRORBOX, 1, CATEGORY, text).execute()


def _workbook(context: Any, frame: Any) -> XlwingsWorkbook:
    from perf_xl.hosts.libreoffice.attached import attached_book  # noqa: PLC0415 - needs UNO and xlwings
    from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook  # noqa: PLC0415

    document = frame.Controller.Model
    undo = _UNDO.setdefault(str(document.RuntimeUID), UndoLog())
    return libreoffice_workbook(attached_book(context, document), undo)


def _check(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001 - one signature for all
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415
    from perf_xl.commands.marks import mark_workbook  # noqa: PLC0415

    report = check_workbook(workbook)
    marked = mark_workbook(workbook, report.open)
    summary = str(report.summary)
    return f"{summary} → 点“下一处问题”" if marked else summary


def _clear_marks(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    from perf_xl.commands.marks import clear_marks  # noqa: PLC0415

    count = clear_marks(workbook)
    return f"已清除 {count} 处标记" if count else "没有标记"


def _next_finding(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    """The next marked cell after the selected one, row by row, then from the top again."""
    sheet = workbook.book.sheets.active
    chosen = workbook.book.app.selection
    here = (chosen.row, chosen.column) if chosen is not None else (0, 0)
    notes = {(note.location.row, note.location.column): note.text for note in sheet.notes}
    places = sorted(place for place, text in notes.items() if text.startswith(_MARK))
    if not places:
        return "本表没有标出的问题 → 点“校验”"
    place = next((place for place in places if place > here), places[0])
    sheet.range(place).select()
    return notes[place].removeprefix(_MARK).strip().replace("\n", "；")


def _defaults(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    from perf_xl.commands.defaults import fill_defaults  # noqa: PLC0415

    report = fill_defaults(workbook)
    if not report.filled:
        return "没有空白的指标解释需要填充"
    doubtful = f"，其中 {len(report.doubtful)} 项是按相近指标填的，请核对" if report.doubtful else ""
    return f"已填充 {len(report.filled)} 项指标解释{doubtful} → 点“校验”"


def _rate(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    from perf_xl.commands.rate import rate_workbook  # noqa: PLC0415

    report = rate_workbook(workbook)
    differing = f"，{len(report.differing)} 处与已填的数不同，没有改" if report.differing else ""
    return f"已计算 {len(report.written)} 处执行率{differing} → 点“计算得分”"


def _score(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    from perf_xl.commands.score import score_workbook  # noqa: PLC0415

    report = score_workbook(workbook)
    if not report.forms:
        return "没有可以计分的表 → 没有名称的表格先点“修复表格”"
    rest = f"，{len(report.open)} 项需人工或未填完成值（见“评分_说明”）" if report.open else ""
    return f"已计分 {len(report.scored)} 项{rest} → 点“校验”"


def _restore(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    restored = workbook.restore()
    if restored is None:
        return "没有可以撤销的绩效操作"
    return f"已撤销“{restored.label}”，恢复了 {len(restored.cells)} 个单元格"


def _repair(workbook: XlwingsWorkbook, frame: Any) -> str:
    from perf_xl.commands.adopt import adopt_workbook  # noqa: PLC0415
    from perf_xl.hosts.libreoffice.opening import make_plain  # noqa: PLC0415

    plain = make_plain(frame.Controller.Model)
    report = adopt_workbook(workbook)
    names = f"认出 {len(report.adopted)} 张表并补上名称" if report.adopted else "名称齐全或没有认出的表"
    return f"{names}；改正 {plain} 个函数名" if plain else names


def _about(workbook: XlwingsWorkbook, frame: Any) -> str:  # noqa: ARG001
    return f"perf_xl {__version__}"


def _elsewhere(label: str, verb: str) -> Callable[[XlwingsWorkbook, Any], str]:
    return lambda workbook, frame: _ELSEWHERE.format(label=label, verb=verb)  # noqa: ARG005


_ACTIONS: dict[str, Callable[[XlwingsWorkbook, Any], str]] = {
    "check": _check,
    "next_finding": _next_finding,
    "clear_marks": _clear_marks,
    "defaults": _defaults,
    "rate": _rate,
    "score": _score,
    "restore": _restore,
    "repair": _repair,
    "about": _about,
    "new_form": _elsewhere("新建表格", "template"),
    "add_row": _elsewhere("增加指标行", "--help（或在表中插入行）"),
    "delete_row": _elsewhere("删除指标行", "--help（或在表中删除行）"),
    "accept_finding": _elsewhere("已核实", "check（或在“校验结果”表里写明理由后再校验）"),
    "explain": _elsewhere("这个得分怎么来的？", "explain"),
    "policy": _elsewhere("口径设置", "score --policy"),
    "rollup": _elsewhere("汇总到部门", "rollup"),
    "generate": _elsewhere("批量生成", "generate"),
    "doctor": _elsewhere("体检", "addin doctor"),
    "help": _elsewhere("帮助", "--help"),
}


def known_commands() -> set[str]:
    """All commands that have an answer."""
    return set(_ACTIONS)
