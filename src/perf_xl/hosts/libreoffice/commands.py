"""The commands of menu and toolbar: the ribbon's own actions on the window they were pressed in.

A result is one line in the status bar that ends with the next step; a longer answer, and what went wrong, comes in a
message box, since it must not be overlooked. The log has the details.
"""

from __future__ import annotations

import importlib.util
import logging
import sys
from typing import Any

from perf_xl import __version__
from perf_xl.errors import PerfXlError
from perf_xl.functions import CATEGORY
from perf_xl.hosts.libreoffice.opening import make_plain
from perf_xl.hosts.libreoffice.places import log_file

log = logging.getLogger(__name__)

_LIBRARIES = ("xlwings", "rapidfuzz", "openpyxl", "pandas")
_INCOMPLETE = (
    "这台电脑上没有 LibreOffice 的 Python 能用的 perf-xl（缺 {name}）。工作表函数照常可用；菜单里的操作请先安装 perf-xl，"
    "再运行 perf-xl addin install --host libreoffice"
)


def run_command(context: Any, frame: Any, command: str) -> None:
    """Run a command; it never raises into LibreOffice."""
    status = Status(frame)
    try:
        _run(context, frame, command, status)
    except PerfXlError as problem:
        _say_problem(context, frame, status, str(problem))
    except ImportError as missing:
        log.exception("command %s", command)
        _say_problem(context, frame, status, _INCOMPLETE.format(name=missing.name))
    except Exception:
        log.exception("command %s", command)
        _say_problem(context, frame, status, f"没有完成，没有写入任何内容；原因已记入 {log_file()}")


def _run(context: Any, frame: Any, command: str, status: Status) -> None:
    if command == "doctor":
        status.show("体检完成")
        _message(context, frame, examine())
        return
    from perf_xl.hosts.excel.actions import action  # noqa: PLC0415 - needs the libraries
    from perf_xl.hosts.excel.work import Work  # noqa: PLC0415
    from perf_xl.hosts.libreoffice.desk import LibreOfficeDesk  # noqa: PLC0415

    status.show(f"正在处理…（{CATEGORY}）")
    if command == "repair":
        make_plain(frame.Controller.Model)
    shown = action(command)(Work(LibreOfficeDesk(context, frame), status.show))
    status.show(shown.message)
    if shown.report:
        _message(context, frame, shown.report)


def examine() -> str:
    """体检: what is there and what is missing, with the remedy."""
    missing = [name for name in _LIBRARIES if importlib.util.find_spec(name) is None]
    lines = [f"perf_xl {__version__}", f"LibreOffice 的 Python：{sys.version.split()[0]}"]
    lines.append(_INCOMPLETE.format(name="、".join(missing)) if missing else "工作表函数和菜单操作所需的组件齐全")
    return "\n".join([*lines, f"日志：{log_file()}"])


class Status:
    """The status bar of a window; a message stays until the next command."""

    _indicators: dict[str, Any] = {}  # noqa: RUF012 - one for each window, shared on purpose

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self._key = str(frame.Controller.Model.RuntimeUID)

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


def _say_problem(context: Any, frame: Any, status: Status, text: str) -> None:
    status.end()
    _message(context, frame, text, error=True)


def _message(context: Any, frame: Any, text: str, *, error: bool = False) -> None:
    from perf_xl.hosts.libreoffice.dialogs import Dialogs  # noqa: PLC0415 - only where UNO is

    Dialogs(context, frame.ContainerWindow).message(CATEGORY, text, error=error)


def known_commands() -> set[str]:
    """All commands that have an answer."""
    from perf_xl.hosts.excel.actions import ACTIONS  # noqa: PLC0415

    return {*ACTIONS, "doctor"}
