"""``perf-xl generate`` as a user runs it: the same workbooks from every kind of data, pre-flight, statuses."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest

from perf_xl.bulk.manifest import NAME
from perf_xl.cli.app import run
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, to_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.resources import resource_dir
from tests.bulk.data import FORM, csv_pair, head, indicators, jsonl, parquet, table_csv, workbook
from tests.bulk.work import contents, zip_of
from tests.support import published_record


def generate(data: Path, out: Path, *options: str) -> int:
    """The exit status of one call."""
    return run(["generate", "--form", FORM, "--data", str(data), "--out", str(out), *options])


def record(path: Path) -> FormRecord:
    """What a generated workbook says."""
    (found,) = read_forms(FilesWorkbook.open(path))
    return found


def test_generate_when_data_is_xlsx_csv_parquet_or_jsonl_then_the_workbooks_say_the_same(tmp_path: Path) -> None:
    """001 stays 001, 3 is the number 3, =1+1 is a text, whatever the data came in."""
    heads, rows = csv_pair(tmp_path, 4)
    parquet(tmp_path / "表头.parquet", [head(number) for number in range(1, 5)])
    parquet(tmp_path / "指标.parquet", [row for number in range(1, 5) for row in indicators(number)])
    calls = {
        "csv": (heads, ["--table", f"指标={rows}"]),
        "parquet": (tmp_path / "表头.parquet", ["--table", f"指标={tmp_path / '指标.parquet'}"]),
        "xlsx": (workbook(tmp_path / "数 据.xlsx", 4), []),
    }
    said = {}
    for kind, (data, options) in calls.items():
        out = tmp_path / f"输出 {kind}"
        assert generate(data, out, *options) == 0
        assert sorted(path.name for path in out.glob("*.xlsx")) == [f"00{i}-项目 {i}.xlsx" for i in range(1, 5)]
        made = record(out / "002-项目 2.xlsx")
        said[kind] = (made.fields, [row.values for row in made.rows("指标")])
    assert said["csv"] == said["parquet"] == said["xlsx"]
    fields, table = said["csv"]
    assert fields["年度"] == 2025
    assert [row["年度指标值"] for row in table] == ["≥95%", "5次", 3, "001", "+5"]


def test_generate_when_text_begins_like_a_formula_then_no_formula_is_written(tmp_path: Path) -> None:
    """What comes from data is never calculated."""
    assert generate(jsonl(tmp_path / "d.jsonl", 1), tmp_path / "out") == 0
    sheet = openpyxl.load_workbook(tmp_path / "out" / "001-项目 1.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "=1+1 保障“工作”<开展> & 完成" in [cell.value for cell in cells]


def test_generate_when_run_twice_then_the_bytes_are_the_same(tmp_path: Path) -> None:
    """Same input, same bytes, with one process or two."""
    data = jsonl(tmp_path / "d.jsonl", 20)
    assert generate(data, tmp_path / "一", "--jobs", "1") == 0
    assert generate(data, tmp_path / "二", "--jobs", "2") == 0
    assert contents(tmp_path / "一") == contents(tmp_path / "二")


def test_generate_when_a_csv_is_gbk_then_it_is_read(tmp_path: Path) -> None:
    """A Chinese Excel saves csv in GBK."""
    heads, rows = csv_pair(tmp_path, 2, "gb18030")
    assert generate(heads, tmp_path / "out", "--table", f"指标={rows}") == 0
    assert record(tmp_path / "out" / "001-项目 1.xlsx").fields["主管部门"] == "某某县科工贸局"


def test_generate_when_columns_are_misspelt_then_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The nearest name is offered; with --allow-unknown the column is left out."""
    data = table_csv(tmp_path / "d.csv", [{**head(1), "主管单位": "甲"}])
    assert generate(data, tmp_path / "out") == 2
    told = capsys.readouterr().err
    assert "第 2 行有不认识的列“主管单位”，是不是“实施单位”或“主管部门”？" in told
    assert "没有写任何文件" in told
    assert not (tmp_path / "out").exists()
    assert generate(data, tmp_path / "out", "--allow-unknown") == 0


