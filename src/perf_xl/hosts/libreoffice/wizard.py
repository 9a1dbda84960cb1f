"""Calc's Function Wizard: names and Chinese help of the worksheet functions."""

from __future__ import annotations

from perf_xl.functions import CATEGORY, FUNCTIONS
from perf_xl.hosts.libreoffice.names import method_name

category = CATEGORY
_SPECS = {method_name(spec): spec for spec in FUNCTIONS}


def methods() -> dict[str, str]:
    """The UNO methods and the functions they stand for."""
    return {method: spec.name for method, spec in _SPECS.items()}


def method_of(display: str) -> str:
    """The method of a function's name."""
    return next((method for method, spec in _SPECS.items() if spec.name == display.upper()), "")


def name(method: str) -> str:
    """The function's name as users type it."""
    return _SPECS[method].name if method in _SPECS else ""


def description(method: str) -> str:
    """What the function does."""
    return _SPECS[method].help if method in _SPECS else ""


def argument(method: str, index: int) -> str:
    """The Chinese name of an argument."""
    known = _SPECS[method].arguments if method in _SPECS else ()
    return known[index].label if index < len(known) else ""


def argument_help(method: str, index: int) -> str:
    """What to give for an argument."""
    known = _SPECS[method].arguments if method in _SPECS else ()
    return known[index].help if index < len(known) else ""
