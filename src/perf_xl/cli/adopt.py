"""``perf-xl adopt``: names for a form that was typed by hand or copied."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.output import ATTENTION
from perf_xl.cli.workbooks import Output, each, open_batch
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)


@app.command()
def adopt(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """识别没有名称的表格（手工录入、复制、改过样式的），认准了就补上名称；拿不准的列出来，不猜。

    例：perf-xl adopt 收到的表格
    """
    from perf_xl.commands.adopt import AdoptReport, adopt_workbook
    from perf_xl.forms.detect import has_forms
    from perf_xl.hosts.files import FilesWorkbook

    batch, output = open_batch(paths), Output(paths, out)
    unsure = False

    def names(path: Path) -> AdoptReport:
        workbook = FilesWorkbook.open(path)
        report = adopt_workbook(workbook)
        if not report.adopted and not report.doubtful and not has_forms(workbook):
            raise InputError(f"文件“{path}”里没有认得的表，没有补名称。请对照官方模板（perf-xl forms）检查标题和表头。")
        output.save(workbook, path, changed=bool(report.adopted))
        return report

    for path, report in each(batch, names):
        for candidate in report.adopted:
            lost = f"；没有找到：{'、'.join(candidate.missing)}" if candidate.missing else ""
            typer.echo(
                f"{batch.label(path)}“{candidate.sheet}”：认出是“{candidate.spec.title}”（{candidate.spec.id}），已补上名称{lost}"
            )
        for doubt in report.doubtful:
            unsure = True
            likely = "、".join(
                f"“{item.spec.title}”（{item.spec.id}）{item.confidence:.0%}" for item in doubt.candidates[:3]
            )
            typer.echo(f"{batch.label(path)}“{doubt.sheet}”：拿不准，可能是 {likely}。请对照官方模板补齐表头后再试。")
        if not report.adopted and not report.doubtful:
            typer.echo(f"{batch.label(path)}：没有需要补名称的表。")
    batch.report()
    return batch.status or (ATTENTION if unsure else 0)
