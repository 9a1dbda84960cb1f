"""Which member a test covers: ``@covers("Range.formula")``; test_table.py compares with what the engine claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Test = TypeVar("_Test", bound=Callable[..., object])


def covers(*members: str) -> Callable[[_Test], _Test]:
    """Mark a test as one for these members; read from the source, so it does nothing at run time."""
    assert all("." in member for member in members)
    return lambda test: test
