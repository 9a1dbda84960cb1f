"""``perf-xl forms``: the official forms."""

from __future__ import annotations

import typer

from perf_xl.cli.output import print_json, print_table

app = typer.Typer(add_completion=False)


@app.command()
def forms(json: bool = typer.Option(False, "--json", help="输出 JSON")) -> None:
    """列出官方表格：编号、名称、地区、年度、层级、种类。

    例：perf-xl forms
    """
    from perf_xl.forms.catalog import form_specs

    specs = form_specs()
    keys = ("id", "title", "region", "year", "level", "kind")
    rows = [{key: getattr(spec, key) for key in keys} for spec in specs]
    if json:
        print_json(rows)
        return
    levels = {"project": "项目", "department": "部门"}
    kinds = {"target": "绩效目标", "self-evaluation": "自评", "common-indicators": "共性指标", "base-data": "基础数据"}
    body = [
        [row["id"], row["title"], row["region"], row["year"] or "", levels[row["level"]], kinds[row["kind"]]]
        for row in rows
    ]
    print_table(["编号", "名称", "地区", "年度", "层级", "种类"], body)
