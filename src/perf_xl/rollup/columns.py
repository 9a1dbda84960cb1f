"""What the analysis tables hold: their columns with dtypes, and the rows of an entry; docs/rollup.md explains them.

Amounts are 万元; a blank is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from perf_xl.model.cells import CellValue
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import Amount, FormEntry
from perf_xl.rollup.levels import BY_NAMES
from perf_xl.rollup.measures import Measure, shown
from perf_xl.rollup.rows import reading_of, weights

FORMS = {
    "file": "string", "sheet": "string", "hidden": "bool", "form": "string", "level": "string", "kind": "string",
    "year": "Int64", "department": "string", "unit": "string", "project": "string", "budget": "Float64",
    "spent": "Float64", "rate": "Float64", "score": "Float64", "score_cell": "string", "reference_score": "Float64",
    "reference_cell": "string", "indicators": "int64", "route": "string",
}  # fmt: skip
FUNDS = {
    "file": "string", "sheet": "string", "project": "string", "unit": "string", "source": "string", "is_total": "bool",
    "what": "string", "value": "Float64", "typed": "string", "state": "string", "cell": "string",
}  # fmt: skip
INDICATORS = {
    "file": "string", "sheet": "string", "project": "string", "unit": "string", "level1": "string", "level2": "string",
    "name": "string", "key": "string", "kind": "string", "reason": "string", "measure_unit": "string",
    "target": "string", "target_number": "Float64", "target_sign": "string", "actual": "string",
    "actual_number": "Float64", "actual_sign": "string", "weight": "Float64", "max_score": "string", "score": "string",
    "outcome": "string", "cell": "string", "target_cell": "string", "actual_cell": "string", "score_cell": "string",
}  # fmt: skip
TABLES = {"forms": FORMS, "funds": FUNDS, "indicators": INDICATORS}
"""Column and dtype of each table."""

_Row = tuple[Any, ...]


def columns_of(entries: Iterable[FormEntry], choices: Choices) -> dict[str, dict[str, list[Any]]]:
    """The columns of each table for these entries."""
    rows: dict[str, list[_Row]] = {name: [] for name in TABLES}
    for entry in entries:
        rows["forms"].append(_form(entry))
        rows["funds"].extend(_funds(entry))
        rows["indicators"].extend(_indicators(entry, choices))
    return {name: _turned(rows[name], dtypes) for name, dtypes in TABLES.items()}


def _turned(rows: list[_Row], dtypes: dict[str, str]) -> dict[str, list[Any]]:
    if not rows:
        return {name: [] for name in dtypes}
    return {name: list(column) for name, column in zip(dtypes, zip(*rows, strict=True), strict=True)}


def _form(entry: FormEntry) -> _Row:
    budget, spent = weights(entry)
    rate = float(spent / budget) if budget and spent is not None else None
    identity = entry.identity
    return (
        entry.file, entry.sheet, entry.hidden, identity.form, entry.level, entry.kind, identity.year, entry.department,
        entry.unit, entry.project, _float(budget), _float(spent), rate, _float(entry.total_score.value),
        _cell(entry.total_score), _float(entry.reference_score.value), _cell(entry.reference_score),
        len(entry.indicators), entry.route or BY_NAMES,
    )  # fmt: skip


def _funds(entry: FormEntry) -> Iterator[_Row]:
    common = (entry.file, entry.sheet, entry.project, entry.unit)
    for line in entry.funds:
        for what, amount in (("initial", line.initial), ("budget", line.budget), ("spent", line.spent)):
            if amount.state != "absent":
                yield *common, line.source, line.is_total, what, *_amount(amount)
    for name, amount in entry.other:
        yield *common, name, False, "other", *_amount(amount)


def _amount(amount: Amount) -> _Row:
    return _float(amount.value), _text(amount.typed), amount.state, _cell(amount)


def _cell(amount: Amount) -> str | None:
    return amount.place.cell if amount.place else None


def _indicators(entry: FormEntry, choices: Choices) -> Iterator[_Row]:
    budget, _ = weights(entry)
    weight = _float(budget)
    for line in entry.indicators:
        row = reading_of(line, choices)
        cells, own = dict(line.cells), line.place.cell
        yield (
            entry.file, entry.sheet, entry.project, entry.unit, line.level1, line.level2, line.name, row.name,
            row.kind.label, row.head.reason, row.unit, _text(line.target), _number(row.target), row.target.sign or None,
            _text(line.actual), _number(row.actual), row.actual.sign or None, weight, _text(line.max_score),
            _text(line.score), row.head.outcome, own, cells.get("target", own), cells.get("actual", own),
            cells.get("score"),
        )  # fmt: skip


def _number(value: Measure) -> float | None:
    return float(value.number) if value.number is not None else None


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _text(value: CellValue) -> str | None:
    return None if value is None else shown(value)
