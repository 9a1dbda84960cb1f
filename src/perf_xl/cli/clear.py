"""``perf-xl clear``: marks taken away, and the score block if asked."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.workbooks import Output, each, open_batch

app = typer.Typer(add_completion=False)


@app.command()
def clear(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    score_block: bool = typer.Option(False, "--score-block", help="连评分区一起清除"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """清除校验标记：批注、底色和“校验结果”工作表；填写的内容不动。

    例：perf-xl clear 自评表.xlsx --score-block
    """
    from perf_xl.commands.marks import clear_marks
    from perf_xl.commands.score import clear_blocks
    from perf_xl.hosts.files import FilesWorkbook

    batch, output = open_batch(paths), Output(paths, out)

    def clear_one(path: Path) -> tuple[int, int]:
        workbook = FilesWorkbook.open(path)
        before = workbook.to_bytes()
        marked = clear_marks(workbook)
        blocks = clear_blocks(workbook) if score_block else 0
        output.save(workbook, path, changed=workbook.to_bytes() != before)
        return marked, blocks

    for path, (marked, cleared) in each(batch, clear_one):
        typer.echo(f"{batch.label(path)}：清除标记 {marked} 处" + (f"，清除评分区 {cleared} 个" if cleared else ""))
    batch.report()
    return batch.status
