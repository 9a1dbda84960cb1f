"""Slips of whoever calls generate and regenerate: told early, in words, with what to do."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from perf_xl.bulk.folder import PARTS
from perf_xl.bulk.local import Processes
from perf_xl.cli.app import run
from tests.bulk.data import FORM, jsonl, table_csv
from tests.bulk.test_regenerate_cli import MOF, filled, regenerate, word_document


def generate(data: Path, out: str, *options: str) -> int:
    """The exit status of one call."""
    return run(["generate", "--form", FORM, "--data", str(data), "--out", out, *options])


@pytest.mark.parametrize(
    ("out", "options", "message"),
    [
        ("", [], "--out 是空的，不知道写到哪里"),
        ("  ", [], "--out 是空的"),
        ("o", ["--jobs", "0"], "--jobs 应是 1 或更大的整数"),
        ("o", ["--table", "指标=d.jsonl", "--table", "指标=e.jsonl"], "--table 给了两次“指标”"),
        ("o", ["--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"], "只能用一个"),
    ],
)
def test_generate_when_an_option_is_wrong_then_told_before_the_data_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    out: str,
    options: list[str],
    message: str,
) -> None:
    """Nobody waits for the pre-flight of a hundred thousand records to hear of a slip; the folder at hand stays clean."""
    data = jsonl(tmp_path / "d.jsonl", 2)
    (tmp_path / "这里").mkdir()
    monkeypatch.chdir(tmp_path / "这里")
    assert generate(data, out, *options) == 2
    told = capsys.readouterr()
    assert message in told.err
    assert told.out == ""
    assert list((tmp_path / "这里").iterdir()) == []


def test_generate_when_the_form_is_misspelt_then_the_likely_one_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter too few."""
    data = jsonl(tmp_path / "d.jsonl", 1)
    assert run(["generate", "--form", "mof-project-self-evalution", "--data", str(data), "--out", "o"]) == 2
    assert f"的表。是不是“{FORM}”？可用的表：" in capsys.readouterr().err


@pytest.mark.parametrize("content", ["", "编号,项目名称\n"])
def test_generate_when_the_data_has_no_record_then_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    """An empty file, or headings alone: the wrong file, most likely."""
    (tmp_path / "d.csv").write_text(content, "utf-8")
    assert generate(tmp_path / "d.csv", str(tmp_path / "o")) == 2
    assert "里面一条记录也没有" in capsys.readouterr().err


def test_generate_when_the_first_line_is_broken_then_the_names_are_those_of_the_others(tmp_path: Path) -> None:
    """One bad line does not rename all files, nor keep --resume from going on once it is mended."""
    data = jsonl(tmp_path / "d.jsonl", 3)
    whole = data.read_text("utf-8")
    data.write_text("{" + whole, "utf-8")
    assert generate(data, str(tmp_path / "o")) == 1
    data.write_text(whole, "utf-8")
    assert generate(data, str(tmp_path / "o"), "--resume") == 0
    assert sorted(path.name for path in (tmp_path / "o").glob("*.xlsx")) == [f"00{n}-项目 {n}.xlsx" for n in (1, 2, 3)]


