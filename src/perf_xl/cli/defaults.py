"""``perf-xl defaults``: empty 指标解释 from the library."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.workbooks import Output, each, expect_forms, open_batch

app = typer.Typer(add_completion=False)


@app.command()
def defaults(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    rules: bool = typer.Option(False, "--rules", help="评（扣）分标准空白的也填"),
    library: list[Path] = typer.Option([], "--library", metavar="FILE.xlsx", help="自己的指标库，可给多个"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置；不给则用就近的 perf_xl.toml"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """填充空白的指标解释（和评分标准）；已填的一律不改。

    例：perf-xl defaults 目标表.xlsx --rules
    """
    from perf_xl.commands.defaults import DefaultsReport, fill_defaults
    from perf_xl.commands.settings import library_files
    from perf_xl.hosts.files import FilesWorkbook
    from perf_xl.library import load_library

    batch, output = open_batch(paths), Output(paths, out)
    own = load_library((*library, *library_files(paths[0], policy)))

    def fill(path: Path) -> DefaultsReport:
        workbook = FilesWorkbook.open(path)
        expect_forms(workbook, path)
        report = fill_defaults(workbook, rules=rules, library=own)
        output.save(workbook, path, changed=bool(report.filled))
        return report

    for path, report in each(batch, fill):
        typer.echo(
            f"{batch.label(path)}：填充 {len(report.filled)} 处"
            + (f"，其中 {len(report.doubtful)} 处按近似名称或句式，请核对" if report.doubtful else "")
        )
        for item in report.filled:
            typer.echo(f"  {item.cell.a1} {item.indicator}（{item.found.origin}）")
        for cell in report.unknown:
            typer.echo(f"  {cell.a1} 指标库里没有，二级指标也不认得，请自己填写")
    batch.report()
    return batch.status
