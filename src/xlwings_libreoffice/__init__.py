"""An xlwings engine for LibreOffice Calc, over UNO.

::

    import xlwings as xw
    import xlwings_libreoffice

    xlwings_libreoffice.register()
    book = xw.Book("预算.xlsx")

What a member does is what xlwings documents for it; what is not offered raises ``NotImplementedError`` with its name.
``docs/libreoffice-engine.md`` lists both. UNO is not thread-safe across one connection: use an app from one thread.
"""

from __future__ import annotations

from typing import Any

__all__ = ["ENGINE_NAME", "attach", "register", "undo_context"]

ENGINE_NAME = "libreoffice"


def register(*, activate: bool = True) -> Any:
    """Add the engine to ``xlwings.engines`` once, and make it the active one; gives the ``xlwings.Engine``."""
    import xlwings as xw  # noqa: PLC0415 - slow import

    from xlwings_libreoffice.engine import Engine  # noqa: PLC0415 - needs UNO

    if ENGINE_NAME not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=Engine()))
    engine = xw.engines[ENGINE_NAME]
    if activate:
        engine.activate()
    return engine


def attach(component_context: Any) -> Any:
    """An ``xlwings.App`` for the LibreOffice this code runs in, such as from an extension; it is never ended by us."""
    import xlwings as xw  # noqa: PLC0415 - slow import

    return xw.App(impl=register().impl.apps.attach(component_context))


def undo_context(book: Any, title: str) -> Any:
    """A context manager: all writes to an ``xlwings.Book`` inside it become one step of Calc's undo list."""
    from xlwings_libreoffice.undo import UndoContext  # noqa: PLC0415 - needs UNO

    return UndoContext(book.impl, title)
