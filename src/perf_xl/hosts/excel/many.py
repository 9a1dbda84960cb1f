"""The buttons of 汇总: many files at once."""

from __future__ import annotations

from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work, free


def rollup(work: Work) -> Shown:
    """汇总到部门: every workbook of a folder into one summary workbook beside them, which is then opened.

    A 汇总口径.yml in the folder holds, as for ``perf-xl rollup``.
    """
    from perf_xl.hosts.rollup import RollupRun, choices_beside  # noqa: PLC0415

    folder = work.desk.pick_folder("项目表在哪个文件夹")
    if folder is None:
        return Shown("没有汇总")
    out = free(folder.parent / f"{folder.name}_部门汇总.xlsx")
    choices, _ = choices_beside([folder])
    run = RollupRun([folder], out, choices, jobs=1)  # Excel's own Python starts no others
    total = len(run.files)
    summary = run.summarize(progress=lambda done: work.say(f"正在汇总 {done}/{total}…"))
    run.write(summary)
    work.desk.open(out)
    left = f"，未计入 {len(summary.failures)} 个" if summary.failures else ""
    return Shown(f"已汇总 {total} 个文件{left}，写到 {out.name} → 先看“填报情况”")


def generate(work: Work) -> Shown:
    """批量生成: one workbook for each record of a data file, all checked before the first is written."""
    from perf_xl.forms.catalog import form_specs  # noqa: PLC0415
    from perf_xl.hosts.excel.generating import generate_forms  # noqa: PLC0415

    specs = form_specs()
    number = work.desk.choose(
        "批量生成哪一种表", [f"{spec.title}（{spec.region} {spec.year or ''}）" for spec in specs]
    )
    data = None if number is None else work.desk.pick_file("数据文件（.xlsx、.csv 或 .jsonl）")
    folder = None if data is None else work.desk.pick_folder("生成的表保存在哪个文件夹")
    if number is None or data is None or folder is None:
        return Shown("没有生成")
    return Shown(generate_forms(specs[number], data, folder, work.say))
