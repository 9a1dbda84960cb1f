"""A real LibreOffice window for tests: an ordinary user with a home of its own, a virtual screen, the extension in it."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from xlwings_libreoffice.bridge import UnoException, local_context, properties, to_url
from xlwings_libreoffice.process import free_port

ROOT = Path(__file__).parents[2]
USER = "nobody"
"""Who runs LibreOffice when the tests run as root, which unopkg refuses."""

_SIZE = (1500, 950)
_SECONDS = 60.0


class Desktop:
    """Xvfb, soffice with a window, and its UNO connection."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="perf-xl-desktop-"))
        if os.geteuid() == 0:
            shutil.chown(self.home, USER)
        self.home.chmod(0o755)
        self._children: list[subprocess.Popen[bytes]] = []
        self.display = ""
        self.context: Any = None

    # -- the extension ---------------------------------------------------------------------------------------------

    def addin(self, verb: str) -> str:
        """Install or uninstall as the user does."""
        code = f"from perf_xl.oxt import install as extension; print(extension.{verb}())"
        done = subprocess.run(
            self._as_user(_python(), "-c", code), env=self._environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @property
    def profile(self) -> Path:
        """LibreOffice's user profile."""
        return self.home / ".config" / "libreoffice" / "4"

    # -- the window ------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Screen and office; the connection stands afterwards."""
        self.display = self._start_screen()
        port = free_port()
        address = f"socket,host=127.0.0.1,port={port};urp;"
        arguments = ["soffice", "--norestore", "--nologo", "--nofirststartwizard", f"--accept={address}", "--calc"]
        self._spawn(self._as_user(*arguments), {**self._environment(own_library=False), "DISPLAY": self.display})
        self.context = _connect(f"uno:{address}StarOffice.ComponentContext")

    def open(self, path: Path) -> Any:
        """Open a workbook in a window that fills the screen; gives the UNO document."""
        desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        document = desktop.loadComponentFromURL(to_url(str(path)), "_default", 0, properties(MacroExecutionMode=0))
        window = document.CurrentController.Frame.ContainerWindow
        window.setPosSize(0, 0, *_SIZE, 15)
        window.toFront()
        document.CurrentController.Frame.activate()
        window.setFocus()
        return document

    def keys(self, *names: str) -> None:
        """Press keys, one after the other."""
        for name in names:
            self._tool("xdotool", "key", name)
            time.sleep(0.4)

    def point(self) -> None:
        """Put the mouse into the middle, where dialogs are: without a window manager it decides who gets the keys."""
        self._tool("xdotool", "mousemove", str(_SIZE[0] // 2), str(_SIZE[1] // 2))

    def point_away(self) -> None:
        """Put it back into the workbook."""
        self._tool("xdotool", "mousemove", "1300", "880")

    def type(self, text: str) -> None:
        """Type a text."""
        self._tool("xdotool", "type", "--delay", "25", text)

    def picture(self, name: str) -> Path:
        """A picture of the screen; kept where ``PERF_XL_PICTURES`` says, else thrown away with the home."""
        folder = Path(os.environ.get("PERF_XL_PICTURES", self.home))
        path = folder / f"{name}.png"
        time.sleep(0.6)
        self._tool("import", "-window", "root", str(path))
        return path

    def stop(self) -> None:
        """Close LibreOffice as a user does, without saving."""
        desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        components = desktop.Components.createEnumeration()
        while components.hasMoreElements():
            components.nextElement().setModified(False)
        with contextlib.suppress(UnoException):
            desktop.terminate()
        self._children.pop().wait(30)

    def close(self) -> None:
        """End what was started here, and nothing else."""
        for child in reversed(self._children):
            for sign in (signal.SIGTERM, signal.SIGKILL):
                if child.poll() is None:
                    os.killpg(child.pid, sign)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.wait(5)
        shutil.rmtree(self.home, ignore_errors=True)

    def _start_screen(self) -> str:
        read, write = os.pipe()
        screen = f"{_SIZE[0]}x{_SIZE[1]}x24"
        # Without -noreset the server restarts when its first client (the splash program) leaves.
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", "-ac", "-noreset"]
        self._spawn(command, dict(os.environ), keep=write)
        os.close(write)
        with os.fdopen(read) as answer:
            return f":{answer.readline().strip()}"

    def _spawn(self, command: list[str], environment: dict[str, str], keep: int | None = None) -> None:
        child = subprocess.Popen(
            command,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=() if keep is None else (keep,),
        )
        self._children.append(child)

    def _tool(self, *command: str) -> None:
        subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=True, timeout=30)

    def _environment(self, *, own_library: bool = True) -> dict[str, str]:
        paths = [str(ROOT / "src"), *(path for path in sys.path if path.endswith("site-packages"))]
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        environment["XDG_CONFIG_HOME"] = str(self.home / ".config")
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        return {**environment, "PYTHONPATH": os.pathsep.join(paths)} if own_library else environment

    def _as_user(self, *command: str) -> list[str]:
        return ["runuser", "-u", USER, "--", *command] if os.geteuid() == 0 else list(command)


def available() -> str:
    """What is missing for these tests; empty when all is there."""
    tools = ["Xvfb", "xdotool", "import", "soffice", "unopkg", *(["runuser"] if os.geteuid() == 0 else [])]
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if os.geteuid() == 0 and not any(entry.pw_name == USER for entry in pwd.getpwall()):
        missing.append(USER)
    return "、".join(missing)


def log_text(home: Path) -> str:
    """What the extension wrote into its log."""
    path = home / ".config" / "perf_xl" / "libreoffice.log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def settings(home: Path) -> dict[str, Any]:
    """Where the extension looks for libraries."""
    path = home / ".config" / "perf_xl" / "libreoffice.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _python() -> str:
    """A Python of this version that the ordinary user may run: the environment's own may lie in a closed folder."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    system = Path("/usr/bin") / version
    return str(system) if system.exists() else sys.executable


def _connect(url: str) -> Any:
    local = local_context()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            return resolver.resolve(url)
        except UnoException:
            assert time.monotonic() < deadline, "LibreOffice did not start"
            time.sleep(0.2)
