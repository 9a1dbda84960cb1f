"""The self-test: all its steps really run in LibreOffice; what is Excel's own is held against stand-ins."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from perf_xl.addin.applications import has_vba, open_application, running_wps
from perf_xl.addin.doctor import examine, report
from perf_xl.addin.exercise import exercise
from perf_xl.addin.ribbon import buttons
from perf_xl.addin.selftest import ExcelBench, report_lines, self_test, write_report
from perf_xl.errors import InputError
from perf_xl.functions import FUNCTIONS, find_function
from perf_xl.hosts.excel.commands import start
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.resources import resource_dir
from tests.addin.systems import alive, sound_system
from tests.hosts.excel.desk import TestDesk

GONE = -2147221005
"""CO_E_CLASSSTRING: no such program."""


class ComError(Exception):
    """As pywin32 raises it."""


class OfficeBench:
    """LibreOffice in Excel's place: buttons stepped as the server steps them, functions on real cells."""

    def __init__(self, app: Any, folder: Path) -> None:
        self.app, self.system = app, sound_system(folder)
        self.books: list[Any] = []
        self.desk = TestDesk()

    def ask(self, spec, values):
        """Through the extension's own reading of cells."""
        from perf_xl.hosts.libreoffice.extension import call

        book = self.app.books.add()
        cells = [book.sheets[0][0, column] for column in range(len(values))]
        for cell, value in zip(cells, values, strict=True):
            cell.value = value
        found = call(spec.name, [cell.api for cell in cells])
        book.close()
        return found[0][0] if isinstance(found, tuple) else found

    def press(self, command):
        """To its end; a failure raises."""
        if command == "doctor":
            return Shown("体检完成", report=report(examine(self.system, alive)))
        stepper = start(command, lambda: self.desk)
        while stepper.advance():
            pass
        if stepper.failed:
            raise InputError(stepper.message)
        return stepper.shown

    def open(self, path):
        """In LibreOffice; going back is kept on disk as in Excel."""
        from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
        from perf_xl.hosts.xlwings_journal import journal

        self.books.append(self.app.books.open(path))
        self.desk = TestDesk(
            libreoffice_workbook(self.books[-1], journal(path.parent / "undo", str(path))), path.parent
        )


@pytest.fixture
def bench(tmp_path):
    """LibreOffice, and what the self-test opened closed again."""
    pytest.importorskip("uno", reason="python3-uno is not linked into this environment: scripts/link_uno.py")
    from perf_xl.hosts.libreoffice.workbook import office

    with office() as app:
        made = OfficeBench(app, tmp_path / "system")
        yield made
        for book in made.books:
            book.close()


@pytest.mark.libreoffice
def test_steps_when_run_in_libreoffice_then_every_function_and_button_passes_and_the_report_says_so(bench, tmp_path):
    """Each of them is executed, and what a button wrote is taken back."""
    lines = list(report_lines(bench))
    assert [] == [line for line in lines if line.startswith("不符")]
    named = {line.split("：")[0].removeprefix("通过 ") for line in lines[:-1]}
    ribbon = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")
    expected = {f"按钮 {button.command}" for button in buttons(ribbon)} | {f"函数 {spec.name}" for spec in FUNCTIONS}
    assert expected == named
    wrote = [line for line in lines if "（改动 " in line and "（改动 0 处" not in line]
    assert 8 <= len(wrote)
    assert all("撤销后与原来相同" in line for line in wrote)
    assert f"通过 {len(expected)} 步，不符 0 步" == lines[-1]
    path = write_report(tmp_path / "report.txt", lines)
    assert lines == path.read_text("utf-8-sig").splitlines()


class Broken:
    """An application in which nothing works."""

    desk = TestDesk()

    def ask(self, spec, values):
        """As if the add-in were not loaded."""
        return "#NAME?" if values else spec

    def press(self, command):
        """As if the server were gone."""
        raise OSError(command)

    def open(self, path):
        """It opens."""


def test_steps_when_nothing_works_then_each_is_a_line_and_the_test_goes_on(tmp_path):
    """A report of failures is what one wants to be sent."""
    lines = list(exercise(Broken(), tmp_path))
    failed = [line for line in lines if line.startswith("不符")]
    assert "不符 函数 PERF_SCORE：'#NAME?'，应为 8.5" == failed[0]
    assert "不符 按钮 about：about" in failed
    assert len(lines) - len(failed) <= 4  # new files need neither add-in nor server


class Session:
    """A command of the server, of two steps."""

    def __init__(self, *, failed):
        self.left, self.Failed = 2, failed
        self.Message, self.Report, self.UndoLabel = "已计分 3 项", "", "计算得分"

    def Advance(self):
        """False at the end."""
        self.left -= 1
        return self.left > 0


