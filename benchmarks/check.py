"""How long ``perf-xl check`` takes over a folder of project workbooks, and how much memory: ``python benchmarks/check.py``.

Makes the workbooks first (not measured): the published self-evaluations of twelve projects under other names, with one
broken file among them. The target: 1,000 in under 30 s on two cores, memory that does not grow with their number.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import from_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import SetValue
from perf_xl.resources import resource_dir


def make(folder: Path, count: int) -> None:
    """``count`` workbooks, and a broken one."""
    sources = sorted((resource_dir("published") / "zhijiang-2023").glob("*.yml"))
    forms = [data for path in sources if "project-self" in (data := yaml.safe_load(path.read_text("utf-8")))["form"]]
    filled = []
    for data in forms:
        spec = form_spec(data["form"])
        workbook = FilesWorkbook.open(spec.template_path)
        record = from_json({key: data[key] for key in ("form", "fields", "tables")}, spec)
        workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
        filled.append((data["fields"]["项目资金名称"], workbook.to_bytes()))
    for number in range(count):
        name, content = filled[number % len(filled)]
        office = f"第{number // len(filled)}局"
        target = folder / office / f"{number:04d}-{re.sub('[“”]', '', name)}.xlsx"
        target.parent.mkdir(exist_ok=True)
        workbook = FilesWorkbook(content, target)
        places = {item.name: item.area for item in workbook.names() if item.area}
        cells = [places[field].first for field in ("主管部门", "项目实施单位")]
        workbook.apply([SetValue(cell, office) for cell in cells], label="单位", unlock=True)
        target.write_bytes(workbook.to_bytes())
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")


def measure(folder: Path, jobs: int) -> tuple[float, float, int, int]:
    """Seconds, processor seconds, findings, and the largest resident memory of any process so far in MB."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "perf_xl", "check", str(folder), "--json", "--jobs", str(jobs)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    found = json.loads(result.stdout)["findings"]
    assert sum(finding["code"] == "PX902" for finding in found) == 1
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, cpu, len(found), after.ru_maxrss // 1024


def main() -> None:
    """Print a table."""
    counts = [int(text) for text in sys.argv[1:]] or [250, 1000, 2000]
    print("工作簿数  进程  秒      CPU 秒  问题数   最大内存 MB")
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), count)
            for jobs in (1, 2):
                seconds, cpu, findings, memory = measure(Path(folder), jobs)
                print(f"{count:8d}  {jobs:4d}  {seconds:6.1f}  {cpu:6.1f}  {findings:7d}  {memory:6d}")


if __name__ == "__main__":
    main()
