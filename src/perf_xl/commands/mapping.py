"""How one form is carried into another, as data: which entry comes from which, and what a new year empties.

The mappings themselves are TOML files in ``perf_xl/bulk/mappings``; docs/generate.md explains their keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TargetParts:
    """A 年度指标值 put together from three columns: sign, value and unit (≥ 3 家 is ≥3家)."""

    comparison: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class TableMapping:
    """A table of the new form from a table of the old one; ``columns`` are those that do not keep their name."""

    source: str
    columns: Mapping[str, str | TargetParts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CellMapping:
    """A field of the old form into a row of a table with printed rows: 当年度金额 into 年度资金总额, 年初预算数."""

    source: str
    table: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class FormMapping:
    """One old form into one new form. Entries of the same name are carried without being named here.

    ``levels`` moves whole first levels (成本指标 under 产出指标, 成本指标); ``rules`` are the columns of the score block
    by the old column that fills them; ``reasons`` say why an entry has no place in the new form.
    """

    source: str
    target: str
    fields: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, TableMapping] = field(default_factory=dict)
    cells: tuple[CellMapping, ...] = ()
    levels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()
    """Entries of the new form that stay blank although the old form has one of that name."""


@dataclass(frozen=True, slots=True)
class NewYear:
    """What a new year does to a form, by the English names of its entries (those of every kind of form).

    ``empty``: entries that are asked for anew; ``empty_notes``: those emptied in self-evaluations only; ``kinds``:
    kinds of entry that are emptied but for ``keep``; ``moved``: what was this year's becomes last year's, by the end
    of the name (决算数_本年 to 决算数_上年); ``shifted``: columns in whose texts the year moves on.
    """

    empty: frozenset[str]
    empty_notes: frozenset[str]
    kinds: frozenset[str]
    keep: frozenset[str]
    moved: Mapping[str, str]
    shifted: frozenset[str]
