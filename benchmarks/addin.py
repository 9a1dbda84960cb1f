"""How quick the add-in's server answers, under Wine: ``python -m benchmarks.addin [WINE_DIR]`` prints a table.

Needs what scripts/wine_setup.sh prepares. Start: the process from nothing until its first answer. Calls: one COM round trip
from another process, as from Excel, with what the shim sends: a column packed as ``PxPack`` of vba_shim/PxLink.bas does
it; the packing itself, which VBA does inside Excel, is not measured, there is no VBA here. Twice, since the client counts
too: pywin32 builds the arrays of every call anew, as Excel's VBA need not; VBScript's arrays are COM's own, as VBA's
are, but its numbers go one by one, not in a ``Double()``. Wall clock: run it on a quiet machine.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.hosts.excel.packing import packed
from tests.wine.conftest import DEFAULT, REGISTER, Wine, start_client, wait_until, windows_path

from perf_xl.addin.windows_python import copy_package

ROWS = 2000
FRESH = 6
"""Calls with data that the server has not seen."""
Arguments = list[Any]


def rule(points: int) -> str:
    """One of the rules of the made-up table."""
    return f"每低于1个百分点扣0.{points}分，扣完为止"


def column(values: list[Any], number_format: str | list[str] = "General") -> Arguments:
    """A range of one column as the shim sends it; ``number_format`` is one for all, or one a cell."""
    formats = number_format if isinstance(number_format, str) else packed([[own] for own in number_format])
    return ["PxRange", packed([[value] for value in values]), formats, False, 1]


def actuals(shift: int, changed: int = -1) -> Arguments:
    """Rates from 50 to 100 %; another ``shift`` gives 2,000 others, ``changed`` is a row with another one."""
    rates = [0.4321 if i == changed else 0.5 + (FRESH * i + shift) / (2 * FRESH * ROWS) for i in range(ROWS)]
    return column(rates, "0.00%")


def narrow(shift: int, rules: int = 1) -> Arguments:
    """A column of rules and one of actuals, the rest shared by all rows."""
    return [column([rule(5 + i % rules) for i in range(ROWS)]), actuals(shift), "98%", "≥", "%", 10.0]


def wide(shift: int, changed: int = -1) -> Arguments:
    """A column for each of the seven arguments."""
    return [
        column([rule(1 + i % 50) for i in range(ROWS)]),
        actuals(shift, changed),
        column([0.9 + i % 10 / 100 for i in range(ROWS)], "0%"),
        column(["≥"] * ROWS),
        column(["%"] * ROWS),
        column([5.0 + i % 6 for i in range(ROWS)]),
        column([f"项目{i % 100}资金使用合规率" for i in range(ROWS)]),
    ]


def mixed() -> Arguments:
    """The seven columns with blank rows, numbers beside texts, percentages beside numbers."""
    columns = wide(0)
    cells = [f"{50 + i % 50}%" if i % 5 == 0 else 0.5 + i % 50 / 100 if i % 3 else i % 99 + 0.5 for i in range(ROWS)]
    formats = ["0.00%" if i % 3 else "General" for i in range(ROWS)]
    columns[1] = column([None if i % 20 == 0 else cell for i, cell in enumerate(cells)], formats)
    columns[6] = column([None if i % 4 == 0 else f"项目{i % 100}资金使用合规率" for i in range(ROWS)])
    return columns


def sums() -> Arguments:
    """Values and funds of 2,000 units."""
    return [column([i / 7 for i in range(ROWS)]), column([i + 0.5 for i in range(ROWS)]), "相对值"]


AGAIN: dict[str, tuple[int, str, Arguments]] = {
    "标量 PERF_EXEC_RATE(100, 85.5)": (500, "PERF_EXEC_RATE", [100.0, 85.5]),
    "标量 PERF_SCORE": (500, "PERF_SCORE", [rule(5), "95%", "98%", "≥", "%", 10.0]),
    f"数组 PERF_SCORES {ROWS} 行，2 列，1 条规则": (40, "PERF_SCORES", narrow(0)),
    f"数组 PERF_SCORES {ROWS} 行，2 列，50 条规则": (40, "PERF_SCORES", narrow(0, 50)),
    f"数组 PERF_SCORES {ROWS} 行，7 列，50 条规则": (40, "PERF_SCORES", wide(0)),
    f"数组 PERF_SCORES {ROWS} 行，7 列，空格、文字、数混排": (40, "PERF_SCORES", mixed()),
    f"数组 PERF_ROLLUP {ROWS} 行，2 列": (40, "PERF_ROLLUP", sums()),
}
"""The same call again and again, as Excel recalculates."""
NEW = {
    f"数组 PERF_SCORES {ROWS} 行，7 列，改了一格": [wide(0, row) for row in range(40)],
    f"数组 PERF_SCORES {ROWS} 行，2 列，1 条规则，新数据": [narrow(shift) for shift in range(1, FRESH)],
    f"数组 PERF_SCORES {ROWS} 行，7 列，50 条规则，新数据": [wide(shift) for shift in range(1, FRESH)],
}
"""Rules seen before, one other actual or 2,000 others in every call."""
START = """
import time
t = time.perf_counter()
import {module}
print(time.perf_counter() - t)
"""
MODULES = {"载入服务": "perf_xl.addin.serve, pythoncom", "载入 xlwings 与 pandas（函数不用它们）": "xlwings"}
SCRIPT = """
Set files = CreateObject("Scripting.FileSystemObject")
Set texts = files.OpenTextFile(WScript.Arguments(0), 1, False, -1)
Set out = files.CreateTextFile(WScript.Arguments(1), True, True)
Set server = CreateObject("PerfXL.Server")
Dim i, k, t, r, a, x({last})
For i = 0 To {last}
  x(i) = texts.ReadLine
