"""Each command as a clerk calls it, on a folder with a Chinese name with spaces: what it prints, writes and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from perf_xl import __version__
from perf_xl.cli.app import COMMANDS
from perf_xl.forms.catalog import form_ids
from perf_xl.hosts.files import FilesWorkbook
from tests.checks.support import PUBLISHED, load_yaml
from tests.cli.support import MOF, PROJECT, TARGETS, filled, patched, say, snapshot

NEWER = "zhijiang-2023-department-self-evaluation"


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two projects in a subfolder and beside it."""
    root: Path = tmp_path / "报送 材料 2023"
    filled(root / "经信 专项.xlsx")
    filled(root / "二级单位" / "科技三项.xlsx", "zhijiang-2023/11-科技三项经费")
    return root


# help


def test_help_when_asked_then_every_command_with_its_line_in_chinese(capsys):
    """The table of commands, in the order of the work."""
    said = say(capsys, "--help")
    assert 0 == said.status
    assert said.out.startswith("用法：perf-xl [选项] 命令\n")
    for name, (_, line) in COMMANDS.items():
        assert f"  {name.ljust(10)}  {line}\n" in said.out


def test_help_when_nothing_is_typed_then_the_same_page(capsys):
    """The page says what can be done."""
    assert say(capsys, "--help") == say(capsys)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_when_of_a_command_then_chinese_with_an_example(capsys, name: str):
    """Usage, what it does, an example, its options; no English of the library."""
    said = say(capsys, name, "--help")
    assert 0 == said.status
    assert said.out.startswith(f"用法：perf-xl {name} [选项]")
    assert "例：perf-xl" in said.out or "命令：" in said.out
    assert "显示这一页" in said.out
    for english in ("Usage", "Options", "Arguments", "Show this", "required", "default:"):
        assert english not in said.out


def test_version_when_asked_then_printed(capsys):
    """The number of the package."""
    assert f"perf-xl {__version__}\n" == say(capsys, "--version").out


# forms and templates


def test_forms_when_json_then_the_fixed_keys(capsys):
    """id, title, region, year, level, kind, for every form."""
    rows = json.loads(say(capsys, "forms", "--json").out)
    assert list(form_ids()) == [row["id"] for row in rows]
    assert {("id", "title", "region", "year", "level", "kind")} == {tuple(row) for row in rows}


def test_forms_when_printed_then_the_columns_stand_straight(capsys):
    """Every line's second column begins at the same place."""
    lines = say(capsys, "forms").out.splitlines()
    widest = max(len(form) for form in form_ids())
    assert {"  "} == {line[widest : widest + 2] for line in lines[1:]}
    assert lines[0].startswith("编号".ljust(widest - 2) + "  名称")


def test_template_when_exported_then_an_empty_form_and_never_over_a_file(tmp_path, capsys):
    """Folders are made; a file that is there stays."""
    path = tmp_path / "新 文件夹" / "自评表.xlsx"
    assert f"已导出“项目支出绩效自评表”：{path}\n" == say(capsys, "template", MOF, "--out", path).out
    before = snapshot(tmp_path)
    assert "已经存在，没有覆盖。" in say(capsys, "template", MOF, "--out", path).refusal
    assert before == snapshot(tmp_path)


# reading


def test_read_when_json_then_the_fixed_shape_and_raw_values(folder: Path, capsys):
    """file, sheet, form, version, fields, tables; rows with their cell; blank is null, 0 is 0, a percent its text."""
    said = say(capsys, "read", folder, "--json")
    assert (0, "") == (said.status, said.err)
    records = json.loads(said.out)
    assert ["科技三项.xlsx", "经信 专项.xlsx"] == [Path(record["file"]).name for record in records]
    record = records[1]
    assert ["file", "sheet", "form", "version", "fields", "tables"] == list(record)
    published = load_yaml(PUBLISHED / f"{PROJECT}.yml")
    assert {key: record["fields"][key] for key in published["fields"]} == published["fields"]
    total = record["tables"]["资金"][0]
    assert (36.67, 36.67, "100%") == (total["全年预算数"], total["全年执行数"], total["执行率"])
    assert total["_cell"]
    assert record["tables"]["资金"][1]["全年预算数"] is None


def test_read_when_english_keys_then_the_same_values(folder: Path, capsys):
    """--keys en uses the layout's aliases."""
    path = folder / "经信 专项.xlsx"
    chinese = json.loads(say(capsys, "read", path, "--json").out)[0]["tables"]["指标"]
    english = json.loads(say(capsys, "read", path, "--json", "--keys", "en").out)[0]["tables"]["指标"]
    names = {"一级指标": "level1", "二级指标": "level2", "三级指标": "level3", "年度指标值": "target"}
    assert [[row[name] for name in names] for row in chinese] == [
        [row[name] for name in names.values()] for row in english
    ]


def test_read_when_printed_then_files_are_told_apart_by_their_subfolder(folder: Path, capsys):
    """Two units may hand in files of the same name."""
    said = say(capsys, "read", folder)
    assert "二级单位/科技三项.xlsx" in said.out.replace("\\", "/")
    assert "字段 " in said.out


