"""Reading of published/: one record a form, numbers as exact decimals, and the cells that a fact points at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.published.names import ROOT

PUBLISHED = ROOT / "published"


class _Exact(yaml.SafeLoader):
    """A loader that keeps numbers as they are written."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(loader.construct_scalar(node))


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)
_Exact.add_constructor("tag:yaml.org,2002:int", _decimal)


@dataclass(frozen=True)
class Record:
    """One transcribed form."""

    path: Path
    form: str
    title: str
    source: str
    fields: dict[str, Any]
    tables: dict[str, list[dict[str, Any]]]

    @property
    def subject(self) -> str:
        """What the title names behind the form: the project or the department; the form itself where it names none."""
        return self.title.split(" · ")[-1]


def load(path: Path) -> Any:
    """A YAML file, numbers exact."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Exact)


def records() -> list[Record]:
    """All transcribed forms, by document and number."""
    return [Record(path=path, **load(path)) for path in sorted(PUBLISHED.glob("*/*.yml"))]


def total(rows: list[dict[str, Any]], column: str) -> Decimal:
    """Sum of a number column, blanks left out."""
    return sum((row[column] for row in rows if row[column] is not None), Decimal(0))


def leading_number(value: Any) -> Decimal:
    """The number a typed value begins with: 22 of 「22个」."""
    if isinstance(value, Decimal):
        return value
    match = re.match(r"[≥≤]?([0-9.]+)", value)
    if match is None:
        raise ValueError(value)
    return Decimal(match[1])


def cell_of(about: dict[str, str], forms: list[Record]) -> Any:
    """The value that ``about`` points at: a field, or a cell of a table found by its row's first name."""
    found = [r for r in forms if r.form == about["form"] and about.get("title", r.subject) == r.subject]
    if len(found) != 1:
        raise LookupError(about)
    if "field" in about:
        return found[0].fields[about["field"]]
    rows = [row for row in found[0].tables[about["table"]] if about["row"] in row.values()]
    if len(rows) != 1:
        raise LookupError(about)
    return rows[0][about["column"]]
