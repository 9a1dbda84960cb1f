"""One contestant, one run, in its own process: prints seconds, peak memory and, if asked, checks every cell."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.peers import contestants
from benchmarks.peers.base import Formula, work


def main() -> None:
    """``run.py NAME COUNT FOLDER CHECK``: fill COUNT records into FOLDER."""
    name, count, folder, check = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "check"
    job = work(count)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fill = getattr(contestants, name)(job)
    fill(job.records[0], job.cells[0], folder / "warm.xlsx")
    gc.collect()
    gc.freeze()  # the input is in memory before the clock starts, for everybody
    start, cpu = time.perf_counter(), time.process_time()
    for number, (record, cells) in enumerate(zip(job.records, job.cells, strict=True)):
        fill(record, cells, folder / f"{number}.xlsx")
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong = _wrong_cells(job, folder) if check and not name.startswith("limit") else None
    result = {"seconds": seconds, "cpu": cpu, "peak_mb": peak / 1024, "data_mb": before / 1024, "wrong": wrong,
              "bytes": (folder / "0.xlsx").stat().st_size}  # fmt: skip
    print(json.dumps(result))


def _wrong_cells(job: Any, folder: Path) -> int:
    """Cells of every 50th file that openpyxl reads otherwise than they should be; -1 if it cannot read a file."""
    import openpyxl

    wrong = 0
    for number in range(0, len(job.cells), 50):
        try:
            formulas = openpyxl.load_workbook(folder / f"{number}.xlsx").worksheets[0]
        except Exception as error:  # noqa: BLE001 - whatever a peer wrote
            print(f"{number}: {error!r}", file=sys.stderr)
            return -1
        for (row, column), value in job.cells[number].items():
            found = formulas.cell(row, column).value
            expected = "=" + value.formula if isinstance(value, Formula) else value
            same = (
                abs(float(found) - float(expected)) < 1e-9
                if _is_number(expected) and _is_number(found)
                else found == expected
            )
            wrong += not same
    return wrong


def _is_number(value: Any) -> bool:
    return not isinstance(value, (str, bool)) and value is not None


if __name__ == "__main__":
    main()
