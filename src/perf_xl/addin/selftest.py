"""``doctor --self-test``: the add-in in the user's own Excel, every function and every button on a scratch workbook.

Writes a report to send. It touches no workbook of the user's. Buttons that ask nothing go the whole way through the
add-in and the COM server; those that ask for a file or a reason are answered beforehand and run in this process.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from perf_xl import __version__
from perf_xl.addin.applications import open_application
from perf_xl.addin.doctor import examine, report
from perf_xl.addin.exercise import Bench, exercise
from perf_xl.addin.install import System
from perf_xl.errors import InputError
from perf_xl.functions import FunctionSpec
from perf_xl.hosts.excel.desk import Desk
from perf_xl.hosts.excel.stepping import Shown


def self_test(system: System, out: Path) -> Path:
    """Run the test and write the report to ``out``; InputError where there is no Excel and no WPS with VBA."""
    if sys.platform != "win32":
        raise InputError("自检要在装有 Excel 的 Windows 上运行")
    app = open_application()
    try:
        app.display_alerts = False
        bench = ExcelBench(app, system.places.addin)
        lines = [report(examine(system)), "", f"{app.api.Name} {app.version}，perf_xl {__version__}"]
        return write_report(out, [*lines, *report_lines(bench)])
    finally:
        app.kill()


def report_lines(bench: Bench) -> Iterator[str]:
    """The lines of every step, and how many of them passed."""
    with tempfile.TemporaryDirectory(prefix="perf_xl-", ignore_cleanup_errors=True) as folder:
        passed = failed = 0
        for line in exercise(bench, Path(folder)):
            passed, failed = passed + line.startswith("通过"), failed + line.startswith("不符")
            yield line
    yield f"通过 {passed} 步，不符 {failed} 步"


def write_report(out: Path, lines: Sequence[str]) -> Path:
    """The report as a text file that Windows' own editor shows right."""
    out.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return out


class ExcelBench:
    """Excel with the add-in loaded; meets :class:`perf_xl.addin.exercise.Bench`."""

    def __init__(self, app: Any, addin: Path) -> None:
        from perf_xl.hosts.excel.api import ExcelDesk  # noqa: PLC0415 - xlwings with it

        app.api.Workbooks.Open(str(addin))
        self._app, self._addin = app, addin.name
        self.desk: Desk = ExcelDesk(app)

    def ask(self, spec: FunctionSpec, values: Sequence[Any]) -> Any:
        """In the first row of the front sheet, anew each time."""
        sheet = self._app.books.active.sheets[0]
        sheet.clear()
        for column, value in enumerate(values, start=1):
            sheet[0, column].value = value
        references = ",".join(f"{chr(65 + column)}1" for column in range(1, 1 + len(values)))
        sheet[0, 0].formula = f"='{self._addin}'!{spec.name}({references})"
        return sheet[0, 0].value

    def press(self, command: str) -> Shown:
        """Through the add-in's own connection, stepped as the shim does."""
        session = self._app.api.Run(f"'{self._addin}'!PxServer").Begin(command, self._app.api)
        while session.Advance():
            pass
        if session.Failed:
            raise InputError(str(session.Message))
        return Shown(str(session.Message), str(session.Report), str(session.UndoLabel))

    def open(self, path: Path) -> None:
        """In this Excel."""
        self._app.books.open(str(path)).activate()
