"""The COM server as Windows clients see it: started by COM, every function, two clients, a crash, its leaving."""

import datetime as dt
import json
import os
import signal
import subprocess

import pytest

from perf_xl import __version__
from perf_xl.functions import CATEGORY, FUNCTIONS
from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.excel.messages import COMMAND_CRASHED, FUNCTION_CRASHED
from perf_xl.hosts.excel.variants import MISSING
from tests.hosts.excel.packing import packed
from tests.wine.conftest import SERVER, start_client, wait_until, windows_path

pytestmark = pytest.mark.wine


def rng(values, number_format="General", areas=1):
    """A range as the shim sends it."""
    return ["PxRange", values, number_format, False, areas]


DIV0, MISSING_ARGUMENT = {"error": 2007}, {"missing": True}
RULE = "每低于1个百分点扣0.5分，扣完为止"
CALLS = {
    "rate of numbers": ("PERF_EXEC_RATE", [584.64, 1247.36]),
    "rate that is no decimal": ("PERF_EXEC_RATE", [3, 1]),
    "rate of single cells": ("PERF_EXEC_RATE", [rng(481.9), rng(400.25)]),
    "rate of a blank budget": ("PERF_EXEC_RATE", [None, 5]),
    "rate of a zero budget": ("PERF_EXEC_RATE", [0, 5]),
    "rate of an error": ("PERF_EXEC_RATE", [DIV0, 5]),
    "rate of an error in a range": ("PERF_EXEC_RATE", [rng(DIV0), 5]),
    "rate of text": ("PERF_EXEC_RATE", ["五百万", 5]),
    "rate of full-width text": ("PERF_EXEC_RATE", ["１，０００．５", "１００"]),
    "rate of several cells": ("PERF_EXEC_RATE", [rng([[1], [2]]), 5]),
    "rate of a date": ("PERF_EXEC_RATE", [{"date": "2025-12-31"}, 5]),
    "score without arguments": ("PERF_SCORE", [MISSING_ARGUMENT] * 7),
    "score": ("PERF_SCORE", [RULE, rng(0.97, "0.00%"), rng(1, "0%"), "≥", "%", 10, "资金使用合规率"]),
    "score of a blank": ("PERF_SCORE", [RULE, rng(None), "95%", "≥", "%", 10]),
    "score for a person": ("PERF_SCORE", ["酌情扣分", "良好", "良好", "定性", None, 5]),
    "score of an error": ("PERF_SCORE", [RULE, DIV0]),
    "score of a deadline": (
        "PERF_SCORE",
        ["每延期一天扣1分", {"date": "2025-12-31"}, "2025年12月31日前", "≤", None, 5],
    ),
    "scores of columns": (
        "PERF_SCORES",
        [
            rng([[RULE], [RULE], [None], ["酌情给分"]]),
            rng([[0.9], [None], [12], ["好"]], [["0%"]] * 4),
            1,
            "≥",
            "%",
            10,
        ],
    ),
    "scores of unequal columns": ("PERF_SCORES", [rng([[RULE], [RULE]]), rng([[1], [2], [3]])]),
    "scores with an error in one row": ("PERF_SCORES", [RULE, rng([[0.9], [DIV0]], "0%"), "95%", "≥", "%", 10]),
    "reading": ("PERF_READ", [RULE, 10]),
    "reading of no rule": ("PERF_READ", ["今天天气很好"]),
    "explanation": ("PERF_EXPLAIN", ["群众满意度", "服务对象满意度指标"]),
    "check": ("PERF_CHECK", ["产出指标", "质量指标", "合格率", "≥", rng(95), "个"]),
    "check of a right row": ("PERF_CHECK", ["产出指标", "数量指标", "培训人次", "≥", rng(100), "人次"]),
    "sum": ("PERF_ROLLUP", [rng([[0.1], [0.2], [None]]), None, "绝对值"]),
    "average": ("PERF_ROLLUP", [rng([[0.95], [1]], "0%"), rng([[76], [481.9]]), "相对值"]),
    "average with a blank fund": ("PERF_ROLLUP", [rng([[0.95], [1]], "0%"), rng([[76], [None]]), "相对值"]),
    "scores of packed columns": (
        "PERF_SCORES",
        [
            rng(packed([[RULE], [RULE], [None], ["酌情给分"], [RULE], [RULE]])),
            rng(packed([[0.9], [None], [12.0], ["好"], [0.0], [""]]), packed([["0%"]] * 4 + [["General"], ["@"]])),
            rng(packed([[0.95], [0.95], ["95%"], [None], [0.5], [1.0]]), "0%"),
            "≥",
            rng(packed([["%"]] * 6)),
            rng(packed([[10.0]] * 6)),
            rng(packed([[None]] * 6)),
        ],
    ),
    "sum of a packed column": ("PERF_ROLLUP", [rng(packed([[0.1], [0.2], [None], [-0.5]])), None, "绝对值"]),
    "sum of a packed column with a text": ("PERF_ROLLUP", [rng(packed([[0.1], ["五"], [""]])), None, "绝对值"]),
    "areas": ("PERF_ROLLUP", [rng([[1]], areas=2), None, "绝对值"]),
    "unknown function": ("PERF_NOTHING", [1]),
    "too many arguments": ("PERF_EXEC_RATE", [1, 2, 3]),
}

