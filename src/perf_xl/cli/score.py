"""``perf-xl score``: 执行率 and 得分 in the sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from perf_xl.cli.output import ATTENTION
from perf_xl.cli.workbooks import Output, each, expect_forms, open_batch
from perf_xl.errors import InputError
from perf_xl.model.amounts import plain

app = typer.Typer(add_completion=False)


@app.command()
def score(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    targets: list[Path] = typer.Option([], "--targets", metavar="PATH", help="目标表：按三级指标把评分标准带过来"),
    base: list[Path] = typer.Option(
        [], "--base", metavar="PATH", help="基础数据表（和部门自评表）：共性指标里能算出的实际值填入评分区"
    ),
    only: str | None = typer.Option(None, "--only", metavar="rate", help="rate：只计算执行率"),
    values: bool = typer.Option(False, "--values", help="写数值，不写公式"),
    overwrite: bool = typer.Option(False, "--overwrite", help="手工填写的执行率、得分也改为公式"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置；不给则用就近的 perf_xl.toml"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """计算执行率和得分：公式写在表内，旁边写明怎样读评分标准；读不准的标“需人工”，不猜。

    例：perf-xl score 自评表.xlsx --targets 目标表.xlsx
    """
    from perf_xl.commands.common_actuals import score_with_tables
    from perf_xl.commands.score import ScoreReport
    from perf_xl.commands.settings import policy_of
    from perf_xl.hosts.files import FilesWorkbook

    if only not in (None, "rate"):
        raise InputError(f"--only 只能是 rate，不能是“{only}”。")
    batch, output = open_batch(paths), Output(paths, out)
    policy_of(paths[0], policy)  # a wrong --policy stops here, once

    known, tables = _records(targets), _records(base)

    def run(path: Path) -> ScoreReport:
        workbook = FilesWorkbook.open(path)
        expect_forms(workbook, path)
        report = score_with_tables(
            workbook,
            tables,
            policy=policy_of(path, policy),
            targets=known,
            only_rate=only == "rate",
            values=values,
            overwrite=overwrite,
        )
        output.save(workbook, path, changed=report.changed)
        return report

    attention = False
    for path, report in each(batch, run):
        typer.echo(f"{batch.label(path)}：{summary(report)}")
        for line in details(report):
            typer.echo(f"  {line}")
        attention |= bool(report.open or report.differing or report.rates.differing)
    batch.report()
    return batch.status or (ATTENTION if attention else 0)


def _records(paths: list[Path]) -> list[Any]:
    """The forms of the files given beside the ones to score."""
    from perf_xl.forms.read import read_forms
    from perf_xl.hosts.files import FilesWorkbook

    files = open_batch(paths).files if paths else []
    return [record for path in files for record in read_forms(FilesWorkbook.open(path))]


def summary(report: Any) -> str:
    """One sentence: what was computed, and the next step."""
    parts = [f"执行率 {len(report.rates.written)} 处"] if report.rates.written else []
    if report.forms:
        parts.append(f"已计分 {len(report.scored)} 项")
        waiting = [row for row in report.open if row.row.input.actual is not None]
        unfilled = len(report.open) - len(waiting)
        parts += [f"{len(waiting)} 项需人工"] if waiting else []
        parts += [f"{unfilled} 项未填报"] if unfilled else []
        if report.total is not None:
            default = "（默认权重，参考）" if report.forms[0].default_weights else ""
            parts.append(f"合计 {plain(report.total)} 分{default}")
    return "，".join(parts) or "没有可以计算的表"


def details(report: Any) -> list[str]:
    """What a person must look at: rows with the same reason together, then typed numbers that differ."""
    lines = list(report.rates.differing)
    for form in report.forms:
        lines += [f"{_cells(form, rows)}：{reason}" for reason, rows in _by_reason(form.rows).items()]
        lines += [
            f"{item.cell.a1} 得分填写 {item.typed}，按评分标准应为 {plain(item.value)}。未改动，请核实。"
            for item in form.differing
            if item.value is not None
        ]
    return lines


def _by_reason(rows: Any) -> dict[str, list[Any]]:
    """The rows a person must judge, by the kind of reason; the first one's sentence speaks for all."""
    groups: dict[str, list[Any]] = {}
    for row in rows:
        if row.points is None and row.row.input.actual is not None and row.outcome.notes:
            groups.setdefault(row.outcome.notes[0].code, []).append(row)
    return {members[0].outcome.notes[0].message: members for members in groups.values()}


def _cells(form: Any, rows: list[Any]) -> str:
    cells = "、".join(form.block.ref("得分", row.row.row).a1 for row in rows)
    first = rows[0].row.input.name
    return f"{cells}（{first}）" if len(rows) == 1 else f"{cells}（{first}等 {len(rows)} 项）"
