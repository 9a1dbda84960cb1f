"""Buttons of the ribbon pressed over COM: server, xlwings' Windows engine and an application in another process.

The application is the stand-in of tests/wine/office, not Excel: what Excel itself does with the calls is not shown here.
"""

import pytest

from tests.wine.pressing import filled_form, here, pressed

pytestmark = pytest.mark.wine

CALM = {"ScreenUpdating": True, "EnableEvents": True, "DisplayAlerts": True, "Calculation": -4105}
"""How the application stood before: -4105 is automatic calculation."""


def test_buttons_when_pressed_over_com_then_write_what_the_command_line_writes_and_take_it_back(registered, tmp_path):
    """defaults, rate, score and a step back, each in the file that the application would save."""
    form = filled_form(tmp_path / "自评表.xlsx")
    told, stood, state = pressed(registered, tmp_path, form, "defaults", "rate", "score", "restore")
    assert [False] * 4 == [one["failed"] for one in told], told
    assert here(form, "defaults") == stood[0]
    assert here(form, "defaults", "rate") == stood[1]
    assert here(form, "defaults", "rate", "score") == stood[2]
    assert told[2]["message"].startswith("已计分 ")
    assert told[3]["message"].startswith("已撤销“计算得分”")
    assert stood[1] == stood[3]
    assert CALM.items() <= state.items()
