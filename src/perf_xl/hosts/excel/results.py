"""One sentence for what a command did, ending with the next step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perf_xl.model.amounts import plain
from perf_xl.model.cells import Restored

if TYPE_CHECKING:
    from perf_xl.commands.rate import RateReport
    from perf_xl.commands.score import ScoreReport


def rate_sentence(report: RateReport) -> str:
    """「已计算 4 处执行率，1 处与填写的不同，未改动」."""
    parts = [f"已计算 {len(report.written)} 处执行率"] if report.written else []
    parts += [f"{len(report.differing)} 处与填写的不同，未改动"] if report.differing else []
    parts += [f"{report.blank} 处缺预算数或执行数，留空"] if report.blank else []
    return "，".join(parts) or "本表没有执行率"


def score_sentence(report: ScoreReport) -> str:
    """「已计分 11 项，2 项需人工 → 点“下一处问题”」."""
    if not report.forms:
        return rate_sentence(report.rates) if report.rates.written else "没有可以计分的表格。请先点“修复表格”"
    waiting = [row for row in report.open if row.row.input.actual is not None]
    unfilled = len(report.open) - len(waiting)
    parts = [f"已计分 {len(report.scored)} 项"]
    parts += [f"{len(waiting)} 项需人工"] if waiting else []
    parts += [f"{unfilled} 项未填报"] if unfilled else []
    parts += [f"{len(report.differing)} 项与填写的得分不同，未改动"] if report.differing else []
    parts += [f"合计 {plain(report.total)} 分"] if report.total is not None else []
    step = " → 点“下一处问题”" if waiting or report.differing else ""
    return "，".join(parts) + step


def restore_sentence(restored: Restored | None) -> str:
    """「已撤销“计算得分”，恢复了 12 处」, and what a person changed since."""
    if restored is None:
        return "没有可以撤销的绩效操作"
    kept = f"；{len(restored.kept)} 处之后改过，保留（{restored.kept[0].a1}）" if restored.kept else ""
    return f"已撤销“{restored.label}”，恢复了 {len(restored.cells)} 处{kept}"
