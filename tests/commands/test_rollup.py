"""The command: open workbooks, files, broken files, duplicates, processes; and the command line over it."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from perf_xl.bulk.local import Processes
from perf_xl.cli.app import run
from perf_xl.commands.rollup import RollupOptions, rollup_files, rollup_workbooks
from perf_xl.demo.published import published_forms, write_published
from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.rollup import mapper
from perf_xl.model.cells import SetName
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.quick import quick_entries
from tests.support import filled_form, published


@pytest.fixture(scope="module")
def zhijiang(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbooks of Zhijiang 2023."""
    folder = tmp_path_factory.mktemp("报送 表")
    for form in published_forms():
        if form.document == "zhijiang-2023":
            write_published(form, folder)
    return folder / "zhijiang-2023"


@pytest.fixture
def folder(zhijiang: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    return Path(shutil.copytree(zhijiang, tmp_path / "表"))


def workbooks(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.xlsx"))


def test_open_workbooks_when_rolled_up_then_926_42_of_926_42() -> None:
    """What the ribbon calls."""
    books = [filled_form(published(f"zhijiang-2023/{number:02d}")) for number in range(5, 17)]
    found = rollup_workbooks(books)
    assert (found.budget, found.spent) == (Fraction("926.42"), Fraction("926.42"))


def test_hidden_sheet_when_in_an_open_workbook_then_is_listed_not_added() -> None:
    """Last year's project kept on a hidden sheet."""
    first, second = (filled_form(published(f"zhijiang-2023/{number:02d}")) for number in (5, 6))
    second.hide(second.sheets()[0])
    found = rollup_workbooks([first, second])
    assert (found.budget, len(found.hidden)) == (Fraction(76), 1)


@pytest.mark.parametrize("quick", [None, quick_entries], ids=["full reader", "quick reader"])
def test_files_when_rolled_up_then_both_readers_give_the_same(zhijiang: Path, quick: object) -> None:
    """The quick way changes no figure and no place."""
    found = rollup_files(workbooks(zhijiang), FilesWorkbook.open, RollupOptions(quick=quick))  # type: ignore[arg-type]
    expected = rollup_files(workbooks(zhijiang), FilesWorkbook.open)
    assert (found.entries, found.differences, found.indicators) == (
        expected.entries,
        expected.differences,
        expected.indicators,
    )
    assert found.budget == Fraction("926.42")


def test_broken_files_when_rolled_up_then_are_listed_with_their_reasons(folder: Path) -> None:
    """Truncated, empty, no form in it: nothing is left out in silence."""
    content = workbooks(folder)[5].read_bytes()
    (folder / "截断.xlsx").write_bytes(content[: len(content) // 2])
    (folder / "空.xlsx").write_bytes(b"")
    openpyxl.Workbook().save(folder / "别的表.xlsx")
    found = rollup_files(workbooks(folder), FilesWorkbook.open, RollupOptions(quick=quick_entries))
    reasons = {Path(failure.file).name: failure.reason for failure in found.failures}
    assert reasons.keys() == {"截断.xlsx", "空.xlsx", "别的表.xlsx"}
    assert "0 字节" in reasons["空.xlsx"]
    assert "没有认得的表" in reasons["别的表.xlsx"]
    assert (found.budget, found.files) == (Fraction("926.42"), len(workbooks(folder)))


def test_crash_when_reading_one_file_then_is_listed_and_stops_nothing(zhijiang: Path) -> None:
    """A bug in reading one file is told, with the file."""
    bad = workbooks(zhijiang)[-1]

    def opens(path: Path) -> FilesWorkbook:
        if path == bad:
            raise ZeroDivisionError
        return FilesWorkbook.open(path)

    found = rollup_files(workbooks(zhijiang), opens)
    assert [failure.file for failure in found.failures] == [str(bad)]
    assert "ZeroDivisionError" in found.failures[0].reason
    assert found.whole.projects == 11


def test_copy_of_a_file_when_there_then_stops_the_total_until_one_is_kept(folder: Path) -> None:
    """「(1)」."""
    copied = folder / "05-创新型省份建设资金(1).xlsx"
    shutil.copy(workbooks(folder)[4], copied)
    stopped = rollup_files(workbooks(folder), FilesWorkbook.open)
    kept = rollup_files(workbooks(folder), FilesWorkbook.open, RollupOptions(Choices(keep=(copied.name,))))
    assert (stopped.budget, kept.budget) == (None, Fraction("926.42"))
    assert [Path(one.file).name for one in kept.dropped] == ["05-创新型省份建设资金.xlsx"]


def test_files_when_read_in_other_processes_then_give_the_same(zhijiang: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts come back and merge."""
    monkeypatch.setattr("perf_xl.commands.rollup.PART", 3)
    options = RollupOptions(quick=quick_entries)
    seen: list[int] = []
    pool = Processes(2)
    try:
        found = rollup_files(
            workbooks(zhijiang), FilesWorkbook.open, options, map_parts=mapper(pool), progress=seen.append
        )
    finally:
        pool.close()
    expected = rollup_files(workbooks(zhijiang), FilesWorkbook.open)
    assert (found.entries, found.budget, found.indicators) == (expected.entries, expected.budget, expected.indicators)
    assert seen[-1] == len(workbooks(zhijiang))


def test_cached_files_when_rolled_up_again_then_give_the_same(folder: Path, tmp_path: Path) -> None:
    """Incremental: the changed file counts with its new figures."""
    options = RollupOptions(quick=quick_entries, cache=tmp_path / "c" / "rollup.sqlite")
    first = rollup_files(workbooks(folder), FilesWorkbook.open, options)
    again = rollup_files(workbooks(folder), FilesWorkbook.open, options)
    assert (again.entries, again.budget) == (first.entries, first.budget)
    workbooks(folder)[4].unlink()
    assert rollup_files(workbooks(folder), FilesWorkbook.open, options).budget == Fraction("850.42")


def test_nothing_to_add_when_rolled_up_then_says_why(tmp_path: Path) -> None:
    """The reasons of the files that failed are part of the sentence."""
    (tmp_path / "空.xlsx").write_bytes(b"")
    with pytest.raises(InputError, match=r"(?s)没有可以汇总的项目表.*空文件"):
        rollup_files([tmp_path / "空.xlsx"], FilesWorkbook.open)


# the command line


def test_cli_when_run_then_prints_the_figures_with_file_and_cell(
    zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """926.42 of 926.42, each figure with file and cell; differences make status 1."""
    out = tmp_path / "汇 总.xlsx"
    status = run(["rollup", str(zhijiang), "--out", str(out)])
    printed = capsys.readouterr().out
    assert status == 1
    assert "应报 14 项，已报 12 项（其中 2 项名称待确认），未报 2 项，金额覆盖 74.3%。" in printed
    assert "全年预算数合计 926.42 万元，全年执行数合计 926.42 万元" in printed
    assert "05-创新型省份建设资金.xlsx" in printed
    assert "项目支出绩效目标自评表!D6、E6" in printed
    assert openpyxl.load_workbook(out, read_only=True).sheetnames[0] == "填报情况"


def test_cli_when_all_agrees_then_status_is_0(zhijiang: Path, tmp_path: Path) -> None:
    """Projects only: nothing to compare with."""
    projects = [str(path) for path in workbooks(zhijiang)[4:]]
    assert run(["rollup", *projects, "--out", str(tmp_path / "s.xlsx")]) == 0


def test_cli_json_when_asked_then_is_data(zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """For scripts."""
    run(["rollup", str(zhijiang), "--out", str(tmp_path / "s.xlsx"), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["budget"], found["spent"], found["projects"]) == (926.42, 926.42, 12)
    assert found["coverage"] == {
        "expected": 14,
        "arrived": 12,
        "to_confirm": 2,
        "missing": 2,
        "share": pytest.approx(0.7427, abs=1e-4),
    }
    assert sorted(item["delta"] for item in found["differences"]) == [-0.01, 155.83, 165.12, 320.94, 320.94]


def test_cli_when_run_twice_into_the_same_folder_then_the_summary_is_not_added(folder: Path) -> None:
    """The file being written is no input."""
    out = folder / "汇总.xlsx"
    first, second = (run(["rollup", str(folder), "--out", str(out)]) for _ in range(2))
    assert (first, second) == (1, 1)
    sheet = openpyxl.load_workbook(out, data_only=True)["填报情况"]
    assert any("926.42" in str(cell.value) for cell in sheet["A"])


def test_cli_when_other_kinds_of_files_are_there_then_they_are_counted_as_left_out(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """.xls and .docx are told, with the remedy."""
    (folder / "旧表.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    assert run(["rollup", str(folder), "--out", str(tmp_path / "s.xlsx")]) == 1
    captured = capsys.readouterr()
    assert "未计入文件 1 个" in captured.out
    assert "旧表.xls" in captured.err
    assert "另存为 .xlsx" in captured.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["没有", "--out", "s.xlsx"], "不存在"),
        (["{folder}", "--out", "s.xls"], "--out 应为 .xlsx"),
        (["{folder}", "--out", "{folder}/没有/s.xlsx"], "不存在"),
        (["{folder}", "--out", "{tmp}/s.xlsx", "--keep", "没有.xlsx"], "不在所给的文件里"),
        (["{folder}", "--out", "{tmp}/s.xlsx", "--year", "1999"], "没有所选年度"),
        (["{tmp}", "--out", "{tmp}/s.xlsx"], "没有可汇总的工作簿"),
    ],
)
def test_cli_when_asked_for_the_impossible_then_one_sentence_and_status_2(
    arguments: list[str], message: str, zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is written."""
    given = [argument.format(folder=zhijiang, tmp=tmp_path) for argument in arguments]
    assert run(["rollup", *given]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "s.xlsx").exists()


def test_a_form_that_lost_the_name_of_its_sources_is_told_and_not_added(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """资金_来源 gone: no crash, no total, the sentence names the file and the lost name."""
    [path] = [file for file in workbooks(folder) if file.stem.startswith("10-")]
    workbook = FilesWorkbook.open(path)
    workbook.apply([SetName("资金_来源", workbook.sheets()[0], None)], label="丢失")
    lost = tmp_path / "丢失.xlsx"
    workbook.save(lost)
    assert run(["rollup", str(lost), "--out", str(tmp_path / "汇总.xlsx")]) == 1
    said = capsys.readouterr()
    assert "全年预算数合计 未填全" in said.out
    assert "丢失名称“资金_来源”" in said.err


def test_confirm_when_no_form_has_the_indicator_then_says_what_can_be_confirmed(
    zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip of the pen decides nothing, and nothing is written."""
    out = tmp_path / "s.xlsx"
    assert run(["rollup", str(zhijiang), "--out", str(out), "--confirm", "科技培训班"]) == 2
    said = capsys.readouterr().err
    assert "--confirm 的指标“科技培训班”在各项目表里没有。可以确认的有：" in said
    assert "科技培训、" in said
    assert not out.exists()


def test_choices_in_the_folder_when_none_are_given_then_hold_and_are_told(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """汇总口径.yml among the forms: the ribbon has no other way."""
    (folder / "汇总口径.yml").write_text("可汇总: [科技培训]\n种类: 自评\n", "utf-8")
    out = tmp_path / "s.xlsx"
    assert run(["rollup", str(folder), "--out", str(out)]) == 1
    assert "汇总口径.yml”汇总。" in capsys.readouterr().out
    sheet = openpyxl.load_workbook(out, data_only=True)["指标汇总"]
    (row,) = [row for row in sheet.iter_rows(values_only=True) if row[2] == "科技培训"]
    assert row[11:14] == (15, None, "已汇总")


def test_kind_when_chosen_then_is_summed_and_the_other_is_told(
    zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Target forms beside self-evaluations."""
    for form in published_forms():
        if form.document == "wuchuan-2024":
            write_published(form, tmp_path / "目标")
    paths = [str(zhijiang), str(tmp_path / "目标"), "--out", str(tmp_path / "s.xlsx")]
    assert run(["rollup", *paths]) == 1
    said = capsys.readouterr()
    assert "未计入 2024年绩效目标表 6 份（吴川市科工贸和信息化局 6 份）：本次汇总自评表" in said.err
    assert run(["rollup", *paths, "--kind", "目标"]) == 1
    assert "当年度金额合计 22.6 万元" in capsys.readouterr().out
    assert run(["rollup", *paths, "--kind", "决算"]) == 2
    assert "“自评”或“目标”" in capsys.readouterr().err


def test_details_when_left_out_then_the_command_line_and_the_sheet_say_so(
    zhijiang: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with more than 500 files; the analysis tables hold every project all the same."""
    monkeypatch.setattr("perf_xl.commands.rollup.DETAIL_LIMIT", 5)
    out = tmp_path / "s.xlsx"
    assert run(["rollup", str(zhijiang), "--out", str(out), "--parquet", str(tmp_path / "数据")]) == 1
    assert "本表只按主管部门列示" in capsys.readouterr().out
    book = openpyxl.load_workbook(out, data_only=True)
    assert any("本表只按主管部门列示" in str(cell.value) for cell in book["填报情况"]["A"])
    assert "没有逐项核对部门表所列的项目" in "".join(str(cell.value) for cell in book["差异清单"]["A"])
    forms = pd.read_parquet(tmp_path / "数据" / "forms.parquet")
    assert int((forms["level"] == "project").sum()) >= 12


def test_hidden_sheet_when_there_then_the_command_line_names_it(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Read, listed, not added."""
    path = workbooks(folder)[5]
    book = openpyxl.load_workbook(path)
    book.create_sheet("空表")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save(path)
    assert run(["rollup", str(folder), "--out", str(tmp_path / "s.xlsx")]) == 1
    assert "工作表“项目支出绩效目标自评表”是隐藏的，只列出，不计入汇总" in capsys.readouterr().err
