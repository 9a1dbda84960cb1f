"""The buttons of 检查: findings in the sheet, one after the other, accepted, taken away."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.findings.finding import Finding
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import NEXT, Work
from perf_xl.model.cells import CellRef, CellWriter
from perf_xl.policy import Policy


def check(work: Work) -> Shown:
    """校验: marks in the sheet, the worst finding selected."""
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415
    from perf_xl.commands.marks import mark  # noqa: PLC0415

    workbook = work.desk.workbook()
    work.say("正在校验…")
    report = check_workbook(workbook, work.policy)
    if not report.forms:
        raise InputError("没有认出绩效表格。请先点“修复表格”，或打开绩效表格")
    marked = mark(workbook, report.findings)
    return work.written(report.summary + (NEXT if report.open else ""), "校验标记", marked.written)


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
    if workbook.is_hidden(cell.sheet):
        raise InputError(f"{cell} 有问题，但工作表“{cell.sheet}”是隐藏的。请先取消隐藏，再点“下一处问题”")
    work.desk.select(cell)
    there = [finding.message for finding in findings if finding.cell == cell]
    more = f"（这里还有 {len(there) - 1} 个问题，见批注）" if len(there) > 1 else ""
    unseen = "（这一行被筛选或隐藏，看不见）" if work.desk.unseen_rows([cell]) else ""
    return Shown(f"{cell.a1}：{there[0]}{more}{unseen}")


def accept_finding(work: Work) -> Shown:
    """已核实: the findings of the selected cell, with the reason that the person types."""
    from perf_xl.commands.accept import accept, open_at  # noqa: PLC0415

    workbook, cell = work.desk.workbook(), work.selected()
    mine = open_at(workbook, cell, work.policy)
    if not mine:
        return Shown(f"{cell.a1} 没有要核实的问题")
    reason = work.desk.ask("已核实", f"{mine[0].message[:180]}\n\n请写明核实的情况：")
    if not reason:
        return Shown("没有标记")
    report = accept(workbook, cell, [finding.code for finding in mine], reason, work.policy)
    return Shown(
        f"{cell.a1} 已标记为已核实，还剩 {len(report.open)} 处" + (NEXT if report.open else ""), undo_label="已核实"
    )


def clear_marks(work: Work) -> Shown:
    """清除标记."""
    from perf_xl.commands.marks import clear_marks as clear  # noqa: PLC0415

    count = clear(work.desk.workbook())
    return work.written(f"已清除 {count} 处标记" if count else "没有标记", "清除标记", count > 0)


def _open_findings(workbook: CellWriter, policy_: Policy) -> tuple[Finding, ...]:
    from perf_xl.commands.check import check_workbook  # noqa: PLC0415

    return check_workbook(workbook, policy_).open


def _place(workbook: CellWriter, ref: CellRef) -> tuple[int, int, int]:
    sheets = list(workbook.sheets())
    return (sheets.index(ref.sheet) if ref.sheet in sheets else -1, ref.row, ref.column)
