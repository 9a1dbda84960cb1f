"""Rules without a workbook: how one is read, and a file of rows where no line stops the next."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from perf_xl.commands.rule import LONGEST_LINE, explain_rule, score_lines

GOOD = json.dumps(
    {"id": "a", "text": "每发现一例扣2分", "max_score": 10, "unit": "例", "name": "违规", "actual": 3},
    ensure_ascii=False,
)


def test_explain_says_how_a_rule_is_read() -> None:
    reading = explain_rule("满意度≥90%得10分，每低1个百分点扣1分", Decimal(10))
    assert reading.understood
    assert "读作：满意度大于等于90%，得10分；每低1个百分点，扣1分。（口径：不足一步不计）" == reading.restatement
    assert reading.formula is not None
    assert "{actual}" in reading.formula


def test_explain_says_what_is_not_understood() -> None:
    reading = explain_rule("每低一定比例扣2分", Decimal(10))
    assert not reading.understood
    assert reading.formula is None
    assert ["读不懂“每低一定比例扣2分”"] == [n.message[:14] for n in reading.notes if n.code == "not_understood"]


def test_one_result_for_each_line_in_order() -> None:
    results = list(score_lines([GOOD, "{broken", GOOD.replace('"a"', '"b"')]))
    assert ["a", None, "b"] == [r["id"] for r in results]
    assert ["scored", "unreadable", "scored"] == [r["status"] for r in results]
    assert Decimal("4.00") == results[0]["score"]
    assert "第 2 行不是一个有效的 JSON 对象，没有计分；请改正这一行。" == results[1]["notes"][0]["message"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "\n",
        "[]",
        "null",
        "{}",
        '{"text": 5}',
        '{"text": "每发现一例扣2分", "max_score": NaN}',
        '{"text": "每发现一例扣2分", "max_score": 1e999}',
        '{"text": "每发现一例扣2分", "max_score": -1}',
        '{"text": "每发现一例扣2分", "max_score": "十"}',
        '{"text": "每发现一例扣2分", "actual": {"a": 1}}',
        '{"text": "每发现一例扣2分", "actual": Infinity}',
        '{"text": "x", "actual": ' + "9" * 5000 + "e}",
        "[" * 100_000,
        '{"text": "\\ud800"}',
        "\x00\x01",
        json.dumps({"text": "扣" * 100_000}),
        "x" * (LONGEST_LINE + 1),
    ],
    ids=lambda line: line[:30],
)
def test_a_bad_line_is_unreadable_and_the_next_is_scored(line: str) -> None:
    bad, good = score_lines([line, GOOD])
    assert bad["status"] in ("unreadable", "needs_input")
    assert bad["score"] is None
    assert bad["notes"]
    assert "scored" == good["status"]


def test_numbers_are_taken_as_written() -> None:
    line = '{"text": "按完成比例计分", "max_score": 1, "comparison": "≥", "target": 3, "unit": "个", "actual": 0.1}'
    (result,) = score_lines([line])
    assert Decimal("0.03") == result["score"]


def test_lines_are_read_as_they_come(tmp_path: Path) -> None:
    read: list[int] = []

    def lines():
        for number in range(3):
            read.append(number)
            yield GOOD

    results = score_lines(lines())
    next(results)
    assert [0] == read
