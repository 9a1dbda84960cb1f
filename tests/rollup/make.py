"""Project forms for the roll-up's tests, written as a person would fill them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import from_json
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.gather import entry_of
from tests.support import published_record

FORM = "zhijiang-2023-project-self-evaluation"
Indicator = tuple[str, Any, Any]
"""Name, 年度指标值, 全年完成值."""

ZHIJIANG = [f"zhijiang-2023/{number:02d}" for number in range(5, 17)]
WUCHUAN = [f"wuchuan-2024/{number:02d}" for number in range(2, 8)]


def data(
    project: str = "科技三项经费",
    budget: Any = 100,
    spent: Any = 100,
    indicators: Sequence[Indicator] = (),
    *,
    unit: str = "某局",
    sources: dict[str, tuple[Any, Any]] | None = None,
    level2: str = "数量指标",
) -> dict[str, Any]:
    """A 项目支出绩效目标自评表 in the shape of ``read --json``."""
    funds = [{"来源": "年度资金总额", "全年预算数": budget, "全年执行数": spent}]
    funds += [{"来源": name, "全年预算数": a, "全年执行数": b} for name, (a, b) in (sources or {}).items()]
    rows = [
        {"一级指标": "产出指标", "二级指标": level2, "三级指标": name, "年度指标值": target, "全年完成值": actual}
        for name, target, actual in indicators
    ]
    fields = {"项目资金名称": project, "主管部门": "某局", "项目实施单位": unit}
    return {"form": FORM, "fields": fields, "tables": {"资金": funds, "指标": rows}}


def entry(*args: Any, file: str = "", hidden: bool = False, **options: Any) -> FormEntry:
    """A project as the roll-up sees it; the arguments are those of :func:`data`."""
    content = data(*args, **options)
    record = from_json(content, form_spec(content["form"]))
    name = f"{content['fields']['项目资金名称']}-{content['fields']['项目实施单位']}.xlsx"
    return entry_of(record, file=file or name, hidden=hidden)


def published_entries(names: Sequence[str]) -> list[FormEntry]:
    """Published forms; ``zhijiang-2023/05`` becomes the file of that name."""
    return [entry_of(published_record(name), file=f"{name}.xlsx") for name in names]


def values(*found: Any) -> tuple[Any, ...]:
    """Exact figures side by side, to be compared with plain numbers."""
    return found


def listed(found: list[Any]) -> list[Any]:
    """The same for a list of them."""
    return found
