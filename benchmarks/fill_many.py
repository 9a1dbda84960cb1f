"""A hundred thousand workbooks on two cores: ``python -m benchmarks.fill_many [--count 100000] [--engine isal] [--folder F]``.

The clock runs from the start of the processes to the last file. ``--folder`` says on which disk they are written.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import re
import resource
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.fill_data import TEMPLATE, in_columns, stream
from benchmarks.peers.base import write
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed

KINDS = 500
"""Different records held in memory; each is written many times."""
LEVELS = {"zlib": 2, "isal": 0}


def _fill(folder: str, start: int, count: int, engine: str, level: int) -> tuple[float, float, float]:
    """User and kernel seconds of the loop, and peak memory in MB."""
    template = Template.compile(TEMPLATE.read_bytes(), engine=engine, level=level)  # type: ignore[arg-type]
    wanted = [in_columns(record) for record in stream(KINDS, Computed)]
    gc.collect()
    gc.freeze()
    before = resource.getrusage(resource.RUSAGE_SELF)
    for number in range(start, start + count):
        write(Path(f"{folder}/{number // 1000:03}/{number:06}.xlsx"), template.fill(*wanted[number % KINDS]))
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime, _peak(after)


def _peak(usage: resource.struct_rusage) -> float:
    """Peak memory in MB; Linux also counts that of the parent in ``usage``, so there the process itself is asked."""
    status = Path("/proc/self/status")
    if not status.exists():
        return usage.ru_maxrss / 1024
    return float(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) / 1024  # type: ignore[index]


def run(count: int, jobs: int, engine: str, level: int | None = None, where: str | None = None) -> None:
    """Write them, print how long it took and the memory of each process."""
    folder = Path(tempfile.mkdtemp(prefix="fill-many-", dir=where))
    try:
        for number in range((count - 1) // 1000 + 1):
            (folder / f"{number:03}").mkdir()
        share = count // jobs
        chosen = LEVELS[engine] if level is None else level
        begun = time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(jobs) as pool:
            results = pool.starmap(_fill, [(str(folder), job * share, share, engine, chosen) for job in range(jobs)])
        seconds = time.perf_counter() - begun
        sizes = [file.stat().st_size for file in folder.rglob("*.xlsx")]
    finally:
        shutil.rmtree(folder)
    rate, size = len(sizes) / seconds, sum(sizes) / 1e9
    print(
        f"{engine} {chosen} 级：{len(sizes)} 册，{seconds:.1f} 秒（含启动），{rate:.0f} 册/秒，{size:.2f} GB，写在 {folder.parent}"
    )
    for user, system, memory in results:
        print(f"    进程：用户态 {user:.1f} 秒，内核态 {system:.1f} 秒，峰值 {memory:.0f} MB")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", default="zlib", choices=sorted(LEVELS))
    parser.add_argument("--level", type=int)
    parser.add_argument("--folder")
    options = parser.parse_args()
    run(options.count, options.jobs, options.engine, options.level, options.folder)


if __name__ == "__main__":
    main()
