"""One contestant, one run, in its own process: prints seconds, peak memory and, if asked, checks every cell."""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

from benchmarks.peers.base import Contestant, Formula, Work
from benchmarks.peers.contestants import contestants


def main() -> None:
    """``run.py NAME COUNT FOLDER CHECK``: fill COUNT records into FOLDER."""
    name, count, folder, check = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "check"
    one = next(one for one in contestants() if one.name == name)
    job = Work(count)
    measured: dict[str, Any] = one.measure(job, folder) if one.measure is not None else _measured(one, job, folder)
    wrong = _wrong_cells(job, folder) if check and one.checked else None
    size = (folder / "0.xlsx").stat().st_size
    print(json.dumps({**measured, "wrong": wrong, "bytes": size}))


def _measured(one: Contestant, job: Work, folder: Path) -> dict[str, float]:
    """All records are in memory before the clock runs."""
    assert one.make is not None
    fill = one.make(job)
    records = job.records(one)
    paths = [folder / f"{number}.xlsx" for number in range(len(records))]
    assert all(map(str, paths))  # a path makes its text when first asked
    fill(records[0], folder / "warm.xlsx")
    gc.collect()
    gc.freeze()  # the records are not garbage to be looked through, for anybody
    start, start_cpu, start_kernel = time.perf_counter(), time.process_time(), os.times().system
    for record, path in zip(records, paths, strict=True):
        fill(record, path)
    seconds = time.perf_counter() - start
    cpu, kernel = time.process_time() - start_cpu, os.times().system - start_kernel
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "user": cpu - kernel, "sys": kernel, "peak_mb": peak}


def _wrong_cells(job: Work, folder: Path) -> int:
    """Cells of every 50th file that openpyxl reads otherwise than they should be; -1 if a file cannot be read.

    The archive's checksums must hold, and calamine must open the file too.
    """
    import openpyxl
    import python_calamine

    wrong = 0
    for number in range(0, job.count, 50):
        path = folder / f"{number}.xlsx"
        try:
            with zipfile.ZipFile(path) as archive:
                wrong += archive.testzip() is not None
            python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
            formulas = openpyxl.load_workbook(path).worksheets[0]
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
