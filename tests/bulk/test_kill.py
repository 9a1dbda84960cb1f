"""Killed in the middle, ten times: the resumed folder equals that of an undisturbed run."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from perf_xl.cli.app import run
from tests.bulk.data import FORM, jsonl
from tests.bulk.work import contents

COUNT = 600
KILLS = 10


def command(data: Path, out: Path) -> list[str]:
    """One call of generate that goes on where the last one stopped."""
    options = ["--data", str(data), "--out", str(out), "--jobs", "2", "--resume"]
    return [sys.executable, "-m", "perf_xl", "generate", "--form", FORM, *options]


def wait_for(out: Path, files: int, process: subprocess.Popen[bytes]) -> None:
    """Until so many files stand in the folder."""
    while process.poll() is None and len(list(out.glob("*.xlsx"))) < files:
        time.sleep(0.001)


def test_generate_when_killed_at_ten_random_moments_then_resume_ends_in_the_same_folder(tmp_path: Path) -> None:
    """kill -9 loses nothing and repeats nothing: files, manifest and bytes are those of a run nobody disturbed."""
    data, out = jsonl(tmp_path / "数 据.jsonl", COUNT), tmp_path / "输出 文件夹"
    chance = random.Random(20250521)
    moments = sorted(chance.randrange(COUNT - 200) for _ in range(KILLS))
    killed = 0
    for files in moments:
        process = subprocess.Popen(command(data, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(out, files, process)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    assert killed == KILLS
    finished = {path: path.stat().st_mtime_ns for path in out.glob("*.xlsx")}
    assert 0 < len(finished) < COUNT
    assert subprocess.run(command(data, out), check=False, capture_output=True).returncode == 0
    assert {path: path.stat().st_mtime_ns for path in finished} == finished
    assert run(["generate", "--form", FORM, "--data", str(data), "--out", str(tmp_path / "undisturbed")]) == 0
    assert contents(out) == contents(tmp_path / "undisturbed")
