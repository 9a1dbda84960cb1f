"""``perf-xl regenerate``: existing workbooks carried into another form, or next year's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from perf_xl.errors import InputError

if TYPE_CHECKING:
    from perf_xl.bulk.filenames import NamePattern
    from perf_xl.bulk.produce import Order
    from perf_xl.bulk.runner import Pool
    from perf_xl.hosts.regenerate import Inspection, Task

app = typer.Typer(add_completion=False)


@app.command()
def regenerate(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿（.xlsx、.xls、.docx 等）或文件夹"),
    form: str = typer.Option(..., "--form", metavar="FORM", help="转成哪种表；与原表相同则转到下一年"),
    out: str = typer.Option(..., "--out", metavar="DIR", help="写到哪个文件夹（也可以是 s3:// 等地址）"),
    year: int | None = typer.Option(None, "--year", metavar="YYYY", help="新表的年度"),
    name: str | None = typer.Option(None, "--name", metavar="PATTERN", help="文件名的写法；默认用原文件名"),
    jobs: int | None = typer.Option(None, "--jobs", metavar="N", help="用几个进程（默认：处理器个数）"),
    resume: bool = typer.Option(False, "--resume", help="接着上次做：已完成的不重做"),
    template: Path | None = typer.Option(
        None, "--template", metavar="FILE.xlsx", help="新表用自己改过样式的模板（由官方模板改来）"
    ),
    scheduler: str | None = typer.Option(None, "--scheduler", metavar="tcp://…", help="在 Dask 集群上运行"),
) -> int:
    """把已有的表转成另一种表（目标表→自评表、旧表式→新表式），或转到下一年；转不过去的逐格列出。

    例：perf-xl regenerate 2025目标 --form zhijiang-2023-department-self-evaluation --out 自评表
    """
    from perf_xl.bulk.folder import open_folder
    from perf_xl.cli.batch import expect_options, pool_of, run_orders
    from perf_xl.cli.left import LeftList
    from perf_xl.forms.catalog import form_spec
    from perf_xl.hosts.own_template import own_template
    from perf_xl.hosts.regenerate import Task, remake

    spec = form_spec(form)
    if year is not None and not 2000 <= year <= 2099:
        raise InputError(f"--year 应是四位年度，如 2026，不能是“{year}”。")
    expect_options(out, jobs, scheduler)
    own = own_template(template, spec) if template is not None else None
    files, skipped = _files(paths, Path(out))
    tasks = [Task(path.resolve(), "", spec.id, year, own) for path, _ in files]
    with LeftList() as left, pool_of(jobs, scheduler, len(files), out) as pool:
        plan = _plan(files, tasks, name, pool)
        for problem in (*skipped, *plan.problems):
            typer.echo(problem, err=True)
        if not plan.orders:
            typer.echo("没有可以转换的表，没有写任何文件。", err=True)
            return 2
        folder = open_folder(out)  # not before there is something to write
        head = {"job": "regenerate", "form": spec.id, "year": year, "name": name}
        total = len(plan.orders)
        account = run_orders(
            plan.orders, remake, folder, total=total, pool=pool, head=head, resume=resume, heard=left.add
        )
        left.save(folder)
    status = account.report(folder, left_out=len(plan.problems))
    return status or (1 if skipped else 0)


def _files(paths: Sequence[Path], out: Path) -> tuple[list[tuple[Path, Path]], list[str]]:
    """The files to read, each with its name relative to the folder it was found in; and what is not read, and why."""
    from perf_xl.hosts.folder import find_workbooks
    from perf_xl.hosts.old_formats import SUFFIXES

    files: dict[Path, Path] = {}
    skipped: list[str] = []
    for path in paths:
        if path.resolve().is_relative_to(out.resolve()):
            raise InputError(f"--out “{out}”里就是要读的“{path}”，新旧会混在一起。请写到另一个文件夹。")
        found, others = find_workbooks([path])
        found = [file for file in found if not file.resolve().is_relative_to(out.resolve())]  # an earlier run's
        readable = [*found, *(item.path for item in others if item.path.suffix.lower() in (*SUFFIXES, ".docx"))]
        for file in sorted(readable, key=_exact_first):
            files.setdefault(file, file.relative_to(path) if path.is_dir() else Path(file.name))
        skipped += [str(item) for item in others if item.path not in readable]
    if not files:
        listed = "、".join(f"“{path}”" for path in paths)
        detail = "".join(f"\n{item}" for item in skipped)
        raise InputError(f"{listed}里没有可读取的表。请检查路径。{detail}")
    return list(files.items()), skipped


def _exact_first(file: Path) -> tuple[Path, bool, Path]:
    """Of files that differ in their endings only, the workbook comes first: an .xls has no number formats."""
    return file.with_suffix(""), file.suffix.lower() != ".xlsx", file


@dataclass
class _Plan:
    """What will be made, and sentences about what will not."""

    pattern: NamePattern | None
    orders: list[Order] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(self, task: Task, path: Path, relative: Path, inspection: Inspection) -> None:
        """Everything that was found in one file; ``task`` is the one of looking at it."""
        from perf_xl.bulk.filenames import same_file
        from perf_xl.bulk.produce import Order

        self.problems.extend(inspection.problems)
        many = len(inspection.found) > 1
        for found in inspection.found:
            where = f"“{path}”的工作表“{found.sheet}”"
            made = self.pattern.name(found.naming) if self.pattern else _default_name(relative, found.sheet, many=many)
            if made is None:
                blank = [name for name in self.pattern.fields if not found.naming.get(name)] if self.pattern else []
                self.problems.append(f"{where}：--name 里的“{'、'.join(blank)}”是空的，定不下文件名。请换一个栏目。")
            elif same_file(made) in self._taken:
                self.problems.append(f"“{path}”的新文件名“{made}”已被另一份占用。请用 --name 区分。")
            else:
                self._taken.add(same_file(made))
                self.orders.append(Order(made, found.digest, replace(task, sheet=found.sheet)))


def _plan(files: Sequence[tuple[Path, Path]], tasks: Sequence[Task], name: str | None, pool: Pool) -> _Plan:
    from perf_xl.bulk.filenames import NamePattern
    from perf_xl.bulk.naming import naming_fields
    from perf_xl.cli.progress import progress
    from perf_xl.forms.catalog import form_spec
    from perf_xl.hosts.regenerate import inspect

    known = naming_fields(form_spec(tasks[0].target), numbered=False)
    plan = _Plan(NamePattern(name, known) if name is not None else None)
    with progress("识别", len(files)) as advance:
        for (path, relative), done in zip(files, pool.map(inspect, tasks), strict=True):
            advance(1)
            if done.result is not None:
                plan.add(done.item, path, relative, done.result)
                continue
            message = done.failure.message if done.failure else ""
            plan.problems.append(message if path.name in message else f"文件“{path}”：{message}")
    return plan


def _default_name(relative: Path, sheet: str, *, many: bool) -> str:
    """The name of the old file, in the same subfolder; with the sheet's name when the file holds several forms."""
    from perf_xl.bulk.filenames import safe_name

    stem = f"{relative.stem}-{sheet}" if many else relative.stem
    return (relative.parent / f"{safe_name(stem)}.xlsx").as_posix()