def test_generate_when_two_records_share_a_name_then_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Names that differ only in case are one file on Windows."""
    data = table_csv(tmp_path / "d.csv", [{**head(1), "项目名称": "abc"}, {**head(2), "项目名称": "ABC"}])
    assert generate(data, tmp_path / "out", "--name", "{项目名称}") == 2
    assert "第 3 行的文件名“ABC.xlsx”与第 1 条记录的相同" in capsys.readouterr().err
    assert generate(data, tmp_path / "out", "--name", "{编号}-{项目名称}") == 0


def test_generate_when_a_value_is_bad_then_that_record_is_left_out_and_the_rest_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The row, the column and the value are named; the status says that something needs attention."""
    heads, rows = csv_pair(tmp_path, 3)
    rows.write_text(rows.read_text("utf-8-sig").replace("2.5", "两分半", 1), "utf-8-sig")
    assert generate(heads, tmp_path / "out", "--table", f"指标={rows}") == 1
    assert "“指标”第 2 行的“分值”为“两分半”，不是数。请改为数字。" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "out").glob("*.xlsx")) == ["001-项目 1.xlsx", "002-项目 2.xlsx"]


def test_generate_when_rows_have_no_record_then_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An indicator whose 编号 is in no head would be lost in silence."""
    heads, rows = csv_pair(tmp_path, 2)
    table_csv(heads, [head(1)])
    assert generate(heads, tmp_path / "out", "--table", f"指标={rows}") == 2
    assert "“指标”第 2 行的编号“002”在表头里没有" in capsys.readouterr().err


def test_generate_when_only_checking_then_nothing_is_written(tmp_path: Path) -> None:
    """--check-only gives the report alone."""
    assert generate(jsonl(tmp_path / "d.jsonl", 2), tmp_path / "out", "--check-only") == 0
    assert not (tmp_path / "out").exists()


def test_generate_when_a_line_is_broken_then_the_others_are_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One bad line never stops the rest."""
    data = jsonl(tmp_path / "d.jsonl", 3)
    lines = data.read_text("utf-8").splitlines()
    data.write_text("\n".join([lines[0], '{"fields": ', lines[2].replace(FORM, "另一种表")]), "utf-8")
    assert generate(data, tmp_path / "out") == 1
    told = capsys.readouterr().err
    assert "第 2 行不是一条 JSON" in told
    assert "第 3 行是“另一种表”的数据" in told
    assert [path.name for path in (tmp_path / "out").glob("*.xlsx")] == ["001-项目 1.xlsx"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--form", "没有", "--data", "d.jsonl", "--out", "o"], "没有名为“没有”的表"),
        (["--form", FORM, "--data", "没有.csv", "--out", "o"], "“没有.csv”不存在"),
        (["--form", FORM, "--data", "d.jsonl", "--out", "o", "--name", "{x}"], "“{x}”不是字段名"),
        (["--form", FORM, "--data", "d.jsonl", "--out", "o", "--jobs", "0"], "--jobs 应是 1 或更大"),
        (["--form", FORM, "--data", "d.jsonl", "--out", "o", "--table", "指标"], "--table 应写成"),
        (["--form", FORM, "--data", "d.jsonl", "--out", "d.jsonl"], "文件“d.jsonl”不是文件夹"),
    ],
)
def test_generate_when_called_wrongly_then_one_sentence_and_status_two(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    message: str,
) -> None:
    """A slip in the call is told in Chinese, and nothing is half written."""
    monkeypatch.chdir(tmp_path)
    jsonl(tmp_path / "d.jsonl", 1)
    assert run(["generate", *options]) == 2
    assert message in capsys.readouterr().err
    assert list(contents(tmp_path)) == ["d.jsonl"]


def test_generate_when_a_second_run_has_no_resume_then_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder with a manifest is continued or left alone."""
    data = jsonl(tmp_path / "d.jsonl", 2)
    assert generate(data, tmp_path / "out") == 0
    assert generate(data, tmp_path / "out") == 2
    assert "要接着做请加 --resume" in capsys.readouterr().err
    assert generate(data, tmp_path / "out", "--resume") == 0
    assert "其中 2 份是上次完成的" in capsys.readouterr().out
    assert (tmp_path / "out" / NAME).exists()


def test_generate_when_many_files_have_the_same_trouble_then_it_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Strangers' files in the folder are kept; one sentence for all of them, status 2 when nothing was written."""
    data, out = jsonl(tmp_path / "d.jsonl", 3), tmp_path / "out"
    out.mkdir()
    for number in range(1, 4):
        (out / f"00{number}-项目 {number}.xlsx").write_bytes(zip_of("别人的"))
    assert generate(data, out) == 2
    told = capsys.readouterr()
    assert told.err.count("没有覆盖") == 1
    assert "“001-项目 1.xlsx”等 3 份：" in told.err
    assert "保留原文件 3 份" in told.out


