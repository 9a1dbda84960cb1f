"""One form on a desk for the tests of the buttons."""

import pytest

from tests.hosts.excel.desk import PROJECT, TestDesk
from tests.support import filled_form, published


@pytest.fixture
def desk() -> TestDesk:
    """A published project form, filled in."""
    return TestDesk(filled_form(published(PROJECT)))
