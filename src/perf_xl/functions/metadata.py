"""A function's name, arguments and Chinese help, read from the function itself.

The help of an argument is the :class:`Help` in its ``Annotated`` type, the help of the function is the first paragraph
of its docstring; an argument is optional if it has a default. Nothing is written down twice.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from perf_xl.functions.values import Argument, Result

HELP_LIMIT = 255
"""Excel refuses longer texts in the Function Wizard."""


@dataclass(frozen=True, slots=True)
class Help:
    """What the Function Wizard says about an argument: its Chinese name, and a sentence."""

    label: str
    text: str
    block: bool = False
    """Whether the argument takes a column of cells."""


@dataclass(frozen=True, slots=True)
class ArgumentSpec:
    """One argument of a worksheet function."""

    name: str
    label: str
    help: str
    optional: bool
    block: bool


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """One worksheet function."""

    name: str
    help: str
    arguments: tuple[ArgumentSpec, ...]
    call: Callable[..., Result]
    needs_policy: bool
    """Whether it takes the keyword ``policy``: the 口径 of the workbook it stands in."""


def spec_of(function: Callable[..., Result]) -> FunctionSpec:
    """The spec of ``function``; ValueError if a text is missing or too long for Excel."""
    hints = get_type_hints(function, include_extras=True)
    parameters = inspect.signature(function).parameters.values()
    arguments = tuple(
        _argument(parameter, hints[parameter.name])
        for parameter in parameters
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    )
    text = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split("\n"))
    if not text or len(text) > HELP_LIMIT:
        raise ValueError(f"{function.__name__}: help of {len(text)} characters")
    keywords = {p.name for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY}
    return FunctionSpec(function.__name__, text, arguments, function, needs_policy="policy" in keywords)


def _argument(parameter: inspect.Parameter, hint: Any) -> ArgumentSpec:
    if get_origin(hint) is not Annotated:
        raise ValueError(f"{parameter.name}: no help")
    base, help_ = get_args(hint)[:2]
    if base != Argument or not isinstance(help_, Help) or len(help_.text) > HELP_LIMIT:
        raise ValueError(f"{parameter.name}: unfit help")
    optional = parameter.default is not inspect.Parameter.empty
    return ArgumentSpec(parameter.name, help_.label, f"{help_.label}：{help_.text}", optional, help_.block)
