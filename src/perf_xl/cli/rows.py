"""``perf-xl row``: rows of indicators, added and deleted with their merged levels."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.workbooks import Output, about, expect_forms

app = typer.Typer(add_completion=False, no_args_is_help=True, help="指标行：增加、删除。")


@app.command()
def add(
    file: Path = typer.Argument(metavar="FILE", help="工作簿"),
    cell: str = typer.Argument(metavar="CELL", help="新行加在这一格的下面，如 C15；有几张表时写 表名!C15"),
    count: int = typer.Option(1, "--count", metavar="N", min=1, max=300, help="加几行"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """增加指标行：样式、公式、下拉和上一行相同，一级、二级指标合并到新行。

    例：perf-xl row add 自评表.xlsx C15
    """
    from perf_xl.cli.cells import cell_of
    from perf_xl.commands.rows import add_row
    from perf_xl.hosts.files import FilesWorkbook

    output, workbook = Output([file], out), FilesWorkbook.open(file)
    expect_forms(workbook, file)
    below = cell_of(workbook, cell, file.name)
    with about(file):
        for _ in range(count):
            new = add_row(workbook, below)
    output.save(workbook, file, changed=True)
    last = f"～{new.row + count - 1}" if count > 1 else ""
    typer.echo(f"已增加第 {new.row}{last} 行，三级指标从 {new.a1} 填起。")
    return 0


@app.command()
def delete(
    file: Path = typer.Argument(metavar="FILE", help="工作簿"),
    cells: str = typer.Argument(metavar="CELLS", help="要删除的行里的单元格，如 C15 或 C15:C17"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """删除指标行：合并的一级、二级指标的文字留给下面的行；删错了用 perf-xl restore 撤销。

    例：perf-xl row delete 自评表.xlsx C15:C17
    """
    from perf_xl.cli.cells import area_of
    from perf_xl.commands.rows import delete_rows
    from perf_xl.hosts.files import FilesWorkbook

    output, workbook = Output([file], out), FilesWorkbook.open(file)
    expect_forms(workbook, file)
    rows = area_of(workbook, cells, file.name)
    with about(file):
        count = delete_rows(workbook, rows)
    output.save(workbook, file, changed=True)
    typer.echo(f"已删除 {count} 行。")
    return 0
