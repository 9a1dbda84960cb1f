"""Where the LibreOffice part keeps its few files: in the user's own configuration folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def settings_folder() -> Path:
    r"""``%APPDATA%\perf_xl``, ``~/.config/perf_xl``."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", Path.home())) / "perf_xl"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "perf_xl"


def libraries_file() -> Path:
    """Tells the extension where the installed libraries are."""
    return settings_folder() / "libreoffice.json"


def log_file() -> Path:
    """What went wrong in the extension, for the person who helps the user."""
    return settings_folder() / "libreoffice.log"


def undo_folder() -> Path:
    """What 撤销上一步绩效操作 needs after LibreOffice was closed."""
    return settings_folder() / "undo"
