"""Starting a ribbon command on the Excel that pressed the button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.desk import Desk, SteppedDesk
from perf_xl.hosts.excel.stepping import Shown, Stepper
from perf_xl.hosts.excel.work import Work


def begin(command: str, excel: Any) -> Stepper:
    """Start ``command`` for the Excel application ``excel`` (as COM passes it); step the result to its end."""
    return start(command, lambda: _desk_of(excel))


def start(command: str, make_desk: Callable[[], Desk]) -> Stepper:
    """The same for any desk; ``make_desk`` is called in the owner's thread, by commands that need it."""

    def work(stepper: Stepper) -> Shown:
        return action(command)(Work(SteppedDesk(make_desk, stepper), stepper.say))

    return Stepper(work)


def _desk_of(excel: Any) -> Desk:
    import win32com.client  # noqa: PLC0415 - Windows only
    import xlwings as xw  # noqa: PLC0415 - slow to load

    from perf_xl.hosts.excel.api import ExcelDesk  # noqa: PLC0415
    from perf_xl.hosts.excel.engine import windows_engine  # noqa: PLC0415

    return ExcelDesk(xw.App(impl=windows_engine().App(xl=win32com.client.Dispatch(excel))))
