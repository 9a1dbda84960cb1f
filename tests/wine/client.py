"""Runs in the Windows CPython: a COM client of the server. Arguments: a file of steps, a file for the answers.

Steps: ``["call", function, arguments, policy]``, ``["get", method, arguments]``, ``["time", count, function,
calls]``, ``["wait", file]``, ``["touch", file]``, ``["drop"]`` and ``["connect"]``, ``["session", command]``, and with a workbook
open in the stand-in of tests/wine/office: ``["office", file]``, ``["select", row, column]``, ``["press", command]``,
``["run_python", code]``, ``["udf", function, arguments]``, ``["state"]``, ``["save", file]``.
Arguments carry what JSON cannot: ``{"date": "2025-12-31"}``, ``{"error": 2007}``, ``{"missing": true}``; the numbers of a
packed column go as VBA's ``Double()``.
"""

import datetime as dt
import json
import sys
import time
import traceback
from pathlib import Path

import pythoncom
import win32com.client
import win32com.server.util
from win32com.client import VARIANT


def decoded(value):
    if isinstance(value, list):
        if value[:1] == ["PxColumn"]:
            return (*value[:3], VARIANT(pythoncom.VT_ARRAY | pythoncom.VT_R8, value[3]))
        return tuple(decoded(item) for item in value)
    if isinstance(value, dict):
        if "date" in value:
            return dt.datetime.fromisoformat(value["date"])
        if "missing" in value:
            return VARIANT(pythoncom.VT_ERROR, -2147352572)
        # Sent as a number: pywin32 sends every VT_ERROR as "missing", and receives both as this number.
        return -2146828288 + value["error"]
    return value


class Excel:
    """What stands in for Excel's Application where it is not asked for anything: an object of another process."""

    _public_methods_ = ()
    _public_attrs_ = ("Name",)
    Name = "Microsoft Excel"


POLICIES: dict[type, object] = {Excel: None}
"""How objects of the kinds that stand in for Excel are shown to COM; None is pywin32's own way."""


class Client:
    def __init__(self, name):
        self.name = name
        self.connect()

    def connect(self):
        started = time.perf_counter()
        self.server = win32com.client.Dispatch(self.name)
        self.milliseconds = (time.perf_counter() - started) * 1000

    def connected(self):
        return self.milliseconds

    def drop(self):
        self.server = None

    def call(self, function, arguments, policy=""):
        return self.server.CallFunction(function, decoded(arguments), policy)

    def get(self, method, arguments=()):
        return getattr(self.server, method)(*decoded(list(arguments)))

    def time(self, count, function, calls):
        """Milliseconds of each call: every one of ``calls`` (lists of arguments) in turn, ``count`` times each."""
        taken = []
        for values in map(decoded, calls):
            for _ in range(count):
                started = time.perf_counter()
                self.server.CallFunction(function, values, "")
                taken.append((time.perf_counter() - started) * 1000)
        return taken

    def touch(self, file):
        Path(file).touch()

    def wait(self, file):
        while not Path(file).exists():
            time.sleep(0.05)

    def session(self, command):
        return self.pressed(command, Excel())

    def pressed(self, command, excel):
        """A button of the ribbon: the shim's own loop."""
        session = self.server.Begin(command, win32com.server.util.wrap(excel, usePolicy=POLICIES[type(excel)]))
        steps = 1
        while session.Advance():
            steps += 1
        told = {"message": session.Message, "failed": session.Failed, "report": session.Report, "steps": steps}
        session = None
        for _ in range(20):  # the server lets go of our object: answer, as Excel's window would
            pythoncom.PumpWaitingMessages()
            time.sleep(0.02)
        return told

    # with a workbook, in the stand-in for Excel

    def office(self, path):
        """Open a workbook in the stand-in."""
        sys.path.append(str(Path(__file__).parents[2]))
        from tests.wine.office.application import Application
        from tests.wine.office.exposed import Policy

        POLICIES[Application] = Policy
        self.application = Application()
        self.application.load(path)

    def select(self, row, column):
        """Select a cell of the first sheet."""
        self.application.Selection = self.application.ActiveWorkbook.sheets[0].Cells.Item(row, column)

    def press(self, command):
        """Press a button on the open workbook."""
        return self.pressed(command, self.application)

    def run_python(self, code):
        """What the stock add-in's RunPython does with its UDF server; the status bar afterwards."""
        from tests.wine.office.exposed import WORKBOOK, described

        policy = described("Workbook", WORKBOOK)
        caller = win32com.server.util.wrap(self.application.ActiveWorkbook, usePolicy=policy)
        engine = self.server.Module("xlwings._xlwindows")
        self.server.SetAttr(engine, "BOOK_CALLER", caller)
        self.server.Exec(code)
        # xlwings keeps the workbook; what a server keeps of ours keeps the server under Wine.
        self.server.SetAttr(engine, "BOOK_CALLER", None)
        self.server.Exec("import gc; gc.collect()")
        return self.application.StatusBar

    def udf(self, function, arguments):
        """A formula's call as the wrappers do it that xlwings generates: {"range": "A1:A3"} goes as a range."""
        from tests.wine.office.exposed import RANGE, described

        policy, sheet = described("Range", RANGE), self.application.ActiveWorkbook.sheets[0]
        given = [
            win32com.server.util.wrap(sheet.Range(value["range"]), usePolicy=policy)
            if isinstance(value, dict)
            else decoded(value)
            for value in arguments
        ]
        return self.server.CallUDF("perf_xl.hosts.excel.udfs", function, given, None, None)

    def state(self):
        """How the application was left."""
        names = ("ScreenUpdating", "EnableEvents", "DisplayAlerts", "Calculation", "StatusBar")
        return {name: getattr(self.application, name) for name in names}

    def save(self, path):
        """Write what stands in the workbook now."""
        self.application.ActiveWorkbook.save(path)


def main():
    request, answers = map(Path, sys.argv[1:])
    asked = json.loads(request.read_text("utf-8"))
    given = []
    client = Client(asked["server"])
    for verb, *arguments in asked["steps"]:
        try:
            given.append(getattr(client, verb)(*arguments))
        except pythoncom.com_error as error:
            given.append({"com_error": error.args[0] & 0xFFFFFFFF, "text": str(error.args[2] and error.args[2][2])})
        except AttributeError as error:  # the server has no such member
            given.append({"unknown": str(error)})
    answers.with_suffix(".part").write_text(json.dumps(given, ensure_ascii=False), "utf-8")
    answers.with_suffix(".part").replace(answers)


try:
    main()
except Exception:  # there is no console to print it on
    Path(sys.argv[2]).with_suffix(".error").write_text(traceback.format_exc(), "utf-8")
    raise
