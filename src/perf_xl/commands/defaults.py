"""填充指标解释: empty 指标解释 cells (and, if asked, 评（扣）分标准) get a default from the library; nothing is overwritten.

Source of the demand: 「指标解释：是三级指标名称的概念性定义，反映该指标衡量的具体内容、计算方法和数据口径等」 (说明 of the
部门（单位）整体绩效目标表). Every answer says where the text comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.heights import text_height
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.library import Explanation, Library, MatchKind, default_rule, explain, shipped_library
from perf_xl.model.cells import CellRef, CellWriter, Edit, SetRowHeight, SetValue

LEVEL_WORD = {"department": "部门", "project": "项目"}


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell that was filled: the indicator, the text and its origin."""

    cell: CellRef
    indicator: str
    found: Explanation


@dataclass
class DefaultsReport:
    """What 填充指标解释 did, and the indicators for which the library knows nothing."""

    filled: list[Filled] = field(default_factory=list)
    unknown: list[CellRef] = field(default_factory=list)

    @property
    def doubtful(self) -> list[Filled]:
        """Texts that were not found under the indicator's own name: to be read before they are handed in."""
        return [item for item in self.filled if item.found.kind in (MatchKind.SIMILAR, MatchKind.PATTERN)]


def fill_defaults(workbook: CellWriter, *, rules: bool = False, library: Library | None = None) -> DefaultsReport:
    """Fill the empty 指标解释 of every form in the workbook; with ``rules`` the empty 评（扣）分标准 too."""
    library = library or shipped_library()
    report = DefaultsReport()
    edits: list[Edit] = []
    for record in read_forms(workbook):
        spec = form_spec(record.form)
        edits.extend(_fill(spec, record, "definition", _explainer(spec, library), report))
        if rules:
            edits.extend(_fill(spec, record, "rule", _ruler(spec, library), report))
    if edits:
        workbook.apply(edits, label="填充指标解释", unlock=True)
    return report


def _explainer(spec: FormSpec, library: Library) -> Callable[[Table, Row], Explanation | None]:
    def find(table: Table, row: Row) -> Explanation | None:
        name, level2 = _text(table, row, "level3"), _text(table, row, "level2")
        return explain(name, level2, level=LEVEL_WORD[spec.level], library=library)

    return find


def _ruler(spec: FormSpec, library: Library) -> Callable[[Table, Row], Explanation | None]:
    def find(table: Table, row: Row) -> Explanation | None:
        qualitative = _text(table, row, "comparison") == "定性"
        name = _text(table, row, "level3")
        return default_rule(name, qualitative=qualitative, level=LEVEL_WORD[spec.level], library=library)

    return find


def _fill(
    spec: FormSpec,
    record: FormRecord,
    en: str,
    find: Callable[[Table, Row], Explanation | None],
    report: DefaultsReport,
) -> Iterator[Edit]:
    for table in spec.tables():
        column = table.role(en)
        if column is None or table.role("level3") is None:
            continue
        for row in record.rows(table.name):
            if row.values.get(column.name) is not None or not _text(table, row, "level3"):
                continue
            cell, found = row.cells[column.name], find(table, row)
            if found is None:
                report.unknown.append(cell)
                continue
            report.filled.append(Filled(cell, _text(table, row, "level3"), found))
            yield SetValue(cell, found.text)
            yield from _height(spec, table, row, found.text, cell)


def _height(spec: FormSpec, table: Table, row: Row, text: str, cell: CellRef) -> Iterator[Edit]:
    """A higher row where the new text needs it: the tallest of the row's own texts and the new one."""
    page = spec.page
    texts = {cell.column: text} | {
        row.cells[column.name].column: str(row.values[column.name])
        for column in table.columns
        if column.name in row.cells and not column.merges and row.values.get(column.name) is not None
    }
    widths = {row.cells[column.name].column: column.span for column in table.columns if column.name in row.cells}
    tallest = max(
        text_height(shown, page.widths[column - 1 : column - 1 + widths[column]], page.size)
        for column, shown in texts.items()
        if column - 1 < len(page.widths)
    )
    if tallest > page.least_height:
        yield SetRowHeight(cell.sheet, cell.row, tallest)


def _text(table: Table, row: Row, en: str) -> str:
    column = table.role(en)
    value = row.values.get(column.name) if column else None
    return str(value).strip() if value is not None else ""
