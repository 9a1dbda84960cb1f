"""The entries as pandas DataFrames, for people who write their own analysis; docs/rollup.md has shapes and dtypes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from perf_xl.errors import FileProblem, PerfXlError
from perf_xl.model.cells import CellValue
from perf_xl.ooxml.reader import PackageReader
from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.entries import Amount, FormEntry
from perf_xl.rollup.measures import Measure, shown
from perf_xl.rollup.partial import Failure
from perf_xl.rollup.quick import quick_entries
from perf_xl.rollup.reading import workbook_entries
from perf_xl.rollup.rows import read_row, weights

FORMS = {
    "file": "string", "sheet": "string", "hidden": "bool", "form": "string", "level": "string", "kind": "string",
    "year": "Int64", "department": "string", "unit": "string", "project": "string", "budget": "Float64",
    "spent": "Float64", "rate": "Float64", "score": "Float64", "reference_score": "Float64", "indicators": "int64",
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
    "outcome": "string", "cell": "string", "target_cell": "string", "actual_cell": "string",
}  # fmt: skip
"""Column and dtype of each table. Amounts are 万元; a blank is <NA>, never 0."""


@dataclass(frozen=True)
class Frames:
    """``forms``: one row a form; ``funds``: one row an amount; ``indicators``: one row an indicator.

    Floats are for analysis; the roll-up itself adds exact numbers. ``typed``, ``target`` and ``actual`` are the texts.
    """

    forms: pd.DataFrame
    funds: pd.DataFrame
    indicators: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    """Files that could not be read, with reason and remedy (only of :func:`frames_of_files`)."""

    def to_parquet(self, folder: Path) -> None:
        """``forms.parquet``, ``funds.parquet`` and ``indicators.parquet`` in ``folder`` (made if it is not there)."""
        try:
            import pyarrow as pa  # noqa: F401, PLC0415 - an extra
        except ImportError as error:
            remedy = "请安装：pip install perf-xl[bulk]"
            raise FileProblem(str(folder), "写不了 parquet：没有安装 pyarrow", remedy) from error
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("forms", "funds", "indicators"):
            temporary = folder / f".~{name}.parquet"
            getattr(self, name).to_parquet(temporary, index=False)
            temporary.replace(folder / f"{name}.parquet")


def frames_of_files(paths: Iterable[str | Path], choices: Choices = NO_CHOICES) -> Frames:
    """The tables of all workbooks under ``paths`` (files or folders with their subfolders, in order).

    FileProblem for a path that does not exist; a file that cannot be read is one of ``failures``.
    """
    entries: list[FormEntry] = []
    failures: list[Failure] = []
    for file in _workbooks(Path(path) for path in paths):
        try:
            found = quick_entries(file)
            entries += (
                workbook_entries(PackageReader(file.read_bytes(), str(file)), str(file)) if found is None else found
            )
        except FileProblem as error:
            failures.append(Failure(str(file), error.reason, error.remedy))
        except PerfXlError as error:
            failures.append(Failure(str(file), str(error).rstrip("。"), "请按提示改正。"))
        except OSError as error:
            failures.append(Failure(str(file), f"读不了（{error.strerror}）", "请检查文件和权限。"))
    return replace(frames_of(entries, choices), failures=tuple(failures))


def _workbooks(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if not path.exists():
            raise FileProblem(str(path), "不存在", "请检查路径和文件名。")
        found = sorted(path.rglob("*.xls[xm]")) if path.is_dir() else [path]
        yield from (file for file in found if not file.name.startswith(("~$", ".")))


def frames_of(entries: Iterable[FormEntry], choices: Choices = NO_CHOICES) -> Frames:
    """The tables of entries, hidden and department forms included (see ``hidden`` and ``level``)."""
    listed = list(entries)
    return Frames(
        _frame((_form(entry) for entry in listed), FORMS),
        _frame((row for entry in listed for row in _funds(entry)), FUNDS),
        _frame((row for entry in listed for row in _indicators(entry, choices)), INDICATORS),
    )


def _frame(rows: Iterable[dict[str, Any]], dtypes: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(dtypes)).astype(dtypes)


def _form(entry: FormEntry) -> dict[str, Any]:
    budget, spent = weights(entry)
    rate = float(spent / budget) if budget and spent is not None else None
    return {
        "file": entry.file, "sheet": entry.sheet, "hidden": entry.hidden, "form": entry.identity.form,
        "level": entry.level, "kind": entry.kind, "year": entry.identity.year, "department": entry.department,
        "unit": entry.unit, "project": entry.project, "budget": _float(budget), "spent": _float(spent), "rate": rate,
        "score": _float(entry.total_score.value), "reference_score": _float(entry.reference_score.value),
        "indicators": len(entry.indicators),
    }  # fmt: skip


def _funds(entry: FormEntry) -> Iterator[dict[str, Any]]:
    for line in entry.funds:
        for what, amount in (("initial", line.initial), ("budget", line.budget), ("spent", line.spent)):
            if amount.state != "absent":
                yield (
                    _common(entry) | {"source": line.source, "is_total": line.is_total, "what": what} | _amount(amount)
                )
    for name, amount in entry.other:
        yield _common(entry) | {"source": name, "is_total": False, "what": "other"} | _amount(amount)


def _common(entry: FormEntry) -> dict[str, Any]:
    return {"file": entry.file, "sheet": entry.sheet, "project": entry.project, "unit": entry.unit}


def _amount(amount: Amount) -> dict[str, Any]:
    cell = amount.place.cell if amount.place else None
    return {"value": _float(amount.value), "typed": _text(amount.typed), "state": amount.state, "cell": cell}


def _indicators(entry: FormEntry, choices: Choices) -> Iterator[dict[str, Any]]:
    budget, _ = weights(entry)
    for line in entry.indicators:
        row = read_row(line, choices)
        yield _common(entry) | {
            "level1": line.level1, "level2": line.level2, "name": line.name, "key": row.name, "kind": row.kind.label,
            "reason": row.reason, "measure_unit": row.unit, "target": _text(line.target),
            "target_number": _number(row.target), "target_sign": row.target.sign or None, "actual": _text(line.actual),
            "actual_number": _number(row.actual), "actual_sign": row.actual.sign or None, "weight": _float(budget),
            "max_score": _text(line.max_score), "score": _text(line.score),
            "outcome": row.outcome.label if row.outcome else None, "cell": line.place.cell,
            "target_cell": line.cell("target"), "actual_cell": line.cell("actual"),
        }  # fmt: skip


def _number(value: Measure) -> float | None:
    return float(value.number) if value.number is not None else None


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _text(value: CellValue) -> str | None:
    return None if value is None else shown(value)
