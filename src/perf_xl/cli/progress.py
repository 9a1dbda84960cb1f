"""The progress of a long call: done of total, rate, time left; on the terminal only, never in a pipe."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

_OFTEN = 0.1
"""Seconds between two movements of the bar."""


class RateColumn(ProgressColumn):
    """Files a second, over the last while."""

    def render(self, task: Task) -> Text:
        """「1,250 份/秒」, blank before anything is known."""
        speed = task.finished_speed or task.speed
        return Text("" if not speed else f"{speed:,.0f} 份/秒" if speed >= 10 else f"{speed:.1f} 份/秒")


@contextmanager
def progress(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A bar on stderr; the function given moves it on by a number of files."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        RateColumn(),
        TextColumn("剩余"),
        TimeRemainingColumn(compact=True),
    )
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _: None
        return
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        steps = Steps(lambda count: bar.advance(task, count))
        yield steps
        steps.show()


class Steps:
    """Steps that are shown together, ten times a second: showing each would cost more than many of them."""

    def __init__(self, show: Callable[[int], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._show, self._clock = show, clock
        self._waiting, self._next = 0, 0.0

    def __call__(self, count: int) -> None:
        """Move on by ``count``."""
        self._waiting += count
        if self._clock() >= self._next:
            self.show()

    def show(self) -> None:
        """Show what waits."""
        self._show(self._waiting)
        self._waiting, self._next = 0, self._clock() + _OFTEN
