"""Apps: the life of soffice, and its end by all ways."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
import xlwings as xw

from tests.xlwings_libreoffice.coverage import covers
from xlwings_libreoffice.errors import OfficeGoneError, OfficeNotFoundError, OfficeStartError
from xlwings_libreoffice.process import OfficeProcess, free_port
from xlwings_libreoffice.profiles import OWNER_FILE, PREFIX, sweep_profiles


@covers(
    "App.pid", "App.version", "App.path", "App.api", "App.books", "App.visible", "App.activate", "App.display_alerts"
)
@covers("Apps.keys", "Apps.__getitem__", "Apps.__iter__", "Apps.__len__", "App.engine")
def test_an_app_knows_itself(app):
    """Process, version, program; headless apps stay invisible."""
    assert (True, app, "libreoffice") == (app.pid in list(xw.apps.keys()), xw.apps[app.pid], app.engine.name)
    assert (len(list(xw.apps)), int(app.version.major) >= 6) == (len(xw.apps), True)
    assert app.path.endswith(("soffice", "soffice.exe"))
    assert app.api.supportsService("com.sun.star.frame.Desktop")
    app.visible = True
    assert app.visible is False
    app.activate()
    with app.properties(display_alerts=False):
        assert app.display_alerts is False
    assert app.books is not None
    with pytest.raises(KeyError):
        xw.apps[-1]


@covers("App.screen_updating", "App.status_bar")
def test_screen_and_status_bar_are_given_back(app, book):
    """properties() restores both."""
    with app.properties(screen_updating=False, status_bar="正在计算 3/12…"):
        assert (False, "正在计算 3/12…", True) == (
            app.screen_updating,
            app.status_bar,
            book.api.hasControllersLocked(),
        )
    assert (True, False) == (app.screen_updating, app.status_bar)


@covers("App.run")
def test_a_basic_macro_is_run(app, book):
    """Library.Module.Name and Module.Name, with arguments and a result."""
    libraries = book.api.BasicLibraries
    libraries.createLibrary("Standard")
    libraries.getByName("Standard").insertByName("M", "Function Twice(x)\nTwice = x * 2\nEnd Function")
    assert 42 == app.macro("Standard.M.Twice")(21)
    assert 42 == book.macro("M.Twice")(21)


@covers("Apps.add", "App.quit", "Apps.cleanup")
def test_quitting_ends_the_process_and_removes_the_profile():
    """Nothing is left."""
    app = xw.App(visible=False)
    profile, pid = app.impl._process.profile, app.pid
    assert (1, True) == (len(app.books), profile.is_dir())
    app.quit()
    assert (False, False) == (profile.exists(), _alive(pid))
    xw.apps.cleanup()
    assert pid not in xw.apps.keys()  # noqa: SIM118


@covers("App.kill")
def test_killing_in_the_middle_leaves_the_file_and_a_clear_message(tmp_path):
    """The file on disk is as last saved; the next call says what happened; the lock is no hindrance later."""
    path = tmp_path / "甲.xlsx"
    with xw.App(visible=False) as app:
        book = app.books[0]
        book.sheets[0]["A1"].value = "原"
        book.save(path)
        saved = path.read_bytes()
        book.sheets[0]["A1"].value = "未存"
        os.killpg(app.pid, signal.SIGKILL)
        time.sleep(0.5)
        with pytest.raises(OfficeGoneError, match="last saved"):
            book.sheets[0]["A2"].value = 1
        app.kill()
    assert saved == path.read_bytes()
    with xw.App(visible=False, add_book=False) as app:
        assert "原" == app.books.open(path).sheets[0]["A1"].value


def test_no_orphan_stays_when_python_is_killed(tmp_path):
    """SIGKILL runs no exit handler; the watchdog does the rest, the next start removes the profile."""
    script = textwrap.dedent("""
        import sys, time, xlwings as xw, xlwings_libreoffice
        xlwings_libreoffice.register()
        app = xw.App(visible=False)
        print(app.pid, app.impl._process.profile, flush=True)
        time.sleep(60)
    """)
    python = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert python.stdout is not None
    pid, profile = python.stdout.readline().split()
    python.kill()
    python.communicate()
    deadline = time.monotonic() + 10
    while _alive(int(pid)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _alive(int(pid))
    assert profile in {str(removed) for removed in sweep_profiles()} or not Path(profile).exists()


def test_a_socket_serves_too_and_a_port_in_use_is_reported():
    """The pipe is the default; with a port, two offices cannot share it."""
    port = free_port()
    first = OfficeProcess(port=port)
    try:
        assert first.connect() is not None
        with pytest.raises(OfficeStartError, match=f"Port {port} is in use"):
            OfficeProcess(port=port)
    finally:
        first.kill()
    assert (False, False) == (first.profile.exists(), first.is_alive)


def test_a_program_that_ends_at_once_is_reported(tmp_path):
    """Not soffice at all, and none on the machine."""
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nexit 77\n")
    program.chmod(0o755)
    with pytest.raises(OfficeStartError, match="exit status 77"):
        OfficeProcess(program=str(program)).connect()


def test_no_office_on_the_machine_is_said(monkeypatch):
    """With the remedy."""
    monkeypatch.setattr("xlwings_libreoffice.process.PROGRAMS", ())
    monkeypatch.setattr("xlwings_libreoffice.process.PLACES", ())
    monkeypatch.delenv("XLWINGS_SOFFICE", raising=False)
    with pytest.raises(OfficeNotFoundError, match="XLWINGS_SOFFICE"):
        OfficeProcess()


def test_leftover_profiles_are_swept(tmp_path, monkeypatch):
    """Those of ended processes only."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name, pid in (("dead", 2**22 - 7), ("alive", os.getpid())):
        (tmp_path / f"{PREFIX}{name}").mkdir()
        (tmp_path / f"{PREFIX}{name}" / OWNER_FILE).write_text(str(pid))
    assert [f"{PREFIX}dead"] == [profile.name for profile in sweep_profiles()]
    assert (tmp_path / f"{PREFIX}alive").is_dir()


def _alive(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True
