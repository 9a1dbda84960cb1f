"""The same functions through xlwings' own COM server, and the wrappers that xlwings itself would generate."""

import json
import re
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from perf_xl.hosts.excel.calls import answer
from perf_xl.resources import resource_dir
from tests.wine.conftest import start_client, wait_until, windows_path
from tests.wine.pressing import filled_form, here, pressed

pytestmark = pytest.mark.wine

CLASS_ID = "{2C7D7A3C-4F0C-4A54-A4A8-6B5C9B9E5A11}"
PROG_ID = "PerfXL.StockXlwings"
SERVE = f"import perf_xl.hosts.excel.udfs, xlwings; xlwings.serve('{CLASS_ID}')"
REGISTER = """
import pathlib, sys
from perf_xl.addin.registry import RegistryValue, WindowsRegistry, classes_hive
classes, key = "Software\\\\Classes\\\\", "Software\\\\Classes\\\\CLSID\\\\{class_id}"
registry = WindowsRegistry(classes_hive())
if {on}:
    pythonw = pathlib.PureWindowsPath(sys.executable).with_name("pythonw.exe")
    registry.put(RegistryValue(classes + "{prog_id}\\\\CLSID", "", "{class_id}"))
    registry.put(RegistryValue(key + "\\\\LocalServer32", "", f'"{{pythonw}}" -X utf8 -c "' + {serve!r} + '"'))
else:
    registry.remove(classes + "{prog_id}")
    registry.remove(key)
"""
CALLS: list[tuple[str, list[Any]]] = [
    ("PERF_EXEC_RATE", [100, 85.5]),
    ("PERF_EXEC_RATE", [None, 85.5]),
    ("PERF_EXEC_RATE", ["五百万", 1]),
    ("PERF_ROLLUP", [[[0.1], [0.2]], None, "绝对值"]),
    ("PERF_CHECK", ["产出指标", "质量指标", "合格率", "≥", 95, "个"]),
]


@pytest.fixture
def stock(wine):
    """xlwings' server with our module, under a name of its own."""
    names = {"class_id": CLASS_ID, "prog_id": PROG_ID, "serve": SERVE}
    wine.run(REGISTER.format(on=True, **names))
    yield wine
    assert wait_until(lambda: not [1 for _, command in wine.processes() if CLASS_ID in command])
    wine.run(REGISTER.format(on=False, **names))


def test_functions_when_called_by_xlwings_then_answer_the_same(stock, tmp_path):
    """People with the stock add-in get the same results from the same module."""
    steps = [["get", "CallUDF", ["perf_xl.hosts.excel.udfs", name, values, None, None]] for name, values in CALLS]
    process, answers = start_client(stock, tmp_path, steps, PROG_ID)
    assert process.wait(300) == 0
    expected = [
        answer(name, [tuple(map(tuple, v)) if isinstance(v, list) else v for v in values]) for name, values in CALLS
    ]
    assert expected == json.loads(answers.read_text("utf-8"))


RULE = "每低于1个百分点扣0.5分，扣完为止"
SHEET: dict[str, list[Any]] = {
    "A": [RULE, RULE, None, "酌情扣分"],
    "B": [0.965, None, 12, "良好"],
    "C": [1, 0.98, 0.98, "良好"],
    "D": [100, 200, 300, 400],
}
FORMATS = {"B": ["0.0%", "0%", "0", "General"], "C": ["0%"] * 4}
"""A mixed column and one of percentages alone; the rest is General."""


def as_the_shim_sends(letter):
    """The argument that our own wrapper makes of the column."""
    formats = FORMATS.get(letter, ["General"] * 4)
    same = formats[0] if len(set(formats)) == 1 else tuple((one,) for one in formats)
    values = tuple((float(cell) if isinstance(cell, int) else cell,) for cell in SHEET[letter])
    return ("PxRange", values, same, False, 1)


