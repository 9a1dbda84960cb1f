"""Dropdowns, input hints and gentle conditional formats of a form, derived from the kinds of its cells."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.forms.grid import Grid, TableSpot
from perf_xl.forms.runs import merge_runs
from perf_xl.forms.spec import Column, Field
from perf_xl.model.cells import column_letters

MISSING = PatternFill(bgColor="FFFFF8DC", fill_type="solid")
"""Pale yellow: something is still to be filled in."""
CONTRADICTORY = PatternFill(bgColor="FFFCE4D6", fill_type="solid")
"""Pale orange: two entries do not fit together."""

_NUMERIC = {"amount": "金额", "number": "数量", "points": "分值"}
"""Kinds that take a bare number; an amount without a stated unit is typed together with its unit (13.8万元)."""
_LIMIT = 255  # characters of a list, a prompt, a message


def add_validations(sheet: Worksheet, grid: Grid) -> None:
    """Dropdowns and hints for columns (body and footer row, so that inserted rows have them) and fields."""
    for spot in grid.tables:
        for column in spot.table.columns:
            rule = _validation(column, _choices(spot, column))
            if rule is not None:
                rule.add(_body(spot, column))
                sheet.add_data_validation(rule)
    for cell in grid.cells:
        rule = _validation(cell.field, cell.field.choices) if cell.field and cell.field.pattern is None else None
        if rule is not None:
            rule.add(f"{column_letters(cell.box[1])}{cell.box[0]}")
            sheet.add_data_validation(rule)


def _choices(spot: TableSpot, column: Column) -> tuple[str, ...]:
    """The stated choices; for the levels of a growing table those that are printed in it."""
    if column.choices or column.kind not in ("level1", "level2") or not spot.table.grows:
        return column.choices
    printed = [row.get(column.name) for row in spot.table.rows]
    return tuple(dict.fromkeys(value.replace("\n", "") for value in printed if isinstance(value, str)))


def _validation(item: Field | Column, choices: tuple[str, ...]) -> DataValidation | None:
    listed = ",".join(choices)
    if listed and len(listed) <= _LIMIT:
        rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
        rule.errorTitle = "请从下拉列表选择"
        rule.errorStyle = "stop" if item.kind == "comparison" else "warning"
        usually = "只能是" if rule.errorStyle == "stop" else "通常是"
        rule.error = f"“{item.name}”{usually}：{'、'.join(choices)}。"[:_LIMIT]
    elif _takes_number(item):
        rule = DataValidation(type="decimal", operator="between", formula1="-1000000000000", formula2="1000000000000")
        rule.allow_blank = True
        rule.errorTitle = f"这里填{_NUMERIC[item.kind]}"
        rule.error = f"“{item.name}”只填数字，不带单位{f'（单位：{item.unit}）' if item.unit else ''}。"
        rule.errorStyle = "warning"
    elif item.hint:
        rule = DataValidation(type=None, allow_blank=True)
    else:
        return None
    rule.showErrorMessage = bool(rule.error)
    if item.hint:
        rule.promptTitle, rule.prompt, rule.showInputMessage = item.name[:32], item.hint[:_LIMIT], True
    return rule


def _takes_number(item: Field | Column) -> bool:
    return item.kind in _NUMERIC and (item.kind != "amount" or item.unit is not None)


def _body(spot: TableSpot, column: Column) -> str:
    letter = column_letters(spot.columns[column.name])
    return f"{letter}{spot.first}:{letter}{spot.footer}"


def add_conditions(sheet: Worksheet, grid: Grid) -> None:
    """Pale yellow for what is missing once the form is begun, pale orange for what contradicts itself."""
    started = _started(grid)
    for cell in grid.cells:
        if cell.field is not None and cell.field.pattern is None:
            at = f"{column_letters(cell.box[1])}{cell.box[0]}"
            absolute = f"${column_letters(cell.box[1])}${cell.box[0]}"
            if cell.field.required and started:
                _add(sheet, at, f"AND({started},LEN(TRIM({absolute}))=0)", MISSING)
            if _takes_number(cell.field):
                _add(sheet, at, _text_in_number(absolute), CONTRADICTORY)
    for spot in grid.tables:
        for column, formula, fill in _row_conditions(spot):
            _add(sheet, _body(spot, column), formula, fill)
        _add_score_conditions(sheet, spot)


def _add(sheet: Worksheet, area: str, formula: str, fill: PatternFill) -> None:
    sheet.conditional_formatting.add(area, FormulaRule(formula=[formula], fill=fill))


def _started(grid: Grid) -> str | None:
    """A formula that is true once an indicator is filled in; None for a form without third level."""
    for spot in grid.tables:
        if spot.table.grows and spot.table.role("level3") is not None:
            return _any_filled(spot, spot.table.key)
    return None


def _any_filled(spot: TableSpot, column: Column) -> str:
    """Whether a cell of the column holds more than its printed prefix."""
    letter = column_letters(spot.columns[column.name])
    cells = f"${letter}${spot.first}:${letter}${spot.footer}"
    if column.numbered is None:
        return f"COUNTA({cells})>0"
    return f"SUMPRODUCT(--(LEN({cells})>{_prefix_length(column)}))>0"


def _prefix_length(column: Column) -> int:
    """The longest printed prefix of a numbered column, numbers up to 99; 0 for any other."""
    return len(column.numbered.replace("{n}", "99")) if column.numbered else 0


def _row_conditions(spot: TableSpot) -> Iterator[tuple[Column, str, PatternFill]]:
    """Conditions of one row, written for the first body row."""
    roles = {column.en: f"${column_letters(spot.columns[column.name])}{spot.first}" for column in spot.table.columns}
    key = f"${column_letters(spot.columns[spot.table.key.name])}{spot.first}"
    for column in spot.table.columns:
        own = f"${column_letters(spot.columns[column.name])}{spot.first}"
        if column.required and own != key:
            begun = "" if spot.table.grows else f"{_any_filled(spot, column)},"
            length = _prefix_length(spot.table.key)
            yield column, f"AND({begun}LEN(TRIM({key}))>{length},LEN(TRIM({own}))=0)", MISSING
        if _takes_number(column):
            yield column, _text_in_number(own), CONTRADICTORY
        contradiction = _contradiction(column.en, own, roles)
        if contradiction:
            yield column, contradiction, CONTRADICTORY


def _contradiction(role: str, own: str, roles: dict[str, str]) -> str | None:
    """A value that another cell of the row contradicts; the basis is the 说明 of the form or plain arithmetic."""
    comparison = roles.get("comparison")
    if role == "target" and comparison:
        return f'AND(LEN({comparison})>0,{comparison}<>"定性",LEN({own})>0,ISTEXT({own}))'
    if role == "unit" and comparison:
        return f'AND({comparison}="定性",LEN({own})>0)'
    if role == "spent" and "budget" in roles:
        return f"AND(ISNUMBER({own}),ISNUMBER({roles['budget']}),{own}>{roles['budget']})"
    return None


def _add_score_conditions(sheet: Worksheet, spot: TableSpot) -> None:
    """A score above its 分值; one that several rows share, above the sum of theirs."""
    score, points = spot.table.role("score"), spot.table.role("max_score")
    if score is None or points is None:
        return
    own, most = (column_letters(spot.columns[column.name]) for column in (score, points))
    start, areas = spot.first, []
    for first, last in _shared_scores(spot):
        formula = f"AND(ISNUMBER(${own}${first}),${own}${first}>SUM(${most}${first}:${most}${last}))"
        _add(sheet, f"{own}{first}", formula, CONTRADICTORY)
        areas.append(f"{own}{start}:{own}{first - 1}")
        start = last + 1
    areas.append(f"{own}{start}:{own}{spot.footer}")
    own, most = f"${own}{spot.first}", f"${most}{spot.first}"
    _add(sheet, " ".join(areas), f"AND(ISNUMBER({own}),ISNUMBER({most}),{own}>{most})", CONTRADICTORY)


def _shared_scores(spot: TableSpot) -> list[tuple[int, int]]:
    """First and last sheet row of each 得分 that several rows share."""
    rows = [*spot.table.rows, *({} for _ in range(spot.table.blank))]
    runs = merge_runs(spot.table.columns, rows)
    return [(spot.first + start, spot.first + end) for column, start, end in runs if column.en == "score"]


def _text_in_number(cell: str) -> str:
    """A text where a number belongs; a dash says that there is nothing to fill in."""
    return f'AND(ISTEXT({cell}),LEN(TRIM({cell}))>0,TRIM({cell})<>"—")'
