"""The stand-in for Excel of ``tests/wine/office`` behind xlwings' own Windows engine, in this process, every call counted.

A call is what crosses from one process to the other on Windows: getting or setting a property, calling a method. pywin32
is exchanged for as much of it as both ends use; nothing of this shows that COM works, which the Wine lane does.
"""

from __future__ import annotations

import ctypes
import importlib
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar
from unittest.mock import MagicMock, patch

import xlwings as xw

from perf_xl.hosts.excel.commands import start
from perf_xl.hosts.excel.stepping import Stepper
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import CellRef

GET, METHOD, PUT = 2, 1, 4
NOT_A_PROPERTY, REFUSED = -2147352573, -2147352567


class ComError(Exception):
    """pywin32's error, with COM's number."""

    def __init__(self, scode: int = 0, desc: str = "") -> None:
        super().__init__(scode, desc, None, None)
        self.scode = scode


class Remote:
    """An object of the other process, as pywin32 shows it where there is no type information."""

    calls: ClassVar[Counter[str]] = Counter()
    failing, let_through = "", 0
    """A member that fails once, and how often it is set or called before that."""
    methods: ClassVar[set[tuple[type, str]]] = set()
    """What is known to be no property; asked once, as pywin32 reads it from type information."""

    def __init__(self, known: Any, usePolicy: object = None) -> None:
        self.__dict__["known"] = known

    def _invoke(self, name: str, flags: int, *values: Any) -> Any:
        Remote.calls[name] += 1
        if name == Remote.failing and flags != GET:
            Remote.let_through -= 1
            if Remote.let_through == -1:
                raise ComError(REFUSED, "refused")
        return self.known._dynamic_(name, 0, flags, values)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        key = (type(self.known), name)
        try:
            if key not in self.methods:
                return self._invoke(name, GET)
        except ComError as error:
            if error.scode != NOT_A_PROPERTY:
                raise AttributeError(name) from error
            self.methods.add(key)
        return lambda *values, **named: self._invoke(name, METHOD, *values, *named.values())

    def __setattr__(self, name: str, value: Any) -> None:
        self._invoke(name, PUT, value)

    def __call__(self, *values: Any) -> Any:
        return self._invoke("_value_", GET, *values)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._invoke("_NewEnum", GET))


def _module(name: str, **members: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(members)
    return module


def _pywin32() -> dict[str, ModuleType]:
    nothing = type("Nothing", (), {})
    com = _module(
        "pythoncom", __file__=None, CoInitialize=lambda: None, ole_error=ComError, com_error=ComError,
        DISPATCH_PROPERTYPUT=PUT, DISPATCH_PROPERTYPUTREF=8, DISPATCH_METHOD=METHOD, DISPATCH_PROPERTYGET=GET,
        IID_IDispatch="IDispatch", TypeIIDs={"IDispatch": Remote},
    )  # fmt: skip
    client = _module(
        "win32com.client", CDispatch=Remote, CoClassBaseClass=nothing, DispatchBaseClass=nothing,
        Dispatch=lambda given: given, DispatchEx=nothing,
    )  # fmt: skip
    util = _module("win32com.server.util", wrap=Remote, unwrap=lambda given: given.known, NewEnum=list)
    exception = _module("win32com.server.exception", COMException=ComError)
    server = _module("win32com.server", util=util, exception=exception)
    parts = {
        "pythoncom": com,
        "pywintypes": _module("pywintypes", com_error=ComError, error=ComError, TimeType=nothing, IID=str),
        "win32com": _module("win32com", client=client, server=server),
        "win32com.client": client,
        "win32com.server": server,
        "win32com.server.util": util,
        "win32com.server.exception": exception,
        "win32com.server.policy": _module("win32com.server.policy", DynamicPolicy=nothing),
    }
    return parts | {name: MagicMock() for name in ("win32api", "win32con", "win32gui", "win32process", "win32timezone")}


@contextmanager
def excel(path: Path) -> Iterator[CountedExcel]:
    """The stand-in with a workbook open."""
    libraries = {name: MagicMock() for name in ("oledll", "windll", "PyDLL")}
    with (
        patch.dict(sys.modules, _pywin32()),
        patch.multiple(ctypes, create=True, **libraries),
        patch("atexit.register"),
    ):
        for name in [name for name in sys.modules if name.startswith("tests.wine.office")]:
            del sys.modules[name]
        engine = importlib.import_module("xlwings._xlwindows")
        application = importlib.import_module("tests.wine.office.application").Application()
        application.load(path)
        try:
            yield CountedExcel(engine, application)
        finally:
            xw.__dict__.pop("_xlwindows", None)


class CountedExcel:
    """Buttons are pressed here, as the server does it."""

    def __init__(self, engine: Any, application: Any) -> None:
        from perf_xl.hosts.excel.api import ExcelDesk

        self.application = application
        self.desk = ExcelDesk(xw.App(impl=engine.App(xl=Remote(application))))

    def workbook(self) -> XlwingsWorkbook:
        """The open workbook, as a command gets it."""
        return self.desk.workbook()

    def select(self, ref: CellRef) -> None:
        """As a person does it, by mouse."""
        sheet = next(sheet for sheet in self.application.ActiveWorkbook.sheets if sheet.Name == ref.sheet)
        self.application.Selection = sheet.Cells.Item(ref.row, ref.column)

    def place(self) -> tuple[str, str, str]:
        """The sheet in front, and what is selected."""
        cells = self.application.Selection
        return self.application.ActiveWorkbook.ActiveSheet.Name, cells.Worksheet.Name, cells.Address

    def state(self) -> dict[str, Any]:
        """What a command must leave as it found it."""
        names = ("ScreenUpdating", "EnableEvents", "DisplayAlerts", "Calculation", "StatusBar")
        return {name: getattr(self.application, name) for name in names}

    @contextmanager
    def failing(self, member: str, after: int = 2) -> Iterator[None]:
        """Excel refuses to set this member, or to call it, once it was let through so often."""
        Remote.failing, Remote.let_through = member, after
        try:
            yield
        finally:
            Remote.failing = ""

    def press(self, command: str) -> tuple[Stepper, Counter[str]]:
        """Press a button; how it ended, and the calls that it took by member."""
        Remote.calls = Counter()
        stepper = start(command, lambda: self.desk)
        while stepper.advance():
            pass
        return stepper, Remote.calls
