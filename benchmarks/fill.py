"""Filling official workbooks: ours against the peers, same form, same data, same run, cells checked.

    python -m benchmarks.fill [--records 1200] [--rounds 3] [--only NAME ...] [--no-check] [--no-many]

Each contestant runs in a process of its own, in interleaved rounds; ratios are within a round, by processor time (which
a busy machine leaves alone) and by the clock; medians are printed. Peers start from a workbook whose 15 rows are grown
and merged already; ours grows them from the official template, merges the levels by the data and fits the row heights.
In the first round every cell of a sample is read back. A hundred thousand workbooks come after that.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from benchmarks import fill_many
from benchmarks.peers.base import Contestant
from benchmarks.peers.contestants import BASE, contestants

SLOW = 12
"""The reference and the slow peers fill this part of the records (1/12), so that a round stays short."""
SHOWN = (("perf_xl_default", "limit_default"), ("perf_xl_zlib6", "limit_zlib6"), ("perf_xl_isal", "limit_isal"))
"""Which limit belongs to which of ours."""

Run = dict[str, Any]
Rounds = list[dict[str, Run]]


def main() -> None:
    """Run the rounds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--check", action=argparse.BooleanOptionalAction, default=True, help="check cells")
    parser.add_argument("--many", action=argparse.BooleanOptionalAction, default=True, help="write 100,000 workbooks")
    options = parser.parse_args()
    chosen = [one for one in contestants() if not options.only or one.name in (*options.only, BASE)]
    rounds: Rounds = []
    for number in range(options.rounds):
        check = options.check and number == 0
        rounds.append({one.name: _run(one, options.records, check=check) for one in chosen})
    _print_table(chosen, rounds)
    _print_limits(rounds)
    if options.many:
        for engine in ("zlib", "isal"):
            fill_many.run(100_000, 2, engine)


def _run(one: Contestant, records: int, *, check: bool) -> Run:
    count = records if one.full else max(records // SLOW, 10)
    folder = Path(tempfile.mkdtemp(prefix="fill-", dir=_fast_folder()))
    try:
        arguments = ["benchmarks.peers.run", one.name, str(count), str(folder), "check" if check else "-"]
        done = subprocess.run([sys.executable, "-m", *arguments], capture_output=True, text=True, check=False)
        if done.returncode:
            return {"error": (done.stderr.strip().splitlines() or ["?"])[-1]}
        result: Run = json.loads(done.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        **result,
        "wall": result["seconds"] / count * 1000,
        "cpu": (result["user"] + result["sys"]) / count * 1000,
        "kernel": result["sys"] / count * 1000,
    }


def _fast_folder() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _print_table(chosen: Iterable[Contestant], rounds: Rounds) -> None:
    keeping = [one.name for one in chosen if one.keeps]
    heads = (
        "毫秒/册",
        "CPU 毫秒",
        "其中内核",
        "× openpyxl",
        "CPU 比",
        "× 最好同行",
        "CPU 比",
        "峰值 MB",
        "字节",
        "错格",
    )
    print(f"{'':26}" + "".join(f"{head:>11}" for head in heads))
    for one in chosen:
        runs = [part[one.name] for part in rounds if "wall" in part[one.name]]
        if not runs:
            print(f"{one.name:26}  没有运行：{rounds[0][one.name].get('error')}")
            continue
        figures = [_median(run[key] for run in runs) for key in ("wall", "cpu", "kernel")]
        ratios = [
            _median(_ratios(rounds, key, one.name, best))
            for best in (lambda _part: [BASE], _present(keeping))
            for key in ("wall", "cpu")
        ]
        memory = max(run["peak_mb"] for run in runs)
        print(
            f"{one.name:26}"
            + "".join(f"{figure:13.3f}" for figure in figures)
            + "".join(f"{ratio:12.1f}" for ratio in ratios)
            + f"{memory:12.0f}{runs[0]['bytes']:12}{runs[0]['wrong'] if runs[0]['wrong'] is not None else '—':>12}"
            + (f"  失去：{one.loses}" if one.loses else "")
        )


def _present(names: list[str]) -> Callable[[dict[str, Run]], list[str]]:
    return lambda part: [name for name in names if "wall" in part[name]]


def _ratios(rounds: Rounds, key: str, name: str, against: Callable[[dict[str, Run]], list[str]]) -> list[float]:
    """How many times the best of the others takes what ``name`` takes, round by round."""
    return [
        min(part[other][key] for other in against(part)) / part[name][key]
        for part in rounds
        if "wall" in part[name] and any("wall" in part[other] for other in against(part))
    ]


def _print_limits(rounds: Rounds) -> None:
    """What part of the bare deflate-and-write limit ours reaches."""
    for ours, limit in SHOWN:
        shares = [
            [part[limit][key] / part[ours][key] for part in rounds if "wall" in part.get(ours, {}) and limit in part]
            for key in ("wall", "cpu")
        ]
        if all(shares):
            wall, cpu = (f"{_median(share):.0%}" for share in shares)
            print(f"{ours} 达到只压缩并写盘（{limit}）的 {wall}（按 CPU {cpu}）")


def _median(values: Iterable[float]) -> float:
    found = list(values)
    return statistics.median(found) if found else float("nan")


if __name__ == "__main__":
    main()
