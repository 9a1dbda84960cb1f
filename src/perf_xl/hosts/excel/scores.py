"""The buttons of 计分: rates, scores, how a score came about, the conventions."""

from __future__ import annotations

from perf_xl.errors import ProtectedError
from perf_xl.hosts.excel.results import rate_sentence, score_sentence
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work

REPORT_LIMIT = 1000
"""A message box shows no more."""


def rate(work: Work) -> Shown:
    """计算执行率."""
    from perf_xl.commands.rate import rate_workbook  # noqa: PLC0415

    report = rate_workbook(work.desk.workbook())
    return work.written(rate_sentence(report), "计算执行率", bool(report.written))


def score(work: Work) -> Shown:
    """计算得分: the rate first."""
    from perf_xl.commands.policy_sheet import is_pending  # noqa: PLC0415
    from perf_xl.commands.score import score_workbook  # noqa: PLC0415

    workbook = work.desk.workbook()
    work.say("正在计算得分…")
    report = score_workbook(workbook, policy=work.policy)
    pending = "。“口径设置”表里的改动还没有生效，要用时请先点“口径设置”" if is_pending(workbook, work.policy) else ""
    return work.written(score_sentence(report) + pending, "计算得分", report.changed)


def explain(work: Work) -> Shown:
    """这个得分怎么来的？: the selected score, rate or total, step by step on a sheet of its own.

    Where a password keeps sheets from being added the steps come in a message box.
    """
    from perf_xl.commands.explain import explain_cell  # noqa: PLC0415
    from perf_xl.commands.explain_sheet import explained_cell, show_explanation  # noqa: PLC0415

    workbook = work.desk.workbook()
    cell = explained_cell(workbook, work.selected())
    told = explain_cell(workbook, cell, work.policy)
    try:
        top = show_explanation(workbook, cell, told)
    except ProtectedError:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(told.steps, start=1))
        return Shown(told.heading, report=f"{told.heading}\n\n{steps}"[:REPORT_LIMIT])
    work.desk.select(top)
    return Shown(f"{told.heading} → 看“{top.sheet}”，点表里的单元格地址可以回去", undo_label="得分说明")


def policy(work: Work) -> Shown:
    """口径设置: a sheet with what this workbook is scored by; pressed again, what was typed there holds."""
    from perf_xl.commands.policy_sheet import LABEL, show_policy, take_over  # noqa: PLC0415

    workbook, outside = work.desk.workbook(), work.policy
    change = take_over(workbook, outside)
    if change is None:
        area = work.desk.selection()
        change = show_policy(workbook, outside, _origin(work), area.sheet if area else None)
    work.desk.select(change.first_cell)
    if change.is_new:
        return Shown("请改黄色的格子，再点一次“口径设置”即生效", undo_label=LABEL)
    odd = "".join(f"；请留意：{remark}" for remark in change.remarks)
    if not change.changed:
        return Shown(f"口径没有改动{odd}")
    count = len(change.changed)
    return Shown(f"已改 {count} 项口径：{change.changed[0]}{'等' * (count > 1)}{odd} → 点“计算得分”", undo_label=LABEL)


def _origin(work: Work) -> str:
    """Where the policy comes from that holds when the workbook has none of its own."""
    from perf_xl.commands.settings import policy_file  # noqa: PLC0415

    folder = work.desk.folder()
    file = None if folder is None else policy_file(folder, None)
    return "默认口径" if file is None else str(file)
