"""Filling and scoring in one go, beside openpyxl that only fills: ``python -m benchmarks.fill_scored [--records 3000]``.

The project self-evaluation with 15 indicators, rows grown, a rule beside each; rules repeat from record to record, actual
values and amounts do not. Both write files; ratios are of processor time within a round, the median is printed. In the
files scores, rates and totals stand as formulas with their values: a sample is read back and scored again.
"""

from __future__ import annotations

import argparse
import gc
import io
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl

from benchmarks.fill_data import LEVELS
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.score_form import score_form
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.fill_scored import fill_scored
from perf_xl.hosts.scored_template import scored_template
from perf_xl.model.cells import CellValue
from perf_xl.policy import DEFAULT_POLICY

FORM = "mof-project-self-evaluation"
SEED = 20231019
RULES = (
    "完成率达到95%以上得满分，每降低1个百分点扣0.5分，扣完为止",
    "完成率≥95%得6分；80%（含）-95%得3分；低于80%不得分",
    "按计划完成得满分，否则按实际值/计划值*指标分值计分",
    "达标率100%得满分，每低于1%扣0.2分，低于60%不得分",
    "完成率小于60%不得分；大于等于60%的，得分=（实际完成率-60%）/（1-60%）×指标分值",
    "满意度≥90%得满分，80%（含）至90%得4分，60%（含）至80%得2分，60%以下不得分",
    "及时率达到95%得满分，每降低5个百分点扣1分，扣完为止",
)
Made = tuple[FormRecord, list[dict[str, CellValue]]]


def records(spec: FormSpec, count: int) -> list[Made]:
    """Records with their rules; the same count gives the same records."""
    rng = random.Random(SEED)
    return [_record(spec, rng, number) for number in range(count)]


def _record(spec: FormSpec, rng: random.Random, number: int) -> Made:
    table, funds = spec.table("指标"), spec.table("资金")
    assert table is not None
    assert funds is not None
    blank: dict[str, CellValue] = {column.name: None for column in table.columns}
    rows = [
        Row(blank | {"一级指标": first, "二级指标": second, "三级指标": f"第{index + 1}项任务完成率", "年度指标值": "≥95%",
                     "实际完成值": f"{rng.randint(55, 105)}%", "分值": Decimal(6)})
        for index, (first, second) in enumerate(LEVELS)
    ]  # fmt: skip
    beside: list[dict[str, CellValue]] = [{"规则": RULES[index % len(RULES)]} for index in range(len(rows))]
    budget = Decimal(rng.randint(1000, 999_999)) / 100
    money: dict[str, CellValue] = {
        "年初预算数": budget,
        "全年预算数": budget,
        "全年执行数": (budget * rng.randint(60, 100) / 100).quantize(Decimal("0.01")),
    }
    nothing: dict[str, CellValue] = {column.name: None for column in funds.columns}
    lines = [
        Row(nothing | {"来源": line.get("来源")} | (money if index < 2 else {}))
        for index, line in enumerate(funds.rows)
    ]
    fields: dict[str, CellValue] = {
        "年度": Decimal(2026), "项目名称": f"“{number}”号项目", "主管部门": "某某县科技和工业信息化局", "实施单位": f"第{number % 500}号单位",
        "预期目标": "完成年度各项任务，资金使用合规。" * 3, "实际完成情况": "按期完成。" * 8,
    }  # fmt: skip
    return FormRecord(FORM, spec.version, fields=fields, tables={"指标": rows, "资金": lines}), beside


def with_openpyxl(spec: FormSpec, made: list[Made], folder: Path) -> float:
    """Load the template whose rows are grown, set the same values, save: processor seconds a workbook."""
    grown = fill_form(spec, made[0][0])
    (there,) = read_forms(FilesWorkbook(grown, spec.template_path))
    start = time.process_time()
    for number, (record, _) in enumerate(made):
        book = openpyxl.load_workbook(io.BytesIO(grown))
        sheet = book.worksheets[0]
        for name, value in record.fields.items():
            if name != "年度":
                sheet[there.cells[name].a1].value = value
        for table, rows in record.tables.items():
            for row, at in zip(rows, there.rows(table), strict=True):
                for name, value in row.values.items():
                    cell = sheet[at.cells[name].a1]
                    if value is not None and type(cell).__name__ != "MergedCell":
                        cell.value = value
        book.save(folder / f"o{number}.xlsx")
    return (time.process_time() - start) / len(made)


def with_perf_xl(spec: FormSpec, made: list[Made], folder: Path) -> float:
    """Ours: fill and score, every file written."""
    start = time.process_time()
    for number, (record, beside) in enumerate(made):
        (folder / f"p{number}.xlsx").write_bytes(fill_scored(spec, record, beside).data)
    return (time.process_time() - start) / len(made)


def verify(spec: FormSpec, made: list[Made], folder: Path) -> tuple[int, int]:
    """Score a sample again as any workbook is scored: files and scores compared. What is in the file is right already."""
    files = scores = 0
    for number in range(0, len(made), max(1, len(made) // 25)):
        path = folder / f"p{number}.xlsx"
        book = FilesWorkbook.open(path)
        (record,) = read_forms(book)
        form = score_form(book, record, spec, DEFAULT_POLICY)
        assert form is not None
        assert form.edits == ()
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        for row in form.rows:
            cached = sheet[row.row.cells["score"].a1].value
            assert row.points is not None
            assert abs(float(row.points) - float(cached)) < 1e-9, (number, row)
            scores += 1
        assert form.total is not None
        assert abs(float(form.total) - float(sheet[record.cells["总分_得分"].a1].value)) < 1e-9
        files += 1
    return files, scores


def main() -> None:
    """Run the rounds and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=3000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    spec = form_spec(FORM)
    made = records(spec, options.records)
    few = made[: max(20, options.records // 60)]
    folder = Path(tempfile.mkdtemp(prefix="fill-scored-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    ways: tuple[tuple[Callable[..., float], list[Made]], ...] = ((with_openpyxl, few), (with_perf_xl, made))
    try:
        gc.collect()
        gc.freeze()  # the input is in memory before the clock starts, for both
        figures = []
        for number in range(options.rounds):
            scored_template.cache_clear()  # nothing is kept from the round before: every rule is read anew
            base, ours = (way(spec, part, folder) for way, part in ways)
            figures.append((base, ours, base / ours))
            print(
                f"第 {number + 1} 轮：openpyxl 只填 {base * 1000:.1f} ms，填并计分 {ours * 1000:.3f} ms，{base / ours:.0f} 倍"
            )
        files, scores = verify(spec, made, folder)
    finally:
        shutil.rmtree(folder)
    print(f"中位数 {statistics.median(ratio for _, _, ratio in figures):.0f} 倍；每秒 "
          f"{1 / statistics.median(ours for _, ours, _ in figures):,.0f} 份；峰值 "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB（含 openpyxl）")  # fmt: skip
    print(f"重算核对 {files} 份、{scores} 个得分和 {files} 个总分：文件里的缓存值全部正确，没有一处要改")


if __name__ == "__main__":
    main()
