"""The summary workbook: sheets, live formulas with their values, links, what stays open."""

from __future__ import annotations

import itertools
import re
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.rollup.book.build import build_summary
from perf_xl.rollup.summary import Summary, summarize_entries
from tests.rollup.make import entry

SHEETS = ["填报情况", "部门整体支出绩效自评表", "基础数据项目清单", "项目汇总", "指标汇总", "差异清单", "图表", "参考得分",
          "资金明细", "指标明细", "来源"]  # fmt: skip


def book(content: Path | bytes, tmp_path: Path | None = None, *, values: bool) -> Any:
    if isinstance(content, bytes):
        assert tmp_path is not None
        path = tmp_path / "summary.xlsx"
        path.write_bytes(content)
        content = path
    return openpyxl.load_workbook(content, data_only=values)


def column(sheet: Worksheet, heading: str, row: int = 3) -> int:
    return int(next(cell.column for cell in sheet[row] if str(cell.value).replace("\n", "") == heading))


def row_of(sheet: Worksheet, label: str) -> int:
    return int(next(cell.row for cell in sheet["B"] if cell.value == label))


def test_summary_when_built_then_has_its_sheets_in_reading_order(zhijiang_book: Path) -> None:
    """填报情况 first, details behind."""
    assert book(zhijiang_book, values=True).sheetnames == SHEETS


def test_summary_when_built_again_then_has_the_same_bytes(zhijiang: Summary, zhijiang_book: Path) -> None:
    """Reproducible."""
    assert build_summary(zhijiang, zhijiang_book) == zhijiang_book.read_bytes()


def test_every_formula_when_read_without_calculating_then_has_its_value(zhijiang_book: Path) -> None:
    """A preview or pandas shows what Excel shows."""
    live, shown = book(zhijiang_book, values=False), book(zhijiang_book, values=True)
    formulas = [
        (sheet.title, cell.coordinate)
        for sheet in live.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    with zipfile.ZipFile(zhijiang_book) as archive:
        xml = "".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")
        )
    assert len(formulas) > 200
    assert xml.count("<f>") == xml.count("</f><v>") == len(formulas)
    empty = [place for place in formulas if shown[place[0]][place[1]].value is None]
    live_empty = [str(live[sheet][cell].value) for sheet, cell in empty]
    assert all('""' in formula for formula in live_empty)


def test_totals_when_shown_then_are_formulas_over_the_rows_with_926_42(zhijiang_book: Path) -> None:
    """合计, 其中 and 尾差 are rows of their own."""
    live, shown = (book(zhijiang_book, values=values)["项目汇总"] for values in (False, True))
    letter = column(shown, "全年执行数")
    values = {label: shown.cell(row_of(shown, label), letter).value for label in
              ("合计", "其中：省级资金（不另计）", "其中：其他资金（不另计）", "尾差（合计减其中各项）")}  # fmt: skip
    assert list(values.values()) == [926.42, 755.08, 171.34, 0]
    assert "SUM(" in live.cell(row_of(live, "合计"), letter).value


def test_scores_when_none_is_there_then_the_total_says_how_many_are_missing(zhijiang_book: Path) -> None:
    """「还有 12 项未得分」, on the sheet and in the reference score."""
    shown = book(zhijiang_book, values=True)
    total = shown["项目汇总"].cell(row_of(shown["项目汇总"], "合计"), column(shown["项目汇总"], "得分")).value
    reference = (
        shown["参考得分"]
        .cell(row_of(shown["参考得分"], "加权平均（参考）"), column(shown["参考得分"], "采用", 2))
        .value
    )
    assert [total, reference] == ["还有 12 项未得分", "还有 12 项未得分"]


def test_department_form_when_projects_are_missing_then_its_money_stays_with_the_office(zhijiang_book: Path) -> None:
    """A sum of the projects is not the department's total."""
    sheet = book(zhijiang_book, values=True)["部门整体支出绩效自评表"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "芷江侗族自治县商务科技和工业信息化局" in texts
    assert "项目支出: 由单位填写" in texts
    assert texts.count("由单位填写") >= 10


def test_links_when_followed_then_lead_to_the_files(zhijiang_book: Path) -> None:
    """Relative, Chinese names and spaces included; the place in the file is a cell."""
    sheet = book(zhijiang_book, values=True)["来源"]
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink and cell.hyperlink.target]
    assert len(links) > 100
    for link in links:
        target = unquote(link.target)
        assert not Path(target).is_absolute()
        assert (zhijiang_book.parent / target).is_file()


