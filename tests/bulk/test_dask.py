"""The same job over a real Dask scheduler and its workers, one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from perf_xl.bulk.folder import LocalFolder
from perf_xl.bulk.local import InProcess
from perf_xl.bulk.produce import produce
from perf_xl.bulk.with_dask import DaskPool
from perf_xl.cli.app import run
from perf_xl.errors import InputError
from tests.bulk.data import FORM, jsonl
from tests.bulk.work import HEAD, contents, make, orders, slow_make

pytestmark = pytest.mark.dask
ROOT = Path(__file__).parents[2]


class Cluster:
    """A scheduler and two workers, each a process of its own, on loopback."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
                                     "--scheduler-file", str(folder / "scheduler.json"))  # fmt: skip
        self.address = self._address()
        self.workers = [
            self._start("worker", self.address, "--nworkers", "1", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                        "--local-directory", str(folder / f"worker{i}"))
            for i in range(2)
        ]  # fmt: skip

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        python_path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        log = (self._folder / "log.txt").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + what, *options],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": python_path},
            )

    def _address(self) -> str:
        import json

        file = self._folder / "scheduler.json"
        for _ in range(600):
            if file.exists() and file.stat().st_size:
                return str(json.loads(file.read_text())["address"])
            time.sleep(0.05)
        raise TimeoutError((self._folder / "log.txt").read_text())

    def stop(self) -> None:
        """End all processes."""
        for process in [*self.workers, self.scheduler]:
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A running cluster."""
    (tmp_path / "cluster").mkdir()
    running = Cluster(tmp_path / "cluster")
    yield running
    running.stop()


def test_produce_when_a_worker_is_killed_in_the_middle_then_the_folder_is_that_of_a_local_run(
    cluster: Cluster, tmp_path: Path
) -> None:
    """The scheduler gives the dead worker's chunks to the other; nothing is lost, nothing differs."""
    list(produce(orders(400), make, LocalFolder(str(tmp_path / "一")), pool=InProcess(), head=HEAD))
    pool = DaskPool(cluster.address)
    made = 0
    try:
        for _ in produce(orders(400), slow_make, LocalFolder(str(tmp_path / "二")), pool=pool, head=HEAD):
            made += 1
            if made == 60:
                cluster.workers[0].send_signal(signal.SIGKILL)
    finally:
        pool.close()
    assert cluster.workers[0].wait() == -signal.SIGKILL
    assert contents(tmp_path / "二") == contents(tmp_path / "一")


def test_generate_when_run_on_a_scheduler_then_the_folder_is_that_of_a_local_run(
    cluster: Cluster, tmp_path: Path
) -> None:
    """--scheduler changes where the work is done, and nothing else."""
    data = jsonl(tmp_path / "d.jsonl", 40)
    call = ["generate", "--form", FORM, "--data", str(data), "--out"]
    assert run([*call, str(tmp_path / "本机")]) == 0
    assert run([*call, str(tmp_path / "集群"), "--scheduler", cluster.address]) == 0
    assert contents(tmp_path / "集群") == contents(tmp_path / "本机")


def test_dask_pool_when_nobody_answers_then_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong address is told in words, not as a traceback."""
    monkeypatch.setattr("perf_xl.bulk.with_dask.WAIT", "1s")
    with pytest.raises(InputError, match=r"连不上 Dask 调度器“tcp://127\.0\.0\.1:9”"):
        DaskPool("tcp://127.0.0.1:9")
