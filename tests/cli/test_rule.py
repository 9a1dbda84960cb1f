"""``perf-xl rule``: what is printed, and the exit status a script sees."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from perf_xl.cli.app import run

RULE = "达到90%得满分，每低1个百分点扣0.5分，扣完为止"
GOOD = json.dumps({"id": 1, "text": "每发现一例扣2分", "max_score": 10, "actual": "1例"}, ensure_ascii=False)


def test_explain(capsys) -> None:
    assert 0 == run(["rule", "explain", RULE, "--max-score", "10"])
    out = capsys.readouterr().out
    assert "读作：大于等于90%，得满分；每低1个百分点，扣0.5分；扣完为止。（口径：不足一步不计）" in out
    assert "公式：=IF(" in out


def test_explain_of_what_is_not_understood_wants_attention(capsys) -> None:
    assert 1 == run(["rule", "explain", "每低一定比例扣2分"])
    assert "读不懂这条评分标准" in capsys.readouterr().out


def test_explain_as_json(capsys) -> None:
    assert 0 == run(["rule", "explain", RULE, "--max-score", "10", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert {"restatement", "formula", "max_score", "notes"} <= set(found)


def test_score(capsys) -> None:
    assert 0 == run(["rule", "score", RULE, "--actual", "88%", "--unit", "%", "--max-score", "10"])
    out = capsys.readouterr().out
    assert "得 9.00 分" in out
    assert "过程：90% 起，实际 88%，低 2 个百分点，每 1 个百分点扣 0.5 分，扣 1 分" in out


def test_score_that_needs_a_person(capsys) -> None:
    assert 1 == run(["rule", "score", "由专家组综合打分", "--actual", "较好", "--max-score", "10"])
    assert "需人工" in capsys.readouterr().out


def test_score_under_a_policy(capsys, tmp_path: Path) -> None:
    policy = tmp_path / "perf_xl.toml"
    policy.write_text('part_steps = "ceil"\n', "utf-8")
    row = ["rule", "score", RULE, "--actual", "88.5%", "--unit", "%", "--max-score", "10", "--policy", str(policy)]
    assert 0 == run(row)
    assert "得 9.00 分" in capsys.readouterr().out


def test_batch_of_a_file(capsys, tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(GOOD.encode() + b"\n{broken\n\xff\xfe\n" + GOOD.encode() + b"\n")
    assert 1 == run(["rule", "score", "--batch", str(file)])
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["scored", "unreadable", "unreadable", "scored"] == [r["status"] for r in results]
    assert [8, None, None, 8] == [r["score"] for r in results]


def test_batch_of_standard_input(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    assert 0 == run(["rule", "score", "--batch", "-"])
    assert "scored" == json.loads(capsys.readouterr().out)["status"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["rule", "score"],
        ["rule", "score", "x", "--batch", "y"],
        ["rule", "score", "--batch", "/nowhere/rows.jsonl"],
        ["rule", "explain", RULE, "--max-score", "十"],
        ["rule", "explain", RULE, "--max-score", "0"],
        ["rule", "explain", RULE, "--policy", "/nowhere/perf_xl.toml"],
    ],
)
def test_bad_input_is_one_chinese_sentence(arguments, capsys) -> None:
    assert 2 == run(arguments)
    said = capsys.readouterr()
    assert "" == said.out
    assert 1 == len(said.err.strip().splitlines())


def test_batch_of_a_gbk_file_when_read_then_scored(capsys, tmp_path: Path) -> None:
    """Chinese programs on Windows write GBK."""
    file = tmp_path / "rows.jsonl"
    file.write_bytes(GOOD.encode("gbk") + b"\n" + b"\xff\xfe\n")
    assert 1 == run(["rule", "score", "--batch", str(file)])
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert ["scored", "unreadable"] == [r["status"] for r in results]


def test_batch_of_a_missing_file_when_read_then_told_in_chinese(capsys, tmp_path: Path) -> None:
    """The system's own English words are no message for a clerk."""
    assert 2 == run(["rule", "score", "--batch", str(tmp_path / "没有.jsonl")])
    assert "读不了（找不到这个文件）" in capsys.readouterr().err
