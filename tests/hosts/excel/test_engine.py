"""xlwings' Windows engine as we use it: nobody else's Excel is ended."""

import atexit
from types import SimpleNamespace

from perf_xl.hosts.excel import engine


def test_engine_when_taken_then_ends_no_excel_of_other_people(monkeypatch):
    """Neither at the end of our process nor when an Excel of ours is closed."""
    ended: list[int] = []
    taken_out: list[object] = []
    apps = SimpleNamespace(cleanup=lambda: ended.append(1))
    xlwings_own = SimpleNamespace(Apps=apps, cleanup=apps.cleanup)
    monkeypatch.setattr(atexit, "unregister", taken_out.append)
    monkeypatch.setattr("xlwings._xlwindows", xlwings_own, raising=False)
    assert xlwings_own is engine.windows_engine()
    xlwings_own.Apps.cleanup()
    assert ([], [xlwings_own.cleanup]) == (ended, taken_out)