@pytest.mark.parametrize("form", [form for form in form_ids() if form != FORM])
def test_generate_when_the_data_is_what_read_gave_then_the_forms_are_made_again(tmp_path: Path, form: str) -> None:
    """What was read can be generated again: every published form, through JSON and back."""
    spec = form_spec(form)
    wanted = [found for found in _published() if found.form == form]
    lines = [{**to_json(found, spec), "编号": str(number)} for number, found in enumerate(wanted, start=1)]
    data = tmp_path / "d.jsonl"
    data.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    assert wanted
    assert (
        run(["generate", "--form", form, "--data", str(data), "--out", str(tmp_path / "out"), "--name", "{编号}"]) == 0
    )
    for number, found in enumerate(wanted, start=1):
        made = record(tmp_path / "out" / f"{number}.xlsx")
        assert {name: made.fields[name] for name in found.fields} == found.fields
        assert [row.values for row in made.rows("指标")] == [row.values for row in found.rows("指标")]


def _published() -> list[FormRecord]:
    folder = resource_dir("published")
    return [published_record(f"{file.parent.name}/{file.stem}") for file in sorted(folder.glob("*/*.yml"))]


RULES = [
    "达到95%得满分，每降低1个百分点扣0.5分，扣完为止",
    "",
    "按计划完成得满分，否则按实际值/计划值*指标分值计分",
    "",
    "酌情给分",
]


def scored_data(path: Path, count: int, *, actual: str = "90%") -> Path:
    """Records with a rule beside each indicator, as a csv would have it, and amounts for the execution rate."""
    lines = [json.loads(line) for line in jsonl(path, count).read_text("utf-8").splitlines()]
    for line in lines:
        line["tables"]["资金"] = [{"来源": "年度资金总额", "全年预算数": 200, "全年执行数": 150}]
        for row, rule in zip(line["tables"]["指标"], RULES, strict=True):
            row |= {"评分标准": rule, "年度指标值": "≥95%", "实际完成值": actual, "分值": 18}
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return path


def test_generate_when_scored_then_scores_rates_and_rules_stand_in_the_file_with_their_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """18 - 5 x 0.5 = 15.5; 18 x 90/95 = 17.05; 「酌情」 is left to a person, and so is the total."""
    data, out = scored_data(tmp_path / "d.jsonl", 3), tmp_path / "out"
    assert generate(data, out, "--score") == 0
    assert "已计分：0 份有总分，3 份还有未得分的项" in capsys.readouterr().out
    book = openpyxl.load_workbook(out / "001-项目 1.xlsx", data_only=True).worksheets[0]
    made = record(out / "001-项目 1.xlsx")
    points = [row.values["得分"] for row in made.rows("指标")]
    assert [None if value is None else float(str(value)) for value in points] == [15.5, 17.05, 17.05, 17.05, None]
    (first, *_) = made.rows("指标")
    assert book[first.cells["得分"].a1].value == 15.5
    assert RULES[0] in [cell.value for cell in book[first.cells["得分"].row]]
    assert made.rows("资金")[0].values["执行率"] == "75.00%"
    notes = [json.loads(line)["notes"] for line in (out / NAME).read_text("utf-8").splitlines()[1:]]
    assert notes == [["1 项需人工"]] * 3


