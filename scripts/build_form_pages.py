"""Write the second half of docs/forms/<id>.md from the layouts: pictures, fields, tables, notes, hints.

    python scripts/build_form_pages.py [--check]

What stands above the marker is written by people and kept. With --check nothing is written; the exit status is 1 when a
page is out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from perf_xl.forms.catalog import form_specs
from perf_xl.forms.grid import grid_of
from perf_xl.forms.spec import Column, Field, FormSpec, Table

FOLDER = Path(__file__).parents[1] / "docs" / "forms"
MARKER = "<!-- 以下内容由 scripts/build_form_pages.py 按版式生成，请勿手改 -->"
KINDS = {
    "text": "文字",
    "value": "照实填写",
    "amount": "金额",
    "number": "数量",
    "points": "分值、得分",
    "rate": "比率",
    "date": "日期",
    "year": "年度",
    "phone": "电话",
    "comparison": "下拉（≥ > = ≤ < 定性）",
    "unit": "计量单位",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "label": "印好",
}
LEVELS = {"project": "项目", "department": "部门"}
PURPOSES = {
    "target": "绩效目标",
    "self-evaluation": "绩效自评",
    "common-indicators": "共性指标",
    "base-data": "基础数据",
}


def page_of(spec: FormSpec) -> str:
    """The generated half of a form's page."""
    return "\n".join(_lines(spec)) + "\n"


def _lines(spec: FormSpec) -> Iterator[str]:
    yield f"| 编号 | 版本 | 地区 | 年度 | 层级 | 用途 |\n|---|---|---|---|---|---|\n| `{spec.id}` | {spec.version} | {spec.region} | {spec.year or '—'} | {LEVELS[spec.level]} | {PURPOSES[spec.kind]} |"
    yield f"\n取空表：`perf-xl template {spec.id} --out {spec.title}.xlsx`\n"
    yield from _pictures(spec)
    if spec.fields():
        yield "\n## 单项字段\n\n| 名称 | 填写 | 单位 | 必填 | 英文键 |\n|---|---|---|---|---|"
        yield from (_field(field) for field in spec.fields())
    for table in spec.tables():
        yield from _table(table)
    notes = [str(cell.value).strip() for cell in grid_of(spec).cells if cell.role == "note"]
    if notes:
        yield "\n## 表下的说明\n"
        yield from (f"> {note}\n>" for note in notes)
    yield from _checked(spec)


def _pictures(spec: FormSpec) -> Iterator[str]:
    for state, title in (("empty", "空表"), ("filled", f"填好的表（{'公布的数据' if spec.year else '示例'}）")):
        images = sorted((FOLDER / "img").glob(f"{spec.id}-{state}-*.png"))
        if images:
            yield f"\n{title}：\n"
            yield from (f"![{spec.title}，{title}，第 {n} 页](img/{image.name})" for n, image in enumerate(images, 1))


def _field(field: Field) -> str:
    where = f"（填在“{field.pattern}”里）" if field.pattern else ""
    return f"| {field.name}{where} | {KINDS[field.kind]} | {field.unit or ''} | {'是' if field.required else ''} | {_key(field.en)} |"


def _table(table: Table) -> Iterator[str]:
    rows = "行数可增减" if table.grows else "各行已印好，不增减"
    yield f"\n## 表格：{table.name}（{rows}）\n\n| 列 | 表头 | 填写 | 单位 | 必填 | 英文键 |\n|---|---|---|---|---|---|"
    yield from (_column(column) for column in table.columns)
    printed = [row for row in table.rows if any(value is not None for value in row.values())]
    levels = [column.name for column in table.columns if column.kind in ("level1", "level2", "label")]
    texts = dict.fromkeys(" / ".join(str(row.get(name) or "").replace("\n", "") for name in levels) for row in printed)
    if texts and levels:
        yield f"\n印好的行：{'；'.join(texts)}。"


def _column(column: Column) -> str:
    label = column.label.replace("\n", "") or "（无表头）"
    required = "是" if column.required else ""
    return f"| {column.name} | {label} | {KINDS[column.kind]} | {column.unit or ''} | {required} | {_key(column.en)} |"


def _key(alias: str) -> str:
    return f"`{alias}`" if alias else ""


def _checked(spec: FormSpec) -> Iterator[str]:
    """What the empty template itself points out, before any check is run."""
    yield "\n## 表里直接提示的问题\n"
    yield "填了第一个三级指标以后，必填而未填的格显示浅黄色；互相矛盾的格显示浅橙色：\n"
    columns = [column for table in spec.tables() for column in table.columns]
    roles = {column.en for column in columns}
    numbers = [
        i for i in (*spec.fields(), *columns) if i.kind in ("number", "points") or (i.kind == "amount" and i.unit)
    ]
    if numbers:
        yield "* 数字格（金额、数量、分值）里填了文字；"
    if "comparison" in roles:
        yield "* 指标类型为定量，指标值不是数字；指标类型为定性，却填了计量单位；"
    if {"spent", "budget"} <= roles:
        yield "* 执行数大于预算数；"
    if {"score", "max_score"} <= roles:
        yield "* 得分大于分值（几行共用一个得分的，按这几行分值之和）；"
    if not any(field.required for field in spec.fields()) and not any(column.required for column in columns):
        yield "* 本表没有必填项。"
    yield "\n全部检查项用 `perf-xl check` 运行，每一项的依据和改法见 [检查项](../findings/)。"


def main(check: bool) -> int:
    """Write or compare all pages."""
    stale = 0
    for spec in form_specs():
        path = FOLDER / f"{spec.id}.md"
        head, _, old = path.read_text(encoding="utf-8").partition(MARKER)
        new = f"\n\n{page_of(spec)}"
        if old != new:
            stale += 1
            print(path)
            if not check:
                path.write_text(f"{head}{MARKER}{new}", encoding="utf-8")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