def test_sources_when_listed_then_name_file_sheet_and_cell_of_each_amount(
    zhijiang: Summary, zhijiang_book: Path
) -> None:
    """What the summary shows stands in that cell of that file."""
    shown = book(zhijiang_book, values=True)
    own = shown["来源"]
    folder = Path(zhijiang.entries[0].file).parent
    rows = [[cell.value for cell in row] for row in own.iter_rows(min_row=4)]
    direct = [row for row in rows if row[4] == "直接取数" and row[0] == "项目汇总"]
    assert len(direct) == 48
    for target, address, _, value, _, file, sheet, cell, *_ in direct[::7]:
        source = openpyxl.load_workbook(folder / file, data_only=True)[sheet][cell].value
        assert shown[target][address].value == value == pytest.approx(source)


def test_total_when_an_amount_is_missing_then_is_open_in_words(tmp_path: Path) -> None:
    """Blank is not zero."""
    shown = book(build_summary(summarize_entries([entry("甲", 10, 8), entry("乙", 5, None)])), tmp_path, values=True)[
        "项目汇总"
    ]
    row = row_of(shown, "合计")
    found = [shown.cell(row, column(shown, heading)).value for heading in ("全年预算数", "全年执行数", "执行率")]
    assert found == [15, "还有 1 项未填", None]


def test_total_when_a_form_is_there_twice_then_no_total_is_shown(tmp_path: Path) -> None:
    """Until one is chosen."""
    forms = [entry("甲", 10, 8, file="甲.xlsx"), entry("甲", 11, 8, file="甲2.xlsx")]
    shown = book(build_summary(summarize_entries(forms)), tmp_path, values=True)["项目汇总"]
    assert "暂不合计" in shown.cell(row_of(shown, "合计"), column(shown, "全年预算数")).value


def test_text_when_it_looks_like_a_formula_then_stays_text(tmp_path: Path) -> None:
    """A project called =1+1 does not calculate."""
    shown = book(
        build_summary(summarize_entries([entry("=1+1", 10, 8, [("=2", "@a", "+5个")])])), tmp_path, values=False
    )
    kinds = {cell.data_type for sheet in ("项目汇总", "指标明细") for row in shown[sheet].iter_rows() for cell in row
             if cell.value in ("=1+1", "=2", "@a", "+5个")}  # fmt: skip
    assert kinds == {"s"}


def test_charts_when_built_then_have_chinese_titles(zhijiang_book: Path) -> None:
    """Four native charts."""
    with zipfile.ZipFile(zhijiang_book) as archive:
        charts = [
            archive.read(name).decode() for name in sorted(archive.namelist()) if name.startswith("xl/charts/chart")
        ]
    titles = ["各项目执行率", "各来源资金（万元）", "得分分布（还有 12 项未得分）", "一级指标完成情况（项）"]
    assert [any(title in chart for chart in charts) for title in titles] == [True] * 4


def test_summary_without_details_when_built_then_lists_departments_only(tmp_path: Path) -> None:
    """What a county with thousands of workbooks gets."""
    from perf_xl.rollup.partial import Partial
    from perf_xl.rollup.summary import summarize

    part = Partial(keep=False).fold([entry("甲", 10, 8, [("培训人次", "5人次", "5人次")])])
    shown = book(build_summary(summarize(part)), tmp_path, values=True)
    assert shown.sheetnames == ["填报情况", "指标汇总", "差异清单"]
    assert 5 in [cell.value for cell in shown["指标汇总"]["L"]]


