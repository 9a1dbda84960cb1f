"""What each ribbon button does: one call of the command that the command line calls too, and one sentence at the end.

The keys of :data:`ACTIONS` are the tags of the buttons in ``addin/customUI14.xml``; ``perf_xl.addin.serve`` adds 体检.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perf_xl import __version__
from perf_xl.errors import InputError
from perf_xl.findings.finding import Finding
from perf_xl.hosts.excel.desk import Desk
from perf_xl.hosts.excel.messages import unknown_command
from perf_xl.hosts.excel.results import rate_sentence, restore_sentence, score_sentence
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.model.cells import CellRef, CellWriter
from perf_xl.policy import DEFAULT_POLICY, Policy

NEXT = " → 点“下一处问题”"
REPORT_LIMIT = 1000
"""A message box shows no more."""


@dataclass(frozen=True, slots=True)
class Work:
    """One press of a button: the person's Excel, and how to say how far the work is."""

    desk: Desk
    say: Callable[[str], None]

    @property
    def policy(self) -> Policy:
        """The policy near the workbook, the default for one that is not saved."""
        from perf_xl.commands.settings import policy_of  # noqa: PLC0415 - with the first command

        folder = self.desk.folder()
        return DEFAULT_POLICY if folder is None else policy_of(folder, None)

    def selected(self) -> CellRef:
        """The selected cell; InputError if it is not a cell."""
        area = self.desk.selection()
        if area is None:
            raise InputError("请先选中一个单元格")
        return area.first


Action = Callable[[Work], Shown]


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
    target = _free(folder / template.name)
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
    return _written(f"已填充 {len(report.filled)} 处指标解释{doubtful}{rest}", "填充指标解释", bool(report.filled))


def check(work: Work) -> Shown:
    """校验: marks in the sheet, the worst finding selected."""
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415
    from perf_xl.commands.marks import mark_workbook  # noqa: PLC0415

    workbook = work.desk.workbook()
    work.say("正在校验…")
    report = check_workbook(workbook, work.policy)
    if not report.forms:
        raise InputError("没有认出绩效表格。请先点“修复表格”，或打开绩效表格")
    marked = mark_workbook(workbook, report.findings)
    return _written(report.summary + (NEXT if report.open else ""), "校验标记", marked > 0)


def next_finding(work: Work) -> Shown:
    """下一处问题: the next cell with an open finding after the selection, the first one after the last."""
    workbook = work.desk.workbook()
    findings = [finding for finding in _open_findings(workbook, work.policy) if finding.cell is not None]
    if not findings:
        return Shown("没有要处理的问题了")
    area = work.desk.selection()
    here = _place(workbook, area.first) if area else (-1, 0, 0)
    places = sorted({_place(workbook, f.cell): f.cell for f in findings if f.cell}.items())
    cell = next((ref for place, ref in places if place > here), places[0][1])
    work.desk.select(cell)
    there = [finding.message for finding in findings if finding.cell == cell]
    more = f"（这里还有 {len(there) - 1} 个问题，见批注）" if len(there) > 1 else ""
    return Shown(f"{cell.a1}：{there[0]}{more}")


def accept_finding(work: Work) -> Shown:
    """已核实: the findings of the selected cell, with the reason that the person types."""
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415
    from perf_xl.commands.marks import mark_workbook  # noqa: PLC0415
    from perf_xl.commands.waivers import waive  # noqa: PLC0415

    workbook, cell = work.desk.workbook(), work.selected()
    mine = [finding for finding in _open_findings(workbook, work.policy) if finding.cell == cell]
    if not mine:
        return Shown(f"{cell.a1} 没有要核实的问题")
    reason = work.desk.ask("已核实", f"{mine[0].message[:180]}\n\n请写明核实的情况：")
    if not reason:
        return Shown("没有标记")
    for code in dict.fromkeys(finding.code for finding in mine):
        waive(workbook, code, cell, reason)
    report = check_workbook(workbook, work.policy)
    mark_workbook(workbook, report.findings)
    return Shown(
        f"{cell.a1} 已标记为已核实，还剩 {len(report.open)} 处" + (NEXT if report.open else ""), undo_label="已核实"
    )


def clear_marks(work: Work) -> Shown:
    """清除标记."""
    from perf_xl.commands.marks import clear_marks as clear  # noqa: PLC0415

    count = clear(work.desk.workbook())
    return _written(f"已清除 {count} 处标记" if count else "没有标记", "清除标记", count > 0)


def rate(work: Work) -> Shown:
    """计算执行率."""
    from perf_xl.commands.rate import rate_workbook  # noqa: PLC0415

    report = rate_workbook(work.desk.workbook())
    return _written(rate_sentence(report), "计算执行率", bool(report.written))


