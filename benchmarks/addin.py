"""How quick the add-in's server answers, under Wine: ``python benchmarks/addin.py [WINE_DIR]`` prints a table.

Needs what scripts/wine_setup.sh prepares. Start: the process from nothing until its first answer; calls: one COM round
trip from another process, as from Excel.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tests.wine.conftest import DEFAULT, REGISTER, Wine, start_client, wait_until

from perf_xl.addin.windows_python import copy_package

RULE = "每低于1个百分点扣0.5分，扣完为止"
ROWS = 2000
STEPS = {
    "标量：PERF_EXEC_RATE(100, 85.5)": (500, "PERF_EXEC_RATE", [100, 85.5]),
    "标量：PERF_SCORE，同一条规则": (500, "PERF_SCORE", [RULE, "95%", "98%", "≥", "%", 10]),
    f"数组：PERF_SCORES，{ROWS} 行，同一条规则": (
        20,
        "PERF_SCORES",
        [
            ["PxRange", [[RULE]] * ROWS, "General", False, 1],
            ["PxRange", [[0.5 + i / 4000] for i in range(ROWS)], "0.00%", False, 1],
            "98%",
            "≥",
            "%",
            10,
        ],
    ),
    f"数组：PERF_SCORES，{ROWS} 行，50 条规则": (
        20,
        "PERF_SCORES",
        [
            ["PxRange", [[f"每低于1个百分点扣0.{i % 50 + 1}分"] for i in range(ROWS)], "General", False, 1],
            ["PxRange", [[0.5 + i / 4000] for i in range(ROWS)], "0.00%", False, 1],
            "98%",
            "≥",
            "%",
            10,
        ],
    ),
    f"数组：PERF_ROLLUP，{ROWS} 行": (
        20,
        "PERF_ROLLUP",
        [
            ["PxRange", [[i / 7] for i in range(ROWS)], "General", False, 1],
            ["PxRange", [[i + 0.5] for i in range(ROWS)], "General", False, 1],
            "相对值",
        ],
    ),
}
START = """
import time
t = time.perf_counter()
import perf_xl.addin.serve as s
loaded = time.perf_counter() - t
from perf_xl.hosts.excel.server import Server
t = time.perf_counter()
Server().CallFunction("PERF_SCORE", ("{rule}", "95%", "98%", ">=", "%", 10))
print(f"{{loaded:.3f}} {{time.perf_counter() - t:.3f}}")
"""


def main() -> None:
    """Measure and print."""
    root = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PERF_XL_WINE", DEFAULT)).resolve()
    wine = Wine(root / "prefix", root / "python" / "python.exe")
    copy_package(root / "python" / "site")
    wine.wineserver("-p")
    try:
        wine.start("cmd.exe", "/c", "exit").wait(60)
        wine.run(REGISTER.format(verb="register", arguments=", pathlib.PureWindowsPath(sys.executable)"))
        wine.run(START.format(rule=RULE))  # compiles the modules
        load, first = wine.run(START.format(rule=RULE)).split()
        print(f"{'载入服务（进程内）':<40}{float(load) * 1000:10.0f} 毫秒")
        print(f"{'第一次计分（载入语法）':<40}{float(first) * 1000:10.0f} 毫秒")
        steps = [["connected"], *(["time", *step] for step in STEPS.values())]
        with tempfile.TemporaryDirectory() as folder:
            process, answers = start_client(wine, Path(folder), steps)
            wait_until(lambda: process.poll() is not None, 120)
            connect, *times = json.loads(answers.read_text("utf-8"))
        print(f"{'CreateObject（启动服务）':<40}{connect:10.0f} 毫秒")
        for name, (first, again) in zip(STEPS, times, strict=True):
            print(f"{name:<40}第一次 {first:8.2f} 毫秒，以后每次 {again:8.2f} 毫秒")
        wait_until(lambda: not wine.servers())
        wine.run(REGISTER.format(verb="unregister", arguments=""))
    finally:
        wine.wineserver("-k")


if __name__ == "__main__":
    main()
