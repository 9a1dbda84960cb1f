"""What generate and regenerate share: the pool, running the orders, and the account of what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import typer

from perf_xl.bulk.folder import Folder, FolderLost, is_shared
from perf_xl.bulk.local import local_pool
from perf_xl.bulk.manifest import NAME, Line
from perf_xl.bulk.produce import Maker, Order, produce
from perf_xl.bulk.runner import Pool
from perf_xl.cli.folders import expect_jobs, expect_output
from perf_xl.cli.output import ATTENTION
from perf_xl.cli.progress import progress
from perf_xl.errors import InputError

_NAMED = 3
SHOWN = 20
"""Lines of a kind that are printed; the rest is counted and stands in the manifest."""


def expect_options(out: str, jobs: int | None, scheduler: str | None) -> None:
    """What is wrong with where to write and how, told before any data is read."""
    expect_output(out)
    expect_jobs(jobs)
    if scheduler is not None and jobs is not None:
        raise InputError("--jobs 和 --scheduler 只能用一个：前者用本机，后者用 Dask 集群。")


@contextmanager
def pool_of(jobs: int | None, scheduler: str | None, items: int, out: str) -> Iterator[Pool]:
    """The pool the options ask for, to write to the address ``out``; closed in any case."""
    if scheduler is not None:
        from perf_xl.bulk.with_dask import DaskPool

        pool: Pool = DaskPool(scheduler)
    else:
        pool = local_pool(1 if jobs is None and not is_shared(out) else jobs, items=items)
    try:
        yield pool
    finally:
        pool.close()


@dataclass
class Account:
    """What was done: outcomes counted, the first lines that need attention."""

    outcomes: Counter[str] = field(default_factory=Counter)
    earlier: int = 0
    troubles: dict[str, list[str]] = field(default_factory=dict)
    """Names by what is to be said about them: the same sentence is said once."""
    others: list[str] = field(default_factory=list)
    """Files of earlier runs that this one does not make."""

    def add(self, line: Line, *, earlier: bool) -> None:
        """Count one file."""
        self.outcomes[line.outcome] += 1
        self.earlier += earlier and line.outcome == "written"
        if line.outcome != "written" and (line.message in self.troubles or len(self.troubles) < SHOWN):
            self.troubles.setdefault(line.message, []).append(line.name)

    @property
    def written(self) -> int:
        """Files that stand in the folder as ordered."""
        return self.outcomes["written"]

    def report(self, folder: Folder, *, left_out: int = 0) -> int:
        """Print the account; gives the exit status."""
        for message, names in self.troubles.items():
            more = f"等 {len(names)} 份" if len(names) > 1 else ""
            typer.echo(f"“{names[0]}”{more}：{message}", err=True)
        troubled = self.outcomes["kept"] + self.outcomes["failed"]
        told = sum(len(names) for names in self.troubles.values())
        if troubled > told:
            typer.echo(f"……共 {troubled} 份需要处理，全部列在 {NAME} 里。", err=True)
        if self.others:
            listed = "、".join(f"“{name}”" for name in self.others[:_NAMED])
            more = f"等 {len(self.others)} 份" if len(self.others) > _NAMED else ""
            typer.echo(
                f"上次生成的{listed}{more}不在这次要做的里面，没有删除。不再要的请自行删去，以免汇总时重复。", err=True
            )
        parts = [f"已生成 {self.written} 份"]
        if self.earlier:
            parts.append(f"其中 {self.earlier} 份是上次完成的")
        if self.outcomes["kept"]:
            parts.append(f"保留原文件 {self.outcomes['kept']} 份")
        if self.outcomes["failed"] or left_out:
            parts.append(f"未生成 {self.outcomes['failed'] + left_out} 份")
        typer.echo(f"{'，'.join(parts)} → {folder.address}（清单：{NAME}）")
        if troubled or left_out:
            return ATTENTION if self.written else 2
        return 0


def run_orders(
    orders: Iterable[Order],
    maker: Maker,
    folder: Folder,
    *,
    total: int,
    pool: Pool,
    head: Mapping[str, Any],
    resume: bool,
    heard: Callable[[Line], None] = lambda _: None,
) -> Account:
    """Make all the files, with a progress bar; ``heard`` gets each written one; an interruption says how to go on."""
    account = Account()
    try:
        with progress("生成", total) as advance:
            running = produce(
                orders, maker, folder, pool=pool, head=head, resume=resume, tell_others=account.others.extend
            )
            for made in running:
                account.add(made.line, earlier=made.earlier)
                if made.line.outcome == "written":
                    heard(made.line)
                advance(1)
    except (KeyboardInterrupt, FolderLost):
        typer.echo(f"已写好 {account.written}/{total} 份。加 --resume 再运行一次即可接着做。", err=True)
        raise
    return account
