"""``perf-xl finding``: the page of a finding, or the list of all."""

from __future__ import annotations

import typer

from perf_xl.cli.output import print_table
from perf_xl.errors import InputError

app = typer.Typer(add_completion=False)


@app.command()
def finding(code: str = typer.Argument("", metavar="[CODE]", help="代码，如 PX410；不给则列出全部")) -> None:
    """一种问题的说明页：检查什么、依据、错误和正确的例子、怎样改、能否自动改。

    例：perf-xl finding PX410
    """
    from perf_xl.checks.pages import all_pages

    pages = {page.code: page for page in all_pages()}
    if not code:
        rows = [[page.code, page.level, page.title, page.fix] for page in pages.values()]
        print_table(["代码", "级别", "问题", "自动修正"], rows)
        return
    page = pages.get(code.strip().upper())
    if page is None:
        raise InputError(f"没有代码为“{code}”的问题。用 perf-xl finding 可列出全部代码。")
    typer.echo(f"{page.code} {page.title}（{page.level}）\n\n{page.text}")
