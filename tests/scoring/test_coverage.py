"""Gaps and overlaps of bands, told before a number is filled in."""

from __future__ import annotations

import pytest

from perf_xl.scoring import read_rule


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("90%以上得10分；70%-84%得6分；低于70%不得分。", ["bands_have_gap"]),
        ("大于90%得10分；小于90%不得分。", ["bands_have_gap"]),
        ("300万元以上得10分；100-200万元得6分；100万元以下不得分。", ["bands_have_gap"]),
        ("90%（含）以上得10分；75%-90%得8分；60%-80%得5分；低于60%不得分。", ["bands_overlap"]),
        ("90%（含）以上得10分；80%-90%得6分；低于80%不得分。", []),
        ("96%以上得10分，92%以上得8分，92%以下不得分。", []),
        ("3项以上得10分，1-2项得5分，没有不得分。", []),
        ("90%以上得10分；70%-84%得6分；否则不得分。", []),
    ],
)
def test_notes_of_bands_when_they_do_not_join_then_said(text: str, codes: list[str]) -> None:
    """Whole numbers have no gap between 1 and 2; an open side closes every gap."""
    assert codes == [note.code for note in read_rule(text).notes]
