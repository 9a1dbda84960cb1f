"""A summary rolled up again: department to county, county to city, by the same rules, from its own detail sheets.

The detail sheets hold every project line with its value, so a roll-up of summaries equals the roll-up of the
workbooks they were made from. Each figure's place is then the cell of the summary; the summary leads on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.model.cells import Area, CellReader, CellValue
from perf_xl.rollup.entries import ABSENT, Amount, FormEntry, FundLine, Identity, IndicatorLine, Place
from perf_xl.rollup.naming import normal_name, office_name
from perf_xl.rollup.typed import read_points

SUMMARY_NAME = "_px_summary"
"""Hidden constant name of a summary workbook: the version of its layout."""
SUMMARY_VERSION = "1"
REVIEW_NAME = "_px_review"
"""Hidden constant name by which a 审核汇总 is known, so that it is not taken for a form."""
_LINE = "｜"
"""Between the tab and the cell that stand for one project of a summary: two of them are two forms, never one."""
FUNDS, ROWS = "资金明细", "指标明细"
STATE_NAME = "填报情况_结论"
"""Name of the cells of 填报情况 that say how complete the summary is."""
_INCOMPLETE = re.compile(r"未计入文件|未报 [1-9]|名称待确认|没有逐项核对|没有核对应报|合计暂不给出")
BY_NAMES = "按名称"
"""The 读法 of most forms; the others say their route."""

Line = dict[str, tuple[CellValue, Place]]


def tab_and_cell(sheet: str) -> tuple[str, str]:
    """The tab of a form and a cell of it: A1, or for a project of a summary its own row."""
    tab, _, cell = sheet.partition(_LINE)
    return tab, cell or "A1"


def is_summary(reader: CellReader) -> bool:
    """Whether the workbook is a summary made by the roll-up."""
    return any(name.name == SUMMARY_NAME for name in reader.names())


def summary_entries(reader: CellReader, file: str) -> list[FormEntry]:
    """The projects of a summary. InputError when its detail sheets or their names are gone."""
    funds: dict[int, list[Line]] = {}
    for line in _lines(reader, FUNDS, file):
        funds.setdefault(_number(line), []).append(line)
    indicators: dict[int, list[Line]] = {}
    for line in _lines(reader, ROWS, file):
        indicators.setdefault(_number(line), []).append(line)
    entries = [_entry(file, lines, indicators.get(number, [])) for number, lines in sorted(funds.items())]
    incomplete = _incomplete(reader)
    if incomplete and entries:
        entries[0] = replace(entries[0], unread=(f"下一级汇总表写明：{incomplete}",))
    return entries


def _incomplete(reader: CellReader) -> str:
    """What the summary itself says is missing from it: whoever adds it up has to know."""
    area = next((name.area for name in reader.names() if name.name == STATE_NAME), None)
    texts = [str(text) for text in _column(reader, area) if text] if area is not None else []
    return "".join(text for text in texts if _INCOMPLETE.search(text))


def _lines(reader: CellReader, prefix: str, file: str) -> Iterator[Line]:
    areas = {
        name.name.removeprefix(f"{prefix}_"): name.area
        for name in reader.names()
        if name.name.startswith(f"{prefix}_") and name.sheet is not None and name.area is not None
    }
    if prefix not in reader.sheets():
        raise InputError("是只按部门列示的汇总表，没有明细，不能再汇总。请用 perf-xl rollup --details 重新生成它。")
    if "序号" not in areas:
        raise InputError(f"是汇总表，但缺少“{prefix}”或其名称，不能再汇总。请用 perf-xl rollup 重新生成它。")
    values = {name: _column(reader, area) for name, area in areas.items()}
    top = areas["序号"].top
    for index in range(1, len(values["序号"])):
        row = top + index
        yield {
            name: (
                column[index],
                Place(
                    file, areas[name].sheet, Area(areas[name].sheet, row, areas[name].left, row, areas[name].left).a1
                ),
            )
            for name, column in values.items()
            if index < len(column)
        }


def _column(reader: CellReader, area: Area) -> list[CellValue]:
    return [row[0].value for row in reader.block(area)]


def _number(line: Line) -> int:
    value, place = line["序号"]
    if not isinstance(value, Decimal):
        raise InputError(f"的 {place.sheet}!{place.cell} 应为项目序号，现为“{value}”。请用 perf-xl rollup 重新生成它。")
    return int(value)


def _text(line: Line, name: str) -> str:
    value = line[name][0] if name in line else None
    return "" if value is None else str(value)


def _entry(file: str, funds: list[Line], indicators: list[Line]) -> FormEntry:
    head = funds[0]
    form = _text(head, "表")
    if form not in form_ids():
        raise InputError(f"里有本机没有的表“{form}”。请升级 perf-xl，或装上该表的版式文件。")
    spec = form_spec(form)
    year = head["年度"][0]
    unit, project, department = (_text(head, name) for name in ("单位", "项目", "主管部门"))
    place = head["序号"][1]
    has_spent = spec.kind == "self-evaluation"
    total = next((line for line in funds if _text(line, "层次") == "合计"), head)
    return FormEntry(
        identity=Identity(
            form, int(year) if isinstance(year, Decimal) else None, office_name(unit), normal_name(project)
        ),
        level="project",
        kind=spec.kind,
        title=spec.title,
        project=project,
        unit=unit,
        department=department,
        file=file,
        sheet=f"{place.sheet}{_LINE}{place.cell}",
        place=head["项目"][1],
        funds=tuple(_fund_line(line, has_spent=has_spent) for line in funds),
        indicators=tuple(_indicator(line, has_actual=has_spent) for line in indicators),
        total_score=_points(total, "得分"),
        reference_score=_points(total, "参考得分"),
        route=_route(total),
    )


def _route(line: Line) -> str:
    """As the summary's own 读法 column says; older summaries have none."""
    found = _text(line, "读法")
    return "" if found == BY_NAMES else found


def _fund_line(line: Line, *, has_spent: bool) -> FundLine:
    unread = _text(line, "原文")
    initial = _amount(line, "年初预算数", "")
    return FundLine(
        _text(line, "来源"),
        _text(line, "层次") == "合计",
        ABSENT if initial.state == "blank" else initial,
        _amount(line, "全年预算数", unread),
        _amount(line, "全年执行数", unread) if has_spent else ABSENT,
    )


def _amount(line: Line, name: str, unread: str) -> Amount:
    value, place = line[name]
    if isinstance(value, Decimal):
        return Amount(value, "number", value, place)
    return Amount(None, "unreadable", unread, place) if unread else Amount(None, "blank", None, place)


def _points(line: Line, name: str) -> Amount:
    value, place = line.get(name, (None, None))
    return ABSENT if value is None else read_points(value, place)


def _indicator(line: Line, *, has_actual: bool) -> IndicatorLine:
    def value(name: str) -> CellValue:
        return line[name][0] if name in line else None

    cells: Mapping[str, str] = {"target": line["指标值"][1].cell, "actual": line["完成值"][1].cell}
    optional: Callable[[str], str | None] = lambda name: _text(line, name) or None  # noqa: E731 - two uses, one line
    return IndicatorLine(
        level1=_text(line, "一级指标"),
        level2=_text(line, "二级指标"),
        name=_text(line, "三级指标"),
        target=value("指标值"),
        actual=value("完成值"),
        unit=optional("计量单位"),
        comparison=optional("指标类型"),
        max_score=value("分值"),
        score=value("得分"),
        place=line["三级指标"][1],
        cells=tuple(cells.items()),
        has_actual=has_actual,
    )
