"""File name extensions and the filters LibreOffice opens and saves them with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import any_value, named, properties

STORE = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".ots": "calc8_template",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".csv": "Text - txt - csv (StarCalc)",
}

LOAD = {".xlsm": STORE[".xlsm"], ".xlam": STORE[".xlsm"], ".xltm": STORE[".xlsm"]}
"""Named only where guessing goes wrong: files with macros, whose macros are not run."""

_OOXML = (".xlsx", ".xlsm")
_ODF = (".ods", ".ots")


def encryption(extension: str, password: str) -> tuple[Any, ...]:
    """The options that encrypt a file; NotImplementedError for formats we do not encrypt.

    For OOXML the plain ``Password`` option is ignored in silence, so the data for the encryption are given themselves.
    """
    if extension in _ODF:
        return properties(Password=password)
    if extension in _OOXML:
        data = (named("OOXPassword", password), named("CryptoType", "Standard"))
        return properties(EncryptionData=any_value("[]com.sun.star.beans.NamedValue", data))
    raise NotImplementedError(f"The LibreOffice engine does not save {extension} with a password")


PDF = "calc_pdf_Export"


def filter_to_store(path: str) -> str:
    """The filter for saving under this name; NotImplementedError for a type LibreOffice cannot write."""
    extension = Path(path).suffix.lower()
    if extension not in STORE:
        raise NotImplementedError(f"The LibreOffice engine does not save {extension or 'files without extension'}")
    return STORE[extension]
