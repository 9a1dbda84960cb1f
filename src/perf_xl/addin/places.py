"""Where an installation puts things: the user's own folders only, no administrator needed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from perf_xl.addin.build import ADDIN_NAME
from perf_xl.hosts.excel.logs import data_dir


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one user."""

    data: Path
    """Interpreter and log: ``%LOCALAPPDATA%/PerfXL``."""

    addins: Path
    """A folder of our own below Excel's add-in folder, which nothing but ours is ever put into."""

    @property
    def addin(self) -> Path:
        """The installed add-in."""
        return self.addins / ADDIN_NAME

    @property
    def python(self) -> Path:
        """The interpreter that the offline bundle brings along."""
        return self.data / "python"

    @property
    def uninstaller(self) -> Path:
        """The script that a user double-clicks, or that 设置 runs, to take everything out."""
        return self.data / "uninstall.cmd"

    @property
    def doctor(self) -> Path:
        """The script that a user double-clicks who sees no ribbon."""
        return self.data / "doctor.cmd"


def user_places() -> Places:
    """The folders of the present user."""
    roaming = os.environ.get("APPDATA")
    base = Path(roaming) if roaming else Path.home() / ".config"
    return Places(data_dir(), base / "Microsoft" / "AddIns" / "PerfXL")
