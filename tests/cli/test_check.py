"""``perf-xl check``, ``clear`` and ``finding`` on real files: what is printed, written, and the exit status."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from perf_xl.cli.app import run
from perf_xl.cli.check_folder import shown
from perf_xl.findings.finding import Severity
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import from_json
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from tests.checks.support import PUBLISHED, clean_data, load_yaml, published
from tests.checks.test_published import judged


def write(path: Path, data: dict[str, object]) -> Path:
    """A filled official workbook."""
    spec: FormSpec = form_spec(str(data["form"]))
    workbook = FilesWorkbook.open(spec.template_path)
    record = from_json({key: data[key] for key in ("form", "fields", "tables")}, spec)
    workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


@pytest.fixture
def folder(tmp_path) -> Path:
    """Two published projects, a clean one and a broken file in a folder with a space in its name."""
    root: Path = tmp_path / "报送 2023"
    for name in ("10-经信科技专项业务经费", "11-科技三项经费"):
        write(root / f"{name}.xlsx", load_yaml(PUBLISHED / "zhijiang-2023" / f"{name}.yml"))
    write(root / "干净.xlsx", clean_data("zhijiang-2023-project-self-evaluation"))
    (root / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    return root


def test_check_when_clean_then_status_0_and_the_next_step(tmp_path, capsys):
    """No finding: one line, status 0."""
    path = write(tmp_path / "干净.xlsx", clean_data("zhijiang-2023-project-self-evaluation"))
    assert run(["check", str(path)]) == 0
    assert capsys.readouterr().out.strip() == "共检查 1 个文件：没有发现问题。下一步：perf-xl score 计算得分。"


def test_check_when_one_file_is_broken_then_it_is_reported_and_the_rest_is_checked(folder: Path, capsys):
    """PX902 for the broken file with the reason, findings for the others, status 1."""
    assert run(["check", str(folder), "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["files"] == 3
    broken = [finding for finding in data["findings"] if finding["code"] == "PX902"]
    assert [str(folder / "坏的.xlsx")] == [finding["file"] for finding in broken]
    assert "坏的.xlsx" in broken[0]["message"]
    assert {"PX417", "PX501"} <= {finding["code"] for finding in data["findings"]}
    consequence = next(finding for finding in data["findings"] if finding["code"] == "PX501")
    assert consequence["caused_by"] == "PX417"


def test_check_when_printed_then_by_file_with_cell_sentence_and_remedy(folder: Path, capsys):
    """The terminal shows file and sheet, then level, code, cell and sentence."""
    run(["check", str(folder)])
    out = capsys.readouterr().out
    assert f"{folder / '10-经信科技专项业务经费.xlsx'} · 项目支出绩效目标自评表\n" in out
    assert "  请核实 PX417 F18  成本指标“预算成本”完成值 36.67 万元，超过指标值 30 万元" in out
    assert "共检查 3 个文件：必须改 2 处" in out


def test_check_when_nothing_can_be_read_then_status_2(tmp_path, capsys):
    """Only a broken file: the reason, status 2."""
    (tmp_path / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert run(["check", str(tmp_path / "坏的.xlsx")]) == 2
    assert "坏的.xlsx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--preset", "审核"], "没有“审核”这种检查方式"),
        (["--select", "PX8"], "没有代码为“PX8”的问题"),
        (["--facts", "没有.yml"], "没有.yml"),
        (["--policy", "没有.toml"], "没有.toml"),
        (["--review", "审核汇总.pdf"], "--review 要给 .xlsx 文件名"),
        (["--policy", "坏的.toml"], "坏的.toml"),
    ],
)
def test_check_when_an_option_is_wrong_then_one_sentence_and_status_2(
    tmp_path, capsys, monkeypatch, options: list[str], says: str
):
    """A wrong option stops before anything is written."""
    path = write(tmp_path / "干净.xlsx", clean_data("zhijiang-2023-project-self-evaluation"))
    before = path.read_bytes()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "坏的.toml").write_text("part_steps = ", "utf-8")
    assert run(["check", str(path), "--mark", *options]) == 2
    assert says in capsys.readouterr().err
    assert before == path.read_bytes()


def test_check_when_marked_and_cleared_then_the_forms_read_as_before(folder: Path, capsys):
    """--mark shows the findings in the files (across files too); clear takes them out again."""
    run(["check", str(folder), "--mark"])
    marked = FilesWorkbook.open(folder / "10-经信科技专项业务经费.xlsx")
    assert "校验结果" in marked.sheets()
    assert run(["clear", str(folder)]) == 1, "the broken file still needs attention"
    cleared = FilesWorkbook.open(folder / "10-经信科技专项业务经费.xlsx")
    assert ["项目支出绩效目标自评表"] == list(cleared.sheets())
    assert "清除标记" in capsys.readouterr().out


def test_check_when_out_is_given_then_the_sources_stay(folder: Path, tmp_path):
    """With --out the marked copies go there, the files handed in are untouched."""
    source = folder / "10-经信科技专项业务经费.xlsx"
    before = source.read_bytes()
    run(["check", str(folder), "--mark", "--out", str(tmp_path / "标记")])
    assert before == source.read_bytes()
    assert "校验结果" in FilesWorkbook.open(tmp_path / "标记" / source.name).sheets()


def test_check_when_fixed_then_listed_and_restored(tmp_path, capsys):
    """--fix writes the safe ones and says so; restore brings the file back."""
    data = clean_data("suixi-2026-project-target")
    data["tables"]["指标"][5]["当年度指标值"] = "》90%"
    path = write(tmp_path / "项目.xlsx", data)
    before = path.read_bytes()
    assert run(["check", str(path), "--fix"]) == 0
    assert "已修正 项目.xlsx：县级项目支出绩效目标表!G" in capsys.readouterr().out
    assert run(["check", str(path)]) == 0
    assert run(["restore", str(path)]) == 0
    assert before == path.read_bytes()


def test_check_when_reviewed_then_one_workbook_over_all_files(folder: Path, tmp_path, capsys):
    """--review: who has to correct what, every finding with a link, the broken file among them."""
    target = tmp_path / "审核" / "审核汇总.xlsx"
    run(["check", str(folder), "--review", str(target), "--preset", "复核"])
    book = FilesWorkbook.open(target)
    assert ["谁要改", "逐个文件", "问题明细", "按问题"] == list(book.sheets())
    texts = {
        str(cell.value)
        for sheet in book.sheets()
        if (used := book.used_area(sheet)) is not None
        for row in book.block(used)
        for cell in row
    }
    assert "坏的.xlsx" in texts
    assert "商务科技和工业信息化局" in texts
    assert "成本超过指标值" in texts
    assert "审核汇总已写到" in capsys.readouterr().out
    run(["check", str(target)])
    assert "参考 PX903" in capsys.readouterr().out


def test_check_when_the_county_file_says_so_then_severities_differ(tmp_path, capsys):
    """[checks] of the nearest perf_xl.toml."""
    write(tmp_path / "项目.xlsx", load_yaml(PUBLISHED / "zhijiang-2023" / "11-科技三项经费.yml"))
    (tmp_path / "perf_xl.toml").write_text('[checks]\nPX309 = "不检查"\nPX328 = "必须改"\n', "utf-8")
    run(["check", str(tmp_path / "项目.xlsx"), "--json"])
    levels = {finding["code"]: finding["severity"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert {"PX327": "info", "PX328": "error"} == levels


def test_finding_when_a_code_is_given_then_its_page(capsys):
    """The page, in lower case too; without a code the list; an unknown code is refused."""
    assert run(["finding", "px410"]) == 0
    assert "PX410 执行率与金额不符（必须改）" in capsys.readouterr().out
    assert run(["finding"]) == 0
    assert "PX901" in capsys.readouterr().out
    assert run(["finding", "PX999"]) == 2
    assert "没有代码为“PX999”的问题" in capsys.readouterr().err


def test_check_when_run_over_all_published_workbooks_then_what_is_judged(tmp_path, capsys):
    """The 27 tables as real files give exactly the findings that docs/findings/on-published-documents.md judges."""
    for source in published():
        write(tmp_path / source.parent.name / f"{source.stem}.xlsx", load_yaml(source))
    facts = str(PUBLISHED / "facts.yml")
    assert run(["check", str(tmp_path), "--facts", facts, "--preset", "复核", "--json"]) == 1
    levels = {severity.value: severity.label for severity in Severity}
    found = json.loads(capsys.readouterr().out)["findings"]
    told = Counter((Path(item["file"]).stem, item["code"], levels[item["severity"]]) for item in found)
    assert told == Counter((form, code, row[0]) for (form, _, code), row in judged().items() if row[0] != "—")


def test_progress_when_on_a_terminal_then_a_bar_and_the_same_results(monkeypatch, capsys):
    """Many files on a terminal: a bar on stderr, nothing lost, stdout untouched."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(range(12)) == list(shown(iter(range(12)), 12, "校验"))
    out, err = capsys.readouterr()
    assert out == ""
    assert "校验" in err


def test_check_when_two_processes_work_then_the_same_findings(folder: Path, capsys):
    """Other processes give what this one gives, in the same order."""
    run(["check", str(folder), "--json", "--jobs", "1"])
    alone = capsys.readouterr().out
    run(["check", str(folder), "--json", "--jobs", "2"])
    assert alone == capsys.readouterr().out
