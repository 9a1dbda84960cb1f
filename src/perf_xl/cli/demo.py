"""``perf-xl demo``: the main job on the published documents, from templates to the department summary."""

from __future__ import annotations

from pathlib import Path

import typer

app = typer.Typer(add_completion=False)


@app.command()
def demo(
    out: Path = typer.Option(Path("demo"), "--out", metavar="DIR", help="写到哪个文件夹；同名文件会被替换"),
) -> int:
    """用随附的公开表格走一遍全程：生成已填表格，填充、校验、计分，再汇总到部门。

    例：perf-xl demo --out 演示
    """
    from perf_xl.cli.demo_run import DemoRun

    result = DemoRun(out).run()
    typer.echo(f"已生成 {result.published} 张公开表格：{out / 'published'}")
    typer.echo(
        f"已计分 {result.scored} 项指标，{result.open} 项待填报或需人工，写入 {result.formulas} 个公式：{out / 'scored'}"
    )
    typer.echo(f"校验出 {result.findings}，已标在表里；按单位汇总的审核表：{result.review}")
    typer.echo(f"2025 年目标表已转成自评表，带过来 {result.rules} 条评分标准，填上完成值就能计分：{result.carried}")
    for summary in result.summaries:
        typer.echo(f"{summary.sentence}：{summary.path}")
    typer.echo(f"用时 {result.seconds:.1f} 秒。请先打开“{result.first}”，再看“{result.summaries[0].path}”。")
    return 0
