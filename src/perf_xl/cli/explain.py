"""``perf-xl explain``: how a number came about."""

from __future__ import annotations

from pathlib import Path

import typer

app = typer.Typer(add_completion=False)


@app.command()
def explain(
    file: Path = typer.Argument(metavar="FILE", help="工作簿"),
    cell: str = typer.Argument(metavar="CELL", help="单元格，如 G15；有几张表时写 表名!G15"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置；不给则用就近的 perf_xl.toml"),
) -> int:
    """说明一个得分、执行率或合计是怎么来的，一步一步写出来。

    例：perf-xl explain 自评表.xlsx P15
    """
    from perf_xl.cli.cells import cell_of
    from perf_xl.commands.explain import explain_cell
    from perf_xl.commands.settings import policy_of
    from perf_xl.hosts.files import FilesWorkbook

    workbook = FilesWorkbook.open(file)
    found = explain_cell(workbook, cell_of(workbook, cell, file.name), policy_of(file, policy))
    typer.echo(found.heading)
    for number, step in enumerate(found.steps, start=1):
        typer.echo(f"  {number}. {step}")
    return 0