def test_charts_when_built_then_state_what_programs_would_choose_and_keep_their_figures(zhijiang_book: Path) -> None:
    """Language, square corners, axes, labels; the values in the chart are those of its cells."""
    values = book(zhijiang_book, values=True)["图表"]
    stated = ('lang val="zh-CN"', 'roundedCorners val="0"', 'varyColors val="0"', 'delete val="0"', 'gapWidth val="60"',
              'typeface="宋体"', 'sourceLinked="0"', "crossBetween")  # fmt: skip
    with zipfile.ZipFile(zhijiang_book) as archive:
        names = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        charts = [archive.read(name).decode() for name in names]
    for chart in charts:
        assert [text for text in stated if text not in chart] == []
        for kind in ("str", "num"):
            for reference in re.findall(rf"<{kind}Ref>.*?</{kind}Ref>", chart):
                (area,) = re.findall(r"<f>图表!(.*?)</f>", reference)
                kept = re.findall(r"<v>(.*?)</v>", reference)
                cells = values[area.replace("$", "")]
                shown = [cell.value for row in cells for cell in row] if isinstance(cells, tuple) else [cells.value]
                assert [str(text) for text in shown] == kept if kind == "str" else shown == [float(v) for v in kept]


def test_charts_when_placed_then_end_where_the_printed_columns_end(zhijiang_book: Path) -> None:
    """Hung on cells, one under the other: nothing is cut off, whatever a program makes of column widths."""
    sheet = book(zhijiang_book, values=False)["图表"]
    anchors = [chart.anchor for chart in sheet._charts]
    right = openpyxl.utils.column_index_from_string(str(sheet.print_area).split(":")[1].split("$")[1])
    assert {(anchor._from.col, anchor.to.col) for anchor in anchors} == {(0, right)}
    rows = [(anchor._from.row, anchor.to.row) for anchor in anchors]
    assert all(above[1] < below[0] for above, below in itertools.pairwise(rows))


def test_file_columns_when_names_are_long_then_are_as_wide_as_the_longest(tmp_path: Path) -> None:
    """LibreOffice does not break a link's text into lines."""
    long = "41-科学成果转化与扩散资金第四批补助资金.xlsx"
    listed = [entry("甲", 10, 8, file=str(tmp_path / long)), entry("乙", 1, 1, file=str(tmp_path / "乙.xlsx"))]
    found = book(build_summary(summarize_entries(listed), tmp_path / "s.xlsx"), tmp_path, values=False)
    widths = {name: found[name].column_dimensions[letter].width for name, letter in
              (("填报情况", "F"), ("资金明细", "K"), ("来源", "F"))}  # fmt: skip
    assert {name: width >= 3 + 2 * 18 + 5 for name, width in widths.items()} == dict.fromkeys(widths, True)


def test_other_weighting_when_it_differs_then_stands_beside_and_similar_names_are_only_suggested(
    tmp_path: Path,
) -> None:
    """96.75% by 全年预算数, 94.5% by 全年执行数; two names that are alike stay two rows."""
    rows = [("一校", 100, 50, "90%", "服务企业满意度"), ("二校", 300, 50, "99%", "服务企业满意度")]
    listed = [
        entry("甲", budget, spent, [(name, "90%", actual)], unit=unit) for unit, budget, spent, actual, name in rows
    ]
    listed.append(entry("乙", 1, 1, [("服务企业的满意度", "90%", "90%")]))
    sheet = book(build_summary(summarize_entries(listed), tmp_path / "s.xlsx"), tmp_path, values=True)["指标汇总"]
    names = [cell.value for cell in sheet["C"]]
    row = names.index("服务企业满意度") + 1
    shown = [sheet.cell(row, column(sheet, name, 2)).value for name in ("完成汇总", "按执行数加权", "状态")]
    assert shown == [96.75, 94.5, "已汇总"]
    assert "按全年执行数加权结果不同" in sheet.cell(row, 15).value
    assert "服务企业的满意度" in names
    said = [str(cell.value) for cell in sheet["A"]]
    assert any(text.startswith("名称近似的指标") for text in said)
    assert any("服务企业满意度" in text and "服务企业的满意度" in text and "相似度" in text for text in said)


def test_every_sheet_when_printed_then_says_under_it_how_the_figures_come_about(zhijiang_book: Path) -> None:
    """口径说明 under each table, and under the charts."""
    sheets = book(zhijiang_book, values=True).worksheets
    assert [sheet.title for sheet in sheets if not any("口径说明" in str(cell.value) for cell in sheet["A"])] == []
