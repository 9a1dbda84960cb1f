"""One office for the folder."""

from __future__ import annotations

import pytest

pytest.importorskip("uno", reason="python3-uno is not linked into this environment: scripts/link_uno.py")

from perf_xl.hosts.libreoffice.workbook import office


def pytest_collection_modifyitems(items):
    """Every test of this folder needs LibreOffice."""
    for item in items:
        if "libreoffice" in item.path.parts and "hosts" in item.path.parts:
            item.add_marker(pytest.mark.libreoffice)


@pytest.fixture(scope="session")
def app():
    """A headless LibreOffice."""
    with office() as running:
        yield running
