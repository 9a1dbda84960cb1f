"""Commands by the stock add-in's RunPython: one sentence in the status bar, whatever happens."""

from types import SimpleNamespace

import pytest

from perf_xl.errors import InputError
from perf_xl.hosts.excel import ribbon
from perf_xl.hosts.excel.messages import CRASHED_HALFWAY
from perf_xl.hosts.excel.stepping import Shown


def done(_):
    """A command that works."""
    return Shown("已计分 2 项")


def refuses(_):
    """One that says why not."""
    raise InputError("没有打开的工作簿")


def crashes(_):
    """One with a mistake of ours."""
    return Shown(str(1 / 0))


@pytest.mark.parametrize(
    ("command", "said"), [(done, "已计分 2 项"), (refuses, "没有打开的工作簿"), (crashes, CRASHED_HALFWAY)]
)
def test_run_when_a_command_ends_then_the_status_bar_says_how(monkeypatch, command, said):
    """No traceback in xlwings' own box."""
    app = SimpleNamespace(status_bar=None)
    monkeypatch.setattr("xlwings.Book", SimpleNamespace(caller=lambda: SimpleNamespace(app=app)))
    monkeypatch.setattr(ribbon, "action", lambda _: command)
    assert said == ribbon.run("score").message == app.status_bar