# scoring and what it leaves


def test_score_when_done_then_said_explained_cleared_and_restored(folder: Path, capsys):
    """The rate as a formula, scores in the block, each explained; restore gives the very file back."""
    path = folder / "经信 专项.xlsx"
    before = path.read_bytes()
    scored = say(capsys, "score", path)
    assert 1 == scored.status, "two rows need a person"
    assert scored.out.startswith("经信 专项.xlsx：执行率 2 处，已计分 ")
    assert "项需人工" in scored.out
    book = FilesWorkbook.open(path)
    assert any(name.name == "评分_得分" for name in book.names())
    explained = say(capsys, "explain", path, "G6")
    assert 0 == explained.status
    assert "36.67 ÷ 36.67 = 100%" in explained.out
    restored = say(capsys, "restore", path)
    assert (0, True) == (restored.status, restored.out.startswith("已撤销“计算"))
    assert before == path.read_bytes()
    assert 1 == say(capsys, "restore", path).status, "only the last write is kept"


def test_score_when_out_then_the_same_tree_and_the_sources_stay(folder: Path, tmp_path, capsys):
    """--out keeps subfolders, so that files of one name do not meet."""
    before = snapshot(folder)
    say(capsys, "score", folder, "--out", tmp_path / "计分 后")
    assert before == snapshot(folder)
    assert set(before) == set(snapshot(tmp_path / "计分 后"))


def test_score_when_only_the_rate_then_no_score_block(folder: Path, capsys):
    """--only rate."""
    path = folder / "经信 专项.xlsx"
    assert 0 == say(capsys, "score", path, "--only", "rate").status
    assert not any(name.name.startswith("评分_") for name in FilesWorkbook.open(path).names())


def test_clear_when_scored_and_marked_then_the_form_reads_as_before(folder: Path, capsys):
    """Marks and score block go without a trace in what is read."""
    path = folder / "经信 专项.xlsx"
    before = json.loads(say(capsys, "read", path, "--json").out)
    say(capsys, "score", path)
    say(capsys, "check", path, "--mark")
    assert 0 == say(capsys, "clear", path, "--score-block").status
    after = json.loads(say(capsys, "read", path, "--json").out)
    assert before == after
    assert [before[0]["sheet"]] == list(FilesWorkbook.open(path).sheets())


def test_defaults_when_blank_then_filled_never_overwritten(tmp_path, capsys):
    """One emptied 指标解释 is filled from the library, the others stay."""
    path = filled(tmp_path / "目标.xlsx", TARGETS)
    book = load_workbook(path)
    kept, book.worksheets[0]["H8"].value = book.worksheets[0]["H9"].value, None
    book.save(path)
    said = say(capsys, "defaults", path)
    assert (0, "") == (said.status, said.err)
    assert "目标.xlsx：填充 1 处" in said.out
    assert "H8" in said.out
    sheet = load_workbook(path).worksheets[0]
    assert sheet["H8"].value
    assert kept == sheet["H9"].value


def test_defaults_when_the_policy_names_a_library_then_it_is_preferred(tmp_path, capsys):
    """The library stands beside the policy file."""
    path = filled(tmp_path / "目标.xlsx", TARGETS)
    book = load_workbook(path)
    name = book.worksheets[0]["D8"].value
    book.worksheets[0]["H8"].value = None
    book.save(path)
    own = load_workbook(path)
    for sheet in own.worksheets[1:]:
        own.remove(sheet)
    own.create_sheet("库", 0).append(["三级指标", "指标解释"])
    own.worksheets[0].append([name, "本县自己的解释。"])
    own.save(tmp_path / "本县库.xlsx")
    (tmp_path / "perf_xl.toml").write_text('library = ["本县库.xlsx"]\n', "utf-8")
    say(capsys, "defaults", path)
    assert "本县自己的解释。" == load_workbook(path).worksheets[0]["H8"].value


def test_adopt_when_typed_by_hand_then_named_and_scored(tmp_path, capsys):
    """A form without our names gets them; then everything works."""
    book = load_workbook(filled(tmp_path / "好.xlsx"))
    book.worksheets[0].defined_names.clear()
    book.save(tmp_path / "手工.xlsx")
    said = say(capsys, "adopt", tmp_path / "手工.xlsx")
    assert 0 == said.status
    assert "认出是“项目支出绩效目标自评表”（zhijiang-2023-project-self-evaluation），已补上名称" in said.out
    assert "已计分" in say(capsys, "score", tmp_path / "手工.xlsx").out


# several forms


def test_check_when_two_files_are_the_same_form_then_the_second_is_named(tmp_path, capsys):
    """Identity from the content, never from the file name."""
    for name in ("甲.xlsx", "乙 改.xlsx"):
        filled(tmp_path / "报 送" / name)
    assert "PX601" in say(capsys, "check", tmp_path / "报 送").out


