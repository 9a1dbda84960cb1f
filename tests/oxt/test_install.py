"""What a person is told when LibreOffice refuses the extension."""

from __future__ import annotations

import subprocess

import pytest

from perf_xl.errors import InputError
from perf_xl.oxt import install

DCONF = (
    "(process:92): dconf-CRITICAL **: 12:27:59: unable to create directory '/nonexistent/.cache': Permission denied."
)


@pytest.mark.parametrize(
    ("stderr", "stdout", "words"),
    [
        (f"{DCONF}\nERROR: The package is broken\n", "", "LibreOffice 没有接受扩展：The package is broken。"),
        (f"\n{DCONF}\njavaldx: Could not find a Java Runtime!\n", "", "没有接受扩展：没有说明。"),
        ("", "unopkg failed.\n", "没有接受扩展：unopkg failed.。"),
        ("ERROR: lock file exists\n", "", "请先关闭 LibreOffice 再试"),
    ],
)
def test_refusal_when_the_desktop_complains_too_then_the_reason_is_told(monkeypatch, tmp_path, stderr, stdout, words):
    """The complaints of the desktop's libraries are no reason."""
    done = subprocess.CompletedProcess([], 1, stdout, stderr)
    monkeypatch.setattr("perf_xl.oxt.install.subprocess.run", lambda *_, **__: done)
    monkeypatch.setattr("perf_xl.oxt.install.shutil.which", lambda _: "/usr/bin/unopkg")
    monkeypatch.setattr("perf_xl.oxt.install.os.geteuid", lambda: 1000)
    with pytest.raises(InputError, match=words):
        install.uninstall(tmp_path)