def score(work: Work) -> Shown:
    """计算得分: the rate first."""
    from perf_xl.commands.score import score_workbook  # noqa: PLC0415

    workbook = work.desk.workbook()
    work.say("正在计算得分…")
    report = score_workbook(workbook, policy=work.policy)
    return _written(score_sentence(report), "计算得分", report.changed)


def explain(work: Work) -> Shown:
    """这个得分怎么来的？: the selected score, rate or total, step by step."""
    from perf_xl.commands.explain import explain_cell  # noqa: PLC0415

    workbook, cell = work.desk.workbook(), work.selected()
    told = explain_cell(workbook, cell, work.policy)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(told.steps, start=1))
    return Shown(told.heading, report=f"{told.heading}\n\n{steps}"[:REPORT_LIMIT])


def policy(work: Work) -> Shown:
    """口径设置: what this workbook is scored by, and where to change it."""
    from perf_xl.commands.settings import policy_file  # noqa: PLC0415
    from perf_xl.policy import FILE_NAME, policy_text  # noqa: PLC0415

    folder = work.desk.folder()
    file = None if folder is None else policy_file(folder, None)
    own = policy_text(work.policy).strip()
    origin = f"来自 {file}" if file else f"默认口径。要改变时，在表格所在的文件夹放一个 {FILE_NAME}"
    return Shown("口径设置", report=f"{origin}\n\n{own or '与默认口径没有不同'}")


def rollup(work: Work) -> Shown:
    """汇总到部门: every workbook of a folder into one summary workbook beside them, which is then opened."""
    from perf_xl.commands.rollup import RollupOptions, rollup_files  # noqa: PLC0415
    from perf_xl.hosts.files import FilesWorkbook  # noqa: PLC0415
    from perf_xl.hosts.files_access import write_file  # noqa: PLC0415
    from perf_xl.hosts.folder import find_workbooks  # noqa: PLC0415
    from perf_xl.rollup.book.build import build_summary  # noqa: PLC0415

    folder = work.desk.pick_folder("项目表在哪个文件夹")
    if folder is None:
        return Shown("没有汇总")
    files, _skipped = find_workbooks([folder])
    out = _free(folder.parent / f"{folder.name}_部门汇总.xlsx")
    total = len(files)
    summary = rollup_files(
        files, FilesWorkbook.open, RollupOptions(), progress=lambda done: work.say(f"正在汇总 {done}/{total}…")
    )
    write_file(out, build_summary(summary, out))
    work.desk.open(out)
    return Shown(f"已汇总 {total} 个文件，写到 {out.name} → 先看“覆盖情况”")


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


def restore(work: Work) -> Shown:
    """撤销上一步绩效操作."""
    return Shown(restore_sentence(work.desk.workbook().restore()))


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


def help_page(work: Work) -> Shown:
    """帮助: the manual that came with the package."""
    from perf_xl.resources import resource_dir  # noqa: PLC0415

    page = resource_dir("addin") / "help.html"
    work.desk.open(page)
    return Shown("已打开使用说明")


def about(_: Work) -> Shown:
    """关于."""
    return Shown(
        f"perf_xl 绩效评价 {__version__}",
        report=f"perf_xl 绩效评价 {__version__}\n预算绩效表格的填报、校验、计分与汇总",
    )


ACTIONS: dict[str, Action] = {
    "new_form": new_form,
    "add_row": add_row,
    "delete_row": delete_row,
    "defaults": defaults,
    "check": check,
    "next_finding": next_finding,
    "accept_finding": accept_finding,
    "clear_marks": clear_marks,
    "rate": rate,
    "score": score,
    "explain": explain,
    "policy": policy,
    "rollup": rollup,
    "generate": generate,
    "restore": restore,
    "repair": repair,
    "help": help_page,
    "about": about,
}


def action(name: str) -> Action:
    """The action of a button; InputError for a button of another version."""
    try:
        return ACTIONS[name]
    except KeyError:
        raise InputError(unknown_command(name)) from None


def _open_findings(workbook: CellWriter, policy_: Policy) -> tuple[Finding, ...]:
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415

    return check_workbook(workbook, policy_).open


def _place(workbook: CellWriter, ref: CellRef) -> tuple[int, int, int]:
    sheets = list(workbook.sheets())
    return (sheets.index(ref.sheet) if ref.sheet in sheets else -1, ref.row, ref.column)


def _written(sentence: str, label: str, changed: bool) -> Shown:
    """A sentence, with Ctrl+Z taking the write back if there was one."""
    return Shown(sentence, undo_label=label if changed else "")


def _free(path: Path) -> Path:
    """The path, or one with a number where something stands already: nothing is ever overwritten."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return free
