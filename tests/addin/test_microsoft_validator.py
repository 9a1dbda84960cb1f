"""Microsoft's Open XML validator on every kind of file that we write, the ribbon's two parts among them.

The validator holds the published schemas of Office 2007 to Microsoft 365. ``scripts/validator_setup.sh`` installs it;
without it these tests are left out.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from perf_xl.addin.build import build_addin
from perf_xl.commands.check import check_workbook
from perf_xl.commands.explain import explain_cell
from perf_xl.commands.explain_sheet import show_explanation
from perf_xl.commands.marks import mark_workbook
from perf_xl.commands.policy_sheet import show_policy
from perf_xl.commands.review import review_workbook
from perf_xl.commands.rollup import RollupOptions, rollup_files
from perf_xl.commands.score import score_workbook
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.place import place_record
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.model.cells import CellRef, InsertRows
from perf_xl.ooxml.package import Package
from perf_xl.policy import DEFAULT_POLICY
from perf_xl.rollup.book.build import build_summary
from tests.support import published_record

FOLDER = Path(os.environ.get("PERF_XL_VALIDATOR", Path(__file__).parents[2] / ".venv" / "ooxml-validator"))
PROGRAMS = sorted((FOLDER / "node_modules" / "@xarsh").glob("ooxml-validator-*/ooxml-validator*"))
pytestmark = pytest.mark.skipif(
    not PROGRAMS, reason="no validator here: scripts/validator_setup.sh .venv/ooxml-validator"
)

OLDEST, NEWEST = "Office2007", "Microsoft365"
VERSIONS = (OLDEST, "Office2010", "Office2013", NEWEST)
PROJECTS = ("zhijiang-2023/05", "zhijiang-2023/06")


def faults(path: Path, version: str = NEWEST) -> list[tuple[str, str, str]]:
    """Part, place and description of everything the validator has against a file."""
    done = subprocess.run([PROGRAMS[0], str(path), version], capture_output=True, check=False, timeout=60)
    return [(e["path"], e["xPath"], e["description"]) for e in json.loads(done.stdout)["errors"]]


@pytest.fixture
def filled(tmp_path) -> Path:
    """A published project form, filled."""
    return fill(tmp_path / "项目.xlsx", PROJECTS[0])


def fill(path: Path, name: str) -> Path:
    """A published form, filled into its official template."""
    record = published_record(name)
    path.write_bytes(fill_form(form_spec(record.form), record))
    return path


@pytest.mark.parametrize("version", VERSIONS)
def test_addin_when_validated_then_every_office_is_silent(tmp_path, version):
    """Package, workbook, sheets, and the ribbon against its published schema."""
    assert [] == faults(build_addin(tmp_path / "perf_xl.xlam"), version)


@pytest.mark.parametrize(
    ("part", "right", "wrong"),
    [
        ("customUI/customUI14.xml", b'keytip="DF"', b'keytip="DEFG"'),
        ("customUI/customUI14.xml", b'getEnabled="PxFormIsOpen"', b'getEnable="PxFormIsOpen"'),
        ("customUI/customUI.xml", b'size="large"', b'size="huge"'),
    ],
)
def test_ribbon_when_mistyped_then_the_validator_names_its_part(tmp_path, part, right, wrong):
    """So that its silence above says something about the ribbon too."""
    addin = build_addin(tmp_path / "perf_xl.xlam")
    package = Package.parse(addin.read_bytes(), addin.name)
    data = package.read(part)
    assert right in data
    package.write(part, data.replace(right, wrong))
    addin.write_bytes(package.to_bytes())
    assert {f"/{part}"} == {found for found, _, _ in faults(addin)}


@pytest.mark.parametrize("form", form_ids())
@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_template_when_validated_then_is_silent(form, version):
    """Every official template."""
    assert [] == faults(form_spec(form).template_path, version)


@pytest.mark.parametrize("name", ["zhijiang-2025/01", "zhijiang-2023/03", "zhijiang-2023/05"])
def test_filled_form_when_validated_then_is_silent(tmp_path, name):
    """Filled fast, rows added where the template has too few."""
    assert [] == faults(fill(tmp_path / "表.xlsx", name))


def score(workbook: FilesWorkbook) -> None:
    """计算得分."""
    score_workbook(workbook)


def mark(workbook: FilesWorkbook) -> None:
    """校验: notes, fills, the sheet 校验结果 with its links."""
    mark_workbook(workbook, check_workbook(workbook).findings)


def grow(workbook: FilesWorkbook) -> None:
    """Rows, by the patcher."""
    [area] = [name.area for name in workbook.names() if name.name == "指标_三级指标" and name.area]
    workbook.apply([InsertRows(area.sheet, area.top + 2, 3, like=area.top + 1)], label="增加", unlock=True)


def refill(workbook: FilesWorkbook) -> None:
    """A whole record, by the patcher."""
    record = published_record(PROJECTS[1])
    workbook.apply(place_record(form_spec(record.form), workbook, record), label="填写", unlock=True)


def explain(workbook: FilesWorkbook) -> None:
    """The sheets 得分说明 and 口径设置, with links and drop-down lists."""
    [rate] = [name.area for name in workbook.names() if name.name == "资金_执行率" and name.area]
    cell = CellRef(rate.sheet, rate.top + 1, rate.left)
    show_explanation(workbook, cell, explain_cell(workbook, cell))
    show_policy(workbook, DEFAULT_POLICY, "默认口径")


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize(
    "commands",
    [(score,), (mark,), (explain,), (grow, refill, score, mark, explain)],
    ids=["score", "mark", "explain", "all"],
)
def test_written_file_when_validated_then_is_silent(
    filled, commands: tuple[Callable[[FilesWorkbook], None], ...], version
):
    """What a command patched into a user's file, and the file after going back."""
    workbook = FilesWorkbook.open(filled)
    for command in commands:
        command(workbook)
    workbook.save()
    assert [] == faults(filled, version)
    workbook.restore()
    workbook.save()
    assert [] == faults(filled, version)


@pytest.mark.parametrize("version", VERSIONS)
def test_summary_when_validated_then_is_silent(tmp_path, version):
    """The department's workbook with its charts."""
    paths = [fill(tmp_path / f"{number}.xlsx", name) for number, name in enumerate(PROJECTS)]
    out = tmp_path / "汇总.xlsx"
    out.write_bytes(build_summary(rollup_files(paths, FilesWorkbook.open, RollupOptions()), out))
    assert [] == faults(out, version)


def test_review_when_validated_then_is_silent(tmp_path, filled):
    """审核汇总."""
    findings = check_workbook(FilesWorkbook.open(filled)).findings
    out = tmp_path / "审核.xlsx"
    out.write_bytes(review_workbook([filled.name], {filled.name: ("单位", "项目")}, findings, tmp_path))
    assert [] == faults(out)
