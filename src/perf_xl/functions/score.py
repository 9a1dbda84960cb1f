"""PERF_SCORE and PERF_SCORES: 得分 by the text of 评（扣）分标准, as the command line and the ribbon compute it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import (
    Argument,
    Column,
    ManualWork,
    Result,
    Scalar,
    column,
    manual_text,
    numeric,
    shown,
    single,
)
from perf_xl.model.cells import CellValue
from perf_xl.policy import DEFAULT_POLICY, Policy

GUIDE = "用法：=PERF_SCORE(评分标准, 实际完成值, 指标值, 指标类型, 计量单位, 分值)，例如 =PERF_SCORE(I7,M7,F7,E7,G7,L7)"

_RULE = Help("评分标准", "评（扣）分标准的原文，如“每低于1个百分点扣0.5分，扣完为止”。空白时按指标类型取默认规则。")
_ACTUAL = Help("实际完成值", "填报的完成情况：数字、百分数、日期、档次或次数。空白时结果也是空白。")
_TARGET = Help("指标值", "年初设定的目标，如 95% 或 20。")
_COMPARISON = Help("指标类型", "≥、>、=、≤、< 或 定性。")
_UNIT = Help("计量单位", "如 %、个、万元。")
_MAX_SCORE = Help("分值", "本指标的满分。空白时取评分标准里写明的分数。")
_NAME = Help("三级指标", "指标名称，用来判断越大越好还是越小越好。")


Prepared = CellValue | ManualWork
"""A cell as the language wants it, or what is wrong with it."""


def _block(help_: Help) -> Help:
    return Help(help_.label, f"一列单元格，或一个各行共用的值。{help_.text}", block=True)


def PERF_SCORE(
    rule: Annotated[Argument, _RULE] = None,
    actual: Annotated[Argument, _ACTUAL] = None,
    target: Annotated[Argument, _TARGET] = None,
    comparison: Annotated[Argument, _COMPARISON] = None,
    unit: Annotated[Argument, _UNIT] = None,
    max_score: Annotated[Argument, _MAX_SCORE] = None,
    name: Annotated[Argument, _NAME] = None,
    *,
    policy: Policy = DEFAULT_POLICY,
) -> Result:
    """按评（扣）分标准计算一项指标的得分。不能由公式判定的，返回“需人工：”和原因；实际完成值空白时返回空白。

    Points, rounded to the policy's places. Without any argument: one sentence that says how to use it.
    """
    given = (rule, actual, target, comparison, unit, max_score, name)
    if all(not isinstance(value, tuple) and value is None for value in given):
        return GUIDE
    return _answers(policy)(*(part.prepare(value) for value, part in zip(given, _PARTS, strict=True)))


def PERF_SCORES(
    rules: Annotated[Argument, _block(_RULE)],
    actuals: Annotated[Argument, _block(_ACTUAL)],
    targets: Annotated[Argument, _block(_TARGET)] = None,
    comparisons: Annotated[Argument, _block(_COMPARISON)] = None,
    units: Annotated[Argument, _block(_UNIT)] = None,
    max_scores: Annotated[Argument, _block(_MAX_SCORE)] = None,
    names: Annotated[Argument, _block(_NAME)] = None,
    *,
    policy: Policy = DEFAULT_POLICY,
) -> Result:
    """按评（扣）分标准一次计算一列指标的得分，结果为一列；各参数是行数相同的列，或一个各行共用的值。

    One call for the whole block, which is what makes it fast. Rows without an actual stay blank.
    """
    given = (rules, actuals, targets, comparisons, units, max_scores, names)
    columns = [part.column(value) for value, part in zip(given, _PARTS, strict=True)]
    rows = _common_length(columns)
    prepared = [cells * rows if len(cells) == 1 else cells for cells in columns]
    return [[score] for score in map(_answers(policy), *prepared)]


def _common_length(columns: Sequence[Sequence[Prepared]]) -> int:
    lengths = {part.label: len(cells) for part, cells in zip(_PARTS, columns, strict=True) if len(cells) > 1}
    if len(set(lengths.values())) > 1:
        told = "，".join(f"“{label}” {length} 行" for label, length in lengths.items())
        raise ManualWork(f"各列的行数不同：{told}。请选取同样多的行")
    return next(iter(lengths.values()), 1)


def _text(value: CellValue) -> str | None:
    return None if value is None else shown(value)


def _points(value: CellValue) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, str):
        value = value.strip().removesuffix("分")
    number, percent = numeric(value, "分值")
    if percent or number < 0:
        raise ManualWork(f"“分值”是“{shown(value)}”，应是不小于 0 的分数")
    return number


def _as_it_is(value: CellValue) -> CellValue:
    return value


KEPT = 20_000
"""Answers of one policy, and cells of one input, that are kept: Excel asks again for the same ones at every recalculation."""


class _Part:
    """One input of a score: its name in messages, and how its cell is read."""

    def __init__(self, label: str, read: Callable[[CellValue], CellValue]) -> None:
        self.label = label
        self.prepared: Callable[[Scalar], Prepared] = lru_cache(maxsize=KEPT, typed=True)(self.prepare)
        self._read = read

    def prepare(self, cell: Argument) -> Prepared:
        """The one cell that ``cell`` stands for, as the language wants it. ``prepared`` is the same, kept, for scalars."""
        try:
            return self._read(single(cell, self.label))
        except ManualWork as problem:
            return problem.with_traceback(None)

    def column(self, value: Argument) -> list[Prepared]:
        """All cells of a column, prepared; ManualWork for a wider block. Not to be changed: a kept column keeps them."""
        if isinstance(value, Column) and self.label in value.made:
            return value.made[self.label]  # type: ignore[no-any-return]
        cells = list(map(self.prepared, column(value, self.label)))
        if isinstance(value, Column):
            value.made[self.label] = cells
        return cells


_PARTS = (
    _Part("评分标准", _text),
    _Part("实际完成值", _as_it_is),
    _Part("指标值", _as_it_is),
    _Part("指标类型", _text),
    _Part("计量单位", _text),
    _Part("分值", _points),
    _Part("三级指标", _text),
)


@lru_cache(maxsize=16)
def _answers(policy: Policy) -> Callable[..., str | Decimal | None]:
    """The score of a row of prepared cells, in the order of ``_PARTS``; what is wrong with one of them comes first."""
    from perf_xl.scoring import RuleInput, RuleOutcome, score_rule  # the grammar loads with the first score

    @lru_cache(maxsize=KEPT, typed=True)
    def answer(*cells: Prepared) -> str | Decimal | None:
        text, actual, target, comparison, unit, max_score, name = cells
        wrong = next((cell for cell in cells if isinstance(cell, ManualWork)), None)
        if wrong is not None:
            return manual_text(str(wrong))
        if actual is None:
            return None
        outcome: RuleOutcome = score_rule(
            RuleInput(text, max_score, comparison, target, unit, name, actual),  # type: ignore[arg-type]
            policy,
        )
        if outcome.status == "scored" and outcome.score is not None:
            return outcome.score
        return manual_text("；".join(note.message for note in outcome.notes) or "评分标准不能由公式判定，请按材料评分")

    return answer
