"""``perf-xl regenerate`` as a user runs it: workbooks with and without names, old formats, Word, several at once."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from perf_xl.bulk.manifest import NAME
from perf_xl.bulk.mappings import mapping_for, new_year
from perf_xl.cli.app import run
from perf_xl.cli.left import LEFT
from perf_xl.commands.regenerate import carry
from perf_xl.commands.score import score_workbook
from perf_xl.errors import FileProblem
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import block_values, find_block
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.old_formats import maybe_percents, open_old_format
from perf_xl.hosts.regenerate import forms_in
from perf_xl.hosts.word_tables import open_word_tables
from perf_xl.model.cells import CellReader, SetValue
from perf_xl.resources import resource_dir
from tests.bulk.work import contents
from tests.support import published_record

TARGET = "zhijiang-2025-department-target"
SELF = "zhijiang-2023-department-self-evaluation"
MOF = "mof-project-self-evaluation"


def filled(path: Path, name: str, *, names: bool = True) -> Path:
    """A published form as a workbook; without names it is what a clerk copied or typed."""
    record = published_record(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(fill_form(form_spec(record.form), record))
    if not names:
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            sheet.title = "Sheet1"
            for defined in list(sheet.defined_names):
                del sheet.defined_names[defined]
        book.save(path)
    return path


def regenerate(source: Path, form: str, out: Path, *options: str) -> int:
    """The exit status of one call."""
    return run(["regenerate", str(source), "--form", form, "--out", str(out), *options])


def said(reader: CellReader) -> FormRecord:
    """The one form of a workbook."""
    (record,), problems = forms_in(reader)
    assert problems == []
    return record


def rows(record: FormRecord) -> list[dict[str, object]]:
    """The values of the indicators."""
    return [dict(row.values) for row in record.rows("指标")]


def test_regenerate_when_targets_become_a_self_evaluation_then_their_rules_score_it(tmp_path: Path) -> None:
    """The rules stand in the score block: with actual values typed in, they give the points."""
    source = filled(tmp_path / "目 标" / "部门.xlsx", "zhijiang-2025/01")
    assert regenerate(source, SELF, tmp_path / "自评") == 0
    book = FilesWorkbook.open(tmp_path / "自评" / "部门.xlsx")
    (record,) = read_forms(book)
    block = find_block(book, record.sheet)
    assert block is not None
    written = block_values(book, block)
    first = record.rows("指标")[0].cells["实际完成值"]
    assert written[first.row]["规则"] == "按计划完成得2分，否则按实际值/计划值*指标分值计分。"
    assert (written[first.row]["类型"], written[first.row]["单位"]) == ("≥", "家")
    book.apply([SetValue(first, "3家")], label="填表", unlock=True)
    report = score_workbook(book)
    assert [(row.row.input.name, row.points) for row in report.scored] == [("新增规模工业企业", Decimal(2))]


def test_regenerate_when_a_folder_is_given_then_subfolders_and_names_are_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One new workbook a form, where the old one stood; what is not carried is listed in a file that Excel can read."""
    filled(tmp_path / "in" / "甲局" / "一 号.xlsx", "wuchuan-2024/04")
    filled(tmp_path / "in" / "乙局" / "一 号.xlsx", "wuchuan-2024/05")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out") == 0
    assert sorted(contents(tmp_path / "out")) == sorted([NAME, LEFT, "甲局/一 号.xlsx", "乙局/一 号.xlsx"])
    left = (tmp_path / "out" / LEFT).read_text("utf-8-sig").splitlines()
    assert left[0].split("\t") == ["生成的文件", "来源文件", "工作表", "单元格", "栏目", "内容", "说明"]
    found = [line.split("\t") for line in left[1:]]
    assert [
        "甲局/一 号.xlsx",
        "一 号.xlsx",
        "项目支出绩效目标表",
        "C7",
        "总金额",
        "0.5万元",
        "自评表只填当年资金",
    ] in found
    assert "处没有原样转入" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "form", "year"),
    [
        ("wuchuan-2024/04", "suixi-2026-project-target", 2024),
        ("wuchuan-2024/01", "suixi-2026-department-target", 2024),
        ("wuchuan-2024/04", "wuchuan-2024-project-target", None),
        ("suixi-2026/02", "suixi-2026-project-target", 2027),
        ("zhijiang-2023/05", MOF, 2023),
        ("zhijiang-2023/05", "zhijiang-2023-project-self-evaluation", None),
    ],
)
def test_regenerate_when_into_the_form_of_2026_the_national_one_or_next_year_then_it_is_made(
    tmp_path: Path, name: str, form: str, year: int | None
) -> None:
    """Each way from the folder of old workbooks to a new one that reads back with its year and all its indicators."""
    source = filled(tmp_path / "in" / "a.xlsx", name)
    assert regenerate(tmp_path / "in", form, tmp_path / "out") == 0
    made, old = said(FilesWorkbook.open(tmp_path / "out" / "a.xlsx")), said(FilesWorkbook.open(source))
    assert made.form == form
    assert made.fields.get("年度") == year
    names = [row.values["三级指标"] for row in old.rows("指标") if row.values["三级指标"]]
    assert sorted(map(str, names)) == sorted(
        str(row.values["三级指标"]) for row in made.rows("指标") if row.values["三级指标"]
    )


