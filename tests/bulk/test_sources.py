"""Data files as records: text first, exact numbers, every slip of the file told with its place."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.bulk.join import Aside
from perf_xl.bulk.source import RawRecord, RawRow, open_source
from perf_xl.errors import FileProblem, InputError
from tests.bulk.data import parquet
from tests.bulk.xlsb import xlsb


def read(path: Path, **tables: Path) -> list[RawRecord]:
    """All records of a file."""
    with closing(open_source(path, tables)) as source:
        return list(source.records())


def heads(path: Path) -> list[dict[str, Any]]:
    """The heads of all records."""
    return [dict(record.header.values) for record in read(path)]


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    """A text file."""
    path.write_bytes(content.encode(encoding))
    return path


def test_csv_when_cells_look_like_numbers_or_nothing_then_they_stay_texts(tmp_path: Path) -> None:
    """001, NA, null and 1e5 are what was typed; only empty cells are blank."""
    path = text(tmp_path / "a.csv", "编号,甲,乙,丙,丁\n001,NA,null,1e5,\n\n002,nan, 5 ,TRUE,None\n")
    assert heads(path) == [
        {"编号": "001", "甲": "NA", "乙": "null", "丙": "1e5", "丁": None},
        {"编号": "002", "甲": "nan", "乙": "5", "丙": "TRUE", "丁": "None"},
    ]


def test_csv_when_a_line_is_longer_than_the_headings_then_the_file_is_refused(tmp_path: Path) -> None:
    """A comma in an unquoted text would shift every cell after it."""
    with pytest.raises(FileProblem, match=r"不是整齐的表格（第 3 行有 3 格，标题行只有 2 格）"):
        heads(text(tmp_path / "a.csv", "甲,乙\n1,2\n1,2,3\n"))


def test_csv_when_a_quotation_mark_is_not_closed_then_the_line_is_named(tmp_path: Path) -> None:
    """All that follows would be one text."""
    with pytest.raises(FileProblem, match=r"第 3 行起有一个引号没有配对）。请检查那一行的逗号和引号"):
        heads(text(tmp_path / "a.csv", '甲,乙\n1,2\n1,"二\n3,4\n'))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_when_encoded_as_excel_and_wps_do_then_it_is_read(tmp_path: Path, encoding: str) -> None:
    """Whatever 另存为 CSV made of it, tabs and semicolons too."""
    assert heads(text(tmp_path / "a.csv", "编号\t名称\n001\t䶮镇，经费\n", encoding)) == [
        {"编号": "001", "名称": "䶮镇，经费"}
    ]


def test_csv_when_bytes_are_no_text_then_one_sentence(tmp_path: Path) -> None:
    """A picture called .csv."""
    (tmp_path / "a.csv").write_bytes(b"\xff\x00\xff\x81")
    with pytest.raises(FileProblem, match="编码"):
        heads(tmp_path / "a.csv")


def test_csv_when_a_heading_stands_twice_then_it_is_refused(tmp_path: Path) -> None:
    """Nobody knows which of the two is meant."""
    with pytest.raises(InputError, match="有两列都叫“名称”"):
        heads(text(tmp_path / "a.csv", "名称,名称\n甲,乙\n"))


def test_csv_when_it_is_empty_then_there_is_no_record(tmp_path: Path) -> None:
    """An empty file and one with headings alone."""
    assert heads(text(tmp_path / "a.csv", "")) == []
    assert heads(text(tmp_path / "b.csv", "编号,名称\n")) == []


def test_csv_when_a_quoted_cell_has_commas_and_breaks_then_it_is_one_cell(tmp_path: Path) -> None:
    """Goals are long texts with line breaks."""
    assert heads(text(tmp_path / "a.csv", '目标,乙\n"一，""甲""\n二",3\n')) == [{"目标": '一，"甲"\n二', "乙": "3"}]


def test_parquet_when_columns_have_types_then_numbers_are_exact(tmp_path: Path) -> None:
    """Floats by their 15 digits, integers and days as they are, missing values blank."""
    rows = [
        {"编号": "001", "金额": 0.1 + 0.2, "数": 3, "日": dt.date(2026, 1, 2)},
        {"编号": "002", "金额": float("nan"), "数": 4, "日": None},
    ]
    parquet(tmp_path / "a.parquet", rows)
    first, second = heads(tmp_path / "a.parquet")
    assert first == {"编号": "001", "金额": Decimal("0.3"), "数": Decimal(3), "日": dt.date(2026, 1, 2)}
    assert second == {"编号": "002", "金额": None, "数": Decimal(4), "日": None}


def test_parquet_when_broken_then_one_sentence(tmp_path: Path) -> None:
    """Half a download."""
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(FileProblem, match="不是完整的 parquet"):
        heads(tmp_path / "a.parquet")


def workbook(path: Path) -> openpyxl.Workbook:
    """A workbook with a sheet 表头 of two records."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表头"
    sheet.append([])
    sheet.append(["编号", "执行率", "日期", "名称"])
    sheet.append([7, 0.955, dt.datetime(2026, 1, 2), "甲"])  # noqa: DTZ001
    sheet["A3"].number_format, sheet["B3"].number_format = "000", "0.0%"
    sheet.append([None, None, None, None])
    sheet.append(["008", None, None, "乙"])
    book.save(path)
    return book


def test_xlsx_when_cells_have_formats_then_they_are_read_as_they_are_seen(tmp_path: Path) -> None:
    """7 shown as 007 is the text 007, 0.955 shown as 95.5% is the text 95.5%, a day is a day; blank rows are none."""
    workbook(tmp_path / "a.xlsx")
    assert heads(tmp_path / "a.xlsx") == [
        {"编号": "007", "执行率": "95.5%", "日期": dt.datetime(2026, 1, 2), "名称": "甲"},  # noqa: DTZ001
        {"编号": "008", "执行率": None, "日期": None, "名称": "乙"},
    ]


