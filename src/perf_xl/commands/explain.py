"""这个得分怎么来的: a score, an execution rate or a total of a form, step by step, in words with the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.own_policy import sheet_policy
from perf_xl.forms.rates import RateCell, amount_of, rate_cells
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_cells import ScoredRow
from perf_xl.forms.score_form import FormScore, main_line, score_form
from perf_xl.forms.score_totals import rate_points
from perf_xl.model.amounts import plain, round_half_up
from perf_xl.model.cells import CellReader, CellRef, CellValue
from perf_xl.policy import DEFAULT_POLICY, EXECUTION_RATE, Policy


@dataclass(frozen=True, slots=True)
class CellExplanation:
    """How a cell's number came about: a heading, and the steps in order."""

    heading: str
    steps: tuple[str, ...]


def explain_cell(workbook: CellReader, ref: CellRef, policy: Policy = DEFAULT_POLICY) -> CellExplanation:
    """The steps behind one cell. InputError where the cell is no score, rate or total of a form."""
    for record in read_forms(workbook):
        if record.sheet == ref.sheet:
            return _explain(workbook, record, ref, sheet_policy(workbook, record.sheet, policy))
    raise InputError(f"工作表“{ref.sheet}”不是认得的表，不能说明 {ref.a1}。没有名称的表请先用 perf-xl adopt。")


def _explain(workbook: CellReader, record: FormRecord, ref: CellRef, policy: Policy) -> CellExplanation:
    spec = form_spec(record.form)
    lines = list(rate_cells(spec, record))
    for line in lines:
        if ref == line.rate:
            return _rate(line)
    scores = score_form(workbook, record, spec, policy)
    main = main_line(spec, record)
    if scores is not None:
        if main is not None and ref in (main.score, scores.block.ref("得分", scores.block.footer + 1)):
            return _rate_points(main, policy, _weight(main, policy))
        for row in scores.rows:
            if ref.row == row.row.row:
                return CellExplanation(_heading(row), tuple(_row_steps(row)))
        if ref in _total_cells(record, scores):
            return CellExplanation("总分是各项得分之和", tuple(_total_steps(scores, main, policy)))
    raise InputError(f"{ref} 不是得分、执行率或合计。请选中得分、执行率或总分所在的单元格。")


def _total_cells(record: FormRecord, scores: FormScore) -> list[CellRef]:
    official = [cell for name, cell in record.cells.items() if name == "总分_得分"]
    return [*official, scores.block.ref("得分", scores.block.total_row)]


def _rate(line: RateCell) -> CellExplanation:
    rate = line.value
    budget, spent = (_amount(value, line.unit) for value in (line.budget_value, line.spent_value))
    steps = [f"除数（{line.budget.a1}）：{budget}", f"被除数（{line.spent.a1}）：{spent}"]
    if rate is None:
        steps.append("有一项空白、不是金额，或除数为 0，所以不计算，留空。")
    else:
        steps.append(f"{spent} ÷ {budget} = {plain(round_half_up(rate * 100, 4))}%")
    return CellExplanation(f"“{line.label}”的执行率", tuple(steps))


def _rate_points(line: RateCell, policy: Policy, points: Decimal | None) -> CellExplanation:
    rate, earned = line.value, rate_points(line, policy, points)
    if rate is None or earned is None or points is None:
        return CellExplanation("预算执行率得分", ("执行率或分值空白，所以没有得分。",))
    shown = f"{plain(round_half_up(rate * 100, 4))}%"
    capped = f"，按口径最多计 {plain(policy.execution_rate_cap * 100)}%" if rate > policy.execution_rate_cap else ""
    return CellExplanation(
        "预算执行率得分", (f"执行率 {shown}{capped}", f"× 分值 {plain(points)} = {plain(earned)} 分")
    )


def _weight(line: RateCell, policy: Policy) -> Decimal | None:
    if isinstance(line.points_value, Decimal):
        return line.points_value
    return policy.level1_weights(with_cost=False).get(EXECUTION_RATE)


def _amount(value: CellValue, unit: str) -> str:
    amount = amount_of(value, unit)
    return "（空白）" if value is None else str(value) if amount is None else plain(amount)


def _heading(row: ScoredRow) -> str:
    points = row.points
    result = "没有得分" if points is None else f"{plain(points)} 分"
    full = "" if row.max_score is None else f"（满分 {plain(row.max_score)}）"
    return f"“{row.row.input.name}”{result}{full}"


def _row_steps(row: ScoredRow) -> Iterator[str]:
    facts, outcome = row.row.input, row.outcome
    yield f"评分标准：{facts.text or '（没有，按指标类型的默认规则）'}"
    if outcome.restatement:
        yield outcome.restatement
    shown = _shown(facts.target)
    signed = shown.lstrip().startswith(("≥", ">", "≤", "<", "=", "＞", "＜", "≧", "≦", "＝"))
    sign = f"{facts.comparison} " if facts.comparison and not signed else ""
    unit = f"，计量单位 {facts.unit}" if facts.unit else ""
    yield f"指标值：{sign}{shown}{unit}；实际完成值：{_shown(facts.actual)}"
    yield from outcome.trace
    for note in outcome.notes:
        yield f"提示：{note.message}"


def _shown(value: CellValue) -> str:
    return "（空白）" if value is None else plain(value) if isinstance(value, Decimal) else str(value)


def _total_steps(scores: FormScore, line: RateCell | None, policy: Policy) -> Iterator[str]:
    parts: list[Decimal | None] = [row.points for row in scores.rows]
    if line is not None:
        earned = rate_points(line, policy, _weight(line, policy))
        parts.append(earned)
        yield f"预算执行率：{'未得分' if earned is None else f'{plain(earned)} 分'}"
    for row in scores.rows:
        yield _heading(row)
    yield _sum_line(parts, scores.total)


def _sum_line(parts: Sequence[Decimal | None], total: Decimal | None) -> str:
    missing = sum(part is None for part in parts)
    if total is None:
        return f"还有 {missing} 项未得分，合计留空。"
    return f"合计 {plain(total)} 分。"
