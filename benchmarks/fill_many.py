"""A hundred thousand workbooks on two cores: ``python -m benchmarks.fill_many [--count 100000] [--engine isal]``."""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import resource
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.fill_data import TEMPLATE, records
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed

KINDS = 500
"""Different records held in memory; each is written many times."""


def _fill(folder: str, start: int, count: int, engine: str, level: int) -> tuple[float, float]:
    """CPU seconds of the loop, and peak memory in MB."""
    template = Template.compile(TEMPLATE.read_bytes(), engine=engine, level=level)  # type: ignore[arg-type]
    wanted = records(KINDS, Computed)
    gc.collect()
    gc.freeze()
    begun = time.process_time()
    for number in range(start, start + count):
        path = os.path.join(folder, f"{number // 1000:03}", f"{number:06}.xlsx")  # noqa: PTH118 - the timed loop
        data = template.fill(*wanted[number % KINDS])
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.write(handle, data)
        os.close(handle)
    return time.process_time() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Write them, print how long it took and the memory of each process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--engine", default="zlib", choices=["zlib", "isal"])
    parser.add_argument("--level", type=int, default=3)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fill-many-"))
    for number in range((options.count - 1) // 1000 + 1):
        (folder / f"{number:03}").mkdir()
    share = options.count // options.jobs
    begun = time.perf_counter()
    try:
        with multiprocessing.get_context("spawn").Pool(options.jobs) as pool:
            work = [(str(folder), job * share, share, options.engine, options.level) for job in range(options.jobs)]
            results = pool.starmap(_fill, work)
        seconds = time.perf_counter() - begun
        written = sum(len(files) for _, _, files in os.walk(folder))
        size = sum(file.stat().st_size for file in folder.rglob("*.xlsx")) / 1e9
        print(f"{written} 册，{seconds:.1f} 秒（含启动），{written / seconds:.0f} 册/秒，{size:.2f} GB")
        print(
            "每个进程 CPU 秒：",
            [round(cpu, 1) for cpu, _ in results],
            "峰值 MB：",
            [round(memory) for _, memory in results],
        )
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
