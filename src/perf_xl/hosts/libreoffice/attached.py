"""The LibreOffice that our code runs inside of, as xlwings sees it."""

from __future__ import annotations

from typing import Any

import xlwings as xw

import xlwings_libreoffice

_APPS: list[Any] = []
"""The one app, once it has been asked for."""


def attached_book(context: Any, document: Any) -> Any:
    """The ``xlwings.Book`` of an open document."""
    if not _APPS:
        _APPS.append(xlwings_libreoffice.attach(context))
    return xw.Book(impl=_APPS[0].impl.book_of(document))
