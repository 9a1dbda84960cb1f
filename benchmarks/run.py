"""``make bench``: every benchmark in turn, each in a process of its own; names as arguments run only those.

Figures are ratios within one run; docs quote them with date and machine. Nothing here is asserted in the tests.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the benchmarks; the number that failed."""
    runnable = (path for path in FOLDER.glob("*.py") if path.name != "run.py" and "__main__" in path.read_text("utf-8"))
    failed = 0
    for name in sorted(path.stem for path in runnable):
        if wanted and name not in wanted:
            continue
        print(f"\n=== {name} ===", flush=True)
        started = time.monotonic()
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        failed += subprocess.run(command, cwd=FOLDER.parent, check=False).returncode != 0
        print(f"--- {time.monotonic() - started:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
