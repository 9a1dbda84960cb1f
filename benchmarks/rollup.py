"""The roll-up of 1,000, 10,000 and 100,000 workbooks: time and memory, totals checked against what was written.

    python -m benchmarks.rollup [1000 10000 100000] [--jobs 2] [--data FOLDER] [--own-names]

Each run is a process of its own (``perf-xl rollup`` as people call it), start and writing of the summary included. Memory:
the peak of the largest process, and of all of them together. ``--data`` keeps the workbooks for the next run (100,000
are 1.2 GB and take minutes to write); ``--own-names`` gives every project indicators of its own, the worst case for
adding up.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import psutil

from benchmarks.rollup_data import records, write_workbooks

DEPARTMENTS = 100
EVERY = 0.2
"""Seconds between two looks at the memory of all processes."""


@dataclass
class Watch:
    """The memory of a process with its children, looked at while it runs."""

    process: psutil.Process
    peak: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Until told to stop."""
        while not self.stop.wait(EVERY):
            total = 0
            try:
                for process in (self.process, *self.process.children(recursive=True)):
                    total += process.memory_info().rss
            except psutil.NoSuchProcess:
                continue  # it has just ended
            self.peak = max(self.peak, total)


@contextmanager
def watched(pid: int) -> Iterator[Watch]:
    watch = Watch(psutil.Process(pid))
    thread = threading.Thread(target=watch.look, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop.set()
        thread.join()


@dataclass
class Used:
    """What a run took, and what it said."""

    seconds: float
    cpu: float
    largest: float
    together: float
    said: dict[str, Any]


def run(folder: Path, out: Path, *options: str) -> Used:
    """One roll-up. AssertionError when it failed."""
    command = [sys.executable, "-m", "perf_xl", "rollup", str(folder), "--out", str(out), "--json", *options]
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as said, subprocess.Popen(command, stdout=said) as process:
        with watched(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode in (0, 1), process.returncode
        said.seek(0)
        largest = used.ru_maxrss / 1024
        together = max(watch.peak / 1024 / 1024, largest)
        return Used(seconds, used.ru_utime + used.ru_stime, largest, together, json.loads(said.read()))


def ways_of(size: int, parquet: Path) -> dict[str, list[str]]:
    """What is measured for so many workbooks: the repeated run comes after the one that fills its cache."""
    ways = {"按部门": ["--no-details"], "按部门，另存 parquet": ["--no-details", "--parquet", str(parquet)]}
    if size <= 10_000:
        ways |= {
            "按部门，记住读过的": ["--no-details", "--incremental"],
            "按部门，再跑一次": ["--no-details", "--incremental"],
        }
    return ways | ({"逐项目": ["--details"]} if size <= 1000 else {})


def measure(size: int, folder: Path, scratch: Path, *, jobs: int, own_names: bool) -> None:
    if not folder.is_dir():
        write_workbooks(folder, size, excel=True, departments=DEPARTMENTS, own_names=own_names)
    expected = sum(
        (tables["资金"][0]["全年执行数"] for _, tables in records(size, departments=DEPARTMENTS)), Decimal(0)
    )
    for label, arguments in ways_of(size, scratch / "明细").items():
        used = run(folder, scratch / "汇总.xlsx", "--jobs", str(jobs), *arguments)
        right = "相符" if Decimal(str(used.said["spent"])) == expected else f"不符：{used.said['spent']} {expected}"
        each = used.cpu / size * 1000
        print(
            f"| {size:,} | {label} | {used.seconds:.1f} | {used.cpu:.1f} | {each:.2f} | {size / used.seconds:,.0f} "
            f"| {used.largest:.0f} | {used.together:.0f} | {right} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", type=int, nargs="*", default=[1000, 10_000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--own-names", action="store_true")
    options = parser.parse_args()
    print(
        "| 工作簿 | 方式 | 秒 | CPU 秒 | 每份 CPU 毫秒 | 每秒工作簿 | 最大进程 MB | 全部进程 MB | 合计核对 |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as name:
            kind = "own" if options.own_names else "same"
            folder = (options.data or Path(name)) / f"{kind}-{size}"
            measure(size, folder, Path(name), jobs=options.jobs, own_names=options.own_names)


if __name__ == "__main__":
    main()
