"""Generation into a template that an office has restyled: its look stays, nothing of the data is lost."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName

from perf_xl.cli.app import run
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill_scored import fill_scored, scored_workbook
from perf_xl.hosts.scored_template import scored_template
from perf_xl.policy import DEFAULT_POLICY
from tests.bulk.data import FORM, jsonl
from tests.bulk.test_fill_scored import made, said
from tests.bulk.test_regenerate_cli import filled, regenerate
from tests.bulk.work import contents


def restyled(path: Path, *lost: str) -> Path:
    """The official template in red 楷体 with a note and a sheet of remarks; without the names ``lost``."""
    path.write_bytes(template_bytes(form_spec(FORM)))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for line in sheet.iter_rows():
        for cell in line:
            cell.font = Font(name="楷体", color="FFFF0000")
    sheet["A3"].comment = Comment("请填全称", "县财政局")
    book.create_sheet("附注")["A1"] = "县里的说明"
    for name in lost:
        del sheet.defined_names[name]
    book.save(path)
    return path


def generate(folder: Path, out: str, *options: str, count: int = 3) -> int:
    """The exit status of one call."""
    data = jsonl(folder / "d.jsonl", count)
    return run(["generate", "--form", FORM, "--data", str(data), "--out", str(folder / out), *options])


@pytest.mark.parametrize("score", [[], ["--score"]])
def test_generate_when_an_own_template_is_given_then_its_look_stays_and_the_forms_say_the_same(
    tmp_path: Path, score: list[str]
) -> None:
    """Fonts also in the rows that were added, notes, further sheets; the values are those of the official form."""
    own = restyled(tmp_path / "本县 模板.xlsx")
    assert generate(tmp_path, "县", "--template", str(own), *score) == 0
    assert generate(tmp_path, "官", *score) == 0
    made, official = (FilesWorkbook.open(tmp_path / folder / "002-项目 2.xlsx") for folder in ("县", "官"))
    (ours,), (theirs,) = read_forms(made), read_forms(official)
    assert ours.fields == theirs.fields
    assert [row.values for row in ours.rows("指标")] == [row.values for row in theirs.rows("指标")]
    book = openpyxl.load_workbook(tmp_path / "县" / "002-项目 2.xlsx")
    sheet = book.worksheets[0]
    for row in ours.rows("指标"):
        font = sheet[row.cells["三级指标"].a1].font
        assert (font.name, font.color.rgb) == ("楷体", "FFFF0000")
    assert sheet["A3"].comment.text == "请填全称"
    assert book["附注"]["A1"].value == "县里的说明"


def test_generate_when_an_own_template_is_given_then_any_number_of_processes_gives_the_same_bytes(
    tmp_path: Path,
) -> None:
    """The template travels to the workers."""
    own = str(restyled(tmp_path / "模板.xlsx"))
    assert generate(tmp_path, "一", "--template", own, "--jobs", "1") == 0
    assert generate(tmp_path, "二", "--template", own, "--jobs", "2") == 0
    assert contents(tmp_path / "一") == contents(tmp_path / "二")


def test_generate_when_the_template_changed_then_resume_makes_the_files_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder half in the old look and half in the new one is not what anybody wants."""
    assert generate(tmp_path, "o") == 0
    own = str(restyled(tmp_path / "模板.xlsx"))
    assert generate(tmp_path, "o", "--template", own, "--resume") == 0
    assert "上次完成" not in capsys.readouterr().out
    assert openpyxl.load_workbook(tmp_path / "o" / "001-项目 1.xlsx").worksheets[0]["B3"].font.name == "楷体"


