"""The COM local server ``PerfXL.Server``: started by COM itself, one for all Excel windows of a user.

It offers the worksheet functions and the ribbon's commands, nothing else: no text of a client is ever executed. It
leaves when its last client has gone. COM runs it as ``pythonw -m perf_xl.addin.serve``.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any, ClassVar

from perf_xl import __version__
from perf_xl.errors import InputError
from perf_xl.functions import CATEGORY, FUNCTIONS
from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.excel.logs import start_log
from perf_xl.hosts.excel.messages import COMMAND_CRASHED
from perf_xl.hosts.excel.stepping import Shown, Stepper

PROG_ID = "PerfXL.Server"
CLASS_ID = "{8E1D4E0B-0C57-4C0B-9C0D-5E1B6F3A7D21}"
NAME = "perf_xl 绩效评价"

LINGER = 3.0
"""Seconds that the server stays after its last client has gone."""

log = logging.getLogger(__name__)


class Session:
    """A running command, as VBA sees it."""

    _public_methods_ = ("Advance", "Cancel")
    _public_attrs_ = ("Message", "Failed", "Report", "UndoLabel")
    _readonly_attrs_ = _public_attrs_

    def __init__(self, stepper: Stepper) -> None:
        self._stepper = stepper

    def Advance(self) -> bool:  # noqa: N802
        """Go on for a moment; False when the command has ended."""
        return self._stepper.advance()

    def Cancel(self) -> None:  # noqa: N802
        """Ask the command to stop."""
        self._stepper.cancel()

    @property
    def Message(self) -> str:  # noqa: N802
        """How far it is, or how it ended."""
        return self._stepper.message

    @property
    def Failed(self) -> bool:  # noqa: N802
        """Whether it ended without doing what it should."""
        return self._stepper.failed

    @property
    def Report(self) -> str:  # noqa: N802
        """A longer answer, if the command is a question."""
        return self._stepper.shown.report if self._stepper.shown else ""

    @property
    def UndoLabel(self) -> str:  # noqa: N802
        """What Ctrl+Z takes back, empty for nothing."""
        return self._stepper.shown.undo_label if self._stepper.shown else ""


class Server:
    """What a client can ask for."""

    _public_methods_ = ("Ping", "Version", "CallFunction", "FunctionHelp", "Begin")
    _dispid_to_func_: ClassVar[dict[int, str]] = {0: "CallFunction"}
    """The default member (DISPID_VALUE): VBA calls it without asking for the number of a name first."""

    def Ping(self) -> str:  # noqa: N802
        """An answer, for whoever wants to know that the server lives."""
        return PROG_ID

    def Version(self) -> str:  # noqa: N802
        """The version of the package."""
        return __version__

    def CallFunction(self, name: str, arguments: Sequence[Any], policy: str = "") -> Any:  # noqa: N802
        """A worksheet function's answer, see :func:`perf_xl.hosts.excel.calls.answer`."""
        return answer(str(name), arguments, str(policy or ""))

    def FunctionHelp(self) -> Any:  # noqa: N802
        """Name, category, description and the arguments' help of every function: rows of equal length."""
        rows = [(spec.name, CATEGORY, spec.help, *(a.help for a in spec.arguments)) for spec in FUNCTIONS]
        width = max(map(len, rows))
        return [[*row, *[""] * (width - len(row))] for row in rows]

    def Begin(self, command: str, excel: Any) -> Any:  # noqa: N802
        """Start a command of the ribbon on the active workbook of ``excel``; the session to step it with."""
        from win32com.server.util import wrap  # noqa: PLC0415 - Windows only

        return wrap(Session(begun(str(command), excel)))


def begun(command: str, excel: Any) -> Stepper:
    """The command under way, or one that only says that it cannot be: COM would show an exception as a traceback."""
    try:
        from perf_xl.hosts.excel.commands import begin  # noqa: PLC0415 - xlwings stays out of the functions' path

        return begin(command, excel)
    except Exception:
        log.exception("%s cannot be started", command)
        return Stepper(_refuse)


def _refuse(_: Stepper) -> Shown:
    raise InputError(COMMAND_CRASHED)


def serve() -> None:
    """Serve until the last client has gone."""
    import pythoncom  # noqa: PLC0415 - Windows only
    import pywintypes  # noqa: PLC0415
    import win32api  # noqa: PLC0415
    from win32com.server import policy  # noqa: PLC0415

    class OwnObjects(policy.DesignatedWrapPolicy):  # type: ignore[misc]
        """Every object that is asked for is our server: nothing is looked up in the registry."""

        def _CreateInstance_(self, _class_id: Any, interface: Any) -> Any:  # noqa: N802
            self._wrap_(Server())
            return pythoncom.WrapObject(self, interface)

    policy.DefaultPolicy = OwnObjects
    pythoncom.CoInitialize()
    class_id = pywintypes.IID(CLASS_ID)
    factory = pythoncom.MakePyFactory(class_id)
    flags = pythoncom.REGCLS_MULTIPLEUSE | pythoncom.REGCLS_SUSPENDED
    token = pythoncom.CoRegisterClassObject(class_id, factory, pythoncom.CLSCTX_LOCAL_SERVER, flags)
    thread = win32api.GetCurrentThreadId()
    pythoncom.EnableQuitMessage(thread)
    pythoncom.CoResumeClassObjects()
    log.info("server %s started", __version__)
    pythoncom.PumpMessages()
    while _comes_back(LINGER):
        pythoncom.PumpMessages()
    pythoncom.CoRevokeClassObject(token)
    # Whoever came in just before the class was taken out of service is still served.
    while pythoncom._GetGatewayCount():  # noqa: SLF001 - pywin32's own servers ask so too
        pythoncom.PumpMessages()
    log.info("server left")
    pythoncom.CoUninitialize()


def _comes_back(seconds: float) -> bool:
    """Whether a client comes within ``seconds`` after the last one has gone: Excel closed and opened again."""
    import pythoncom  # noqa: PLC0415 - Windows only

    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pythoncom.PumpWaitingMessages()
        if pythoncom._GetGatewayCount():  # noqa: SLF001 - as above
            return True
        time.sleep(0.05)
    return False


def main() -> None:
    """Entry point of the process that COM starts."""
    start_log()
    try:
        serve()
    except Exception:
        log.exception("server failed")
        raise
