"""``perf-xl restore``: take the last write back."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.output import ATTENTION

app = typer.Typer(add_completion=False)


@app.command()
def restore(file: Path = typer.Argument(metavar="FILE", help="工作簿")) -> int:
    """撤销上一次写入：数值、公式、格式、批注、名称都回到写入之前。

    例：perf-xl restore 自评表.xlsx
    """
    from perf_xl.hosts.files import FilesWorkbook

    restored = FilesWorkbook.open(file).restore()
    if restored is None:
        typer.echo(f"“{file}”没有可以撤销的写入。", err=True)
        return ATTENTION
    cells = "、".join(str(cell) for cell in restored.cells[:8])
    more = f" 等 {len(restored.cells)} 处" if len(restored.cells) > 8 else ""
    typer.echo(f"已撤销“{restored.label}”" + (f"，恢复了 {cells}{more}。" if cells else "。"))
    return 0
