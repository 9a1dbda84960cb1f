"""Hyperlinks in cells: URL fields in the cell's text. Links into the workbook are ``#Sheet!A1`` as in Excel."""

from __future__ import annotations

import re
from typing import Any

_URL_FIELD = "com.sun.star.text.textfield.URL"


def address_of(cell: Any) -> str:
    """The address of a cell's first link; Exception if there is none, as xlwings has it."""
    fields = cell.TextFields
    for index in range(fields.Count if hasattr(fields, "Count") else 0):
        return excel_target(fields.getByIndex(index).URL)
    raise Exception("The cell doesn't seem to contain a hyperlink!")  # noqa: TRY002 - xlwings' own type and text


def has_link(cell: Any) -> bool:
    """Whether the cell's text holds a link."""
    return bool(cell.TextFields.Count)


def put(document: Any, cell: Any, address: str, text: str) -> None:
    """Replace the cell's text by a link."""
    field = document.createInstance(_URL_FIELD)
    field.URL = office_target(address)
    field.Representation = text
    cell.setString("")
    cell.insertTextContent(cell.createTextCursor(), field, False)


def office_target(address: str) -> str:
    """``#'Sheet 1'!A1`` as Calc writes it: ``#'Sheet 1'.A1``; other addresses as they are."""
    return re.sub(r"^#(.+)!", r"#\1.", address)


def excel_target(url: str) -> str:
    """The other way round.

    >>> excel_target("#'评分 表'.C7")
    "#'评分 表'!C7"
    """
    return re.sub(r"^#\$?('(?:[^']|'')*'|[^.']+)\.", r"#\1!", url)
