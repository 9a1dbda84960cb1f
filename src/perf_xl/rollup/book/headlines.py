"""The sentences a manager reads first: on top of 填报情况, and printed by the command line."""

from __future__ import annotations

from perf_xl.model.amounts import round_half_up
from perf_xl.rollup.coverage import Coverage
from perf_xl.rollup.differences import money
from perf_xl.rollup.summary import Summary


def headlines(summary: Summary) -> list[str]:
    """What came in, how much money, how many indicators, and what this summary does not show."""
    return [text for text in (_reported(summary), _money(summary), _indicators(summary), _brief(summary)) if text]


def _reported(summary: Summary) -> str:
    failed = f"，未计入文件 {len(summary.failures)} 个" if summary.failures else ""
    offices = f"{len(summary.units)} 个部门" if len(summary.units) > 1 else ""
    coverage = summary.coverage
    if coverage is None:
        units = f"，{offices}" if offices else ""
        return f"已报项目表 {summary.whole.projects} 份{units}{failed}。"
    unlisted = sum(not any(own.department == unit.department for own in summary.coverages) for unit in summary.units)
    of_them = f"（{unlisted} 个没有项目名单，没有核对应报）" if unlisted and summary.coverages[0].department else ""
    head = f"{offices}{of_them}，" if offices else ""
    forms = f"，共收到项目表 {summary.whole.projects} 份" if offices else ""
    return f"{head}{_counts(coverage)}{forms}{failed}{_share(coverage)}。"


def covered(coverage: Coverage | None) -> str:
    """应报, 已报 and the share of one 主管部门, for its row."""
    return "没有项目名单，没有核对" if coverage is None else f"{_counts(coverage)}{_share(coverage)}"


def _counts(coverage: Coverage) -> str:
    if not coverage.lines:
        return f"应报 {coverage.expected} 项，没有逐项核对"
    confirm = f"（其中 {coverage.to_confirm} 项名称待确认）" if coverage.to_confirm else ""
    extra = sum(line.match == "表外" for line in coverage.lines)
    beyond = f"，名单外 {extra} 份" if extra else ""
    return f"应报 {coverage.expected} 项，已报 {coverage.arrived} 项{confirm}，未报 {coverage.missing} 项{beyond}"


def _share(coverage: Coverage) -> str:
    return f"，金额覆盖 {round_half_up(coverage.share * 100, 1)}%" if coverage.share is not None else ""


def _money(summary: Summary) -> str:
    if summary.blocked:
        return "合计暂不给出：有同一项目的多份表或不同年度的表，请先按下表处理。"
    budget = "未填全" if summary.budget is None else f"{money(summary.budget)} 万元"
    if summary.series.form_kind == "target":
        return f"当年度金额合计 {budget}。"
    spent = "未填全" if summary.spent is None else f"{money(summary.spent)} 万元"
    rate = f"，执行率 {round_half_up(summary.rate * 100)}%" if summary.rate is not None else ""
    return f"全年预算数合计 {budget}，全年执行数合计 {spent}{rate}。"


def _indicators(summary: Summary) -> str:
    waiting = sum(item.is_open for item in summary.indicators)
    differences = f"；{len(summary.differences)} 处数字不符，见“差异清单”" if summary.differences else ""
    left = summary.whole.projects - summary.whole.score.numbers
    scored = f"；还有 {left} 项未得分" if summary.series.form_kind == "self-evaluation" and left else ""
    return f"指标 {len(summary.indicators)} 个，其中 {waiting} 个待处理（见“指标汇总”的状态栏）{differences}{scored}。"


def _brief(summary: Summary) -> str:
    """What a summary by department leaves out, and how to get it."""
    if summary.has_details:
        return ""
    return (
        "表很多，本表只按主管部门列示：没有逐个项目的清单、图表和来源，没有逐项核对应报项目。"
        "要全部列出请加 --details；逐项目的明细数据可用 --parquet 另存。"
    )
