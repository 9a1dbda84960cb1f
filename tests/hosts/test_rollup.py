"""The roll-up of files by other routes and in other places: no names, old formats, processes, a Dask cluster."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from perf_xl.cli.app import run
from perf_xl.commands.explain_sheet import EXPLANATION
from perf_xl.commands.policy_sheet import SETTINGS
from perf_xl.commands.results_sheet import RESULTS
from perf_xl.demo.published import published_forms, write_published
from perf_xl.hosts.rollup import RollupRun
from perf_xl.rollup.choices import NO_CHOICES
from perf_xl.rollup.labelled import BY_LABELS, OLD_FORMAT, OWN_SHEETS
from perf_xl.rollup.summary import Summary
from tests.bulk.test_dask import Cluster


@pytest.fixture(scope="module")
def zhijiang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twelve project workbooks of Zhijiang 2023."""
    folder = tmp_path_factory.mktemp("报送")
    for form in published_forms():
        if form.document == "zhijiang-2023" and int(Path(form.file).name[:2]) > 4:
            write_published(form, folder)
    return folder / "zhijiang-2023"


def without_names(source: Path, target: Path) -> Path:
    """A copy as somebody retypes it: the same cells, no names of ours."""
    content = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/workbook.xml":
                data = re.sub(rb"<definedNames>.*</definedNames>", b"", data, flags=re.DOTALL)
            new.writestr(name, data)
    target.write_bytes(content.getvalue())
    return target


def rolled(folder: Path, out: Path, **options: object) -> Summary:
    """The roll-up of a folder."""
    return RollupRun([folder], out, NO_CHOICES, **options).summarize()  # type: ignore[arg-type]


def figures(summary: Summary) -> object:
    """What the summary states of indicators and money."""
    indicators = [(item.key, item.target, item.actual, item.status, item.distribution) for item in summary.indicators]
    return summary.budget, summary.spent, indicators, summary.whole.sources


def test_forms_without_names_when_rolled_up_then_are_read_by_their_labels_and_marked(
    zhijiang: Path, tmp_path: Path
) -> None:
    """The same figures as by names; every file is to be looked at."""
    folder = tmp_path / "手工表"
    folder.mkdir()
    for path in zhijiang.glob("*.xlsx"):
        without_names(path, folder / path.name)
    found, expected = (rolled(each, tmp_path / "s.xlsx") for each in (folder, zhijiang))
    assert figures(found) == figures(expected)
    assert {entry.route for entry in found.entries} == {BY_LABELS}
    assert [item.kind for item in found.opens] == ["请核对原表"]
    assert "等 12 份：没有名称，按表头标签识别后已计入" in found.opens[0].message


def test_old_formats_when_rolled_up_then_are_read_through_calamine_and_no_percentage_is_guessed(
    zhijiang: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """calamine gives values and merges, no formats: money agrees, fractions stay texts that are not added."""
    monkeypatch.setattr("perf_xl.hosts.rollup.SUFFIXES", (".xlsx",))
    monkeypatch.setattr("perf_xl.hosts.rollup._ZIP", b"never")
    found = rolled(zhijiang, tmp_path / "s.xlsx")
    assert (found.budget, found.spent) == (Fraction("926.42"), Fraction("926.42"))
    assert {entry.route for entry in found.entries} == {OLD_FORMAT}
    assert len(found.indicators) == len(rolled_by_names(zhijiang, tmp_path, monkeypatch).indicators)


def rolled_by_names(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> Summary:
    """The same folder, read as usual."""
    monkeypatch.undo()
    return rolled(folder, out / "s.xlsx")


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path, Path, str], Path]:
    """LibreOffice's converter."""
    profile = f"-env:UserInstallation=file://{tmp_path_factory.mktemp('profile')}"

    def converted(folder: Path, out: Path, suffix: str) -> Path:
        files = [str(path) for path in sorted(folder.glob("*.xlsx"))]
        call = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out), *files]
        subprocess.run(call, check=True, capture_output=True, timeout=180)
        return out

    return converted


@pytest.mark.libreoffice
def test_xls_and_et_when_rolled_up_then_926_42_and_the_sources_say_the_route(
    zhijiang: Path, tmp_path: Path, convert: Callable[[Path, Path, str], Path]
) -> None:
    """Real .xls files, one of them called .et as WPS does; the sheet 来源 names the route of each figure."""
    folder = convert(zhijiang, tmp_path / "旧表", "xls")
    first = min(folder.glob("*.xls"))
    first.rename(first.with_suffix(".et"))
    out = tmp_path / "s.xlsx"
    assert run(["rollup", str(folder), "--out", str(out)]) == 1
    book = openpyxl.load_workbook(out, data_only=True)
    assert "926.42 万元，全年执行数合计 926.42" in str(book["填报情况"]["A4"].value)
    routes = {row[9].value for row in book["来源"].iter_rows(min_row=4) if row[5].value}
    assert routes == {OLD_FORMAT}
    figured = figures(rolled(folder, out))
    assert figured == figures(rolled(zhijiang, out))


