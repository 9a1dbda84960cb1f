"""The sheet 校验结果: every finding of the workbook with a link to its cell, worst first, and room for 已核实."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from perf_xl.commands.check import summary
from perf_xl.commands.own_sheet import BODY_LOOK, GUIDE_LOOK, HEAD_LOOK, LINK_COLOR, TITLE_LOOK, OwnSheet
from perf_xl.findings.finding import Finding, FixKind
from perf_xl.forms.heights import text_height
from perf_xl.model.cells import (
    Area,
    CellReader,
    CellRef,
    CellValue,
    Edit,
    Look,
    SetLink,
    SetLook,
    SetMerge,
    SetRowHeight,
    SetValue,
    parse_a1,
)
from perf_xl.model.references import quote_sheet

HEADINGS = ("级别", "代码", "工作表", "单元格", "问题和改法", "已核实\n（写明理由）")
WIDTHS = (6.0, 7.0, 8.5, 6.5, 26.0, 13.0)
"""Together the width of an A4 page."""
RESULTS = OwnSheet("校验结果", "_px_results", WIDTHS)
GUIDE = "点“单元格”跳到所在位置。确认不用改的，在最后一列写明理由，再校验一次即列为“已核实”。"
_LONGEST_BASIS = 60
_TOP = 4
"""The first row of findings; title, guide and headings stand above."""
_CODE, _SHEET, _CELL, _REASON = 2, 3, 4, 6

_CENTRE = Look(horizontal="center")
_LINK = Look(font_color=LINK_COLOR, horizontal="center")


def results_edits(workbook: CellReader, findings: Sequence[Finding]) -> list[Edit]:
    """The edits that make the sheet show ``findings``; none when it does already, and it goes when there are none."""
    if not findings:
        return clear_results(workbook)
    sheet = RESULTS.find(workbook)
    rows = list(_rows(findings))
    if sheet is not None and _shown(workbook, sheet) == rows:
        return []
    name, edits = RESULTS.start(workbook)
    edits += _head_edits(name, rows)
    for number, (row, finding) in enumerate(zip(rows[_TOP - 1 :], _sorted(findings), strict=True), _TOP):
        edits += _row_edits(workbook, name, number, row, finding)
    return edits


def clear_results(workbook: CellReader) -> list[Edit]:
    """The edit that takes our sheet away; a sheet of the user's own with the same name stays."""
    return RESULTS.removal(workbook)


def typed_reasons(workbook: CellReader, findings: Sequence[Finding]) -> Iterator[tuple[str, CellRef, str]]:
    """What was typed under 已核实: code, cell and reason, for findings that still stand."""
    sheet = RESULTS.find(workbook)
    used = workbook.used_area(sheet) if sheet else None
    if sheet is None or used is None or used.bottom < _TOP:
        return
    standing = {(finding.code, finding.cell) for finding in findings}
    for row in workbook.block(Area(sheet, _TOP, 1, used.bottom, len(HEADINGS))):
        texts = ["" if cell.value is None else str(cell.value).strip() for cell in row]
        code, tab, address, reason = (texts[column - 1] for column in (_CODE, _SHEET, _CELL, _REASON))
        if not reason or not address:
            continue
        cell = CellRef(tab, *parse_a1(address))
        if (code, cell) in standing:
            yield code, cell, reason


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Worst first; within a level in the order given (consequences after their cause); 已核实 at the end."""
    return sorted(findings, key=lambda finding: (finding.waived is not None, finding.severity.rank))


def _rows(findings: Sequence[Finding]) -> Iterator[list[CellValue]]:
    blank: list[CellValue] = [None] * (len(HEADINGS) - 1)
    open_ones = [finding for finding in findings if finding.waived is None]
    waived = len(findings) - len(open_ones)
    note = f"；已核实 {waived} 处" if waived else ""
    yield [f"校验结果：{summary(open_ones) if open_ones else '没有要改的'}{note}", *blank]
    yield [GUIDE, *blank]
    yield list(HEADINGS)
    yield from (_texts(finding) for finding in _sorted(findings))


def _texts(finding: Finding) -> list[CellValue]:
    cell = finding.cell
    level = "已核实" if finding.waived is not None else finding.severity.label
    where = [cell.sheet, cell.a1] if cell else [None, None]
    return [level, finding.code, *where, _sentence(finding), finding.waived]


def _sentence(finding: Finding) -> str:
    """The message, then what it follows from, the suggested value and the basis, each on a line of its own."""
    lines = [finding.message + (f"（由 {finding.caused_by} 引起）" if finding.caused_by else "")]
    if finding.fix is not None and finding.fix.value is not None:
        word = "可自动修正为" if finding.fix.kind is FixKind.SAFE else "建议改为"
        lines.append(f"{word}：{finding.fix.value}")
    if finding.basis:
        basis = finding.basis if len(finding.basis) <= _LONGEST_BASIS else f"{finding.basis[: _LONGEST_BASIS - 1]}…"
        lines.append(f"依据：{basis}")
    return "\n".join(lines)


def _shown(workbook: CellReader, sheet: str) -> list[list[CellValue]]:
    used = workbook.used_area(sheet)
    if used is None:
        return []
    block = workbook.block(Area(sheet, 1, 1, used.bottom, len(HEADINGS)))
    return [[None if cell.value == "" else cell.value for cell in row] for row in block]


def _head_edits(name: str, rows: list[list[CellValue]]) -> list[Edit]:
    last = len(HEADINGS)
    edits: list[Edit] = [SetValue(CellRef(name, 1, 1), rows[0][0]), SetValue(CellRef(name, 2, 1), rows[1][0])]
    edits += [SetMerge(Area(name, row, 1, row, last)) for row in (1, 2)]
    edits += [SetLook(Area(name, 1, 1, 1, last), TITLE_LOOK), SetLook(Area(name, 2, 1, 2, last), GUIDE_LOOK)]
    edits += [SetValue(CellRef(name, 3, column), text) for column, text in enumerate(HEADINGS, 1)]
    edits += [SetLook(Area(name, 3, 1, 3, last), HEAD_LOOK)]
    edits += [SetRowHeight(name, 1, 26), SetRowHeight(name, 2, 30), SetRowHeight(name, 3, 30)]
    return edits


def _row_edits(workbook: CellReader, name: str, row: int, values: list[CellValue], finding: Finding) -> list[Edit]:
    edits: list[Edit] = [
        SetValue(CellRef(name, row, column), value) for column, value in enumerate(values, 1) if value is not None
    ]
    edits.append(SetLook(Area(name, row, 1, row, len(HEADINGS)), BODY_LOOK))
    edits.append(SetLook(Area(name, row, 1, row, _CELL), _CENTRE))
    tallest = max(text_height(str(value), (WIDTHS[column],), 10) for column, value in enumerate(values) if value)
    edits.append(SetRowHeight(name, row, max(tallest, 20.0)))
    cell = finding.cell
    if cell is not None and cell.sheet in workbook.sheets():
        edits.append(SetLink(CellRef(name, row, _CELL), f"{quote_sheet(cell.sheet)}!{cell.a1}"))
        edits.append(SetLook(Area(name, row, _CELL, row, _CELL), _LINK))
    return edits
