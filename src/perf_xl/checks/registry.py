"""Every check there is: modules ``px###_*.py`` of this package and of ``checks.audit``, in the order of their codes."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from types import ModuleType

from perf_xl import checks as package
from perf_xl.checks import audit
from perf_xl.checks.base import Audit, Check
from perf_xl.checks.tool import TOOL_PAGES


@cache
def all_checks() -> tuple[Check, ...]:
    """The checks of one form."""
    return tuple(
        sorted((kind() for kind in _classes(package) if issubclass(kind, Check)), key=lambda check: check.code)
    )


@cache
def all_audits() -> tuple[Audit, ...]:
    """The checks across forms."""
    return tuple(sorted((kind() for kind in _classes(audit) if issubclass(kind, Audit)), key=lambda check: check.code))


def known_codes() -> tuple[str, ...]:
    """Every code, the tool's own included."""
    return tuple(sorted({check.code for check in (*all_checks(), *all_audits())} | set(TOOL_PAGES)))


def _classes(folder: ModuleType) -> Iterator[type]:
    """The classes defined in the ``px*`` modules of a package."""
    for info in pkgutil.iter_modules(folder.__path__):
        if info.name.startswith("px"):
            module = import_module(f"{folder.__name__}.{info.name}")
            members = (item for item in vars(module).values() if isinstance(item, type))
            yield from (item for item in members if item.__module__ == module.__name__)
