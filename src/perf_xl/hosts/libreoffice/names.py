"""The names by which LibreOffice knows the extension and its parts."""

from __future__ import annotations

from perf_xl.functions import FunctionSpec

IDENTIFIER = "org.perfxl.calc"
SERVICE = "org.perfxl.PerfXL"
HANDLER = "org.perfxl.Handler"
JOB = "org.perfxl.Job"
PROTOCOL = "org.perfxl:"
BASIC_MODULE = "PerfXL"


def method_name(spec: FunctionSpec) -> str:
    """The UNO method of a worksheet function.

    >>> method_name(FUNCTIONS[2])
    'perfExecRate'
    """
    return camel(spec.name.lower())


def camel(name: str) -> str:
    """A name as UNO's interface language allows it: without underscores."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