def test_rollup_when_two_files_are_the_same_form_then_no_sum_until_one_is_kept(tmp_path, capsys):
    """Never a wrong number: both are listed, --keep decides."""
    for name in ("甲.xlsx", "乙 改.xlsx"):
        filled(tmp_path / "报 送" / name)
    said = say(capsys, "rollup", tmp_path / "报 送", "--out", tmp_path / "汇总.xlsx")
    assert 1 == said.status
    assert "合计暂不给出" in said.out
    assert "甲.xlsx" in said.err
    assert "乙 改.xlsx" in said.err
    kept = say(capsys, "rollup", tmp_path / "报 送", "--out", tmp_path / "汇总.xlsx", "--keep", "乙 改.xlsx")
    assert "全年预算数合计 36.67 万元" in kept.out


def test_rollup_when_json_then_exact_sums(folder: Path, tmp_path, capsys):
    """36.67 + 19.96 = 56.63, to the cent."""
    data = json.loads(say(capsys, "rollup", folder, "--out", tmp_path / "汇总.xlsx", "--json").out)
    assert (2, 56.63, 56.63) == (data["projects"], data["budget"], data["spent"])
    assert (tmp_path / "汇总.xlsx").exists()


# generating


def test_generate_when_given_what_was_read_then_it_reads_the_same(folder: Path, tmp_path, capsys):
    """read → jsonl → generate → read."""
    path = folder / "经信 专项.xlsx"
    record = json.loads(say(capsys, "read", path, "--json").out)[0]
    data = tmp_path / "数据 一.jsonl"
    data.write_text(json.dumps({"fields": record["fields"], "tables": record["tables"]}, ensure_ascii=False), "utf-8")
    out = tmp_path / "生成 的"
    said = say(capsys, "generate", "--form", record["form"], "--data", data, "--out", out, "--jobs", "1")
    assert 0 == said.status
    assert f"已生成 1 份 → {out}（清单：manifest.jsonl）" in said.out
    made = json.loads(say(capsys, "read", out, "--json").out)[0]
    assert record["fields"] == made["fields"]
    assert record["tables"] == made["tables"]


def test_regenerate_when_targets_become_a_self_evaluation_then_what_is_lost_is_listed(tmp_path, capsys):
    """Every cell that could not be carried is named; a second run wants --resume."""
    source, out = filled(tmp_path / "目标 表.xlsx", TARGETS), tmp_path / "自评 表"
    arguments = ["regenerate", source, "--form", NEWER, "--out", out, "--jobs", "1"]
    said = say(capsys, *arguments)
    assert 0 == said.status
    assert "部门职责" in said.out
    assert "已生成 1 份" in said.out
    assert "要接着做请加 --resume" in say(capsys, *arguments).refusal
    assert 0 == say(capsys, *arguments, "--resume").status


# rules, findings, the add-in


def test_rule_batch_when_a_line_is_bad_then_a_result_for_every_line_in_order(tmp_path, capsys):
    """A bad line is a result, never a crash; status 1."""
    lines = [
        {"id": "一", "text": "每少1家扣1分", "max_score": 5, "target": 3, "actual": 2, "comparison": "≥"},
        {"id": "三", "text": "由评价组酌情打分", "max_score": 5, "actual": 1},
    ]
    text = f"{json.dumps(lines[0])}\n坏行\n{json.dumps(lines[1])}\n"
    (tmp_path / "规则.jsonl").write_text(text, "utf-8")
    said = say(capsys, "rule", "score", "--batch", tmp_path / "规则.jsonl")
    results = [json.loads(line) for line in said.out.splitlines()]
    assert 1 == said.status
    assert ["一", None, "三"] == [result["id"] for result in results]
    assert ("scored", 4) == (results[0]["status"], results[0]["score"])
    assert "unreadable" == results[1]["status"]
    assert results[2]["status"] in ("needs_input", "unreadable")
    assert results[2]["score"] is None
    keys = ["id", "status", "score", "max_score", "restatement", "formula", "notes"]
    assert [keys] * 3 == [list(result) for result in results]


def test_finding_when_a_code_is_given_then_its_page_in_any_case(capsys):
    """px410 is PX410."""
    assert say(capsys, "finding", "px410").out == say(capsys, "finding", "PX410").out
    assert "PX410 执行率与金额不符" in say(capsys, "finding", "PX410").out


@pytest.mark.parametrize(("host", "suffix"), [("excel", ".xlam"), ("libreoffice", ".oxt")])
def test_addin_when_built_then_the_file_is_a_package(tmp_path, capsys, host: str, suffix: str):
    """Both hosts, no office program needed."""
    path = tmp_path / "加载 项" / f"perf_xl{suffix}"
    assert 0 == say(capsys, "addin", "build", "--host", host, "--out", path).status
    assert path.read_bytes().startswith(b"PK")


def test_json_when_a_workbook_is_broken_then_stdout_is_still_json(folder: Path, capsys):
    """A program reads stdout; the reason stands on stderr."""
    patched(
        folder / "经信 专项.xlsx", folder / "坏.xlsx", lambda name, data: None if name.endswith("sheet1.xml") else data
    )
    said = say(capsys, "read", folder, "--json")
    assert 1 == said.status
    assert 2 == len(json.loads(said.out))
    assert "坏.xlsx”已损坏" in said.err
