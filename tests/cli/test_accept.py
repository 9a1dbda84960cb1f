"""``perf-xl accept``: a finding looked at and kept, with its reason; taken back again."""

from __future__ import annotations

import pytest

from perf_xl.commands.check import check_workbook
from perf_xl.commands.waivers import waivers
from perf_xl.hosts.files import FilesWorkbook
from tests.cli.support import TARGETS, filled, say


@pytest.fixture
def form(tmp_path):
    """A published form with findings, in a folder with spaces."""
    return filled(tmp_path / "报送 材料" / "目标表.xlsx", TARGETS)


def findings_of(path):
    """The open findings that stand in a cell, by cell."""
    found: dict[str, list[str]] = {}
    for finding in check_workbook(FilesWorkbook.open(path)).open:
        if finding.cell is not None:
            found.setdefault(finding.cell.a1, []).append(finding.code)
    return found


def test_accept_when_a_reason_is_given_then_kept_in_the_workbook(form, capsys):
    """The cell's findings are no longer open; the others are; the reason is there for the next reader."""
    before = findings_of(form)
    cell, codes = next((cell, codes) for cell, codes in before.items() if codes)
    said = say(capsys, "accept", form, cell, "--reason", "按追加后的预算数填报")
    assert (0, "") == (said.status, said.err)
    assert codes[0] in said.out
    assert {key: value for key, value in before.items() if key != cell} == findings_of(form)
    kept = {(waiver.cell.a1, waiver.code, waiver.reason) for waiver in waivers(FilesWorkbook.open(form))}
    assert {(cell, code, "按追加后的预算数填报") for code in codes} == kept


def test_accept_when_withdrawn_then_open_again(form, capsys):
    """And there is nothing to withdraw the second time."""
    before = findings_of(form)
    cell = next(iter(before))
    say(capsys, "accept", form, cell, "--reason", "核过")
    said = say(capsys, "accept", form, cell, "--withdraw")
    assert 0 == said.status
    assert before == findings_of(form)
    again = say(capsys, "accept", form, cell, "--withdraw")
    assert (1, "") == (again.status, again.out)
    assert "没有标为“已核实”的问题" in again.err


def test_accept_when_restored_then_the_file_is_as_it_was(form, capsys):
    """One write, taken back as one."""
    before = findings_of(form)
    say(capsys, "accept", form, next(iter(before)), "--reason", "核过")
    assert 0 == say(capsys, "restore", form).status
    assert before == findings_of(form)


def test_accept_when_only_another_code_is_meant_then_nothing_is_written(form, capsys):
    """The file keeps its bytes."""
    cell, codes = next(iter(findings_of(form).items()))
    other = "PX101" if not codes[0].startswith("PX1") else "PX301"
    data = form.read_bytes()
    said = say(capsys, "accept", form, cell, "--reason", "核过", "--select", other)
    assert (1, "") == (said.status, said.out)
    assert "没有要核实的问题" in said.err
    assert data == form.read_bytes()


def test_accept_when_written_elsewhere_then_the_file_itself_stays(form, tmp_path, capsys):
    """--out as for all commands that write."""
    data = form.read_bytes()
    cell = next(iter(findings_of(form)))
    assert 0 == say(capsys, "accept", form, cell, "--reason", "核过", "--out", tmp_path / "核实后").status
    assert data == form.read_bytes()
    assert cell not in findings_of(tmp_path / "核实后" / form.name)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["A1"], "--reason 写明核实的情况"),
        (["A1", "--reason", "x", "--withdraw"], "两者选一"),
        (["第一格", "--reason", "x"], "不是单元格地址"),
        (["没有!A1", "--reason", "x"], "没有工作表“没有”"),
        (["A1", "--reason", "x", "--select", "PX9999"], "PX9999"),
    ],
)
def test_accept_when_called_wrongly_then_one_sentence(form, capsys, arguments, words):
    """Nothing is written."""
    data = form.read_bytes()
    assert words in say(capsys, "accept", form, *arguments).refusal
    assert data == form.read_bytes()


def test_accept_when_the_reason_is_blank_or_too_long_then_refused_in_words(form, capsys):
    """A reason is what the next reader sees."""
    cell = next(iter(findings_of(form)))
    assert "要写理由" in say(capsys, "accept", form, cell, "--reason", " ").refusal
    assert "超过 200 字" in say(capsys, "accept", form, cell, "--reason", "长" * 201).refusal
