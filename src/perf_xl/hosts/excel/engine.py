"""xlwings' Windows engine, without its habit of ending programs of other people.

At the end of a process, and when it closes an Excel, xlwings kills every Excel of the computer that shows no workbook:
one that a person has just started and that still shows its first page, or one that another program works with. It finds
them by ``tasklist``. None of these is ours.
"""

from __future__ import annotations

import atexit
from typing import Any


def windows_engine() -> Any:
    """The module ``xlwings._xlwindows``, which from now on ends no program."""
    from xlwings import _xlwindows  # noqa: PLC0415 - slow to load, Windows only

    return leaving_others_alone(_xlwindows)


def leaving_others_alone(engine: Any) -> Any:
    """The engine with what would end other programs taken out."""
    atexit.unregister(engine.cleanup)
    engine.Apps.cleanup = staticmethod(_end_nothing)
    return engine


def _end_nothing() -> None:
    return
