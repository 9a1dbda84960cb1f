"""The life of one soffice: its own profile, its connection, its end. No orphan is left, whatever happens to Python."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
import weakref
from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import UnoException, local_context
from xlwings_libreoffice.errors import OfficeNotFoundError, OfficeStartError
from xlwings_libreoffice.profiles import OWNER_FILE, PREFIX, sweep_profiles

START_SECONDS = 60.0
QUIT_SECONDS = 10.0
PROGRAMS = ("soffice", "libreoffice")
PLACES = ("/opt/libreoffice/program/soffice", "C:/Program Files/LibreOffice/program/soffice.exe")


def find_program() -> str:
    """The path of soffice; ``XLWINGS_SOFFICE`` names another one."""
    candidates = [os.environ.get("XLWINGS_SOFFICE"), *map(shutil.which, PROGRAMS), *PLACES]
    for candidate in candidates:
        if candidate and Path(candidate).exists():
            return candidate
    raise OfficeNotFoundError("LibreOffice (soffice) was not found; install it or set XLWINGS_SOFFICE to its path")


def free_port() -> int:
    """A TCP port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_taken(port: int) -> bool:
    """Asked before starting: soffice says nothing when it cannot listen, and we would talk to somebody else's."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


_RUNNING: weakref.WeakSet[OfficeProcess] = weakref.WeakSet()


def any_has_crashed() -> bool:
    """Whether a soffice of ours has ended without having been told to."""
    return any(not process.is_alive for process in _RUNNING)


class OfficeProcess:
    """One soffice with a profile of its own, reached over a pipe (or, with ``port``, a local socket)."""

    def __init__(self, *, headless: bool = True, port: int | None = None, program: str | None = None) -> None:
        sweep_profiles()
        if port and _is_taken(port):
            raise OfficeStartError(f"Port {port} is in use by another program")
        self._program = program or find_program()
        self.profile = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._address = f"socket,host=127.0.0.1,port={port},tcpNoDelay=1" if port else f"pipe,name={uuid.uuid4().hex}"
        self._process = self._start(headless=headless)
        (self.profile / OWNER_FILE).write_text(str(self._process.pid), encoding="ascii")
        self._watchdog = _start_watchdog(self._process.pid)
        _RUNNING.add(self)
        atexit.register(_kill_if_left, weakref.ref(self))

    @property
    def pid(self) -> int:
        """The process id; on POSIX also the id of the process group of everything soffice starts."""
        return self._process.pid

    @property
    def program(self) -> str:
        """The path of soffice."""
        return self._program

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def connect(self, timeout: float = START_SECONDS) -> Any:
        """The component context of the running office; OfficeStartError if it does not answer in time."""
        local = local_context()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline and self.is_alive:
            with contextlib.suppress(UnoException):
                return resolver.resolve(f"uno:{self._address};urp;StarOffice.ComponentContext")
            time.sleep(0.1)
        state = "did not answer" if self.is_alive else f"ended at once (exit status {self._process.returncode})"
        self.kill()
        raise OfficeStartError(f"{self._program} {state}; its address was {self._address}")

    def wait(self, timeout: float = QUIT_SECONDS) -> None:
        """Wait for the end after ``Desktop.terminate``; after ``timeout`` seconds it is killed."""
        _RUNNING.discard(self)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        self.kill()

    def kill(self) -> None:
        """End it at once, with everything it started, and remove the profile; harmless when it has ended."""
        _RUNNING.discard(self)
        _kill_group(self._process)
        if self._watchdog is not None:
            self._watchdog.kill()
            self._watchdog.communicate()
            self._watchdog = None
        shutil.rmtree(self.profile, ignore_errors=True)

    def _start(self, *, headless: bool) -> subprocess.Popen[bytes]:
        command = [
            self._program,
            f"-env:UserInstallation={self.profile.as_uri()}",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nolockcheck",
            f"--accept={self._address};urp;",
            *(["--headless"] if headless else []),
        ]
        return subprocess.Popen(  # noqa: S603 - the program is soffice, the arguments are ours
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        command = ["taskkill", "/T", "/F", "/PID", str(process.pid)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(QUIT_SECONDS)


def _start_watchdog(pid: int) -> subprocess.Popen[bytes] | None:
    """A shell that waits for the end of this Python, even a killed one, and then ends the office's process group."""
    if sys.platform == "win32":
        return None
    return subprocess.Popen(  # noqa: S603
        ["/bin/sh", "-c", f"cat >/dev/null; kill -9 -{pid} 2>/dev/null"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _kill_if_left(reference: weakref.ref[OfficeProcess]) -> None:
    process = reference()
    if process is not None:
        process.kill()
