"""The progress of a long call: done of total, rate, time left; on the terminal only, never in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


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
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
