"""Bulk generation end to end: data file in, folder of workbooks and manifest out, beside a plain openpyxl loop.

    python -m benchmarks.bulk [records] [--dask] [--disk]

One run, one machine, the same records; ratios are of processor time, against openpyxl in this run. Files go into memory
(``/dev/shm``), with ``--disk`` onto the disk: what the system takes to make a file is told apart. A sample of the files is
read back and compared with the data. Peak memory is that of the largest process. A hundred thousand:
``python -m benchmarks.bulk 100000``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook

FORM = "mof-project-self-evaluation"
INDICATORS = 15
SAMPLE = 60
"""Workbooks that openpyxl makes (a fill is some 50 ms): enough for a rate, few enough to wait for."""
GROUPS = [("产出指标（50分）", "数量指标", 6), ("产出指标（50分）", "质量指标", 3), ("效益指标（30分）", "社会效益指标", 4),
          ("满意度指标（10分）", "服务对象满意度指标", 2)]  # fmt: skip


def record(number: int) -> dict[str, object]:
    """One record of 15 indicators; the same number gives the same record."""
    rows = []
    for first, second, count in GROUPS:
        rows += [
            {"一级指标": first, "二级指标": second, "三级指标": f"第{number % 97}类任务完成情况之{i}",
             "年度指标值": f"≥{90 + i}%", "分值": 3.33 if i == 1 else 4 + i}
            for i in range(count)
        ]  # fmt: skip
    fields = {"年度": 2026, "项目名称": f"项目{number:07}", "主管部门": "某某县科技和工业信息化局",
              "实施单位": f"第{number % 500}号单位", "预期目标": "完成年度各项任务，资金使用合规。"}  # fmt: skip
    funds = [{"来源": "年度资金总额", "年初预算数": 1000 + number % 977, "全年预算数": 1000 + number % 1013}]
    return {"编号": f"{number:07}", "form": FORM, "fields": fields, "tables": {"指标": rows, "资金": funds}}


def write_data(path: Path, count: int) -> None:
    """The data file."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps(record(number), ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Run:
    """One call: seconds, processor seconds of all its processes, those of the system among them, peak memory in MB."""

    seconds: float
    processor: float
    system: float
    memory: float

    def line(self, what: str, count: int, base: Run) -> str:
        """A line of the table."""
        rate, cost, system = count / self.seconds, 1000 * self.processor / count, 1000 * self.system / count
        ratio = base.processor / SAMPLE * 1000 / cost
        hundred = 100 * cost
        return f"{what:<44}{rate:>10,.0f}{cost:>12.2f}{system:>12.2f}{hundred:>12.0f}{ratio:>12.1f}{self.memory:>10.0f}"


def generate(data: Path, out: Path, *options: str) -> Run:
    """One call of the command, start of the program included."""
    command = [sys.executable, "-m", "perf_xl", "generate", "--form", FORM, "--data", str(data), "--out", str(out)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    system = after.ru_stime - before.ru_stime
    processor = after.ru_utime - before.ru_utime + system
    return Run(time.perf_counter() - start, processor, system, after.ru_maxrss / 1024)


def with_openpyxl(out: Path, count: int) -> Run:
    """The usual recipe: load the template, set the cells, save. Rows are not even grown."""
    out.mkdir()
    spec = form_spec(FORM)
    template = out / "template.xlsx"
    template.write_bytes(template_bytes(spec))
    start, used, system = time.perf_counter(), time.process_time(), os.times().system
    for number in range(count):
        said = record(number)
        book = openpyxl.load_workbook(template)
        sheet = book.worksheets[0]
        places = {name: defined.attr_text.split("!")[1].replace("$", "") for name, defined in sheet.defined_names.items()
                  if "!" in defined.attr_text}  # fmt: skip
        for name, value in said["fields"].items():  # type: ignore[attr-defined]
            if name != "年度":
                sheet[places[name].split(":")[0]] = value
        for table, rows in said["tables"].items():  # type: ignore[attr-defined]
            for index, row in enumerate(rows, start=1):
                for column, value in row.items():
                    cell = sheet[places[f"{table}_{column}"].split(":")[0]]
                    target = sheet.cell(cell.row + index, cell.column)
                    if type(target).__name__ != "MergedCell":
                        target.value = value
        book.save(out / f"{number:07}.xlsx")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Run(time.perf_counter() - start, time.process_time() - used, os.times().system - system, memory)


def verify(out: Path, count: int) -> int:
    """Compare a sample with the data, field by field and row by row; the number of values compared."""
    compared = 0
    for number in range(0, count, max(1, count // 20)):
        wanted = record(number)
        (made,) = read_forms(FilesWorkbook.open(out / f"{number:07}-项目{number:07}.xlsx"))
        for name, value in wanted["fields"].items():  # type: ignore[attr-defined]
            assert str(made.fields[name]) == str(value), (number, name)
            compared += 1
        for row, told in zip(wanted["tables"]["指标"], made.rows("指标"), strict=True):  # type: ignore[index]
            for name, value in row.items():
                same = told.values[name] == value or abs(float(told.values[name]) - value) < 1e-12  # type: ignore[arg-type]
                assert same, (number, name, told.values[name], value)
                compared += 1
    return compared


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """A scheduler and workers on loopback."""
    file = folder / "scheduler.json"
    python = [sys.executable, "-m"]
    scheduler = subprocess.Popen([*python, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0",
                                  "--no-dashboard", "--scheduler-file", str(file)], stderr=subprocess.DEVNULL)  # fmt: skip
    while not (file.exists() and file.stat().st_size):
        time.sleep(0.05)
    address = json.loads(file.read_text())["address"]
    started = [
        subprocess.Popen([*python, "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny",
                          "--no-dashboard"], stderr=subprocess.DEVNULL, cwd=folder)
        for _ in range(workers)
    ]  # fmt: skip
    time.sleep(2)
    yield address
    for process in [*started, scheduler]:
        process.kill()
        process.wait()


def main() -> None:
    """Run and print the table."""
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    count = numbers[0] if numbers else 2000
    in_memory = "--disk" not in sys.argv and Path("/dev/shm").is_dir()
    with tempfile.TemporaryDirectory(prefix="perf_xl-bench-", dir="/dev/shm" if in_memory else None) as name:
        folder = Path(name)
        data = folder / "data.jsonl"
        write_data(data, count)
        load = os.getloadavg()[0]
        print(
            f"{count} records of {INDICATORS} indicators, {os.cpu_count()} processors, load before the run {load:.1f}"
        )
        base = with_openpyxl(folder / "openpyxl", SAMPLE)
        print(
            f"{'what':<44}{'files/s':>10}{'CPU ms/file':>12}{'of system':>12}{'s/100,000':>12}{'× openpyxl':>12}{'peak MB':>10}"
        )
        print(base.line("openpyxl load, fill, save (no rows grown)", SAMPLE, base))
        for jobs in (1, 2):
            run = generate(data, folder / f"jobs{jobs}", "--jobs", str(jobs))
            print(run.line(f"generate --jobs {jobs}", count, base))
        run = generate(data, folder / "jobs2", "--jobs", "2", "--resume")
        print(run.line("generate --resume, all done before", count, base))
        if "--dask" in sys.argv:
            with cluster(folder, 2) as address:
                run = generate(data, folder / "dask", "--scheduler", address)
            print(run.line("generate --scheduler (this side only)", count, base))
        print(f"{verify(folder / 'jobs2', count)} values read back and compared: all as in the data")


if __name__ == "__main__":
    main()
