"""Buttons of the ribbon pressed over COM: server, xlwings' Windows engine and an application in another process.

The application is the stand-in of tests/wine/office, not Excel: what Excel itself does with the calls is not shown here.
"""

import pytest

from tests.wine.pressing import TARGETS, filled_form, here, pressed

pytestmark = pytest.mark.wine

CALM = {"ScreenUpdating": True, "EnableEvents": True, "DisplayAlerts": True, "Calculation": -4105}
"""How the application stood before: -4105 is automatic calculation."""


def test_score_when_pressed_over_com_then_writes_what_the_command_line_writes_and_is_taken_back(registered, tmp_path):
    """rate, score and a step back, each in the file that the application would save."""
    form = filled_form(tmp_path / "自评表.xlsx")
    told, stood, state = pressed(registered, tmp_path, form, "rate", "score", "restore")
    rated, scored = here(form, "rate"), here(form, "rate", "score")
    assert [rated, scored, rated] == stood
    assert rated != scored
    assert ["已计分", "已撤销"] == [one["message"][:3] for one in told[1:]]
    assert [False] * 3 == [one["failed"] for one in told]
    assert CALM.items() <= state.items()


def test_defaults_when_pressed_over_com_then_fills_what_is_blank_and_is_taken_back(registered, tmp_path):
    """指标解释 from the library into the blank cells of a form of targets, and out again."""
    form = filled_form(tmp_path / "目标表.xlsx", TARGETS, blank="指标解释")
    told, stood, _ = pressed(registered, tmp_path, form, "defaults", "restore")
    assert [here(form, "defaults"), here(form)] == stood
    assert stood[0] != stood[1]
    assert ["已填充 2", "已撤销“填"] == [one["message"][:5] for one in told]