def test_xlsx_when_tables_stand_on_sheets_then_they_are_joined_by_number(tmp_path: Path) -> None:
    """In any order, hidden and empty sheets left alone; a row of no record is told."""
    book = workbook(tmp_path / "a.xlsx")
    table = book.create_sheet("指标")
    for line in (["编号", "三级指标"], ["008", "乙一"], ["007", "甲一"], ["008", "乙二"], ["009", "丙"]):
        table.append(line)
    book.create_sheet("空表")
    hidden = book.create_sheet("字典")
    hidden.append(["随便"])
    hidden.append(["什么"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    with closing(open_source(tmp_path / "a.xlsx", {})) as source:
        first, second = source.records()
        assert [row.values["三级指标"] for row in first.tables["指标"]] == ["甲一"]
        assert [row.values["三级指标"] for row in second.tables["指标"]] == ["乙一", "乙二"]
        assert second.tables["指标"][0].position == "工作表“指标”第 2 行"
        assert source.leftovers() == ["工作表“指标”第 5 行的编号“009”在表头里没有，这一行没有归属。"]


def test_xlsx_when_a_visible_sheet_has_no_number_column_then_it_is_told(tmp_path: Path) -> None:
    """A sheet of remarks must be hidden, not read as data."""
    book = workbook(tmp_path / "a.xlsx")
    book.create_sheet("说明").append(["请按要求填写"])
    book["说明"].append(["谢谢"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="“说明”的数据没有“编号”列"):
        heads(tmp_path / "a.xlsx")


def test_xlsb_when_excel_wrote_it_then_its_cells_are_read(tmp_path: Path) -> None:
    """Texts stay texts, numbers are exact, gaps are blank."""
    data = xlsb(tmp_path / "a.xlsb", {"表头": [["编号", "名称", "年度"], ["001", "甲", 2025], ["002", None, 0.3]]})
    assert heads(data) == [
        {"编号": "001", "名称": "甲", "年度": Decimal(2025)},
        {"编号": "002", "名称": None, "年度": Decimal("0.3")},
    ]


@pytest.mark.parametrize("manner", ["short", "fonts"])
def test_xlsb_when_cells_are_written_in_a_way_that_cannot_be_read_then_refused(tmp_path: Path, manner: str) -> None:
    """Such cells would be blank, and whole forms be made without their contents."""
    data = xlsb(tmp_path / "a.xlsb", {"表头": [["编号", "名称"], ["001", "甲"]]}, **{manner: True})
    with pytest.raises(FileProblem, match=r"里有读不出的单元格.*另存为 \.xlsx"):
        heads(data)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{", "不是一条 JSON"),
        ("3", "不是一条记录"),
        ('{"fields": []}', ""),
        ('{"fields": [1]}', "应是 {…}"),
        ('{"项目名称": "甲"}', "不认识，字段请放进 fields"),
        ('{"tables": {"指标": {"a": 1}}}', "表格“指标”应是"),
        ('{"fields": {"a": NaN}}', "NaN 不是数"),
        ("[" * 2000, "不是一条 JSON"),
    ],
)
def test_jsonl_when_a_line_is_wrong_then_the_record_says_so(tmp_path: Path, line: str, error: str) -> None:
    """Never a crash, and the lines around it are read."""
    good = '{"编号": "1", "fields": {"金额": 0.10000000000000001, "数": 3}}'
    records = read(text(tmp_path / "a.jsonl", f"{good}\n{line}\n\n{good}\n"))
    assert error in records[1].error
    assert bool(records[1].error) == bool(error)
    assert [dict(records[i].header.values) for i in (0, 2)] == [{"金额": Decimal("0.1"), "数": Decimal(3)}] * 2
    assert records[2].header.position == "第 4 行"


def test_jsonl_when_it_is_the_list_that_read_prints_then_it_is_read(tmp_path: Path) -> None:
    """``perf-xl read --json`` prints a list over many lines."""
    path = text(tmp_path / "a.json", '[\n {"file": "a", "form": "x", "fields": {"甲": "1"}, "tables": {}}\n]\n')
    (record,) = read(path)
    assert (dict(record.header.values), record.meta["form"], record.faithful) == ({"甲": "1"}, "x", True)


def test_open_source_when_the_kind_is_unknown_then_the_known_ones_are_named(tmp_path: Path) -> None:
    """A Word document is no data."""
    with pytest.raises(FileProblem, match=r"请用 \.xlsx、\.csv、\.parquet 或 \.jsonl"):
        open_source(text(tmp_path / "a.docx", ""), {})
    with pytest.raises(InputError, match="不需要 --table"):
        open_source(text(tmp_path / "a.jsonl", ""), {"指标": tmp_path / "a.jsonl"})


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers()), max_size=40))
def test_aside_when_rows_come_in_any_order_then_each_record_gets_its_own_in_order(rows: list[tuple[str, int]]) -> None:
    """Nothing is lost, nothing is doubled, the order of a record's rows is that of the file."""
    with closing(Aside()) as aside:
        aside.fill("表", [(key, RawRow(str(value), {"值": value})) for key, value in rows])
        aside.ready()
        found = {key: [row.values["值"] for row in aside.rows(key)["表"]] for key in "甲乙"}
        left = [value for key, value in rows if key == "丙"]
        assert found == {key: [value for other, value in rows if other == key] for key in "甲乙"}
        assert len(aside.leftovers(most=100)) == len(left)
