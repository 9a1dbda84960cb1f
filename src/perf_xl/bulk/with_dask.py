"""A pool on several machines: the same calls through a Dask scheduler.

Needs the ``bulk`` extra here, and perf_xl in the same version on every worker. Files are written by the workers, so the
output folder must be one that all of them reach: a shared folder, or an address that fsspec knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING, Any

import perf_xl
from perf_xl.bulk.runner import Done, Item, Result, in_flight
from perf_xl.errors import InputError

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK = 64
"""Items a task: a task costs the scheduler about a millisecond."""
WAIT = "30s"
"""How long to wait for the scheduler and the first worker."""


class DaskPool:
    """Calls on the workers of the scheduler at ``address`` (``tcp://host:8786``)."""

    shares_memory = False

    def __init__(self, address: str) -> None:
        self._client = _connected(address)
        from distributed import KilledWorker  # noqa: PLC0415 - optional

        self.broken: tuple[type[BaseException], ...] = (KilledWorker, CancelledError)
        _same_version(self._client, address)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future:
        """Start a call; it is done again elsewhere when its worker dies."""
        return self._client.submit(function, *arguments, pure=False)

    def renew(self) -> None:
        """The scheduler has already forgotten the dead worker."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        """Call ``function`` on every item; a few chunks a thread are under way."""
        threads = sum(self._client.nthreads().values())
        return in_flight(self, function, items, window=max(4, 3 * threads), chunk=CHUNK)

    def close(self) -> None:
        """Leave the scheduler; the workers stay."""
        self._client.close()


def _connected(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - optional
    except ImportError as error:
        raise InputError("--scheduler 需要安装 dask：pip install 'perf-xl[bulk]'。") from error
    try:
        client = Client(address, timeout=WAIT, set_as_default=False)
        client.wait_for_workers(1, timeout=30)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"连不上 Dask 调度器“{address}”（{_reason(error)}）。请检查地址，并确认已启动 worker。"
        ) from error
    return client


def _reason(error: Exception) -> str:
    said = str(error).strip()
    if isinstance(error, TimeoutError) or "Timed out" in said:
        return "等了很久没有回应"
    return said.splitlines()[0] if said else type(error).__name__


def _version() -> str:
    return perf_xl.__version__


def _same_version(client: Client, address: str) -> None:
    """Workers with another version would write other bytes."""
    others = {worker: version for worker, version in client.run(_version).items() if version != _version()}
    if others:
        listed = "、".join(f"{worker}（{version}）" for worker, version in sorted(others.items()))
        client.close()
        raise InputError(f"“{address}”的 worker 的 perf-xl 版本与本机（{_version()}）不同：{listed}。请装成同一版本。")
