"""A function called from outside always answers."""

import logging

import pytest

from perf_xl.hosts.excel import calls
from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.excel.messages import FUNCTION_CRASHED


@pytest.mark.parametrize(
    "name, arguments, expected",
    [
        ("PERF_EXEC_RATE", (100.0, 85.5), 0.855),
        ("PERF_EXEC_RATE", (None, 85.5), ""),
        ("PERF_EXEC_RATE", ("x", 1.0), "需人工：“全年预算数”是“x”，不是数字，请改为数字（不带单位）"),
        (
            "PERF_ROLLUP",
            (("PxRange", 1.0, "General", False, 2), None, "绝对值"),
            "需人工：参数是 2 块不相连的区域，请改为连续的区域",
        ),
        ("PERF_EXEC_RATE", (1.0,), "PERF_EXEC_RATE 要 2～2 个参数，给了 1 个"),
    ],
)
def test_answer_when_called_then_gives_a_value_for_the_cell(name, arguments, expected):
    """Results and sentences, no exception."""
    assert expected == answer(name, arguments)


def test_answer_when_the_function_crashes_then_logs_it_and_says_so(monkeypatch, caplog):
    """A mistake of ours is a sentence for the clerk and a traceback for us."""

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(calls, "call_function", broken)
    with caplog.at_level(logging.ERROR):
        assert FUNCTION_CRASHED == answer("PERF_EXEC_RATE", (1.0, 2.0))
    assert "ZeroDivisionError" in caplog.text


def test_answer_when_the_policy_is_broken_then_says_so():
    """A damaged _px_policy does not score by other conventions in silence."""
    result = answer("PERF_READ", ("每低于1个百分点扣0.5分",), "part_steps = 3")
    assert isinstance(result, str)
    assert "part_steps" in result
