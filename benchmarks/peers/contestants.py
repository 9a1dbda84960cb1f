"""All contestants: every module of this folder that has a list ``CONTESTANTS``; a new peer is a new file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from benchmarks.peers.base import Contestant

BASE = "openpyxl_load_fill_save"
"""The reference of all ratios."""


def contestants() -> list[Contestant]:
    """The reference first, then the peers, then ours and the limits."""
    found: list[Contestant] = []
    for path in sorted(Path(__file__).parent.glob("*.py")):
        if path.stem not in ("__init__", "run", "contestants"):
            found += getattr(import_module(f"benchmarks.peers.{path.stem}"), "CONTESTANTS", [])
    return sorted(found, key=lambda one: (one.name != BASE, one.full))