LOG = "from perf_xl.hosts.excel.logs import log_path; print(log_path().read_text('utf-8')[-8000:])"
"""Prints the end of the server's log."""


def here(value):
    """A step's argument as pywin32 would hand it to the server."""
    if isinstance(value, dict):
        if "date" in value:
            return dt.datetime.fromisoformat(value["date"])
        return MISSING if "missing" in value else -2146828288 + value["error"]
    return tuple(here(item) for item in value) if isinstance(value, list | tuple) else value


def test_functions_when_called_through_com_then_answer_as_they_do_here(client):
    """Scalars, ranges, blanks, dates, errors, Chinese: the same answers on both sides of the wire."""
    calls = list(CALLS.values())
    found = client(*(["call", name, arguments] for name, arguments in calls))
    expected = [answer(name, here(arguments)) for name, arguments in calls]
    assert dict(zip(CALLS, json.loads(json.dumps(expected)), strict=True)) == dict(zip(CALLS, found, strict=True))


def test_functions_when_listed_then_every_one_is_called_here():
    """No function without a call through COM."""
    assert {spec.name for spec in FUNCTIONS} <= {name for name, _ in CALLS.values()}


def test_policy_when_the_sheet_has_one_then_the_server_uses_it(client):
    """The text of _px_policy goes with the call, and a broken one is a sentence."""
    arguments = [RULE, "97.5%", "100%", "≥", "%", 10, "合规率"]
    policies = ["", '{"part_steps":"ceil"}', "part_steps = 3"]
    found = client(*(["call", "PERF_SCORE", arguments, policy] for policy in policies))
    assert [9.0, 8.5, answer("PERF_SCORE", arguments, policies[2])] == found


def test_help_when_asked_for_then_is_that_of_the_functions(client):
    """Names, category, help; version and ping beside it."""
    rows, ping, version = client(["get", "FunctionHelp"], ["get", "Ping"], ["get", "Version"])
    assert [[s.name, CATEGORY, s.help] for s in FUNCTIONS] == [row[:3] for row in rows]
    assert ("PerfXL.Server", __version__) == (ping, version)


def test_server_when_asked_for_what_it_does_not_offer_then_refuses(client):
    """No Exec, no Eval, no attribute of Python's."""
    answers = client(*(["get", name, ["1"]] for name in ("Exec", "Eval", "Module", "Obj", "CallUDF")))
    assert [True] * 5 == ["unknown" in answer for answer in answers]


def test_vbscript_when_it_creates_the_object_then_gets_results(registered, tmp_path):
    """The road of the VBA shim: CreateObject by name, an array of arguments to the default member, a variant back."""
    script, out = tmp_path / "client.vbs", tmp_path / "out.txt"
    script.write_text(
        'Set server = CreateObject("PerfXL.Server")\n'
        'Set out = CreateObject("Scripting.FileSystemObject").CreateTextFile(WScript.Arguments(0), True, True)\n'
        'rate = server("PERF_EXEC_RATE", Array(100, 85.5), "")\n'
        "out.WriteLine TypeName(rate) & rate\n"
        'out.WriteLine server.CallFunction("PERF_EXEC_RATE", Array("x", 85.5), "")\n'
        'out.WriteLine TypeName(server.CallFunction("PERF_EXEC_RATE", Array(Empty, 85.5), ""))\n'
        'cells = Array("PxColumn", "n tn", "0.5" & Chr(0), Array(1.25, 2.5, 0))\n'
        'column = Array("PxRange", cells, "General", False, 1)\n'
        'scores = server("PERF_SCORES", Array(Empty, column, 2, ">=", Empty, 10), "")\n'
        "For row = 0 To 3: out.WriteLine TypeName(scores(row, 0)) & scores(row, 0): Next\n"
        "out.Close\n",
        "ascii",
    )
    process = registered.start("wscript.exe", "//B", windows_path(script), windows_path(out))
    assert process.wait(240) == 0
    column = rng([[1.25], [None], ["0.5"], [2.5]])
    scores = [score for [score] in answer("PERF_SCORES", [None, here(column), 2, ">=", None, 10])]
    told = ["String" if score == "" else f"Double{score:g}" for score in scores]
    expected = ["Double0.855", answer("PERF_EXEC_RATE", ["x", 85.5]), "String", *told]
    assert expected == out.read_text("utf-16").split("\n")[:7]


def test_server_when_two_clients_ask_then_one_process_serves_both(registered, tmp_path):
    """One server for all of a user's Excel windows."""
    go = tmp_path / "go"
    steps = [["call", "PERF_EXEC_RATE", [100, 50]], ["wait", windows_path(go)], ["call", "PERF_EXEC_RATE", [100, 25]]]
    clients = [start_client(registered, tmp_path, [["touch", windows_path(tmp_path / "up0")], *steps])]
    assert wait_until((tmp_path / "up0").exists)
    clients.append(start_client(registered, tmp_path, [["touch", windows_path(tmp_path / "up1")], *steps]))
    assert wait_until((tmp_path / "up1").exists)
    count = len(registered.servers())
    go.touch()
    codes = [process.wait(240) for process, _ in clients]
    answers = [json.loads(path.read_text("utf-8")) for _, path in clients]
    assert ([0, 0], [[None, 0.5, None, 0.25]] * 2) == (codes, answers)
    assert 1 == count