class Excel:
    """As much of Excel as the bench uses; everything asked is written down."""

    def __init__(self, *, failed=False, answer=8.5):
        self.asked: list[Any] = []
        cells: dict[Any, Any] = {}
        self.api = SimpleNamespace(
            Name="Microsoft Excel",
            Workbooks=SimpleNamespace(Open=self.asked.append),
            Run=lambda macro: self._run(macro, failed=failed),
        )
        sheet = type(
            "Sheet", (), {"__getitem__": lambda _, key: cells.setdefault(key, SimpleNamespace(value=answer))}
        )()
        sheet.clear = cells.clear
        self.cells = cells
        self.books = SimpleNamespace(active=SimpleNamespace(sheets=[sheet]), open=self._open)

    def _run(self, macro, *, failed):
        def begin(command, _):
            self.asked.append(command)
            return Session(failed=failed)

        self.asked.append(macro)
        return SimpleNamespace(Begin=begin)

    def _open(self, path):
        self.asked.append(path)
        return SimpleNamespace(activate=lambda: self.asked.append("front"))


def test_excel_bench_when_used_then_goes_through_the_addin():
    """The add-in opened, the function by the add-in's name, the button by its own connection."""
    excel = Excel()
    bench = ExcelBench(excel, Path("C:/加载项/perf_xl.xlam"))
    assert 8.5 == bench.ask(find_function("PERF_SCORE"), ("规则", 0.95))
    assert "='perf_xl.xlam'!PERF_SCORE(B1,C1)" == excel.cells[0, 0].formula
    assert ["规则", 0.95] == [excel.cells[0, column].value for column in (1, 2)]
    assert Shown("已计分 3 项", "", "计算得分") == bench.press("score")
    bench.open(Path("表.xlsx"))
    assert ["C:/加载项/perf_xl.xlam", "'perf_xl.xlam'!PxServer", "score", "表.xlsx", "front"] == excel.asked


def test_excel_bench_when_a_command_fails_then_raises_its_sentence():
    """A line of the report."""
    with pytest.raises(InputError, match="已计分 3 项"):
        ExcelBench(Excel(failed=True), Path("perf_xl.xlam")).press("score")


def test_self_test_when_not_on_windows_then_says_so(tmp_path):
    """One sentence."""
    with pytest.raises(InputError, match="装有 Excel 的 Windows"):
        self_test(sound_system(tmp_path), tmp_path / "report.txt")


@pytest.fixture
def com(monkeypatch):
    """pywin32 with the programs that a test puts there; xlwings finds no Excel."""
    programs: dict[str, Any] = {}

    def get(name):
        if name not in programs:
            raise ComError(GONE, "没有", None, None)
        return programs[name]

    client = SimpleNamespace(DispatchEx=get, GetActiveObject=get)
    monkeypatch.setitem(sys.modules, "pythoncom", SimpleNamespace(com_error=ComError, CoInitialize=lambda: None))
    monkeypatch.setitem(sys.modules, "win32com", SimpleNamespace(client=client))
    monkeypatch.setitem(sys.modules, "win32com.client", client)

    def no_excel(**_):
        raise ComError(GONE, "没有 Excel", None, None)

    monkeypatch.setattr("xlwings.App", no_excel)
    return programs


class Wps:
    """WPS's application object: with VBA, without, or with VBA that may not be looked into."""

    Name, Version = "WPS 表格", "12.0"

    def __init__(self, editor):
        self._editor, self.quit = editor, False

    @property
    def VBE(self):
        """The editor."""
        if isinstance(self._editor, Exception):
            raise self._editor
        return self._editor

    def Quit(self):
        """Remembered."""
        self.quit = True


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        (object(), True),
        (None, False),
        (AttributeError("VBE"), False),
        (ComError(-2147467263, "没有实现", None, None), False),
        (ComError(-2147352567, "出错", (0, "WPS", "", None, 0, -2147352573), None), False),
        (ComError(-2147352567, "出错", (0, "WPS", "不信任", None, 0, -2146827284), None), True),
    ],
)
def test_has_vba_when_asked_then_tells_missing_from_not_allowed(editor, expected):
    """By the number of the COM error."""
    assert expected == has_vba(Wps(editor))


def test_open_application_when_there_is_neither_then_says_so(com):
    """Excel's own error in the sentence."""
    with pytest.raises(InputError, match="打不开 Excel，也没有 WPS"):
        open_application()
    assert None is running_wps()


def test_open_application_when_wps_has_no_vba_then_points_to_the_file_route(com):
    """And leaves no WPS behind."""
    com["Ket.Application"] = wps = Wps(None)
    with pytest.raises(InputError, match=r"不带 VBA 的 WPS.*perf-xl score"):
        open_application()
    assert wps.quit


def test_open_application_when_wps_has_vba_then_is_used_through_xlwings(com, monkeypatch):
    """Attached by xlwings' Windows engine with WPS's own application object."""
    com["Ket.Application"] = wps = Wps(object())
    added = []
    app = SimpleNamespace(visible=False, books=SimpleNamespace(add=lambda: added.append(1)))

    def xlwings_app(impl=None, **_):
        if impl is None:
            raise ComError(GONE, "没有 Excel", None, None)
        assert wps is impl.xl
        return app

    monkeypatch.setattr("xlwings.App", xlwings_app)
    engine = SimpleNamespace(App=lambda xl: SimpleNamespace(xl=xl), cleanup=print, Apps=SimpleNamespace())
    monkeypatch.setattr("xlwings._xlwindows", engine, raising=False)
    assert app is open_application()
    assert app.visible
    assert [1] == added
    assert wps is running_wps()
