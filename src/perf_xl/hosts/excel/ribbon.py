"""The ribbon's commands for people who run the stock xlwings add-in, by RunPython.

``RunPython("from perf_xl.hosts.excel import ribbon; ribbon.run('score')")``: the names are those of
:data:`perf_xl.hosts.excel.actions.ACTIONS`. The sentence at the end goes to the status bar.
"""

from __future__ import annotations

import logging

import xlwings as xw

from perf_xl.errors import PerfXlError
from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.api import ExcelDesk
from perf_xl.hosts.excel.messages import CRASHED_HALFWAY
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work

log = logging.getLogger(__name__)


def run(command: str) -> Shown:
    """Run a command on the calling workbook; what goes wrong is said in the status bar too."""
    app = xw.Book.caller().app
    desk = ExcelDesk(app)

    def say(text: str) -> None:
        app.status_bar = text

    try:
        shown = action(command)(Work(desk, say))
    except PerfXlError as problem:
        shown = Shown(str(problem))
    except Exception:
        log.exception("command failed")
        shown = Shown(CRASHED_HALFWAY)
    say(shown.message)
    return shown
