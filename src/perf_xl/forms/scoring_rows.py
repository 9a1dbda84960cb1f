"""The rows of a form as the scoring language sees them: one rule, its row's facts, and the cells they stand in.

A rule comes from the form's own column, else from the score block (carried there by ``regenerate`` or typed by a
person), else from the target form that is given, else there is none and the default of the row's type holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.sheet_view import exact_value
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.library.match import normalise_name
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellReader, CellRef, CellValue
from perf_xl.model.indicators import level2_name, level_name
from perf_xl.model.values import Interval, Number, Word, parse_value
from perf_xl.policy import Policy
from perf_xl.scoring import RuleInput


@dataclass(frozen=True, slots=True)
class ScoringRow:
    """An indicator row of a form.

    ``input`` is what the rule language gets; ``cells`` the official cells by role (actual, target, max_score, score);
    ``blank_rule`` when no rule was found anywhere; ``carried`` when the rule came from a target form.
    """

    row: int
    input: RuleInput
    cells: Mapping[str, CellRef]
    typed_score: CellValue = None
    blank_rule: bool = False
    carried: bool = False

    @property
    def has_actual(self) -> bool:
        """Whether the form itself prints an actual value (otherwise it is typed into the block)."""
        return "actual" in self.cells


def scored_table(spec: FormSpec) -> Table | None:
    """The table of indicators, None for a form that has none (base data)."""
    return next((table for table in spec.tables() if table.role("level3") is not None), None)


def indicator_rows(table: Table, record: FormRecord) -> list[Row]:
    """The rows that are indicators: those with a third level; preprinted second levels alone are none."""
    key = table.key.name
    return [row for row in record.rows(table.name) if row.values.get(key) is not None and row.cells]


def scoring_rows(
    table: Table,
    record: FormRecord,
    block: Mapping[int, Mapping[str, CellValue]],
    targets: Sequence[FormRecord] = (),
    reader: CellReader | None = None,
) -> list[ScoringRow]:
    """Every indicator of ``record`` with its facts; ``block`` has what stands in the score block, by sheet row.

    With ``reader`` percent cells count with all their decimals, not only those they show.
    """
    known = _target_rows(targets)
    return [_scoring_row(table, row, block, known, reader) for row in indicator_rows(table, record)]


def _scoring_row(
    table: Table,
    row: Row,
    block: Mapping[int, Mapping[str, CellValue]],
    known: Mapping[tuple[str, ...], RuleInput],
    reader: CellReader | None = None,
) -> ScoringRow:
    own = {column.en: row.values.get(column.name) for column in table.columns if column.en}
    for column in table.columns:
        if reader is not None and column.en in ("actual", "target") and isinstance(own[column.en], str):
            own[column.en] = exact_value(reader.cell(row.cells[column.name]))
    cells = {column.en: row.cells[column.name] for column in table.columns if column.en and column.name in row.cells}
    at = next(iter(row.cells.values())).row
    typed = block.get(at, {})
    carried = known.get(_key(own)) if "rule" not in cells else None
    rule = _text(own.get("rule")) or _text(typed.get("规则")) or (carried.text if carried else None)
    target = own.get("target")
    facts = RuleInput(
        text=rule,
        max_score=_points(own.get("max_score")) or _points(typed.get("分值")),
        comparison=_text(own.get("comparison"))
        or _sign(target)
        or _text(typed.get("类型"))
        or _of(carried, "comparison"),
        target=target,
        unit=_text(own.get("unit")) or _unit(target) or _text(typed.get("单位")) or _of(carried, "unit"),
        name=_text(own.get("level3")),
        actual=_actual(own, typed, printed="actual" in cells),
        level1=_text(own.get("level1")),
        level2=_text(own.get("level2")),
    )
    return ScoringRow(at, facts, cells, own.get("score"), rule is None, carried is not None and rule == carried.text)


def _actual(own: Mapping[str, CellValue], typed: Mapping[str, CellValue], *, printed: bool) -> CellValue:
    """The actual value; on a 定性 row the 完成比例 that a person gave beside it, as the notes of the forms ask."""
    actual, share = own.get("actual") if printed else typed.get("实际值"), typed.get("完成比例")
    words = isinstance(parse_value(own.get("target")), Word) or own.get("comparison") == "定性"
    if isinstance(share, Decimal) and words and actual is not None:
        return f"{plain(share * 100)}%"
    return actual


def _target_rows(targets: Sequence[FormRecord]) -> dict[tuple[str, ...], RuleInput]:
    """The rows of target forms by their three levels; a key that stands twice with different rules is left out."""
    from perf_xl.forms.catalog import form_spec  # noqa: PLC0415 - the catalogue reads files

    found: dict[tuple[str, ...], RuleInput] = {}
    doubtful: set[tuple[str, ...]] = set()
    for record in targets:
        table = scored_table(form_spec(record.form))
        if table is None:
            continue
        for row in scoring_rows(table, record, {}):
            key = _key({"level1": row.input.level1, "level2": row.input.level2, "level3": row.input.name})
            if key in found and found[key] != row.input:
                doubtful.add(key)
            found[key] = row.input
    return {key: facts for key, facts in found.items() if key not in doubtful}


def _key(own: Mapping[str, CellValue]) -> tuple[str, ...]:
    level1, level2, level3 = (_text(own.get(en)) or "" for en in ("level1", "level2", "level3"))
    return level_name(level1), level2_name(level2), normalise_name(level3)


def _sign(target: CellValue) -> str | None:
    """The sign a target's text carries: 「6个及以上」 is ≥; a word is 定性; a plain number has none."""
    match parse_value(target):
        case Interval(comparison=sign):
            return sign
        case Word():
            return "定性"
        case _:
            return None


def _unit(target: CellValue) -> str | None:
    match parse_value(target):
        case Interval(unit=unit) | Number(unit=unit):
            return unit or None
        case _:
            return None


def _of(carried: RuleInput | None, name: str) -> str | None:
    return getattr(carried, name) if carried else None


def _text(value: CellValue) -> str | None:
    return (str(value).strip() or None) if value is not None else None


def _points(value: CellValue) -> Decimal | None:
    return value if isinstance(value, Decimal) and value >= 0 else None


def level1_weights(policy: Policy, rows: Sequence[ScoringRow]) -> dict[str, Decimal]:
    """The level-1 points of a form without 分值: with a 成本指标 at level 1, the weights that have one."""
    with_cost = any(level_name(row.input.level1) == "成本指标" for row in rows)
    return policy.level1_weights(with_cost=with_cost)
