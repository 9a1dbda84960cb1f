"""Filling official workbooks: ours against the peers, same form, same data, same run, cells checked.

    python -m benchmarks.fill [--records 300] [--rounds 3] [--only NAME ...] [--hundred-thousand]

Each contestant runs in a process of its own, in interleaved rounds; ratios are within a round, the median is printed.
Peers start from a workbook whose 15 rows are grown and merged already; ours grows them from the official template,
merges the levels by the data and fits the row heights.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.peers.contestants import ALL, KEEPS_FEATURES

BASE = "openpyxl_load_fill_save"
SLOW = 12
"""The reference and the slow peers fill this part of the records (1/12), so that a round stays short."""


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--check", action="store_true", help="check cells in the first round")
    options = parser.parse_args()
    names = [one.__name__ for one in ALL if not options.only or one.__name__ in (*options.only, BASE)]
    rounds = [_round(names, options.records, check=options.check and number == 0) for number in range(options.rounds)]
    _print(names, rounds)


def _round(names: list[str], records: int, *, check: bool) -> dict[str, dict[str, Any]]:
    return {name: _run(name, records if _is_fast(name) else max(records // SLOW, 10), check=check) for name in names}


def _is_fast(name: str) -> bool:
    return name.startswith(("perf_xl", "limit"))


def _run(name: str, count: int, *, check: bool) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="fill-", dir=_fast_folder()))
    try:
        command = [
            sys.executable,
            "-m",
            "benchmarks.peers.run",
            name,
            str(count),
            str(folder),
            "check" if check else "-",
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            return {"error": (done.stderr.strip().splitlines() or ["?"])[-1]}
        result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        result["rate"] = count / result["seconds"]
        return result
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _print(names: list[str], rounds: list[dict[str, dict[str, Any]]]) -> None:
    print(f"{'':28}{'册/秒':>9}{'× openpyxl':>12}{'× 最好同行':>12}{'CPU ms':>8}{'峰值 MB':>9}{'字节':>8}  错格")
    for name in names:
        runs = [one[name] for one in rounds if "rate" in one[name]]
        if not runs:
            print(f"{name:28}  {rounds[0][name].get('error')}")
            continue
        ratios = [
            one[name]["rate"] / one[BASE]["rate"] for one in rounds if "rate" in one[name] and "rate" in one[BASE]
        ]
        best = [one[name]["rate"] / max(one[peer]["rate"] for peer in KEEPS_FEATURES if "rate" in one.get(peer, {}))
                for one in rounds if any("rate" in one.get(peer, {}) for peer in KEEPS_FEATURES)]  # fmt: skip
        rate = statistics.median(run["rate"] for run in runs)
        count = rate and statistics.median(run["cpu"] / (run["rate"] * run["seconds"]) * 1000 for run in runs)
        peak, size, wrong = runs[0]["peak_mb"], runs[0]["bytes"], runs[0]["wrong"]
        ratio = f"{statistics.median(ratios):12.1f}" if ratios else f"{'':12}"
        beaten = f"{statistics.median(best):12.1f}" if best else f"{'':12}"
        print(f"{name:28}{rate:9.0f}{ratio}{beaten}{count:8.3f}{peak:9.0f}{size:8}  {wrong}")


if __name__ == "__main__":
    main()
