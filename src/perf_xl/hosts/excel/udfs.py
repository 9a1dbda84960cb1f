"""The worksheet functions for people who run the stock xlwings add-in: set 「UDF Modules」 to this module.

Ordinary ``@xw.func`` functions, made from the same metadata as the wrappers of our own add-in, so that names, arguments
and help are the same. Also: ``RunPython("from perf_xl.hosts.excel import ribbon; ribbon.run('score')")``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

import xlwings as xw
from xlwings.conversion import Accessor, Pipeline

from perf_xl.forms.naming import POLICY_NAME
from perf_xl.functions import CATEGORY, FunctionSpec, find_function
from perf_xl.hosts.excel.api import range_variant
from perf_xl.hosts.excel.calls import answer


class OnSheet(tuple):  # type: ignore[type-arg]  # noqa: SLOT001 - a range as the shim sends it
    """A range as the shim sends it, and what its sheet is scored by: ``_px_policy``, empty for the default."""

    policy = ""


def _policy_of(excel: Any) -> str:
    """The sheet's ``_px_policy``; Excel answers with an error's number where the name is unknown."""
    text = excel.Worksheet.Evaluate(POLICY_NAME)
    return text if isinstance(text, str) else ""


class Cells(Accessor):  # type: ignore[misc]
    """Gives a function the exact values of a range with their number formats, other arguments unchanged."""

    @classmethod
    def reader(cls, options: Mapping[str, Any]) -> Pipeline:  # noqa: ARG003 - xlwings' contract
        """The one stage that reads."""
        return Pipeline([cls._read])

    @staticmethod
    def _read(context: Any) -> None:
        if context.range is not None:
            context.value = OnSheet(range_variant(context.range))
            context.value.policy = _policy_of(context.range.api)


def exposed(spec: FunctionSpec) -> Callable[..., Any]:
    """``spec`` as a function of xlwings, with the same name, arguments and help."""

    def function(*values: Any) -> Any:
        policies = (value.policy for value in values if isinstance(value, OnSheet))
        return answer(spec.name, values, next(filter(None, policies), ""))

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [
        inspect.Parameter(a.name, kind, default=None) if a.optional else inspect.Parameter(a.name, kind)
        for a in spec.arguments
    ]
    function.__name__ = function.__qualname__ = spec.name
    function.__doc__ = spec.help
    function.__annotations__ = {}
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    made: Callable[..., Any] = function
    for argument in spec.arguments:
        made = xw.arg(argument.name, Cells, doc=argument.help)(made)
    # Outermost: xw.arg would set the category back.
    result: Callable[..., Any] = xw.func(category=CATEGORY)(made)
    return result


PERF_SCORE = exposed(find_function("PERF_SCORE"))
PERF_SCORES = exposed(find_function("PERF_SCORES"))
PERF_EXEC_RATE = exposed(find_function("PERF_EXEC_RATE"))
PERF_EXPLAIN = exposed(find_function("PERF_EXPLAIN"))
PERF_READ = exposed(find_function("PERF_READ"))
PERF_CHECK = exposed(find_function("PERF_CHECK"))
PERF_ROLLUP = exposed(find_function("PERF_ROLLUP"))
