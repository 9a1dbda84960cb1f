"""Data for generation: records of the 项目支出绩效自评表 as jsonl, csv, parquet and xlsx, all saying the same."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd

FORM = "mof-project-self-evaluation"
LEVELS = [("产出指标（50分）", "数量指标"), ("产出指标（50分）", "质量指标"), ("效益指标（30分）", "社会效益指标")]


def head(number: int) -> dict[str, str]:
    """The head of one record, every value a text."""
    return {
        "编号": f"{number:03}",
        "年度": "2025",
        "项目名称": f"项目 {number}",
        "主管部门": "某某县科工贸局",
        "实施单位": f"单位{number % 7}",
        "预期目标": "=1+1 保障“工作”<开展> & 完成",
    }


def indicators(number: int, count: int = 5) -> list[dict[str, str]]:
    """Rows of the table 指标."""
    return [
        {
            "编号": f"{number:03}",
            "一级指标": LEVELS[i * 3 // count][0],
            "二级指标": LEVELS[i * 3 // count][1],
            "三级指标": f"指标{i}",
            "年度指标值": ["≥95%", "5次", "3", "001", "+5"][i % 5],
            "分值": "2.5",
        }
        for i in range(count)
    ]


def jsonl(path: Path, count: int, *, rows: int = 5) -> Path:
    """The shape of ``read --json``, a record a line."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            fields = head(number)
            key = fields.pop("编号")
            table = [{name: value for name, value in row.items() if name != "编号"} for row in indicators(number, rows)]
            record = {"编号": key, "form": FORM, "fields": fields, "tables": {"指标": table}}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def table_csv(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> Path:
    """Rows as csv."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def csv_pair(folder: Path, count: int, encoding: str = "utf-8-sig") -> tuple[Path, Path]:
    """Heads and indicators as two csv files; the indicators in reverse order of the records."""
    heads = table_csv(folder / "表头.csv", [head(number) for number in range(1, count + 1)], encoding)
    rows = [row for number in range(count, 0, -1) for row in indicators(number)]
    return heads, table_csv(folder / "指标.csv", rows, encoding)


def workbook(path: Path, count: int) -> Path:
    """A workbook with the sheets 表头 and 指标; numbers typed as numbers, 编号 as a number shown with zeros."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表头"
    heads = [head(number) for number in range(1, count + 1)]
    sheet.append(list(heads[0]))
    for number, row in enumerate(heads, start=1):
        values: list[Any] = list(row.values())
        values[0], values[1] = number, 2025
        sheet.append(values)
        sheet.cell(sheet.max_row, 1).number_format = "000"
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    rows = [row for number in range(1, count + 1) for row in indicators(number)]
    table = book.create_sheet("指标")
    table.append(list(rows[0]))
    for row in rows:
        table.append([row["编号"], *list(row.values())[1:]])
        for cell in table[table.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
        table.cell(table.max_row, 6).value = 2.5
    book.save(path)
    return path


def parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Rows as parquet."""
    pd.DataFrame(rows).to_parquet(path)
    return path
