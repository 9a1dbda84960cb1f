"""Mapping a function over processes: order, failures, a process that dies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from perf_xl.bulk.local import FEW, InProcess, Processes, local_pool
from perf_xl.bulk.runner import Pool
from tests.bulk.work import double


@pytest.fixture(params=["in process", "processes"])
def pool(request: pytest.FixtureRequest) -> Iterator[Pool]:
    """Both pools keep the same promises."""
    made: Pool = InProcess() if request.param == "in process" else Processes(2)
    yield made
    made.close()


def test_map_when_some_items_fail_then_the_rest_is_done_in_order(pool: Pool) -> None:
    """One item's error, expected or a bug, is kept with it and stops nothing."""
    done = list(pool.map(double, [11, 12, 13, 14, 16, *range(100, 150)]))
    assert [outcome.item for outcome in done] == [11, 12, 13, 14, 16, *range(100, 150)]
    assert [outcome.result for outcome in done] == [22, 24, None, None, 32, *range(200, 300, 2)]
    refused, bug = done[2].failure, done[3].failure
    assert refused is not None
    assert refused.message == "13 不吉利。"
    assert bug is not None
    assert bug.message.startswith("程序内部错误（ValueError：a bug）")
    assert "double" in bug.detail


def test_map_when_a_process_dies_then_only_its_item_is_lost() -> None:
    """The item that kills its process is named; everything else under way is done again."""
    pool = Processes(2)
    try:
        done = list(pool.map(double, [*range(1, 13), 15, *range(16, 80)]))
    finally:
        pool.close()
    lost = [outcome for outcome in done if outcome.failure is not None]
    assert [outcome.item for outcome in lost] == [15]
    assert lost[0].failure is not None
    assert "意外退出" in lost[0].failure.message
    assert [outcome.result for outcome in done if outcome.failure is None] == [
        2 * i for i in (*range(1, 13), *range(16, 80))
    ]


def test_map_when_items_are_endless_then_they_are_read_only_as_needed() -> None:
    """Memory is bounded: items are read a window ahead, not all at once."""
    taken = 0

    def endless() -> Iterator[int]:
        nonlocal taken
        while True:
            taken += 1
            yield 20

    pool = Processes(1)
    try:
        results = pool.map(double, endless())
        first = [next(results).result for _ in range(5)]
    finally:
        pool.close()
    assert first == [40] * 5
    assert taken <= 3 * 16


def test_local_pool_when_there_is_little_to_do_then_no_process_is_started() -> None:
    """Starting processes for a dozen files would take longer than the files."""
    assert isinstance(local_pool(items=FEW - 1), InProcess)
    assert isinstance(local_pool(1, items=10_000), InProcess)
