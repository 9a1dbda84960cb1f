"""Findings as a clerk reads them in a terminal: by file and sheet, the cell, the sentence, how to put it right."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import typer

from perf_xl.cli.output import to_json
from perf_xl.commands.check import summary
from perf_xl.findings.finding import Finding, FixKind
from perf_xl.findings.plain import finding_data

if TYPE_CHECKING:
    from perf_xl.cli.check_folder import CheckRun

_MOST = 400
"""More findings than this are for the review workbook, not for a screen."""


def print_findings(findings: Sequence[Finding], run: CheckRun) -> None:
    """All findings, then one line with the counts and the next step."""
    for path, sentence in run.fixed:
        typer.echo(f"已修正 {path.name}：{sentence}")
    shown = findings[:_MOST]
    for (file, sheet), group in groupby(shown, key=lambda item: (item.file, item.cell.sheet if item.cell else "")):
        typer.echo(f"\n{file}" + (f" · {sheet}" if sheet else ""))
        for finding in group:
            _print(finding)
    if len(findings) > _MOST:
        typer.echo(f"\n……另有 {len(findings) - _MOST} 条。请用 --review 审核汇总.xlsx 查看全部。")
    typer.echo("")
    typer.echo(_last_line(findings, run))


def print_json_findings(findings: Sequence[Finding], files: int) -> None:
    """The shape of ``check --json``, one finding a line, written as it goes: a county's findings fit in no string."""
    sys.stdout.write(f'{{"files": {files}, "findings": [')
    for number, finding in enumerate(findings):
        sys.stdout.write(("," if number else "") + "\n" + to_json(finding_data(finding)).replace("\n", ""))
    sys.stdout.write("\n]}\n")


def _print(finding: Finding) -> None:
    level = "已核实" if finding.waived is not None else finding.severity.label
    where = f" {finding.cell.a1}" if finding.cell else ""
    cause = f"（由 {finding.caused_by} 引起）" if finding.caused_by else ""
    typer.echo(f"  {level} {finding.code}{where}  {finding.message}{cause}")
    if finding.fix is not None and finding.fix.value is not None:
        word = "可自动修正为" if finding.fix.kind is FixKind.SAFE else "建议改为"
        typer.echo(f"      {word}：{finding.fix.value}")
    if finding.waived is not None:
        typer.echo(f"      理由：{finding.waived}")


def _last_line(findings: Sequence[Finding], run: CheckRun) -> str:
    open_ones = [finding for finding in findings if finding.waived is None]
    waived = len(findings) - len(open_ones)
    parts = [f"共检查 {run.files} 个文件：{summary(open_ones)}"]
    parts += [f"另有已核实 {waived} 处"] if waived else []
    parts += [f"已标出 {run.marked} 个单元格"] if run.marked else []
    parts += [f"审核汇总已写到 {run.reviewed}"] if run.reviewed else []
    return "；".join(parts) + "。" + _next_step(open_ones, run)


def _next_step(open_ones: Sequence[Finding], run: CheckRun) -> str:
    if not open_ones:
        return "下一步：perf-xl score 计算得分。"
    if any(finding.fix is not None and finding.fix.kind is FixKind.SAFE for finding in open_ones):
        return "下一步：加 --fix 自动修正，其余按提示修改；某一条看不明白用 perf-xl finding 代码。"
    code = next((finding.code for finding in open_ones if not finding.code.startswith("PX9")), open_ones[0].code)
    if run.marked:
        return f"下一步：打开文件看“校验结果”工作表；看不明白的用 perf-xl finding {code}。"
    return f"下一步：按提示修改，或加 --mark 在表里标出；看不明白的用 perf-xl finding {code}。"
