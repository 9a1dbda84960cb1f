"""The shim's own modules executed by LibreOffice in VBA mode, against a stand-in for the server.

Four words are exchanged for the run: the server (a VBA class that answers with what it was asked) and its default member,
and ``Value2`` and ``Date1904``, which LibreOffice does not know. Excel itself is not available here.
"""

import dataclasses
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from perf_xl.addin import build, package, texts
from perf_xl.addin.vba_project import Module, ModuleKind, vba_project

pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(not shutil.which("soffice") or not Path("/usr/bin/python3").exists(), reason="no LibreOffice"),
]
HERE = Path(__file__).parent
EXCHANGED = {
    "CreateObject(SERVER)": "New FakeServer",
    "link((functionName)": "link.CallFunction((functionName)",
    "area.Value2": "area.Value",
    "area.Worksheet.Parent.Date1904": "False",
}


def exchanged(module: Module) -> Module:
    """The module with the words exchanged that LibreOffice cannot run."""
    source = module.source
    for ours, theirs in EXCHANGED.items():
        source = source.replace(ours, theirs)
    return dataclasses.replace(module, source=source)


class Session:
    """A LibreOffice that holds the workbook open."""

    def __init__(self, path: Path, profile: Path) -> None:
        command = ["/usr/bin/python3", str(HERE / "lo_session.py"), str(path), str(profile)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.requests, self.answers = self.process.stdin, self.process.stdout

    def ask(self, **request):
        """One request, one answer."""
        self.requests.write(json.dumps(request) + "\n")
        self.requests.flush()
        return json.loads(self.answers.readline())["answer"]

    def close(self) -> None:
        """End the session."""
        self.requests.close()
        self.process.wait(60)
        self.answers.close()


def workbook(folder: Path, modules: list[Module]) -> Path:
    """An .xlsm of these modules: LibreOffice opens no .xlam."""
    path = folder / "shim.xlsm"
    sheets = {"PxTexts": texts.text_rows(), "PxHelp": texts.help_rows()}
    empty = '<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui"/>'
    path.write_bytes(package.write_package(vba_project("PerfXL", modules), sheets, empty, empty, addin=False))
    return path


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    """The shim with the stand-in for the server."""
    folder = tmp_path_factory.mktemp("lo")
    fakes = [
        Module(n, ModuleKind.CLASS, (HERE / "vba" / f"{n}.cls").read_text("ascii"))
        for n in ("FakeServer", "FakeSession")
    ]
    opened = Session(workbook(folder, [*map(exchanged, build.addin_modules()), *fakes]), folder / "profile")
    yield opened
    opened.close()


def test_functions_when_entered_in_cells_then_send_name_and_arguments(session):
    """Scalars as they are, ranges with values, number format, date system and number of areas, gaps as blanks."""
    session.ask(cells={"A1": 0.95, "A2": 2, "B1": "rule"})
    formulas = {
        "D1": '=PERF_READ("text";5)',
        "D2": "=PERF_SCORE()",
        "D3": '=PERF_SCORE(B1;A1;A2;">=")',
        "D4": '=PERF_ROLLUP(A1:A2;A1:A2;"kind")',
        "D5": "=PERF_EXEC_RATE(A1;A2)",
    }
    expected = [
        "PERF_READ[text][5]",
        "PERF_SCORE" + "[empty]" * 7,
        "PERF_SCORE[PxRange;rule;General;False;1;][PxRange;0.95;General;False;1;][PxRange;2;General;False;1;][>=][empty][empty][empty]",
        "PERF_ROLLUP" + 2 * "[PxRange;PxColumn{nn}{}0.95|2|0|Double();General;False;1;]" + "[kind]",
        "PERF_EXEC_RATE[PxRange;0.95;General;False;1;][PxRange;2;General;False;1;]",
    ]
    assert expected == session.ask(formulas=formulas, read=list(formulas))


def test_functions_when_given_a_whole_column_then_send_the_rows_in_use_only(session):
    """A million blank rows do not go over the wire."""
    session.ask(cells={"H1": 1, "H2": 2, "H3": 3})
    count = "PERF_SCORES(H1:H1048576;H1:H1048576)"
    [text] = session.ask(formulas={"J1": f"={count}"}, read=["J1"])
    assert text.startswith("PERF_SCORES[PxRange;PxColumn{nnn__}{}1|2|3|0|Double();General;False;1;]")


@pytest.mark.parametrize(
    "cells, sent",
    [
        (["x", 5, "y", None, 0, "z"], "PxColumn{tnt_nt}{x|y|z|}5|0|0|Double()"),
        (["x", "y", '=""', "=1/2"], "PxColumn{tttn}{x|y||}0.5|0|Double()"),
        ([None, None], "PxColumn{__}{}0|Double()"),
        (["x", "=TRUE()"], "array"),
        ([1, "=FALSE()", 2], "array"),
    ],
)
def test_column_when_sent_then_is_packed_if_its_cells_are_texts_numbers_and_blanks(session, cells, sent):
    """A 0 and an empty text are no blanks; truth values go as cells, as in Excel errors do (here they come as 0)."""
    filled = {f"L{row}": value for row, value in enumerate(cells, 1) if value is not None}
    session.ask(formulas={f"L{row}": "" for row in range(1, 7)}, read=[])
    constants = {cell: value for cell, value in filled.items() if not str(value).startswith("=")}
    session.ask(cells=constants, formulas={c: v for c, v in filled.items() if c not in constants}, read=[])
    [text] = session.ask(formulas={"N1": "", "N2": f'=PERF_ROLLUP(L1:L{len(cells)};1;"kind")'}, read=["N2"])
    assert f"PERF_ROLLUP[PxRange;{sent};General;False;1;][1][kind]" == text


def test_column_when_the_area_is_wider_then_goes_as_cells(session):
    """Only one column is packed; what a function says about the shape of its argument stays right."""
    session.ask(cells={"P1": 1, "P2": 2, "Q1": 3, "Q2": 4})
    [text] = session.ask(formulas={"R1": '=PERF_ROLLUP(P1:Q2;P1:Q1;"kind")'}, read=["R1"])
    assert "PERF_ROLLUP" + 2 * "[PxRange;array;General;False;1;]" + "[kind]" == text


def test_functions_when_the_server_raises_then_the_cell_says_so_in_chinese(session):
    """The text of the sheet before the server's own words."""
    assert ["没有完成：broken"] == session.ask(formulas={"D8": "=PERF_EXPLAIN(B1)"}, read=["D8"])


def test_functions_when_the_server_has_gone_then_connect_again_once(session):
    """The first call is lost, the second goes to a new server; the cell shows its answer."""
    formula = '=PERF_CHECK("a";"b";"c";"d";5;"e")'
    assert ["PERF_CHECK[a][b][c][d][5][e]"] == session.ask(formulas={"D9": formula}, read=["D9"])
    assert "2" == session.ask(text=["PxTexts", "B41"])


def test_button_when_pressed_then_the_session_is_stepped_to_its_end(session):
    """Three steps of the stand-in, and not one more."""
    session.ask(run="PxRibbon.PxDo", arguments=["score"])
    assert "score 3" == session.ask(text=["PxTexts", "B40"])


def test_button_when_esc_is_pressed_then_the_session_is_asked_to_stop_and_stepped_to_its_end(session):
    """Once, where Esc was heard; the step that it broke into is taken again. Asking may fail; other buttons work afterwards."""
    session.ask(run="PxRibbon.PxDo", arguments=["esc"])
    assert "cancelled 1 after 2" == session.ask(text=["PxTexts", "B42"])
    assert "esc 3" == session.ask(text=["PxTexts", "B40"])
    session.ask(run="PxRibbon.PxDo", arguments=["check"])
    assert "check 3" == session.ask(text=["PxTexts", "B40"])


def test_form_when_none_is_open_then_buttons_are_greyed(session):
    """The callback answers without raising."""
    assert False is session.ask(run="PxRibbon.PxHasForm", arguments=[])


def test_server_when_it_cannot_be_started_then_the_cell_says_what_to_do(tmp_path):
    """The unchanged shim, on a system without COM."""
    opened = Session(workbook(tmp_path, build.addin_modules()), tmp_path / "profile")
    try:
        opened.ask(formulas={"D1": '=PERF_READ("text";5)'}, read=["D1"])
        [text] = opened.ask(formulas={"D2": '=PERF_READ("other";5)'}, read=["D2"])
    finally:
        opened.close()
    assert texts.TEXTS["no_server"] == text
