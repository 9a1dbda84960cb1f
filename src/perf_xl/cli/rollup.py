"""``perf-xl rollup``: project workbooks (or summaries) into a department summary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

from perf_xl.cli.folders import expect_jobs, refuse_file
from perf_xl.cli.output import ATTENTION, print_json, print_table
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)

SHOWN = 60
"""Projects printed; the workbook has them all."""


@app.command()
def rollup(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="项目工作簿、文件夹，或下一级的汇总表"),
    out: Path = typer.Option(..., "--out", metavar="FILE.xlsx", help="汇总表写到这里"),
    choices: Path | None = typer.Option(
        None, "--choices", metavar="FILE.yml", help="汇总口径文件；不给则用文件夹里的“汇总口径.yml”"
    ),
    year: int | None = typer.Option(None, "--year", metavar="YYYY", help="只汇总这一年的表"),
    kind: str | None = typer.Option(None, "--kind", metavar="自评|目标", help="汇总哪一种表；不给则先汇总自评表"),
    keep: list[str] = typer.Option([], "--keep", metavar="FILE", help="同一项目有多份表时采用这一份，可给多个"),
    confirm: list[str] = typer.Option([], "--confirm", metavar="指标", help="确认不同项目的这个指标可以汇总，可给多个"),
    details: bool | None = typer.Option(
        None, "--details/--no-details", help="是否逐项目列出；不给则按文件数决定（500 份以内列出）", show_default=False
    ),
    jobs: int | None = typer.Option(None, "--jobs", metavar="N", help="同时用几个进程读取"),
    scheduler: str | None = typer.Option(
        None, "--scheduler", metavar="tcp://…", help="在 Dask 集群上读取；各机器上文件的路径要相同"
    ),
    incremental: bool = typer.Option(False, "--incremental", help="记住读过的文件，下次只读有变化的"),
    parquet: Path | None = typer.Option(None, "--parquet", metavar="DIR", help="另存明细数据（parquet）到这个文件夹"),
    json: bool = typer.Option(False, "--json", help="在屏幕上输出 JSON"),
) -> int:
    """把项目表汇总到部门：填报情况、项目汇总、指标汇总、差异清单、来源和图表。

    例：perf-xl rollup 报送文件夹 --out 部门汇总.xlsx
    """
    from perf_xl.cli.progress import progress
    from perf_xl.hosts.rollup import RollupRun, choices_beside
    from perf_xl.rollup.choices import load_choices

    if out.suffix.lower() != ".xlsx":
        raise InputError(f"--out 应为 .xlsx 文件，不能是“{out}”。")
    expect_jobs(jobs)
    _expect_one_place(jobs, scheduler, incremental=incremental)
    refuse_file(out.parent)
    refuse_file(parquet)
    if not out.resolve().parent.is_dir():
        raise InputError(f"文件夹“{out.parent}”不存在。请先建立文件夹，或换一个保存位置。")
    decided, beside = (load_choices(choices), None) if choices is not None else choices_beside(paths)
    if beside is not None:
        typer.echo(f"按文件夹里的“{beside}”汇总。", err=json)
    decided = decided.with_more(year=year, kind=kind, keep=keep, confirmed=confirm)
    run = RollupRun(paths, out, decided, jobs=jobs, scheduler=scheduler, details=details)
    with progress("读取", len(run.files)) as advance:
        summary = run.summarize(incremental=incremental, parquet=parquet, progress=_steps(advance))
    _expect_known(summary, decided, confirm)
    run.write(summary)
    if json:
        print_json(summary_data(summary, out))
    else:
        _print(summary, out)
    attention = summary.failures or summary.opens or summary.differences
    return ATTENTION if attention else 0


def _steps(advance: Callable[[int], None]) -> Callable[[int], None]:
    """A function that is told how many files are done in all, for a bar that is told how many more."""
    before = 0

    def told(done: int) -> None:
        nonlocal before
        advance(done - before)
        before = done

    return told


def _expect_one_place(jobs: int | None, scheduler: str | None, *, incremental: bool) -> None:
    if scheduler is not None and jobs is not None:
        raise InputError("--jobs 和 --scheduler 只能用一个：前者用本机，后者用 Dask 集群。")
    if scheduler is not None and incremental:
        raise InputError("--incremental 的记录放在本机，不能和 --scheduler 一起用。请去掉其中一个。")


def _expect_known(summary: Any, choices: Any, confirm: list[str]) -> None:
    """A name that is confirmed and in no form decides nothing: say which names there are."""
    names = {item.key.name for item in summary.indicators}
    unknown = next((text for text in confirm if choices.indicator(text) not in names), None)
    if unknown is None or summary.crowded:
        return
    waiting = list(dict.fromkeys(item.name for item in summary.indicators if item.can_be_confirmed))
    listed = "、".join(waiting[:SHOWN]) + (f"等 {len(waiting)} 个" if len(waiting) > SHOWN else "")
    remedy = f"可以确认的有：{listed}。" if waiting else "没有要确认的指标，请去掉 --confirm。"
    raise InputError(f"--confirm 的指标“{unknown}”在各项目表里没有。{remedy}")


def _print(summary: Any, out: Path) -> None:
    """The sentences, one row a project with its cells, what differs, what is open, the next step."""
    from perf_xl.rollup.book.headlines import headlines
    from perf_xl.rollup.book.left import hidden_reason

    for text in headlines(summary):
        typer.echo(text)
    if summary.entries:
        rows = []
        for entry in summary.entries[:SHOWN]:
            total = entry.total
            rows.append([
                entry.project, *(_amount(getattr(total, what, None)) for what in ("budget", "spent")), _rate(total),
                entry.file, _cells(entry),
            ])  # fmt: skip
        print_table(["项目", "全年预算数", "全年执行数", "执行率", "文件", "单元格"], rows)
        if len(summary.entries) > SHOWN:
            typer.echo(f"……共 {len(summary.entries)} 个项目，其余见汇总表。")
    for difference in summary.differences[:SHOWN]:
        typer.echo(f"不符：{difference.sentence}")
    for item in summary.opens[:SHOWN]:
        typer.echo(f"{item.kind}：{item.message}", err=True)
    for failure in summary.failures:
        typer.echo(f"未计入“{failure.file}”：{failure.reason}。{failure.remedy}", err=True)
    for one in summary.hidden[:SHOWN]:
        typer.echo(f"未计入“{one.file}”：{hidden_reason(one)}", err=True)
    for other in summary.other_series:
        typer.echo(f"未计入 {other.what}：{other.reason}", err=True)
    typer.echo(f"已生成“{out}” → 请先看“填报情况”，再看“差异清单”。")


def _cells(entry: Any) -> str:
    """Where budget and spent stand: 「表!D6、E6」."""
    places = [getattr(entry.total, what).place for what in ("budget", "spent")] if entry.total else []
    found = [place for place in places if place is not None]
    return f"{found[0].sheet}!{'、'.join(place.cell for place in found)}" if found else ""


def _amount(amount: Any) -> str:
    from perf_xl.model.amounts import plain

    if amount is None or amount.state == "absent":
        return "—"
    return (
        plain(amount.value) if amount.value is not None else ("未填" if amount.state == "blank" else str(amount.typed))
    )


def _rate(total: Any) -> str:
    from perf_xl.model.amounts import execution_rate, round_half_up

    rate = execution_rate(total.budget.value, total.spent.value) if total else None
    return "" if rate is None else f"{round_half_up(rate * 100)}%"


def summary_data(summary: Any, out: Path) -> dict[str, Any]:
    """The summary as plain data: totals, coverage, what is open; amounts in 万元, null while open."""
    from perf_xl.model.amounts import exact

    def money(value: Any) -> Any:
        return None if value is None else exact(value)

    return {
        "out": str(out),
        "title": summary.title,
        "year": summary.series.year,
        "projects": summary.whole.projects,
        "budget": money(summary.budget),
        "spent": money(summary.spent),
        "coverage": None if summary.coverage is None else _coverage_data(summary.coverage),
        "departments": [
            {
                "department": unit.department,
                "projects": unit.tally.projects,
                "budget": money(unit.budget),
                "spent": money(unit.spent),
                "coverage": next(
                    (_coverage_data(own) for own in summary.coverages if own.department == unit.department), None
                ),
            }
            for unit in summary.units
        ],
        "differences": [
            {"topic": item.topic, "subject": item.subject, "delta": money(item.delta), "message": item.sentence}
            for item in summary.differences
        ],
        "open": [{"kind": item.kind, "message": item.message} for item in summary.opens],
        "failures": [{"file": f.file, "reason": f.reason, "remedy": f.remedy} for f in summary.failures],
        "hidden": [{"file": one.file, "sheet": one.sheet, "project": one.project} for one in summary.hidden],
        "left_out": [
            {"what": other.what, "count": other.count, "reason": other.reason} for other in summary.other_series
        ],
    }


def _coverage_data(coverage: Any) -> dict[str, Any]:
    checked = bool(coverage.lines)
    return {
        "expected": coverage.expected,
        "arrived": coverage.arrived if checked else None,
        "to_confirm": coverage.to_confirm if checked else None,
        "missing": coverage.missing if checked else None,
        "share": None if coverage.share is None else float(coverage.share),
    }
