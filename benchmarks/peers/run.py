"""One contestant, one run, in its own process: prints seconds, peak memory and, if asked, checks every cell."""

from __future__ import annotations

import gc
import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.peers.base import Contestant, Formula, Work, work
from benchmarks.peers.contestants import contestants


def main() -> None:
    """``run.py NAME COUNT FOLDER CHECK``: fill COUNT records into FOLDER."""
    name, count, folder, check = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "check"
    one = next(one for one in contestants() if one.name == name)
    job = work(count)
    measured: dict[str, Any] = one.measure(job, folder) if one.measure is not None else _measured(one, job, folder)
    wrong = _wrong_cells(job, folder) if check and one.checked else None
    size = (folder / "0.xlsx").stat().st_size
    print(json.dumps({**measured, "wrong": wrong, "bytes": size}))


def _measured(one: Contestant, job: Work, folder: Path) -> dict[str, float]:
    assert one.make is not None
    fill = one.make(job)
    fill(job.records[0], job.cells[0], folder / "warm.xlsx")
    gc.collect()
    gc.freeze()  # the input is in memory before the clock starts, for everybody
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    for number, (record, cells) in enumerate(zip(job.records, job.cells, strict=True)):
        fill(record, cells, folder / f"{number}.xlsx")
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": seconds,
        "user": after.ru_utime - before.ru_utime,
        "sys": after.ru_stime - before.ru_stime,
        "peak_mb": after.ru_maxrss / 1024,
    }


def _wrong_cells(job: Work, folder: Path) -> int:
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
            expected = "=" + value.formula if isinstance(value, Formula) else value
            wrong += not _is_same(expected, formulas.cell(row, column).value)
    return wrong


def _is_same(expected: Any, found: Any) -> bool:
    if _is_number(expected) and _is_number(found):
        return abs(float(found) - float(expected)) < 1e-9
    return bool(found == expected)


def _is_number(value: Any) -> bool:
    return not isinstance(value, (str, bool)) and value is not None


if __name__ == "__main__":
    main()
