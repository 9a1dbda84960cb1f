"""``perf-xl template``: an empty official template."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.folders import make_folder
from perf_xl.errors import FileProblem, InputError

app = typer.Typer(add_completion=False)


@app.command()
def template(
    form: str = typer.Argument(metavar="FORM", help="表的编号（见 perf-xl forms）"),
    out: Path = typer.Option(..., "--out", metavar="FILE.xlsx", help="写到哪个文件；已存在的文件不覆盖"),
) -> None:
    """导出一张空白官方模板。

    例：perf-xl template zhijiang-2023-project-self-evaluation --out 自评表.xlsx
    """
    from perf_xl.forms.catalog import form_spec
    from perf_xl.forms.template import template_bytes
    from perf_xl.hosts.files_access import write_file

    spec = form_spec(form)
    if out.suffix.lower() != ".xlsx":
        raise InputError(f"“{out}”不是 .xlsx 文件名。请以 .xlsx 结尾。")
    if out.exists():
        raise FileProblem(str(out), "已经存在，没有覆盖", "请换一个文件名，或先移走原文件。")
    make_folder(out.parent)
    write_file(out, template_bytes(spec))
    typer.echo(f"已导出“{spec.title}”：{out}")
