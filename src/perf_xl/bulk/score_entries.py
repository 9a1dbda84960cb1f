"""The columns of data that stand in the score block beside an indicator: its rule, and what a form does not print."""

from __future__ import annotations

from functools import lru_cache

from perf_xl.forms.outside import squeezed
from perf_xl.forms.score_block import BlockColumn, wanted_columns
from perf_xl.forms.scoring_rows import scored_table
from perf_xl.forms.spec import Column, FormSpec, Kind

BLOCK = "评分"
"""The name of the block as a table of a record."""
_KINDS: dict[str, Kind] = {"类型": "comparison", "分值": "points", "完成比例": "rate", "实际值": "value"}


@lru_cache(maxsize=32)
def entry_columns(spec: FormSpec) -> tuple[Column, ...]:
    """What a person types into the block of a form, as columns; none for a form without indicators."""
    table = scored_table(spec)
    if table is None:
        return ()
    prints_actual = table.role("actual") is not None
    return tuple(
        Column(column.key, squeezed(column.heading), _KINDS.get(column.key, "text"), en=column.replaces)
        for column in wanted_columns(table)
        if _is_entry(column, prints_actual=prints_actual)
    )


def _is_entry(column: BlockColumn, *, prints_actual: bool) -> bool:
    return column.entry or (column.key == "实际值" and not prints_actual)


@lru_cache(maxsize=32)
def entry_headings(spec: FormSpec) -> dict[str, Column]:
    """The columns by the headings that data may have: 规则 and 评分标准, 类型 and 指标类型, and so on."""
    found: dict[str, Column] = {}
    for column in entry_columns(spec):
        found |= {column.name: column, column.label: column, f"{BLOCK}_{column.name}": column}
        found |= {column.en: column} if column.en else {}
        found |= {column.label.partition("（")[0]: column}
    return found