def test_regenerate_when_resumed_then_nothing_is_done_twice_and_the_list_stays(tmp_path: Path) -> None:
    """A second call with --resume changes no byte."""
    filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out") == 0
    before = contents(tmp_path / "out")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out", "--resume") == 0
    assert contents(tmp_path / "out") == before


def test_regenerate_when_a_workbook_has_no_names_then_it_is_recognised(tmp_path: Path) -> None:
    """A copied form on Sheet1 says the same as the official one."""
    filled(tmp_path / "有.xlsx", "wuchuan-2024/04")
    filled(tmp_path / "无.xlsx", "wuchuan-2024/04", names=False)
    for name in ("有", "无"):
        assert regenerate(tmp_path / f"{name}.xlsx", MOF, tmp_path / f"out{name}") == 0
    made = [said(FilesWorkbook.open(tmp_path / f"out{name}" / f"{name}.xlsx")) for name in ("有", "无")]
    assert (made[0].fields, rows(made[0])) == (made[1].fields, rows(made[1]))


def test_regenerate_when_some_files_are_no_forms_then_they_are_listed_and_the_rest_is_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken file, a stranger's table, a form that cannot be carried: each a sentence, status 1."""
    filled(tmp_path / "in" / "好.xlsx", "wuchuan-2024/04")
    filled(tmp_path / "in" / "别种.xlsx", "zhijiang-2023/03")
    (tmp_path / "in" / "坏.xlsx").write_bytes(b"not a workbook")
    (tmp_path / "in" / "坏.docx").write_bytes(b"not a document")
    book = openpyxl.Workbook()
    book.save(tmp_path / "in" / "空.xlsx")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert "坏.docx" in told
    assert "坏.xlsx" in told
    assert "空.xlsx”里没有认得的绩效表" in told
    assert "（zhijiang-2023-department-self-evaluation）不能转成" in told
    assert [name for name in contents(tmp_path / "out") if name.endswith(".xlsx")] == ["好.xlsx"]


def test_regenerate_when_nothing_can_be_carried_then_status_two_and_nothing_is_written(tmp_path: Path) -> None:
    """No half-empty folder of self-evaluations."""
    filled(tmp_path / "a.xlsx", "zhijiang-2023/03")
    assert regenerate(tmp_path / "a.xlsx", MOF, tmp_path / "out") == 2
    assert not (tmp_path / "out").exists()


def test_regenerate_when_names_come_from_a_pattern_then_two_alike_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two projects of one name would overwrite each other."""
    filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    filled(tmp_path / "in" / "b.xlsx", "wuchuan-2024/04")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out", "--name", "{年度}-{项目名称}") == 1
    assert "已被另一份占用" in capsys.readouterr().err
    assert (tmp_path / "out" / "2024-循环经济工作经费.xlsx").exists()


def word_document(path: Path, source: Path) -> Path:
    """The printed form as a Word table: text and merges of the workbook's cells."""
    sheet = openpyxl.load_workbook(source).worksheets[0]
    document = docx.Document()
    document.add_paragraph("关于填报的说明")
    document.add_paragraph(str(sheet["A1"].value))
    table = document.add_table(rows=sheet.max_row - 1, cols=sheet.max_column)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if cell.value is not None:
                table.cell(cell.row - 2, cell.column - 1).text = str(cell.value)
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > 1:
            first = table.cell(merged.min_row - 2, merged.min_col - 1)
            first.merge(table.cell(merged.max_row - 2, merged.max_col - 1))
    document.save(str(path))
    return path


def test_open_word_tables_when_the_form_is_a_word_table_then_it_says_the_same(tmp_path: Path) -> None:
    """Merges across and down are one cell, the title comes from the line above the table."""
    source = filled(tmp_path / "a.xlsx", "wuchuan-2024/04")
    document = word_document(tmp_path / "a.docx", source)
    record, original = said(open_word_tables(document)), said(FilesWorkbook.open(source))
    assert record.form == original.form
    assert record.fields == original.fields
    assert rows(record) == rows(original)
    assert regenerate(document, MOF, tmp_path / "out") == 0


