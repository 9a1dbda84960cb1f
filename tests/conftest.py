"""Tests that share one machine-wide thing run in one worker: the Windows under Wine, the screen under Xvfb."""

from __future__ import annotations

import pytest

ALONE = ("wine", "gui")


@pytest.hookimpl(tryfirst=True)  # before xdist looks at the groups
def pytest_collection_modifyitems(items):
    """Group what must not run side by side."""
    for item in items:
        for name in ALONE:
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.xdist_group(name))
