"""Where the projects stand on sheet 项目汇总, for its totals, the charts and 来源; and which sources are shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from perf_xl.rollup.summary import Summary


@dataclass
class ProjectTable:
    """Where things stand on the sheet, for charts and 来源: letters by heading, the row of 合计 and of each source.

    ``figures``: address, project number, source and what (budget, spent) of each amount shown.
    """

    columns: dict[str, str]
    first: int = 0
    last: int = 0
    total: int = 0
    figures: list[tuple[str, int, str, str]] = field(default_factory=list)
    source_rows: dict[str, int] = field(default_factory=dict)


def sources_of(summary: Summary) -> list[str]:
    """The sources that have money anywhere, in the order the forms print them."""
    order = dict.fromkeys(line.source for entry in summary.entries for line in entry.funds if not line.is_total)
    tallies = summary.whole.sources
    return [name for name in order if name in tallies and (tallies[name].budget.numbers or tallies[name].spent.numbers)]


def has_spent(summary: Summary) -> bool:
    """Whether the forms have an 全年执行数 at all."""
    return summary.series.form_kind == "self-evaluation"
