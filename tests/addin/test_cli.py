"""``perf-xl addin``: options in, files and sentences out."""

import pytest

from perf_xl.addin.build import addin_bytes
from perf_xl.cli.app import run
from perf_xl.resources import resource_dir


def test_build_when_run_then_writes_the_addin(tmp_path, capsys):
    """Into a folder that is made for it."""
    out = tmp_path / "新" / "perf_xl.xlam"
    assert 0 == run(["addin", "build", "--out", str(out)])
    assert addin_bytes() == out.read_bytes()
    assert str(out) in capsys.readouterr().out


def test_shim_when_run_then_writes_what_is_in_the_tree(tmp_path):
    """The generated module."""
    assert 0 == run(["addin", "shim", "--out", str(tmp_path)])
    expected = (resource_dir("vba_shim") / "PxFunctions.bas").read_bytes()
    assert expected == (tmp_path / "PxFunctions.bas").read_bytes()


@pytest.mark.parametrize("command", ["install", "uninstall", "doctor"])
def test_command_when_not_on_windows_then_says_so_and_ends_with_2(command, capsys):
    """One sentence on stderr."""
    assert 2 == run(["addin", command])
    assert "只能装在 Windows 上" in capsys.readouterr().err


def test_build_when_the_option_is_missing_then_names_it(capsys):
    """In Chinese."""
    assert 2 == run(["addin", "build"])
    assert "缺少选项" in capsys.readouterr().err
