"""The buttons of 填表, and 修复表格: new forms, rows, definitions, names."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work, free


def new_form(work: Work) -> Shown:
    """新建表格: an official template, saved where the person chooses and opened."""
    from perf_xl.forms.catalog import form_specs  # noqa: PLC0415 - with the first command
    from perf_xl.resources import resource_dir  # noqa: PLC0415

    specs = form_specs()
    number = work.desk.choose("新建表格", [f"{spec.title}（{spec.region} {spec.year or ''}）" for spec in specs])
    if number is None:
        return Shown("没有新建")
    spec = specs[number]
    folder = work.desk.pick_folder("新表保存在哪个文件夹")
    if folder is None:
        return Shown("没有新建")
    [template] = (resource_dir("templates") / spec.id).glob("*.xlsx")
    target = free(folder / template.name)
    target.write_bytes(template.read_bytes())
    work.desk.open(target)
    return Shown(f"已新建 {target.name}，请填写")


def add_row(work: Work) -> Shown:
    """增加指标行: below the selected one."""
    from perf_xl.commands.rows import add_row as add  # noqa: PLC0415

    new = add(work.desk.workbook(), work.selected())
    work.desk.select(new)
    return Shown(f"已在第 {new.row} 行增加一行，请填写三级指标", undo_label="增加指标行")


def delete_row(work: Work) -> Shown:
    """删除指标行: those selected."""
    from perf_xl.commands.rows import delete_rows  # noqa: PLC0415

    area = work.desk.selection()
    if area is None:
        raise InputError("请先选中要删除的指标行")
    count = delete_rows(work.desk.workbook(), area)
    return Shown(f"已删除 {count} 行。删错了可点“撤销上一步绩效操作”", undo_label="删除指标行")


def defaults(work: Work) -> Shown:
    """填充指标解释."""
    from perf_xl.commands.defaults import fill_defaults  # noqa: PLC0415

    report = fill_defaults(work.desk.workbook())
    rest = f"，{len(report.unknown)} 项指标库里没有，请自行填写" if report.unknown else ""
    doubtful = f"（{len(report.doubtful)} 处按相近名称取用，请核对）" if report.doubtful else ""
    return work.written(f"已填充 {len(report.filled)} 处指标解释{doubtful}{rest}", "填充指标解释", bool(report.filled))


def repair(work: Work) -> Shown:
    """修复表格: names for forms that lost them or never had any."""
    from perf_xl.commands.adopt import adopt_workbook  # noqa: PLC0415

    report = adopt_workbook(work.desk.workbook())
    if report.adopted:
        titles = "、".join(candidate.spec.title for candidate in report.adopted)
        return Shown(f"已认出并补上名称：{titles} → 点“校验”", undo_label="补上名称")
    if report.doubtful:
        sheets = "、".join(recognition.sheet for recognition in report.doubtful)
        return Shown(f"不能确定是哪一种表：{sheets}。请从“新建表格”取模板填写")
    return Shown("没有需要补的名称")
