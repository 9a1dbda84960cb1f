"""What a person must decide or fill in before a total stands, each as one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.rollup.groups import UnitTally
from perf_xl.rollup.mismatches import MOST
from perf_xl.rollup.partial import MOST_INDICATORS, Occurrence, Partial

_FILES = 3
"""Files named in a sentence that holds for more."""


@dataclass(frozen=True, slots=True)
class Open:
    """Something a person must decide or fill in before a total stands: the kind of it, and one sentence."""

    kind: str
    message: str
    stops_totals: bool = False


def twice(found: list[Occurrence]) -> Open:
    """The same form more than once."""
    where = "；".join(f"{one.file}（工作表“{one.sheet}”{'，隐藏' if one.hidden else ''}）" for one in found)
    name = f"“{found[0].project}”（{found[0].unit}）"
    message = f"{name}有 {len(found)} 份表：{where}。合计暂不给出；请用 --keep 选定一份，或移走多余的。"
    return Open("同一张表有多份", message, stops_totals=True)


def unread(part: Partial) -> list[Open]:
    """Lost names, text outside the tables, forms that were known by their labels only; one sentence for many files."""
    files: dict[str, list[str]] = {}
    for one, text in sorted(part.unread):
        files.setdefault(text, []).append(one.file)
    return [Open("请核对原表", f"{_listed(found)}：{text}") for text, found in files.items()]


def _listed(files: list[str]) -> str:
    more = f" 等 {len(files)} 份" if len(files) > _FILES else ""
    return "、".join(files[:_FILES]) + more


def uncounted(part: Partial) -> list[Open]:
    """More differences within projects than are listed; where every project is listed, so are all of them."""
    left = part.mismatches.count - len(part.mismatches.listed())
    message = f"各项目资金总额与其中各项之和不符的很多，差异清单只列前 {MOST} 处，另有 {left} 处。"
    return [Open("差异未列全", message)] if left > 0 and not part.keep else []


def missing_money(whole: UnitTally) -> list[Open]:
    """年度资金总额 that is blank or no amount."""
    opens = []
    for label, total in (("全年预算数", whole.total.budget), ("全年执行数", whole.total.spent)):
        if total.open:
            parts = [f"{n} 项{what}" for n, what in ((total.blank, "未填"), (total.unreadable, "不是金额")) if n]
            opens.append(Open("资金未填全", f"年度资金总额的{label}有 {'、'.join(parts)}，合计暂不给出。"))
    return opens


def crowded(part: Partial) -> list[Open]:
    """More indicators than anybody reads: none is listed."""
    if not part.crowded:
        return []
    message = f"各部门的指标合计超过 {MOST_INDICATORS} 个，没有逐个汇总。请分部门汇总，或加 --parquet 取全部明细。"
    return [Open("指标太多", message)]


def unused(part: Partial) -> list[Open]:
    """Indicators a person decided about that are in none of the forms: a slip of the pen decides nothing."""
    if part.crowded:
        return []
    choices, names = part.choices, {key.name for key in part.indicators}
    decided = [("可汇总", choices.confirmed), ("汇总方式", choices.kinds), ("同一指标", choices.same.values())]
    return [
        Open("汇总口径没有用上", f"“{topic}”里的指标“{name}”在各项目表里都没有，请检查名称。")
        for topic, given in decided
        for name in sorted(set(given) - names)
    ]