def test_open_word_tables_when_there_is_no_table_then_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter is no form."""
    document = docx.Document()
    document.add_paragraph("没有表")
    document.save(str(tmp_path / "a.docx"))
    assert regenerate(tmp_path / "a.docx", MOF, tmp_path / "out") == 2
    assert "里没有表格" in capsys.readouterr().err


def test_open_old_format_when_calamine_reads_it_then_values_and_merges_are_those_of_the_file(tmp_path: Path) -> None:
    """The reader for .xls, on a file of the new format: same cells, same form."""
    source = filled(tmp_path / "a.xlsx", "wuchuan-2024/04", names=False)
    record, original = said(open_old_format(source)), said(FilesWorkbook.open(source))
    assert record.fields == original.fields
    assert rows(record) == rows(original)


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_regenerate_when_the_file_is_of_an_old_format_then_it_is_carried(tmp_path: Path, suffix: str) -> None:
    """A real .xls and .ods, written by LibreOffice, become the same self-evaluation as the .xlsx."""
    source = filled(tmp_path / "a.xlsx", "wuchuan-2024/04")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(source)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    assert regenerate(tmp_path / f"a.{suffix}", MOF, tmp_path / "old") == 0
    assert regenerate(source, MOF, tmp_path / "new") == 0
    old, new = (said(FilesWorkbook.open(tmp_path / folder / "a.xlsx")) for folder in ("old", "new"))
    assert (old.fields, rows(old)) == (new.fields, rows(new))


def test_maybe_percents_when_a_format_is_lost_then_fractions_are_told() -> None:
    """0.95 in a value cell of an .xls may have been 95%: it is listed, never changed."""
    record = published_record("zhijiang-2023/05")
    spec = form_spec(record.form)
    (read,) = read_forms(FilesWorkbook(fill_form(spec, record), Path("a.xlsx")))
    cell = read.rows("指标")[0].cells["年度指标值"]
    book = FilesWorkbook(fill_form(spec, record), Path("a.xlsx"))
    book.apply([SetValue(cell, Decimal("0.95"))], label="填表", unlock=True)
    (changed,) = read_forms(book)
    assert [(ref.a1, name) for ref, name, _ in maybe_percents(changed, spec)] == [(cell.a1, "指标_年度指标值")]


def test_open_old_format_when_it_is_none_then_one_sentence(tmp_path: Path) -> None:
    """A text file called .xls is told in words."""
    (tmp_path / "a.xls").write_text("名称,金额")
    with pytest.raises(FileProblem, match=r"另存为 \.xlsx"):
        open_old_format(tmp_path / "a.xls")


@pytest.mark.parametrize("folder", ["suixi-2026", "wuchuan-2024", "zhijiang-2023", "zhijiang-2025"])
def test_carry_when_every_published_form_goes_into_its_next_year_then_a_workbook_is_made(folder: str) -> None:
    """All 27 forms, each into the next year's of its own kind: indicators stay, scores and actual values are gone."""
    for file in sorted((resource_dir("published") / folder).glob("*.yml")):
        wanted = published_record(f"{folder}/{file.stem}")
        spec = form_spec(wanted.form)
        (record,) = read_forms(FilesWorkbook(fill_form(spec, wanted), Path("a.xlsx")))
        carried = carry(record, spec, spec, mapping_for(spec.id, spec.id), new_year())
        (made,) = read_forms(FilesWorkbook(fill_form(spec, carried.record), Path("b.xlsx")))
        table = spec.table("指标")
        if table is None:
            continue
        gone = [column.name for column in table.columns if column.en in ("actual", "score")]
        assert all(row.values[name] is None for row in made.rows("指标") for name in gone)
        key = table.key.name
        assert [row.values[key] for row in made.rows("指标") if row.values[key]] == [
            row.values[key] for row in record.rows("指标") if row.values[key]
        ]


def test_inspect_when_asked_in_two_processes_then_the_digest_is_the_same(tmp_path: Path) -> None:
    """Hash seeds differ between processes; a resumed run must know its own work again."""
    source = filled(tmp_path / "a.xlsx", "wuchuan-2024/04")
    code = (
        "import sys; from pathlib import Path; from perf_xl.hosts.regenerate import Task, inspect; "
        "print(inspect(Task(Path(sys.argv[1]), '', sys.argv[2])).found[0].digest)"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, str(source), MOF],
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_regenerate_when_a_value_looks_like_a_formula_then_the_list_is_harmless(tmp_path: Path) -> None:
    """The list is opened in Excel: what stands in it must not be calculated."""
    source = filled(tmp_path / "a.xlsx", "wuchuan-2024/04")
    book = FilesWorkbook.open(source)
    (record,) = read_forms(book)
    book.apply([SetValue(record.cells["项目概述"], "=cmd|' /C calc'!A0\t第二列")], label="填表", unlock=True)
    book.save()
    assert regenerate(source, MOF, tmp_path / "out") == 0
    lines = (tmp_path / "out" / LEFT).read_text("utf-8-sig").splitlines()
    found = next(line for line in lines if "cmd" in line).split("\t")
    assert (len(found), found[5]) == (7, "'=cmd|' /C calc'!A0 第二列")
