"""The official common indicators as computed from 基础数据表 and 部门自评表: a ratio, or what is missing for it.

Source of each formula: 指标说明 of the 部门整体支出绩效评价共性指标表 (附件1). A ratio whose inputs a form does not hold is
never estimated from others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.checks.context import FormContext
from perf_xl.checks.identity import plain_name
from perf_xl.model.amounts import plain


@dataclass(frozen=True, slots=True)
class Computed:
    """A ratio and how it came about: 「34.28 ÷ 38.4」."""

    ratio: Fraction
    how: str


@dataclass(frozen=True, slots=True)
class Needs:
    """The formula cannot be computed: which figures are missing."""

    what: str


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """There is nothing to measure (no 楼堂馆所 was built)."""


Outcome = Computed | Needs | NotApplicable
Tables = tuple[FormContext, FormContext | None]
"""The base data, and the department's self-evaluation where there is one."""


def computed(name: str, base: FormContext, evaluation: FormContext | None) -> Outcome | None:
    """What the tables give for the common indicator of that name; None for an indicator without such a formula."""
    formula = _FORMULAS.get(plain_name(name))
    return formula(base, evaluation) if formula is not None else None


def _quotient(dividend: str, divisor: str, words: str) -> Callable[[FormContext, FormContext | None], Outcome]:
    def compute(base: FormContext, evaluation: FormContext | None) -> Outcome:
        del evaluation
        top, bottom = base.amount(dividend), base.amount(divisor)
        if top is None or bottom is None or bottom == 0:
            return Needs(words)
        return Computed(Fraction(top) / Fraction(bottom), f"{plain(top)} ÷ {plain(bottom)}")

    return compute


def _building(actual: str, approved: str, words: str) -> Callable[[FormContext, FormContext | None], Outcome]:
    def compute(base: FormContext, evaluation: FormContext | None) -> Outcome:
        top, bottom = base.amount(actual), base.amount(approved)
        if not top and not bottom:
            return NotApplicable()
        return _quotient(actual, approved, words)(base, evaluation)

    return compute


def _budget_control(base: FormContext, evaluation: FormContext | None) -> Outcome:
    """本年追加预算 ÷ 年初预算; what was added is 全年预算数 less 年初预算数 of the self-evaluation."""
    del base
    initial = evaluation.amount("资金_年初预算数") if evaluation else None
    yearly = evaluation.amount("资金_全年预算数") if evaluation else None
    if initial is None or yearly is None or initial <= 0:
        return Needs("年初预算数、全年预算数（部门整体支出绩效自评表）")
    how = f"（{plain(yearly)} - {plain(initial)}）÷ {plain(initial)}，追加数按全年预算数减年初预算数算"
    return Computed(Fraction(yearly - initial) / Fraction(initial), how)


def _always_needs(words: str) -> Callable[[FormContext, FormContext | None], Outcome]:
    return lambda base, evaluation: Needs(words)  # noqa: ARG005 - the tables never hold these figures


_FORMULAS: dict[str, Callable[[FormContext, FormContext | None], Outcome]] = {
    plain_name(name): formula
    for name, formula in {
        "在职人员控制率": _quotient("实际在职人数", "编制数", "实际在职人数、编制数"),
        "公用经费控制率": _quotient("公用经费_决算数_本年", "公用经费_预算数_本年", "本年公用经费的预算数、决算数"),
        "“三公经费”控制率": _quotient("三公经费_决算数_本年", "三公经费_预算数_本年", "本年“三公”经费的预算数、决算数"),
        "政府采购执行率": _quotient(
            "政府采购金额_决算数_本年", "政府采购金额_预算数_本年", "本年政府采购的预算数、决算数"
        ),
        "新建楼堂馆所面积控制率": _building("实际规模", "批复规模", "楼堂馆所的批复规模、实际规模"),
        "新建楼堂馆所投资概算控制率": _building("实际投资", "预算投资", "楼堂馆所的预算投资、实际投资"),
        "“三公经费”变动率": _always_needs("上年度“三公”经费的预算数（表中只有上年决算数）"),
        "预算完成率": _always_needs("上年结转、本年追加预算、年末结余"),
        "预算控制率": _budget_control,
    }.items()
}


def tables_of(group_forms: Iterator[FormContext] | list[FormContext]) -> Tables | None:
    """Base data and self-evaluation of a group; None without exactly one base-data table."""
    forms = list(group_forms)
    base = [form for form in forms if form.spec.kind == "base-data"]
    evaluation = [form for form in forms if form.spec.kind == "self-evaluation" and form.spec.level == "department"]
    return (base[0], evaluation[0] if len(evaluation) == 1 else None) if len(base) == 1 else None
