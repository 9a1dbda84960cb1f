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
    scripts = sorted(path for path in FOLDER.glob("*.py") if path.name != "run.py" and not path.name.startswith("_"))
    failed = 0
    for script in scripts:
        if wanted and script.stem not in wanted:
            continue
        print(f"\n=== {script.stem} ===", flush=True)
        started = time.monotonic()
        failed += subprocess.run([sys.executable, str(script)], check=False).returncode != 0
        print(f"--- {time.monotonic() - started:.0f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