@pytest.mark.libreoffice
def test_ods_when_rolled_up_then_all_figures_are_those_of_the_xlsx(
    zhijiang: Path, tmp_path: Path, convert: Callable[[Path, Path, str], Path]
) -> None:
    """Percentages and merges are read, so nothing is left in doubt."""
    found, expected = (
        rolled(folder, tmp_path / "s.xlsx") for folder in (convert(zhijiang, tmp_path / "ods", "ods"), zhijiang)
    )
    assert figures(found) == figures(expected)
    assert {entry.route for entry in found.entries} == {BY_LABELS}


@pytest.mark.libreoffice
def test_encrypted_xls_when_rolled_up_then_is_told(
    zhijiang: Path, tmp_path: Path, convert: Callable[[Path, Path, str], Path]
) -> None:
    """An old workbook with a password: the record that says so, put in the place of the code page's."""
    folder = tmp_path / "旧表"
    folder.mkdir()
    shutil.copy(min(zhijiang.glob("*.xlsx")), folder)
    convert(folder, folder, "xls")
    path = next(folder.glob("*.xls"))
    plain, locked = b"\x42\x00\x02\x00\xb0\x04", b"\x2f\x00\x02\x00\x01\x00"
    content = path.read_bytes()
    assert plain in content
    path.write_bytes(content.replace(plain, locked, 1))
    found = rolled(folder, tmp_path / "s.xlsx")
    assert [(Path(one.file).suffix, one.reason) for one in found.failures] == [(".xls", "有密码")]


def test_hidden_sheet_when_it_has_no_names_then_is_listed_too(zhijiang: Path, tmp_path: Path) -> None:
    """Last year's form, pasted without names and hidden."""
    path = without_names(min(zhijiang.glob("*.xlsx")), tmp_path / "甲.xlsx")
    book = openpyxl.load_workbook(path)
    other = book.copy_worksheet(book.worksheets[0])
    other.title, other.sheet_state = "去年的表", "hidden"
    other["C4"].value = "去年的项目"
    book.save(path)
    found = rolled(path, tmp_path / "s.xlsx")
    assert [one.sheet for one in found.hidden] == ["去年的表"]
    assert found.whole.projects == 1


def test_sheet_when_it_may_be_a_form_then_is_told_and_not_added(zhijiang: Path, tmp_path: Path) -> None:
    """Half of the labels gone: nobody guesses."""
    source = min(zhijiang.glob("*.xlsx"))
    book = openpyxl.load_workbook(without_names(source, tmp_path / "半张.xlsx"))
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=9):
        for cell in row:
            if type(cell).__name__ == "Cell":
                cell.value = None
    book.save(tmp_path / "半张.xlsx")
    shutil.copy(source, tmp_path)
    found = rolled(tmp_path, tmp_path / "s.xlsx")
    assert [Path(one.file).name for one in found.failures] == ["半张.xlsx"]
    assert "拿不准是哪种表" in found.failures[0].reason


def test_sheets_and_books_of_our_own_when_among_the_forms_then_are_no_forms(zhijiang: Path, tmp_path: Path) -> None:
    """校验结果 beside a form is passed over; a 审核汇总 is told for what it is."""
    assert set(OWN_SHEETS) == {sheet.mark for sheet in (RESULTS, SETTINGS, EXPLANATION)}
    folder = tmp_path / "表"
    shutil.copytree(zhijiang, folder)
    assert (
        run(["check", str(folder), "--mark", "--out", str(tmp_path / "查过"), "--review", str(folder / "审核.xlsx")])
        == 1
    )
    shutil.copy(folder / "审核.xlsx", tmp_path / "查过")
    found = rolled(tmp_path / "查过", tmp_path / "s.xlsx")
    assert (found.budget, found.opens) == (Fraction("926.42"), [])
    assert [one.reason for one in found.failures] == ["是本工具生成的审核汇总，不是填报的表，不用计入"]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers on loopback."""
    (tmp_path / "cluster").mkdir()
    running = Cluster(tmp_path / "cluster")
    yield running
    running.stop()


@pytest.mark.dask
def test_scheduler_when_given_then_the_summary_is_that_of_one_process(
    zhijiang: Path, tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here, in two processes, and on a Dask cluster: the same entries, figures and open items."""
    (zhijiang / "坏.xlsx").write_bytes(b"broken")
    monkeypatch.setattr("perf_xl.commands.rollup.PART", 3)
    monkeypatch.chdir(zhijiang.parent)
    ways = ({"jobs": 1}, {"jobs": 2}, {"scheduler": cluster.address})
    here, processes, cloud = (rolled(zhijiang, tmp_path / "s.xlsx", **way) for way in ways)
    assert here.budget == Fraction("926.42")
    for other in (processes, cloud):
        assert (figures(other), other.entries, other.opens) == (figures(here), here.entries, here.opens)
        assert [one.file for one in other.failures] == [str(zhijiang / "坏.xlsx")]
    (zhijiang / "坏.xlsx").unlink()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--scheduler", "tcp://127.0.0.1:9", "--jobs", "2"], "只能用一个"),
        (["--scheduler", "tcp://127.0.0.1:9", "--incremental"], "不能和 --scheduler 一起用"),
    ],
)
def test_scheduler_when_it_cannot_be_combined_then_one_sentence(
    options: list[str], message: str, zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is read."""
    assert run(["rollup", str(zhijiang), "--out", str(tmp_path / "s.xlsx"), *options]) == 2
    assert message in capsys.readouterr().err
