"""计算执行率: the ratio of every funding line, written into the sheet as a formula with its value.

A cell that a person filled in stays: a value that says the same (100 % for 76 of 76) is replaced by the formula that
gives it, one that differs is kept and reported. ``overwrite`` replaces it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.guard import guarded
from perf_xl.forms.rates import RateCell, amount_of, rate_cells
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.model.amounts import exact, round_half_up
from perf_xl.model.cells import Area, CellRef, CellValue, CellWriter, Edit, Look, SetFormula, SetLook, SetValue
from perf_xl.model.values import Number, parse_value

RATE_FORMAT = "0.00%"


@dataclass
class RateReport:
    """What 计算执行率 did: cells written, and typed values that differ from the amounts."""

    written: list[CellRef] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    blank: int = 0


def rate_workbook(workbook: CellWriter, *, overwrite: bool = False, values: bool = False) -> RateReport:
    """Write the 执行率 of every form in the workbook. ``values`` writes numbers instead of formulas."""
    report = RateReport()
    edits = [
        edit
        for record in read_forms(workbook)
        for edit in rate_edits(workbook, record, report, overwrite=overwrite, values=values)
    ]
    if edits:
        workbook.apply(edits, label="计算执行率", unlock=True)
    return report


def rate_edits(
    workbook: CellWriter, record: FormRecord, report: RateReport, *, overwrite: bool, values: bool
) -> Iterator[Edit]:
    """The edits for one form; ``report`` is filled on the way."""
    for line in rate_cells(form_spec(record.form), record):
        rate = line.value
        if rate is None:
            report.blank += 1
            continue
        if _kept(workbook, line, rate, report, overwrite=overwrite):
            continue
        edits = list(_rate_edit(workbook, line, rate, values=values))
        if edits:
            report.written.append(line.rate)
        yield from edits


def _kept(workbook: CellWriter, line: RateCell, rate: Fraction, report: RateReport, *, overwrite: bool) -> bool:
    """Whether a typed value stays; one that differs from the amounts is reported."""
    if overwrite or line.typed is None or workbook.cell(line.rate).formula is not None:
        return False
    if same_rate(line.typed, rate):
        return False
    shown = f"{round_half_up(rate * 100)}%"
    report.differing.append(
        f"{line.rate} “{line.label}”填写 {line.typed}，按执行数÷预算数应为 {shown}。未改动，请核实（或用 --overwrite 改为公式）。"
    )
    return True


def same_rate(typed: CellValue, rate: Fraction) -> bool:
    """Whether a typed rate says ``rate`` as far as its own decimals go: 「98.5%」 and 98.47 % are the same."""
    read = parse_value(typed, "%")
    if not isinstance(read, Number):
        return False
    exponent = read.number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return read.number == round_half_up(rate * 100, places)


def _rate_edit(workbook: CellWriter, line: RateCell, rate: Fraction, *, values: bool) -> Iterator[Edit]:
    formula = None if values else rate_formula(line)
    cached = exact(rate)
    cell = workbook.cell(line.rate)
    if (cell.formula, cell.value) == (formula, cached):
        return
    yield SetFormula(line.rate, formula, cached) if formula else SetValue(line.rate, cached)
    if "%" not in workbook.cell(line.rate).number_format and workbook.look(line.rate).number_format == "General":
        area = Area(line.rate.sheet, line.rate.row, line.rate.column, line.rate.row, line.rate.column)
        yield SetLook(area, Look(number_format=RATE_FORMAT))


def rate_formula(line: RateCell) -> str | None:
    """``IF(OR(预算="",执行="",预算=0),"",执行/预算)`` over the line's own cells; None where no formula can say it."""
    budget, spent = line.budget.a1, line.spent.a1
    if not (_is_number(line.budget_value) and _is_number(line.spent_value)):
        read_budget = guarded(budget, line.budget_value, amount_of(line.budget_value, line.unit))
        read_spent = guarded(spent, line.spent_value, amount_of(line.spent_value, line.unit))
        if read_budget is None or read_spent is None:
            return None
        return f'IFERROR(({read_spent})/({read_budget}),"")'
    return f'IF(OR(NOT(ISNUMBER({budget})),NOT(ISNUMBER({spent}))),"",IF({budget}=0,"",{spent}/{budget}))'


def _is_number(value: CellValue) -> bool:
    return value is not None and not isinstance(value, str)
