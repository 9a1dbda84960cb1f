"""The functions for the stock xlwings add-in, as plain Python functions."""

import inspect
from types import SimpleNamespace

import pytest

from perf_xl.functions import FUNCTIONS
from perf_xl.hosts.excel import udfs


def test_udfs_when_listed_then_are_all_functions():
    """None forgotten."""
    assert {spec.name for spec in FUNCTIONS} == {name for name in vars(udfs) if name.startswith("PERF_")}


@pytest.mark.parametrize("spec", FUNCTIONS, ids=lambda spec: spec.name)
def test_udf_when_inspected_then_has_the_signature_and_help_of_its_function(spec):
    """xlwings reads exactly these."""
    function = getattr(udfs, spec.name)
    parameters = inspect.signature(function).parameters.values()
    expected = [(a.name, a.optional) for a in spec.arguments]
    assert expected == [(p.name, p.default is not p.empty) for p in parameters]
    assert (spec.name, spec.help) == (function.__name__, function.__doc__)


def test_udf_when_called_then_answers_as_the_server_does():
    """Numbers, blanks and sentences."""
    assert [0.5, "", "需人工：“全年预算数”是“x”，不是数字，请改为数字（不带单位）"] == [
        udfs.PERF_EXEC_RATE(100.0, 50.0),
        udfs.PERF_EXEC_RATE(None, 50.0),
        udfs.PERF_EXEC_RATE("x", 50.0),
    ]


class FakeRange:
    """As much of an xlwings range as the accessor reads."""

    def __init__(self, values, formats, number_format, policy=-2146826259):
        self.api = SimpleNamespace(
            Value2=values,
            NumberFormat=number_format,
            Worksheet=SimpleNamespace(
                Parent=SimpleNamespace(Date1904=False), Evaluate={"_px_policy": policy}.__getitem__
            ),
            Areas=SimpleNamespace(Count=1),
        )
        self.shape = (len(formats), len(formats[0]))
        self._formats = formats

    def __getitem__(self, key):
        return SimpleNamespace(api=SimpleNamespace(NumberFormat=self._formats[key[0]][key[1]]))


@pytest.mark.parametrize(
    "cells, expected",
    [
        (FakeRange(0.5, [["0%"]], "0%"), ("PxRange", 0.5, "0%", False, 1)),
        (
            FakeRange(((0.5,), (3.0,)), [["0%"], ["0.00"]], None),
            ("PxRange", ((0.5,), (3.0,)), [["0%"], ["0.00"]], False, 1),
        ),
    ],
)
def test_cells_when_a_range_is_read_then_goes_as_the_shim_sends_it(cells, expected):
    """One format for all cells, or one each."""
    context = SimpleNamespace(range=cells, value=None)
    udfs.Cells.reader({})(context)
    assert expected == context.value


def test_cells_when_a_plain_value_is_read_then_stays():
    """Constants in the formula."""
    context = SimpleNamespace(range=None, value=7.0)
    udfs.Cells.reader({})(context)
    assert 7.0 == context.value


@pytest.mark.parametrize("policy, expected", [(-2146826259, 9.5), ('{"part_steps":"ceil"}', 9.0)])
def test_udf_when_the_sheet_has_a_policy_then_follows_it(policy, expected):
    """As our own wrappers do: a score is that of the form that its cells stand in."""
    context = SimpleNamespace(range=FakeRange(0.965, [["0.0%"]], "0.0%", policy), value=None)
    udfs.Cells.reader({})(context)
    rule = "每低于1个百分点扣0.5分，扣完为止"
    assert expected == udfs.PERF_SCORE(rule, context.value, "98%", "≥", "%", 10.0, None)
