"""``perf-xl check``: findings of workbooks, and across them; marked, fixed or reviewed if asked."""

from __future__ import annotations

from pathlib import Path

import typer

from perf_xl.cli.folders import expect_jobs, make_folder
from perf_xl.cli.output import ATTENTION
from perf_xl.cli.workbooks import Output, open_batch
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)


@app.command()
def check(
    paths: list[Path] = typer.Argument(metavar="PATH...", help="工作簿或文件夹"),
    json: bool = typer.Option(False, "--json", help="输出 JSON"),
    mark: bool = typer.Option(False, "--mark", help="在表里标出：批注、底色和“校验结果”工作表"),
    review: Path | None = typer.Option(None, "--review", metavar="FILE.xlsx", help="生成审核汇总工作簿"),
    fix: bool = typer.Option(False, "--fix", help="自动修正安全的问题（全角、符号、文本数字、百分数）"),
    select: str | None = typer.Option(None, "--select", metavar="CODES", help="只检查这些代码，如 PX3,PX401"),
    ignore: str | None = typer.Option(None, "--ignore", metavar="CODES", help="不检查这些代码"),
    preset: str = typer.Option(
        "填报", "--preset", metavar="填报|复核", help="由单位填报时用，或由财政复核时用（更严）"
    ),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置；不给则用就近的 perf_xl.toml"),
    facts: Path | None = typer.Option(None, "--facts", metavar="FILE.yml", help="自评报告正文里的数，与表格核对"),
    out: Path | None = typer.Option(None, "--out", metavar="DIR", help="改动写到这个文件夹；不给则写回原文件"),
    jobs: int | None = typer.Option(None, "--jobs", metavar="N", help="同时处理几个文件"),
) -> int:
    """校验：逐条指出问题在哪里、为什么、怎样改；几个工作簿一起给时还核对各表之间的勾稽关系。

    例：perf-xl check 报送文件夹 --mark --review 审核汇总.xlsx
    """
    from perf_xl.cli.check_folder import CheckRun, Options
    from perf_xl.cli.check_output import print_findings, print_json_findings

    if review is not None and review.suffix.lower() != ".xlsx":
        raise InputError(f"--review 要给 .xlsx 文件名，不能是“{review}”。")
    expect_jobs(jobs)
    batch, output = open_batch(paths), Output(paths, out)
    if out is not None and (mark or fix):
        make_folder(out)
    options = Options.read(paths, preset=preset, select=select, ignore=ignore, policy=policy, facts=facts)
    run = CheckRun(batch, options, output, jobs=jobs)
    findings = run.check(fix=fix)
    if mark:
        run.mark(findings)
    if review is not None:
        run.review(findings, review)
    if json:
        print_json_findings(findings, run.files)
    elif run.files:
        print_findings(findings, run)
    else:
        for finding in findings:
            typer.echo(finding.message, err=True)
    batch.report()
    open_ones = any(finding.waived is None for finding in findings)
    if run.files == 0:
        return 2
    return ATTENTION if open_ones or batch.problems else 0
