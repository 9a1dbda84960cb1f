"""PxFunctions.bas, generated from the worksheet functions' own metadata."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.functions import FunctionSpec

_HEAD = """\
Option Explicit
' The worksheet functions. Generated from perf_xl.functions by "perf-xl addin shim": changes made here are lost.
"""


def functions_module(functions: Sequence[FunctionSpec]) -> str:
    """The source of PxFunctions.bas: a wrapper for each function, with its own argument names."""
    return _HEAD + "".join(f"\n{_wrapper(spec)}" for spec in functions)


def _wrapper(spec: FunctionSpec) -> str:
    parameters = [f"{'Optional ' * a.optional}ByVal {a.name} As Variant" for a in spec.arguments]
    values = [f"PxArgument({a.name})" for a in spec.arguments]
    return (
        f"Public Function {spec.name}({_continued(parameters)}) As Variant\n"
        f'    {spec.name} = PxCall("{spec.name}", Array({_continued(values)}))\n'
        "End Function\n"
    )


def _continued(parts: Sequence[str]) -> str:
    """The parts separated by commas, three a line, as VBA continues lines."""
    lines = [", ".join(parts[start : start + 3]) for start in range(0, len(parts), 3)]
    return ", _\n        ".join(lines)