def test_generate_when_all_can_be_scored_then_the_note_has_the_total(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every rule met: 5 x 18 and 75 % of 10; the policy of --policy holds."""
    data, out = scored_data(tmp_path / "d.jsonl", 2, actual="100%"), tmp_path / "out"
    data.write_text(data.read_text("utf-8").replace("酌情给分", ""), "utf-8")
    (tmp_path / "p.toml").write_text("decimals = 0\n", "utf-8")
    assert generate(data, out, "--score", "--policy", str(tmp_path / "p.toml")) == 0
    assert "已计分：2 份有总分。" in capsys.readouterr().out
    assert record(out / "001-项目 1.xlsx").fields["总分_得分"] == 98
    assert generate(data, tmp_path / "b", "--score") == 0
    assert record(tmp_path / "b" / "001-项目 1.xlsx").fields["总分_得分"] == 97.5


def test_generate_when_rules_are_given_without_score_then_told_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A column of the score block is no misspelling."""
    assert generate(scored_data(tmp_path / "d.jsonl", 1), tmp_path / "out") == 2
    assert "有评分区的列“评分标准”，加 --score 才会写入并计分。" in capsys.readouterr().err
    assert generate(jsonl(tmp_path / "e.jsonl", 1), tmp_path / "out", "--policy", str(tmp_path / "p.toml")) == 2
    assert "--policy 是计分的口径，要和 --score 一起用。" in capsys.readouterr().err


def test_generate_when_scored_with_processes_then_the_bytes_are_the_same(tmp_path: Path) -> None:
    """The policy travels to the workers; what they keep of rows does not show in the files."""
    data = scored_data(tmp_path / "d.jsonl", 40)
    assert generate(data, tmp_path / "一", "--score", "--jobs", "1") == 0
    assert generate(data, tmp_path / "二", "--score", "--jobs", "2") == 0
    assert contents(tmp_path / "一") == contents(tmp_path / "二")


def test_generate_when_the_data_has_formulas_without_values_then_told_instead_of_left_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program wrote the data and nobody opened it in Excel: what the formulas come to is not in the file."""
    data = workbook(tmp_path / "数据.xlsx", 3)
    book = openpyxl.load_workbook(data)
    book["表头"]["E2"], book["指标"]["F8"] = '="单位"&1', "=1+1.5"
    book["表头"]["A4"] = "=A3+1"
    book.save(data)
    assert generate(data, tmp_path / "out", "--allow-unknown") == 2
    said = capsys.readouterr().err
    assert '工作表“表头”第 2 行的“实施单位”为“="单位"&1”，是公式，文件里没有算好的值。请在 Excel 或 WPS 中打开' in said
    assert "工作表“指标”第 8 行的“分值”为“=1+1.5”，是公式" in said
    assert "工作表“表头”第 4 行的“编号”为“=A3+1”，是公式" in said


@pytest.mark.libreoffice
@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_generate_when_data_is_an_old_workbook_then_it_is_read_and_its_limits_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """A real .xls and .ods of LibreOffice's: the same forms, but 001 shown by a number format is 1."""
    data = workbook(tmp_path / "数据.xlsx", 3)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(data)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    said = {}
    for kind in ("xlsx", suffix):
        assert generate(tmp_path / f"数据.{kind}", tmp_path / kind, "--name", "{名称}") == (0 if kind == "xlsx" else 2)
        said[kind] = capsys.readouterr().err
    assert "读不出单元格的数字格式" in said[suffix]
    assert "的编号“001”在表头里没有" in said[suffix]
    book = openpyxl.load_workbook(data)
    for line in book["表头"].iter_rows(min_row=2, max_col=1):
        line[0].value, line[0].number_format = f"{line[0].value:03}", "@"
    book.save(data)
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    assert generate(tmp_path / f"数据.{suffix}", tmp_path / "文字", "--name", "{名称}") == 0
    made, same = record(tmp_path / "文字" / "项目 2.xlsx"), record(tmp_path / "xlsx" / "项目 2.xlsx")
    assert made.fields == same.fields
    assert [row.values for row in made.rows("指标")] == [row.values for row in same.rows("指标")]


@pytest.mark.parametrize("suffix", [".xls", ".xlsb", ".ods", ".et"])
def test_generate_when_an_old_workbook_is_broken_then_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    """A text called .xls."""
    (tmp_path / f"a{suffix}").write_text("编号,名称", "utf-8")
    assert generate(tmp_path / f"a{suffix}", tmp_path / "out") == 2
    assert "读不懂（不是这种格式，或已损坏）。请在 Excel 或 WPS 中另存为 .xlsx" in capsys.readouterr().err


def test_generate_when_data_is_a_folder_then_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is there, but it is no file."""
    assert generate(tmp_path, tmp_path / "out") == 2
    assert "是文件夹，不是数据文件。请写到文件" in capsys.readouterr().err
