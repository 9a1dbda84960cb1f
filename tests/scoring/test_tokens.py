"""Words and numbers of a rule: every character is in one token or is white space."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.scoring.text.normalize import normalize
from perf_xl.scoring.text.tokens import tokenize
from tests.scoring.support import texts


def _kinds(text: str) -> list[str]:
    return [token.kind for token in tokenize(normalize(text).text)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("满意度≥90%得10分", ["TEXT", "COMPARE", "PERCENT", "GET", "POINTS"]),
        ("每低一个百分点扣1分", ["EVERY_WAY", "QUANTITY", "DEDUCT", "POINTS"]),
        ("①有制度2分", ["MARK", "TEXT", "POINTS"]),
        ("2025年12月31日前完成得满分", ["DUE", "TEXT", "FULL"]),
        ("得分=实际值/目标值*分值", ["FORMULA"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert kinds == _kinds(text)


def test_numbers_are_exact() -> None:
    (token,) = [t for t in tokenize("每低0.10个百分点扣1分") if t.kind == "QUANTITY"]
    assert "0.10" == str(token.number)
    assert "百分点" == token.unit


def test_tokens_cover_every_rule_in_order() -> None:
    for text in texts():
        normal = normalize(text).text
        end = 0
        for token in tokenize(normal):
            assert token.start >= end
            assert not normal[end : token.start].strip(), (text, normal[end : token.start])
            end = token.end
        assert not normal[end:].strip(" ;")


@given(st.text(alphabet="满意度得扣分每低0123456789.%≥≤<>-~,;:()①②年月日前完成不未按比例", max_size=120))
def test_tokens_cover_any_text(text: str) -> None:
    tokens = tokenize(text)
    assert all(a.end <= b.start for a, b in zip(tokens, tokens[1:], strict=False))
    assert text == "" or all(0 <= t.start < t.end <= len(text) for t in tokens)


@pytest.mark.parametrize("piece", ["每", "90%-", "得", "不足", "(", "以上", "1", "扣1", "未", "实际值/", "、", "①"])
def test_a_repeated_piece_is_read_in_linear_time(piece: str) -> None:
    text = piece * (2000 // len(piece))
    started = time.process_time()
    tokenize(text)
    assert time.process_time() - started < 1.0
