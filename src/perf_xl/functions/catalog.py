"""The list of all worksheet functions, and the one way to call them."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.errors import InputError
from perf_xl.functions.check import PERF_CHECK
from perf_xl.functions.explain import PERF_EXPLAIN
from perf_xl.functions.metadata import FunctionSpec, spec_of
from perf_xl.functions.rate import PERF_EXEC_RATE
from perf_xl.functions.read import PERF_READ
from perf_xl.functions.rollup import PERF_ROLLUP
from perf_xl.functions.score import PERF_SCORE, PERF_SCORES
from perf_xl.functions.values import Argument, ManualWork, Result, manual_text
from perf_xl.policy import DEFAULT_POLICY, Policy

CATEGORY = "绩效评价"
"""The category in Excel's Function Wizard, and the name of the ribbon's tab."""

FUNCTIONS: tuple[FunctionSpec, ...] = tuple(
    spec_of(function)
    for function in (PERF_SCORE, PERF_SCORES, PERF_EXEC_RATE, PERF_EXPLAIN, PERF_READ, PERF_CHECK, PERF_ROLLUP)
)

_BY_NAME = {spec.name: spec for spec in FUNCTIONS}


def find_function(name: str) -> FunctionSpec:
    """The function called ``name``, in capitals or not; InputError if there is none."""
    try:
        return _BY_NAME[name.upper()]
    except KeyError:
        raise InputError(f"没有名为“{name}”的绩效函数，可用的有：{'、'.join(_BY_NAME)}") from None


def call_function(name: str, arguments: Sequence[Argument], policy: Policy = DEFAULT_POLICY) -> Result:
    """Call a function by name; what a person must settle comes back as text 「需人工：」, never as an exception.

    InputError for an unknown name or a wrong number of arguments: that is the caller's mistake, not the clerk's.
    """
    spec = find_function(name)
    required = sum(not argument.optional for argument in spec.arguments)
    if not required <= len(arguments) <= len(spec.arguments):
        raise InputError(f"{spec.name} 要 {required}～{len(spec.arguments)} 个参数，给了 {len(arguments)} 个")
    try:
        if spec.needs_policy:
            return spec.call(*arguments, policy=policy)
        return spec.call(*arguments)
    except ManualWork as problem:
        return manual_text(str(problem))
