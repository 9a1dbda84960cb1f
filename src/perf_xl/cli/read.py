"""``perf-xl read``: what filled workbooks say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from perf_xl.cli.output import ATTENTION, print_json, print_table
from perf_xl.cli.workbooks import each, open_batch
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)


@app.command()
def read(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
    keys: str = typer.Option("zh", "--keys", metavar="zh|en", help="字段名用中文或英文"),
) -> int:
    """读出已填工作簿的内容：单项字段、指标、资金、任务，逐行带单元格。

    例：perf-xl read 自评表文件夹 --json
    """
    from perf_xl.commands.read import read_workbook
    from perf_xl.forms.catalog import form_spec
    from perf_xl.forms.records import FormRecord, to_json
    from perf_xl.hosts.files import FilesWorkbook

    if keys not in ("zh", "en"):
        raise InputError(f"--keys 只能是 zh 或 en，不能是“{keys}”。")

    lost: list[str] = []

    def forms_of(path: Path) -> list[FormRecord]:
        report = read_workbook(FilesWorkbook.open(path))
        if not report.records:
            raise InputError(f"文件“{path}”里没有认得的表。{_likely(report)}")
        for record in report.records:
            lost.extend(_lost(path, record))
        for record in report.recognised:
            typer.echo(
                f"文件“{path}”的“{record.sheet}”没有名称，按标签认作“{form_spec(record.form).title}”。", err=True
            )
        return report.records

    batch = open_batch(paths)
    found: list[tuple[Path, FormRecord]] = [
        (path, record) for path, records in each(batch, forms_of) for record in records
    ]
    if json:
        shape: list[dict[str, Any]] = [
            to_json(record, form_spec(record.form), file=str(path), english=keys == "en") for path, record in found
        ]
        print_json(shape)
    else:
        rows = [
            [batch.label(path), record.sheet, form_spec(record.form).title, _counts(record)] for path, record in found
        ]
        print_table(["文件", "工作表", "表", "内容"], rows)
    for sentence in lost:
        typer.echo(sentence, err=True)
    batch.report()
    return batch.status or (ATTENTION if lost else 0)


def _lost(path: Path, record: Any) -> Iterator[str]:
    """One sentence a form for what it says and we did not read: lost names, and text outside every field."""
    names = [f"“{problem.name}”" for problem in record.problems if problem.kind == "missing_name"]
    outside = [f"{problem.cell.a1}“{problem.text}”" for problem in record.problems if problem.kind == "outside"]
    parts = []
    if names:
        parts.append(f"找不到 {'、'.join(names[:3])}{f' 等 {len(names)} 栏' if len(names) > 3 else ''}（名称丢失）")
    if outside:
        parts.append(f"{'、'.join(outside[:3])}{f' 等 {len(outside)} 处' if len(outside) > 3 else ''}写在表外")
    if parts:
        yield f"文件“{path}”的“{record.sheet}”有内容没有读到：{'；'.join(parts)}。请用 perf-xl check 逐处查看。"


def _likely(report: Any) -> str:
    """What a sheet may be, and what to do."""
    for doubt in report.doubtful:
        names = "、".join(f"“{item.spec.title}”{item.confidence:.0%}" for item in doubt.candidates)
        return f"工作表“{doubt.sheet}”拿不准，可能是 {names}。请对照官方模板补齐标签。"
    return "官方模板见：perf-xl forms"


def _counts(record: Any) -> str:
    tables = "，".join(f"{name} {len(rows)} 行" for name, rows in record.tables.items())
    filled = sum(value is not None for value in record.fields.values())
    return f"字段 {filled}/{len(record.fields)}" + (f"，{tables}" if tables else "")
