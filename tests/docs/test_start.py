"""The commands of docs/start.md run, in order, in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from perf_xl.cli.app import run

START = Path(__file__).parents[2] / "docs" / "start.md"
COMMAND = re.compile(r"^\$ perf-xl (.+)$", re.MULTILINE)
ENDS_WITH_1 = ("check", "score", "rollup", "restore")
"""Findings, open rows, differences, nothing to restore: status 1 is right on the published forms."""


def test_every_command_of_the_first_steps_runs(tmp_path, monkeypatch, capsys):
    """Nobody who follows the page meets an error; every command says something in Chinese."""
    monkeypatch.chdir(tmp_path)
    commands = COMMAND.findall(START.read_text("utf-8"))
    assert len(commands) >= 10
    for line in commands:
        words = shlex.split(line)
        status = run(words)
        said = capsys.readouterr()
        assert status in ((0, 1) if words[0] in ENDS_WITH_1 else (0,)), f"{line}: {status} {said.err}"
        assert re.search("[\u4e00-\u9fff]", said.out + said.err), line