Next
{measured}
out.Close
"""
MEASURE = """
{columns}
a = Array({arguments})
r = server("{function}", (a), "")
t = Timer
For k = 1 To {count}
  r = server("{function}", (a), "")
Next
out.WriteLine CStr((Timer - t) * 1000 / {count})
"""


def main() -> None:
    """Measure and print."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PERF_XL_WINE", DEFAULT)).resolve()
    if not (root / "python" / "python.exe").exists():
        sys.exit(f"没有 Windows 版 Python：先运行 scripts/wine_setup.sh {root}")
    with prepared(root) as wine, tempfile.TemporaryDirectory() as name:
        _start_up(wine)
        folder = Path(name)
        steps = [["time", count, function, [arguments]] for count, function, arguments in AGAIN.values()]
        fresh = [["time", 1, "PERF_SCORES", calls] for calls in NEW.values()]
        connect, *times = _client(wine, folder, [["connected"], *steps, *fresh])
        _row("CreateObject（启动服务）", f"{connect:8.0f} 毫秒")
        own = _script(wine, folder)
        for label, taken, native in zip(AGAIN, times, own, strict=False):
            _row(label, f"{_told(taken[1:])}，VBScript {native:8.2f} 毫秒，第一次 {taken[0]:8.1f} 毫秒")
        for label, taken in zip(NEW, times[len(AGAIN) :], strict=True):
            _row(label, _told(taken))


@contextmanager
def prepared(root: Path) -> Iterator[Wine]:
    """The Wine of ``root`` with the package as it is now and its server registered."""
    wine = Wine(root / "prefix", root / "python" / "python.exe")
    copy_package(root / "python" / "site")
    wine.wineserver("-p")
    try:
        wine.start("cmd.exe", "/c", "exit").wait(60)
        wine.run(REGISTER.format(verb="register", arguments=", pathlib.PureWindowsPath(sys.executable)"))
        yield wine
        wait_until(lambda: not wine.servers())
        wine.run(REGISTER.format(verb="unregister", arguments=""))
    finally:
        wine.wineserver("-k")