@pytest.mark.parametrize("policy", ["", '{"part_steps":"ceil"}'])
def test_ranges_when_passed_by_xlwings_wrappers_then_answer_as_by_ours(stock, tmp_path, policy):
    """Ranges of percentages, mixed formats, blanks and texts, on a sheet with 口径 of its own or without."""
    book = openpyxl.Workbook()
    for letter, cells in SHEET.items():
        for row, value in enumerate(cells, 1):
            book.active[f"{letter}{row}"].value = value
            book.active[f"{letter}{row}"].number_format = FORMATS.get(letter, ["General"] * 4)[row - 1]
    if policy:
        quoted = policy.replace('"', '""')
        book.active.defined_names["_px_policy"] = DefinedName("_px_policy", attr_text=f'"{quoted}"')
    book.save(tmp_path / "表.xlsx")
    a, b, c, d = ({"range": f"{letter}1:{letter}4"} for letter in "ABCD")
    asked = [
        ("PERF_SCORES", [a, b, c, "≥", "%", 10]),
        ("PERF_ROLLUP", [c, d, "绝对值"]),
        ("PERF_SCORE", [RULE, {"range": "B1"}, {"range": "C1"}, "≥", "%", 10]),
    ]
    steps = [["office", windows_path(tmp_path / "表.xlsx")], *(["udf", name, given] for name, given in asked)]
    process, answers = start_client(stock, tmp_path, steps, PROG_ID)
    assert process.wait(300) == 0
    one = ("PxRange", 0.965, "0.0%", False, 1), ("PxRange", 1.0, "0%", False, 1)
    expected = [
        answer("PERF_SCORES", [*map(as_the_shim_sends, "ABC"), "≥", "%", 10], policy),
        answer("PERF_ROLLUP", [*map(as_the_shim_sends, "CD"), "绝对值"], policy),
        answer("PERF_SCORE", [RULE, *one, "≥", "%", 10], policy),
    ]
    assert expected == json.loads(answers.read_text("utf-8"))[1:]
    assert (8.0 if policy else 8.5) == expected[2]


def test_commands_when_run_by_runpython_then_write_the_same_and_say_so(stock, tmp_path):
    """What the stock add-in's RunPython does with its server, on the stand-in of tests/wine/office: not Excel itself."""
    form = filled_form(tmp_path / "自评表.xlsx")
    code = "from perf_xl.hosts.excel import ribbon; ribbon.run('{}')"
    commands = [code.format(command) for command in ("score", "restore")]
    told, stood, _ = pressed(stock, tmp_path, form, *commands, server=PROG_ID, how="run_python")
    assert [here(form, "score"), here(form)] == stood
    assert ["已计分", "已撤销"] == [sentence[:3] for sentence in told]


def signatures(source):
    """Name and arguments of each function, optional ones in brackets."""
    found = re.findall(r"(?m)^(?:Public )?Function (\w+)\((.*?)\)(?: As Variant)?$", source.replace(" _\n", " "))
    plain = {
        name: re.sub(r"ByVal | As Variant|\s", "", arguments.replace("Optional ", "?")) for name, arguments in found
    }
    return {name: arguments.split(",") for name, arguments in plain.items()}


def test_wrappers_when_xlwings_generates_them_then_have_our_names_and_arguments(wine):
    """What our shim declares is what xlwings' own add-in would declare for the same functions."""
    code = (
        "import io, types, xlwings.udfs as u\n"
        "from perf_xl.hosts.excel import udfs\n"
        "out = io.StringIO()\n"
        "u.generate_vba_wrapper('perf_xl.hosts.excel.udfs', udfs, out, types.SimpleNamespace(Name='perf_xl.xlam'))\n"
        "print(out.getvalue())\n"
    )
    ours = (resource_dir("vba_shim") / "PxFunctions.bas").read_text("ascii")
    assert signatures(ours) == signatures(wine.run(code, timeout=120).replace("\r\n", "\n"))


def test_help_when_xlwings_reads_it_then_is_ours(wine):
    """Category and argument help reach the Function Wizard of the stock add-in too."""
    code = (
        "from perf_xl.hosts.excel import udfs\n"
        "from perf_xl.functions import FUNCTIONS\n"
        "for s in FUNCTIONS:\n"
        "    f = getattr(udfs, s.name).__xlfunc__\n"
        "    assert (f['category'], f['ret']['doc']) == ('绩效评价', s.help), f\n"
        "    assert [a['doc'] for a in f['args']] == [a.help for a in s.arguments], f\n"
        "print('same')\n"
    )
    assert "same" == wine.run(code, timeout=120).strip()
