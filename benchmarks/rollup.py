"""The roll-up of 1,000, 10,000 and 100,000 workbooks: time and memory, totals checked against what was written.

    python -m benchmarks.rollup [--sizes 1000 10000] [--jobs 2]

Each size runs in a process of its own (``perf-xl rollup`` as people call it); memory is the peak of that process, and
of the largest of its children.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from benchmarks.rollup_data import records, write_workbooks


def run(folder: Path, out: Path, *options: str) -> tuple[float, float, float, dict[str, object]]:
    """Seconds, CPU seconds, peak MB of the largest process, and what the command said."""
    begin = time.perf_counter()
    command = [sys.executable, "-m", "perf_xl", "rollup", str(folder), "--out", str(out), "--json", *options]
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=said) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - begin
        assert process.returncode in (0, 1), process.returncode
        said.seek(0)
        return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, json.loads(said.read())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print("| 工作簿 | 方式 | 秒 | CPU 秒 | 每秒工作簿 | 最大进程内存 MB | 合计核对 |\n|---|---|---|---|---|---|---|")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "表"
            write_workbooks(folder, size, excel=True, departments=100)
            expected = sum(
                (tables["资金"][0]["全年执行数"] for _, tables in records(size, departments=100)), Decimal(0)
            )
            ways = {"按部门": ["--no-details"], "按部门，增量再跑": ["--no-details", "--incremental"]}
            if size <= 1000:
                ways = {"逐项目": ["--details"]} | ways
            for label, arguments in ways.items():
                if "--incremental" in arguments:
                    run(folder, Path(name) / "汇总.xlsx", "--jobs", str(options.jobs), *arguments)
                seconds, cpu, memory, found = run(
                    folder, Path(name) / "汇总.xlsx", "--jobs", str(options.jobs), *arguments
                )
                right = "相符" if Decimal(str(found["spent"])) == expected else f"不符：{found['spent']} {expected}"
                print(
                    f"| {size:,} | {label} | {seconds:.1f} | {cpu:.1f} | {size / seconds:,.0f} | {memory:.0f} | {right} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
