"""Sums that are counted in place, merged, and sent to other processes, exactly."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from perf_xl.rollup.entries import ABSENT, Amount
from perf_xl.rollup.measures import Measure
from perf_xl.rollup.partial import Occurrence, Partial, Series, UnitKey
from perf_xl.rollup.sides import MOST_WORDS, Side, Weights
from perf_xl.rollup.tallies import Total
from tests.rollup.make import WUCHUAN, ZHIJIANG, published_entries

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
AMOUNTS = st.one_of(
    DECIMALS.map(lambda value: Amount(value, "number", value)),
    st.sampled_from([Amount(None, "blank"), Amount(None, "unreadable", "约"), ABSENT]),
)
MEASURES = st.one_of(
    st.builds(lambda value, sign: Measure("number", f"{sign}{value}个", value, "个", sign), DECIMALS, st.sampled_from("≥≤")),
    st.sampled_from([Measure("blank"), Measure("word", "良好"), Measure("unclear", "1"), Measure("number", "1家", Decimal(1), "家")]),
)  # fmt: skip
WEIGHTS = st.one_of(st.none(), st.builds(Weights, st.none() | DECIMALS.filter(bool), st.none() | DECIMALS.filter(bool)))
CELLS = st.lists(st.tuples(MEASURES, WEIGHTS), max_size=8)


def total(amounts: Sequence[Amount]) -> Total:
    """The amounts counted one by one."""
    found = Total()
    for amount in amounts:
        found.count(amount)
    return found


def side(cells: Sequence[tuple[Measure, Weights | None]]) -> Side:
    """The cells counted one by one."""
    found = Side()
    for value, weights in cells:
        found.count(value, "个", weights)
    return found


@given(st.lists(AMOUNTS, max_size=8), st.integers(0, 8))
def test_total_when_counted_in_two_parts_then_is_the_same(amounts: list[Amount], cut: int) -> None:
    """Also when one part came from another process."""
    whole, first, second = total(amounts), total(amounts[:cut]), total(amounts[cut:])
    second.absorb(pickle.loads(pickle.dumps(first)))
    assert second == whole
    numbers = [amount.value for amount in amounts if amount.value is not None]
    assert (Fraction(whole.sum), whole.numbers) == (sum(map(Fraction, numbers)), len(numbers))


@given(CELLS, st.integers(0, 8))
def test_side_when_counted_in_two_parts_then_is_the_same(cells: list[tuple[Measure, Weights | None]], cut: int) -> None:
    """Also when one part came from another process; a wide sum never rounds."""
    whole, first, second = side(cells), side(cells[:cut]), side(cells[cut:])
    second.absorb(pickle.loads(pickle.dumps(first)))
    assert second == whole


def test_wordings_when_too_many_then_none_is_kept_whatever_the_order() -> None:
    """A distribution nobody could read."""
    words = [(Measure("word", f"第{n}种"), None) for n in range(MOST_WORDS + 1)]
    first, second = side(words[:100]), side(words[100:])
    assert (first.words is None, second.words is None) == (False, False)
    first.absorb(second)
    assert (first.words, side(words).words) == (None, None)


def test_part_when_sent_to_another_process_then_says_the_same() -> None:
    """Sums, places, duplicates: nothing is lost on the way."""
    listed = published_entries([*ZHIJIANG, *WUCHUAN, "zhijiang-2023/02"])
    part = Partial().fold([*listed, *listed[:2]])
    assert pickle.loads(pickle.dumps(part)) == part
    assert all(group.total.rows for group in part.indicators.values())


def test_occurrence_when_packed_then_comes_out_whole() -> None:
    """Also with a name that is no proper text, as a file system may have it."""
    key = UnitKey(Series("target", None), "某局")
    for file in ("表/甲.xlsx", "坏\udce4名.xlsx"):
        found = Occurrence(file, "表1", hidden=True, project="甲\x1f乙", unit="", unit_key=key)
        assert Occurrence.unpacked(found.packed) == found
