"""``perf-xl accept``: a finding that a person has looked at and keeps."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.output import ATTENTION
from perf_xl.cli.workbooks import Output, about, expect_forms
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)


@app.command()
def accept(
    file: Path = typer.Argument(metavar="FILE", help="工作簿"),
    cell: str = typer.Argument(metavar="CELL", help="单元格，如 G15；有几张表时写 表名!G15"),
    reason: str | None = typer.Option(None, "--reason", metavar="TEXT", help="核实的情况，写进工作簿"),
    select: str | None = typer.Option(
        None, "--select", metavar="CODES", help="只核实这些代码，如 PX502；不给则这一格的全部"
    ),
    withdraw: bool = typer.Option(False, "--withdraw", help="取消这一格的“已核实”"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置；不给则用就近的 perf_xl.toml"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="写到这个文件夹；不给则写回原文件"),
) -> int:
    """已核实：这一格的问题看过了、不用改，写明理由；以后校验不再提，理由留在工作簿里。

    例：perf-xl accept 自评表.xlsx G15 --reason "按追加后的预算数填报"
    """
    from perf_xl.checks.registry import known_codes
    from perf_xl.checks.settings import codes_of
    from perf_xl.cli.cells import cell_of
    from perf_xl.commands.accept import accept as accept_findings
    from perf_xl.commands.accept import open_at
    from perf_xl.commands.accept import withdraw as take_back
    from perf_xl.commands.settings import policy_of
    from perf_xl.hosts.files import FilesWorkbook

    if withdraw == (reason is not None):
        raise InputError("请用 --reason 写明核实的情况，或用 --withdraw 取消“已核实”，两者选一。")
    rules, chosen = policy_of(file, policy), codes_of(select, known_codes())
    output, workbook = Output([file], out), FilesWorkbook.open(file)
    expect_forms(workbook, file)
    ref = cell_of(workbook, cell, file.name)
    if reason is None:
        codes, report = take_back(workbook, ref, chosen, rules)
    else:
        codes = [f.code for f in open_at(workbook, ref, rules) if f.code.startswith(chosen or ("",))]
        if codes:
            with about(file):
                report = accept_findings(workbook, ref, codes, reason, rules)
    if not codes:
        typer.echo(f"“{file}”的 {ref} 没有{'标为“已核实”的' if withdraw else '要核实的'}问题。", err=True)
        return ATTENTION
    output.save(workbook, file, changed=True)
    typer.echo(
        f"{ref}：{'、'.join(codes)} {'不再算已核实' if withdraw else '已核实'}，还有 {len(report.open)} 处问题。"
    )
    return 0
