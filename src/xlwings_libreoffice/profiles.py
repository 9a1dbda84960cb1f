"""The user profiles we give to soffice, and what is left of them and of lock files after a crash."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from xlwings_libreoffice.bridge import to_path

PREFIX = "xlwings-libreoffice-"
OWNER_FILE = "xlwings.pid"


def sweep_profiles() -> list[Path]:
    """Remove profiles of ours whose soffice has ended without tidying up; gives what was removed."""
    removed = []
    for profile in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if (profile / OWNER_FILE).is_file() and not profile_in_use(profile):
            shutil.rmtree(profile, ignore_errors=True)
            removed.append(profile)
    return removed


def profile_in_use(profile: Path) -> bool:
    """Whether the soffice that a profile of ours was made for still runs."""
    try:
        pid = int((profile / OWNER_FILE).read_text(encoding="ascii"))
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return True


@dataclass(frozen=True)
class LockFile:
    """LibreOffice's ``.~lock.name#`` beside an open file: ``,user,host,time,profile;``."""

    path: Path
    user: str
    host: str
    profile: str

    @property
    def owner(self) -> str:
        """Who has the file open, in words."""
        return ", ".join(part for part in (self.user, self.host) if part)

    @property
    def is_leftover(self) -> bool:
        """Whether it was left by a soffice of ours on this machine that has ended."""
        profile = Path(self.profile)
        ours = self.host == socket.gethostname() and profile.name.startswith(PREFIX)
        return ours and not profile_in_use(profile)

    def remove(self) -> None:
        """Take a leftover lock away."""
        with contextlib.suppress(FileNotFoundError):
            self.path.unlink()


def lock_of(path: Path) -> LockFile | None:
    """The lock file of a document, None when there is none."""
    lock = path.with_name(f".~lock.{path.name}#")
    try:
        fields = lock.read_text(encoding="utf-8", errors="replace").rstrip(";\r\n").split(",")
    except FileNotFoundError:
        return None
    name, user, host, _, profile = (fields + [""] * 5)[:5]
    return LockFile(lock, name or user, host, _profile_path(profile))


def _profile_path(url: str) -> str:
    path = to_path(url) if url.startswith("file:") else url
    return path.rstrip("/\\")


def excel_lock_of(path: Path) -> str | None:
    """Who has the file open in Excel, from ``~$name.xlsx``; empty if the name is unreadable, None if there is none."""
    lock = path.with_name(f"~${path.name}")
    try:
        data = lock.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        return ""
    return data[1 : 1 + data[0]].decode("mbcs" if os.name == "nt" else "gb18030", errors="replace") if data else ""
