"""Reading filled workbooks by name: ours against what people use, same files, same run, every value checked.

    python -m benchmarks.read [--files 1000] [--rounds 3]

Each contestant turns a file into the same values: 7 single fields, 5 × 3 amounts, 12 × 6 indicator cells, in rows. Those
without defined names (calamine, pandas, polars, fastexcel) read fixed addresses, which hold here because all files
have the same number of rows. Speeds are per second of processor time (threads of a reader included), so other work on the
machine matters little; ratios are to openpyxl in its normal mode in the same round.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.rollup_data import INDICATORS, SHEET, SOURCES, records, write_workbooks

FIELDS = {
    "项目资金名称": "B2",
    "负责人及电话": "F2",
    "主管部门": "B3",
    "项目实施单位": "B4",
    "年初设定目标": "B13",
    "全年实际完成情况": "E13",
}
FUNDS = {"来源": "B", "全年预算数": "D", "全年执行数": "E"}
ROWS = {"一级指标": "B", "二级指标": "C", "三级指标": "D", "年度指标值": "E", "全年完成值": "F", "未完成原因": "G"}
FIRST_FUND, FIRST_ROW = 6, 15
CHUNK = 50
"""Files read before their values are checked and let go."""
Values = tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]]]
Cell = Callable[[int, int], Any]


def fixed(cell: Cell) -> Values:
    """Values at fixed addresses; ``cell`` takes zero-based row and column. Merged levels are filled down."""
    fields = {name: cell(int(a1[1:]) - 1, ord(a1[0]) - 65) for name, a1 in FIELDS.items()}
    funds = [
        {name: cell(row, ord(letter) - 65) for name, letter in FUNDS.items()}
        for row in range(FIRST_FUND - 1, FIRST_FUND - 1 + len(SOURCES))
    ]
    rows: list[dict[str, Any]] = []
    for row in range(FIRST_ROW - 1, FIRST_ROW - 1 + len(INDICATORS)):
        values = {name: cell(row, ord(letter) - 65) for name, letter in ROWS.items()}
        for level in ("一级指标", "二级指标"):
            values[level] = values[level] or rows[-1][level]
        rows.append(values)
    return fields, funds, rows


# contestants


def ours(path: Path) -> Values:
    from perf_xl.rollup.quick import quick_file

    found = quick_file(path)
    assert found is not None
    record = found[0]
    return record.fields, [row.values for row in record.tables["资金"]], [row.values for row in record.tables["指标"]]


def ours_entries(path: Path) -> Values:
    from perf_xl.rollup.quick import quick_entries

    found = quick_entries(path)
    assert found is not None
    entry = found[0]
    funds = [
        {"来源": line.source, "全年预算数": line.budget.value, "全年执行数": line.spent.value} for line in entry.funds
    ]
    rows = [{"三级指标": line.name, "年度指标值": line.target, "全年完成值": line.actual} for line in entry.indicators]
    return {"项目资金名称": entry.project, "主管部门": entry.department}, funds, rows


def ours_full(path: Path) -> Values:
    from perf_xl.forms.read import read_forms
    from perf_xl.hosts.files import FilesWorkbook

    record = read_forms(FilesWorkbook.open(path))[0]
    return record.fields, [row.values for row in record.tables["资金"]], [row.values for row in record.tables["指标"]]


def openpyxl_normal(path: Path) -> Values:
    return _openpyxl(path, read_only=False)


def openpyxl_read_only(path: Path) -> Values:
    return _openpyxl(path, read_only=True)


def _openpyxl(path: Path, *, read_only: bool) -> Values:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True, read_only=read_only)
    sheet = book[SHEET]
    names = {name: defined.attr_text for name, defined in sheet.defined_names.items()}
    block = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=40, max_col=8)]
    book.close()

    def at(name: str) -> tuple[int, int, int]:
        reference = names[name].rsplit("!", 1)[1].replace("$", "").split(":")
        return int(reference[0][1:]), int(reference[-1][1:]), ord(reference[0][0]) - 65

    fields = {name: block[at(name)[0] - 1][at(name)[2]] for name in FIELDS}
    funds = [
        {name: block[row - 1][at(f"资金_{name}")[2]] for name in FUNDS}
        for row in range(at("资金_来源")[0] + 1, at("资金_来源")[1])
    ]
    rows: list[dict[str, Any]] = []
    columns = {name: at(f"指标_{name}")[2] for name in ROWS}
    for row in range(at("指标_三级指标")[0] + 1, at("指标_三级指标")[1]):
        values = {name: block[row - 1][column] for name, column in columns.items()}
        for level in ("一级指标", "二级指标"):
            values[level] = values[level] or rows[-1][level]
        rows.append(values)
    return fields, funds, rows


def calamine(path: Path) -> Values:
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(SHEET).to_python(skip_empty_area=False)
    return fixed(lambda row, column: rows[row][column] if rows[row][column] != "" else None)


def pandas_calamine(path: Path) -> Values:
    import pandas as pd

    frame = pd.read_excel(path, engine="calamine", header=None, sheet_name=SHEET, keep_default_na=False, na_values=[""])
    values = frame.astype(object).where(frame.notna(), None).to_numpy()
    return fixed(lambda row, column: values[row][column])


def fast_excel(path: Path) -> Values:
    import fastexcel

    sheet = fastexcel.read_excel(str(path)).load_sheet(SHEET, header_row=None, dtypes="string")
    columns = [column.to_pylist() for column in sheet.to_arrow().columns]
    return fixed(lambda row, column: columns[column][row])


def polars_excel(path: Path) -> Values:
    import polars as pl

    frame = pl.read_excel(path, sheet_name=SHEET, has_header=False, infer_schema_length=0, drop_empty_rows=False)
    rows = frame.rows()
    return fixed(lambda row, column: rows[row][column])


CONTESTANTS: dict[str, tuple[Callable[[Path], Values], str]] = {
    "perf_xl quick": (ours, "有名称，精确小数"),
    "perf_xl quick + entries": (ours_entries, "有名称，折成万元，可汇总"),
    "python-calamine": (calamine, "固定地址，浮点"),
    "fastexcel": (fast_excel, "固定地址，全是文本"),
    "polars": (polars_excel, "固定地址，全是文本"),
    "pandas + calamine": (pandas_calamine, "固定地址，浮点"),
    "perf_xl full reader": (ours_full, "有名称，精确小数"),
    "openpyxl read-only": (openpyxl_read_only, "有名称，浮点"),
    "openpyxl": (openpyxl_normal, "有名称，浮点"),
}


def wrong_values(got: Values, expected: Values) -> int:
    """How many of the values asked for are not what was written."""
    fields, funds, rows = got
    pairs = [(fields.get(name), expected[0][name]) for name in fields if name in FIELDS]
    for found, wanted in ((funds, expected[1]), (rows, expected[2])):
        if len(found) != len(wanted):
            return 999
        pairs += [
            (own[name], other[name])
            for own, other in zip(found, wanted, strict=True)
            for name in own
            if name in other and name not in {"来源", "执行率"}
        ]
    return sum(not _equal(one, other) for one, other in pairs)


def _equal(got: Any, expected: Any) -> bool:
    if isinstance(expected, Decimal) and got is not None:
        return Decimal(format(float(got), ".15g")) == expected
    return (got or None) == (expected or None)


def measure(files: list[Path], rounds: int) -> None:
    expected = [(fields, tables["资金"], tables["指标"]) for fields, tables in records(len(files))]
    speeds: dict[str, list[float]] = {}
    ratios: dict[str, list[float]] = {}
    faults: dict[str, str] = {}
    for _ in range(rounds):
        found: dict[str, float] = {}
        for name, (read, _) in CONTESTANTS.items():
            share = files if "openpyxl" not in name and "full" not in name else files[: max(20, len(files) // 10)]
            spent, wrong = 0.0, 0
            try:
                for start in range(0, len(share), CHUNK):
                    begin = time.process_time()
                    results = [read(path) for path in share[start : start + CHUNK]]
                    spent += time.process_time() - begin
                    wrong += sum(wrong_values(one, want) for one, want in zip(results, expected[start:], strict=False))
            except ImportError:
                continue
            found[name] = len(share) / spent
            faults[name] = "全对" if wrong == 0 else f"{wrong} 个值不符"
        for name, speed in found.items():
            speeds.setdefault(name, []).append(speed)
            ratios.setdefault(name, []).append(speed / found["openpyxl"])
    print("| 读法 | 每处理器秒工作簿 | 是 openpyxl 的几倍 | 核对 | 说明 |\n|---|---|---|---|---|")
    for name in sorted(speeds, key=lambda name: -statistics.median(speeds[name])):
        speed, ratio = statistics.median(speeds[name]), statistics.median(ratios[name])
        print(f"| {name} | {speed:,.0f} | {ratio:,.1f} | {faults[name]} | {CONTESTANTS[name][1]} |")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for excel, title in (
            (True, "共享文本（Excel、WPS 的存法）"),
            (False, "单元格内文本（本软件、openpyxl 的存法）"),
        ):
            files = write_workbooks(Path(folder) / str(excel), options.files, excel=excel)
            size = statistics.mean(path.stat().st_size for path in files)
            print(f"\n### {title}：{len(files)} 个文件，平均 {size / 1024:.1f} kB，{options.rounds} 轮中位数\n")
            measure(files, options.rounds)


if __name__ == "__main__":
    main()
