"""The server's log: one small file for each user, which turns over by itself."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

LIMIT = 500_000
"""Bytes of one log file; two older ones are kept."""


def data_dir() -> Path:
    """The user's folder for everything of ours: ``PerfXL`` in ``%LOCALAPPDATA%``, elsewhere ``~/.local/share/PerfXL``."""
    local = os.environ.get("LOCALAPPDATA")
    return (Path(local) if local else Path.home() / ".local" / "share") / "PerfXL"


def log_path() -> Path:
    """The newest log file."""
    return data_dir() / "logs" / "server.log"


def undo_dir() -> Path:
    """Where it is kept what 撤销上一步绩效操作 needs after a restart."""
    return data_dir() / "undo"


def start_log() -> None:
    """Log warnings and worse of this process to :func:`log_path`; a folder that cannot be written is no obstacle."""
    handler: logging.Handler
    try:
        log_path().parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(log_path(), maxBytes=LIMIT, backupCount=2, encoding="utf-8", delay=True)
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger("perf_xl")
    root.addHandler(handler)
    root.setLevel(logging.INFO)