def _start_up(wine: Wine) -> None:
    for label, module in MODULES.items():
        wine.run(START.format(module=module))  # compiles the modules
        taken = [float(wine.run(START.format(module=module))) * 1000 for _ in range(3)]
        _row(label, f"{min(taken):8.0f} 毫秒")


def _client(wine: Wine, folder: Path, steps: list[Any]) -> list[Any]:
    process, answers = start_client(wine, folder, steps)
    wait_until(lambda: process.poll() is not None, 300)
    given: list[Any] = json.loads(answers.read_text("utf-8"))
    return given


class Texts:
    """The texts of a script, which itself is ASCII: Wine knows neither ChrW nor scripts in Unicode."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def literal(self, value: str | float) -> str:
        """The value as the script writes it."""
        if not isinstance(value, str):
            return f"CDbl({value!r})"
        return f"x({self._places.setdefault(value, len(self._places))})"

    def lines(self) -> list[str]:
        """One text a line, for the script to read."""
        return list(self._places)


def _script(wine: Wine, folder: Path) -> list[float]:
    """Milliseconds of a call from VBScript, for each of ``AGAIN``."""
    texts = Texts()
    measured = "".join(_measured(texts, number, call) for number, call in enumerate(AGAIN.values()))
    script, lines, out = (folder / name for name in ("calls.vbs", "texts.txt", "calls.txt"))
    script.write_text(SCRIPT.format(measured=measured, last=len(texts.lines()) - 1), "ascii")
    lines.write_text("".join(f"{text}\r\n" for text in texts.lines()), "utf-16", newline="")
    wine.start("wscript.exe", "//B", *map(windows_path, (script, lines, out))).wait(300)
    return [float(line) for line in out.read_text("utf-16").split()]


def _measured(texts: Texts, number: int, call: tuple[int, str, Arguments]) -> str:
    """VBScript that times one call."""
    count, function, arguments = call
    columns: list[str] = []
    told = [_told_by(texts, f"c{number}_{position}", argument, columns) for position, argument in enumerate(arguments)]
    return MEASURE.format(columns="\n".join(columns), arguments=", ".join(told), function=function, count=count)


def _told_by(texts: Texts, name: str, argument: Any, lines: list[str]) -> str:
    """The expression of an argument; ``lines`` gets what makes its arrays, which begin with ``name``."""
    if not isinstance(argument, list | tuple):
        return texts.literal(argument)
    _, cells, formats, *_ = argument
    shown = [
        texts.literal(part) if isinstance(part, str) else _packed(texts, f"{name}_{i}", part, lines)
        for i, part in enumerate((cells, formats))
    ]
    return f'Array("PxRange", {", ".join(shown)}, False, 1)'


def _packed(texts: Texts, name: str, column: Any, lines: list[str]) -> str:
    """The expression of a packed column. Wine's VBScript knows no ``Join``."""
    tag, kinds, joined, numbers = column
    lines.append(f'{name}t = ""')
    lines += [f"{name}t = {name}t & {texts.literal(text)} & Chr(0)" for text in joined.split("\0")[:-1]]
    lines.append(f"Dim {name}n({len(numbers) - 1})")
    lines += [f"{name}n({i}) = {texts.literal(number)}" for i, number in enumerate(numbers)]
    return f'Array("{tag}", {texts.literal(kinds)}, {name}t, {name}n)'


def _told(taken: list[float]) -> str:
    return f"中位 {statistics.median(taken):8.2f} 毫秒，最快 {min(taken):8.2f} 毫秒"


def _row(label: str, text: str) -> None:
    wide_characters = sum(not c.isascii() for c in label)
    print(f"{label}{' ' * (56 - len(label) - wide_characters)}{text}", flush=True)


if __name__ == "__main__":
    main()