def test_generate_when_a_column_has_many_warnings_then_errors_are_still_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Texts in place of numbers all the way down: told for two rows, counted for the rest."""
    data = jsonl(tmp_path / "d.jsonl", 30)
    with data.open("a", encoding="utf-8") as file:
        file.write('{"编号": "031", "fields": {"项目名称": "甲\\u0001乙"}}\n')
    assert generate(data, str(tmp_path / "o")) == 1
    told = capsys.readouterr().err
    assert told.count("的“分值”为“2.5”，是文字，不是数，合计不会计入") == 2
    assert "第 31 行的“项目名称”为“甲�乙”，含有不可见的控制字符" in told
    assert "……还有 148 处" in told


def test_generate_when_a_printed_row_has_no_key_then_told_that_it_is_blank(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """「None」 is no word for a clerk."""
    heads = table_csv(tmp_path / "h.csv", [{"编号": "1", "项目名称": "甲"}])
    funds = table_csv(tmp_path / "z.csv", [{"编号": "1", "来源": "", "全年预算数": "5"}])
    assert generate(heads, str(tmp_path / "o"), "--table", f"资金={funds}") == 2
    told = capsys.readouterr().err
    assert "“资金”第 2 行的“来源”是空的，应是：年度资金总额、" in told
    assert "None" not in told


def test_generate_when_a_record_was_renamed_then_resume_tells_of_the_old_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both would be added up by a roll-up of the folder."""
    data = jsonl(tmp_path / "d.jsonl", 3)
    assert generate(data, str(tmp_path / "o")) == 0
    data.write_text(data.read_text("utf-8").replace("项目 2", "改名"), "utf-8")
    assert generate(data, str(tmp_path / "o"), "--resume") == 0
    assert "上次生成的“002-项目 2.xlsx”不在这次要做的里面，没有删除" in capsys.readouterr().err
    assert (tmp_path / "o" / "002-项目 2.xlsx").exists()


def test_regenerate_when_done_then_only_results_are_in_the_folder(tmp_path: Path) -> None:
    """The place of half-written files is gone, the list included."""
    filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out") == 0
    assert not (tmp_path / "out" / PARTS).exists()


def test_regenerate_when_another_format_stands_beside_its_workbook_then_the_workbook_is_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other formats say less (no number formats); with one name for both, the .xlsx goes first and the other is told."""
    word_document(tmp_path / "in" / "a.docx", filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04"))
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out") == 1
    assert "a.docx”的新文件名“a.xlsx”已被另一份占用" in capsys.readouterr().err


def test_regenerate_when_written_where_the_old_forms_are_then_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new files would stand among the old ones, or be taken for them."""
    filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    for out in (tmp_path / "in", tmp_path):
        assert regenerate(tmp_path / "in", MOF, out) == 2
        assert "新旧会混在一起。请写到另一个文件夹" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["a.xlsx"]


def test_regenerate_when_the_pattern_cannot_be_filled_then_the_field_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An old form has no 编号; a field that is blank in it is told by its name."""
    filled(tmp_path / "in" / "a.xlsx", "wuchuan-2024/04")
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out", "--name", "{编号}") == 2
    assert "--name 里的“{编号}”不是字段名。可用：名称、年度、" in capsys.readouterr().err
    assert regenerate(tmp_path / "in", MOF, tmp_path / "out", "--name", "{实际完成情况}") == 2
    assert "--name 里的“实际完成情况”是空的，定不下文件名。请换一个栏目。" in capsys.readouterr().err


def test_processes_when_started_then_they_do_not_hear_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is just being started would print a traceback; this one hears it as before."""
    monkeypatch.setattr("perf_xl.bulk.local._begin", _nothing)
    pool = Processes(1)
    try:
        blocked = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, []).result()
    finally:
        pool.close()
    assert signal.SIGINT in blocked
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def _nothing() -> None:
    """In place of what a worker does first."""


def test_generate_when_ctrl_c_is_pressed_then_told_how_to_go_on_without_a_traceback(tmp_path: Path) -> None:
    """The terminal sends it to all processes at once; status 2, and --resume does the rest."""
    data, out = jsonl(tmp_path / "d.jsonl", 3000), tmp_path / "o"
    call = [sys.executable, "-m", "perf_xl", "generate", "--form", FORM, "--data", str(data), "--out", str(out)]
    running = subprocess.Popen(
        [*call, "--jobs", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    while running.poll() is None and not any(out.glob("*.xlsx")):
        time.sleep(0.001)
    os.killpg(running.pid, signal.SIGINT)
    told = running.communicate()[1].decode()
    assert running.returncode == 2
    assert "加 --resume 再运行一次即可接着做。\n已取消。" in told
    assert "Traceback" not in told
