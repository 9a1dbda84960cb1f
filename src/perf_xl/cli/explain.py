"""``perf-xl explain``: how a number came about."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.errors import InputError

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
    from perf_xl.commands.explain import explain_cell
    from perf_xl.commands.settings import policy_of
    from perf_xl.hosts.files import FilesWorkbook
    from perf_xl.model.cells import CellReader, CellRef, parse_a1

    workbook = FilesWorkbook.open(file)
    reader: CellReader = workbook
    sheet, _, address = cell.rpartition("!")
    sheets = list(reader.sheets())
    sheet = sheet.strip("'") or sheets[0]
    if sheet not in sheets:
        raise InputError(f"“{file.name}”里没有工作表“{sheet}”。有：{'、'.join(sheets)}。")
    try:
        row, column = parse_a1(address.upper())
    except ValueError:
        raise InputError(f"“{cell}”不是单元格地址。请写成 G15 或 表名!G15。") from None
    found = explain_cell(reader, CellRef(sheet, row, column), policy_of(file, policy))
    typer.echo(found.heading)
    for number, step in enumerate(found.steps, start=1):
        typer.echo(f"  {number}. {step}")
    return 0
