"""exceljs, SheetJS and xlsx-template, run by node: installed on demand under ``build/``, left out where there is no npm."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.peers.base import Cells, Contestant, Formula, Work, number
from perf_xl.model.cells import column_letters

PACKAGES = {"exceljs": "4.4.0", "xlsx": "0.18.5", "xlsx-template": "1.4.4"}
FOLDER = Path(__file__).parents[2] / "build" / "peers-npm"
SCRIPT = Path(__file__).parent / "npm" / "fill.cjs"


def _install(package: str) -> None:
    """Put the package where node finds it; ImportError in one sentence where that cannot be done."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise ImportError("没有 node 和 npm，跳过")
    if (FOLDER / "node_modules" / package).is_dir():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not (FOLDER / "package.json").exists():
        (FOLDER / "package.json").write_text('{"name": "peers", "private": true}\n')
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", f"{package}@{PACKAGES[package]}"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise ImportError(f"npm 装不上 {package}（{(done.stderr.strip().splitlines() or ['没有网络？'])[-1]}），跳过")


def _measure(package: str, work: Work, folder: Path) -> dict[str, float]:
    for needed in {package, "exceljs"} if package == "xlsx-template" else {package}:
        _install(needed)
    job, source = FOLDER / f"{package}.json", FOLDER / f"{package}.xlsx"
    job.write_text(json.dumps([_said(cells) for cells in work.cells], ensure_ascii=False), encoding="utf-8")
    source.write_bytes(work.template)
    script = FOLDER / SCRIPT.name  # node looks for packages beside the script
    shutil.copy(SCRIPT, script)
    command = ["node", str(script), package, str(job), str(source), str(folder)]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["node"])[-1])
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _said(cells: Cells) -> list[dict[str, Any]]:
    return [{"a": f"{column_letters(column)}{row}", **_value(value)} for (row, column), value in cells.items()]


def _value(value: Any) -> dict[str, Any]:
    return {"f": value.formula, "c": number(value.cached)} if isinstance(value, Formula) else {"v": number(value)}


CONTESTANTS = [
    Contestant("exceljs", measure=partial(_measure, "exceljs"), keeps=True, loses="内容为常量的名称（28 个剩 26 个）"),
    Contestant(
        "SheetJS", measure=partial(_measure, "xlsx"), loses="全部格式、行高列宽、数据有效性、条件格式、保护、页面设置"
    ),
    Contestant(
        "xlsx_template",
        measure=partial(_measure, "xlsx-template"),
        loses="公式不能填写；模板要先有共享字符串，由 exceljs 另存",
    ),
]
"""What is lost was counted in the files they wrote from the official template."""