def test_server_when_its_last_client_goes_then_leaves(registered, client):
    """Nothing stays behind in the task list."""
    client(["call", "PERF_EXEC_RATE", [100, 50]])
    assert wait_until(lambda: not registered.servers())


def test_server_when_killed_then_the_next_connection_starts_another(registered, tmp_path):
    """A lost server is an error of one call; connecting again is all that is needed.

    Wine 8 never forgets a server that died; so its list of servers (rpcss, which Windows keeps right by itself) is ended
    with it, and started anew by the next connection.
    """
    ready, go = tmp_path / "ready", tmp_path / "go"
    steps = [
        ["call", "PERF_EXEC_RATE", [100, 50]],
        ["touch", windows_path(ready)],
        ["wait", windows_path(go)],
        ["call", "PERF_EXEC_RATE", [100, 50]],
        ["connect"],
        ["call", "PERF_EXEC_RATE", [100, 75]],
    ]
    process, answers = start_client(registered, tmp_path, steps)
    assert wait_until(ready.exists)
    doomed = [pid for pid, command in registered.processes() if SERVER in command or "rpcss.exe" in command]
    for pid in doomed:
        os.kill(pid, signal.SIGKILL)
    assert 2 == len(doomed)
    assert wait_until(lambda: not registered.servers())
    go.touch()
    assert process.wait(240) == 0
    first, _, _, lost, connected, again = json.loads(answers.read_text("utf-8"))
    assert (0.5, None, 0.75) == (first, connected, again)
    assert lost["com_error"] in (0x800706BA, 0x800706BE, 0x80010108, 0x80010007)


def test_session_when_the_command_is_unknown_then_ends_with_a_sentence(client):
    """A button of another version of the add-in."""
    [ended] = client(["session", "no_such_command"])
    assert ended["failed"] is True
    assert "no_such_command" in ended["message"]


def test_session_when_a_button_is_pressed_then_is_stepped_to_its_answer(client):
    """Begin with an object of the client's, Advance until it is done, then message and report: the shim's own loop."""
    [ended] = client(["session", "about"])
    assert (False, f"perf_xl 绩效评价 {__version__}") == (ended["failed"], ended["message"])
    assert ended["report"].startswith(ended["message"])
    assert ended["steps"] >= 1


def test_session_when_the_command_fails_then_says_so_and_the_server_goes_on_and_leaves(registered, client):
    """An application that answers nothing: a sentence, the reason in the log, and no object of it kept afterwards."""
    ended, rate = client(["session", "rate"], ["call", "PERF_EXEC_RATE", [100, 50]])
    assert (True, COMMAND_CRASHED, 0.5) == (ended["failed"], ended["message"], rate)
    assert "command failed" in registered.run(LOG)
    assert wait_until(lambda: not registered.servers())


def test_call_when_it_fails_then_answers_in_words_and_the_next_one_is_served(registered, client):
    """Arguments that are none: our mistake, told in the cell and in the log."""
    broken, rate = client(["get", "CallFunction", ["PERF_EXEC_RATE", 5, ""]], ["call", "PERF_EXEC_RATE", [100, 50]])
    assert (FUNCTION_CRASHED, 0.5) == (broken, rate)
    assert "PERF_EXEC_RATE failed" in registered.run(LOG)


def test_log_when_the_server_ran_then_says_so(registered, client):
    """The file that 体检 points to."""
    client(["get", "Ping"])
    assert f"server {__version__} started" in registered.run(LOG)


def test_import_when_a_function_is_called_then_neither_pandas_nor_xlwings_is_loaded(registered):
    """The functions' path starts lean."""
    code = (
        "import sys, perf_xl.hosts.excel.server as s\n"
        "s.Server().CallFunction('PERF_EXEC_RATE', (100, 50))\n"
        "print([m for m in ('pandas', 'numpy', 'xlwings', 'openpyxl', 'typer') if m in sys.modules])"
    )
    assert "[]" == registered.run(code).strip()


def test_xlwings_when_its_process_ends_then_looks_for_no_excel_to_end(registered):
    """What it does by itself at the end: list every Excel, and end those that show no workbook."""
    code = (
        "from xlwings import _xlwindows\n"
        "_xlwindows.subprocess.run = lambda *a, **k: print('looked')\n"
        "from perf_xl.hosts.excel.engine import windows_engine\n"
    )
    assert "looked" in registered.run(code)
    assert "" == registered.run(f"{code}windows_engine()").strip()


def test_process_when_run_with_a_pipe_then_wine_answers(registered):
    """The set-up itself: the interpreter is the Windows one."""
    assert "win32" == registered.run("import sys; print(sys.platform)").strip()
    assert subprocess.run(["wine", "--version"], capture_output=True, check=True).stdout