def test_generate_when_the_template_lost_names_then_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the data says under these names would have no place to go."""
    own = restyled(tmp_path / "模板.xlsx", "项目名称", "指标_分值")
    assert generate(tmp_path, "o", "--template", str(own)) == 2
    assert "缺少名称：项目名称、指标_分值。请从官方模板（perf-xl template" in capsys.readouterr().err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("没有.xlsx", None, "不存在"),
        ("模板.xlsm", b"", "不是 .xlsx 模板"),
        ("坏.xlsx", json.dumps({}).encode(), "不是 xlsx 工作簿"),
        ("别的.xlsx", template_bytes(form_spec("suixi-2026-project-target")), "里没有带名称的“项目支出绩效自评表”"),
    ],
)
def test_generate_when_the_template_is_none_then_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, message: str
) -> None:
    """Missing, with macros, broken, of another form: told before anything is read or written."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert generate(tmp_path, "o", "--template", str(tmp_path / name)) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""


def test_regenerate_when_an_own_template_is_given_then_the_new_form_has_its_look(tmp_path: Path) -> None:
    """Targets of last year into the self-evaluation as the county prints it; --resume knows its own work again."""
    source = filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    own = str(restyled(tmp_path / "模板.xlsx"))
    for out, options in (("县", ["--template", own]), ("官", [])):
        assert regenerate(source, FORM, tmp_path / out, *options) == 0
    (ours,), (theirs,) = (read_forms(FilesWorkbook.open(tmp_path / out / "a.xlsx")) for out in ("县", "官"))
    assert (ours.fields, [row.values for row in ours.rows("指标")]) == (
        theirs.fields,
        [row.values for row in theirs.rows("指标")],
    )
    assert openpyxl.load_workbook(tmp_path / "县" / "a.xlsx").worksheets[0]["B3"].font.name == "楷体"
    before = contents(tmp_path / "县")
    assert regenerate(source, FORM, tmp_path / "县", "--template", own, "--resume") == 0
    assert contents(tmp_path / "县") == before


def test_score_when_the_own_template_only_looks_otherwise_then_it_is_compiled_too(tmp_path: Path) -> None:
    """The workbook of single edits, at once."""
    spec = form_spec(FORM)
    own = restyled(tmp_path / "模板.xlsx").read_bytes()
    assert scored_template(spec, DEFAULT_POLICY, own) is not None
    for seed in range(3):
        record, beside = made(spec, seed, 6)
        quick = fill_scored(spec, record, beside, own=own)
        careful = scored_workbook(spec, record, beside, own=own)
        assert said(quick.data, spec) == said(careful.data, spec)
        assert (quick.total, quick.rows) == (careful.total, careful.rows)


@pytest.mark.parametrize(
    ("name", "value", "number_format"),
    [("总分_得分", 77, None), ("指标_得分", "=1+1", None), ("指标_实际完成值", None, "0%")],
)
def test_score_when_the_own_template_says_something_of_its_own_then_scored_cell_by_cell(
    tmp_path: Path, name: str, value: object, number_format: str | None
) -> None:
    """A total or a formula that the office put there is looked at as 计算得分 looks at it."""
    spec = form_spec(FORM)
    path = restyled(tmp_path / "模板.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    first = sheet.defined_names[name].attr_text.split("!")[1].replace("$", "").split(":")[0]
    cell = sheet[first] if name == "总分_得分" else sheet[first].offset(row=1)
    cell.value, cell.number_format = value, number_format or cell.number_format
    book.save(path)
    own = path.read_bytes()
    assert scored_template(spec, DEFAULT_POLICY, own) is None
    record, beside = made(spec, 1, 3)
    assert fill_scored(spec, record, beside, own=own) == scored_workbook(spec, record, beside, own=own)


def test_generate_when_the_template_has_two_forms_then_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Which of them is to be filled?"""
    path = restyled(tmp_path / "模板.xlsx")
    book = openpyxl.load_workbook(path)
    other = book.copy_worksheet(book.worksheets[0])
    for name, defined in book.worksheets[0].defined_names.items():
        target = defined.attr_text.split("!")[1] if "!" in defined.attr_text else None
        text = f"'{other.title}'!{target}" if target else defined.attr_text
        other.defined_names[name] = DefinedName(name, attr_text=text, hidden=defined.hidden)
    book.save(path)
    assert generate(tmp_path, "o", "--template", str(path)) == 2
    assert "里有 2 张绩效表" in capsys.readouterr().err
