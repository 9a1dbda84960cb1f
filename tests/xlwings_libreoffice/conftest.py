"""One soffice for the suite, a new workbook for each test; and the mark of what a test covers."""

from __future__ import annotations

import pytest

pytest.importorskip("uno", reason="python3-uno is not linked into this environment: scripts/link_uno.py")

import xlwings as xw

import xlwings_libreoffice


def pytest_collection_modifyitems(items):
    """Every test of this folder needs LibreOffice."""
    for item in items:
        if "xlwings_libreoffice" in item.path.parts:
            item.add_marker(pytest.mark.libreoffice)


@pytest.fixture(scope="session")
def app():
    """One headless office for all tests."""
    xlwings_libreoffice.register()
    with xw.App(visible=False, add_book=False) as office:
        yield office


@pytest.fixture
def book(app):
    """A new workbook, closed afterwards."""
    new = app.books.add()
    yield new
    new.close()


@pytest.fixture
def sheet(book):
    """The first sheet of a new workbook."""
    return book.sheets[0]
