"""A Windows under Wine, prepared by scripts/wine_setup.sh; without it these tests are skipped, and say so."""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from perf_xl.addin.windows_python import copy_package

DEFAULT = Path(__file__).parents[2] / ".venv" / "wine"
SERVER = "perf_xl.addin.serve"


def windows_path(path: Path) -> str:
    """How Windows programs under Wine name a file of this system."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


@dataclass(frozen=True)
class Wine:
    """One Wine prefix and the Windows CPython in it."""

    prefix: Path
    python: Path

    @property
    def environment(self) -> dict[str, str]:
        """What Wine needs to know."""
        return os.environ | {"WINEPREFIX": str(self.prefix), "WINEDEBUG": "-all", "WINEARCH": "win64"}

    def wineserver(self, option: str) -> None:
        """Wine's server of this prefix: ``-p`` to keep it, ``-k`` to end it with all its programs."""
        program = shutil.which("wineserver") or "/usr/lib/wine/wineserver"
        subprocess.run([program, option], env=self.environment, check=False)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a Windows program. Its streams go nowhere: a server that COM starts for it would keep a pipe open."""
        quiet = subprocess.DEVNULL
        return subprocess.Popen(["wine", *command], env=self.environment, stdin=quiet, stdout=quiet, stderr=quiet)

    def script(self, path: Path, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a Python script with the Windows CPython."""
        python = str(self.python.with_name("pythonw.exe"))
        return self.start(python, "-X", "utf8", windows_path(path), *arguments)

    def run(self, code: str, timeout: float = 60) -> str:
        """Run Python code in Windows and give its output; fails if the code does."""
        command = ["wine", str(self.python), "-X", "utf8", "-c", code]
        done = subprocess.run(
            command, env=self.environment, input=b"", capture_output=True, timeout=timeout, check=False
        )
        output = done.stdout.decode("utf-8", "replace")
        assert done.returncode == 0, output + done.stderr.decode("utf-8", "replace")
        return output

    def servers(self) -> list[int]:
        """The process ids of our COM server in this prefix."""
        return [pid for pid, command in self.processes() if SERVER in command]

    def processes(self):
        """Process id and command line of every program of this prefix."""
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    prefix = f"WINEPREFIX={self.prefix}\0".encode()
                    if prefix in (folder / "environ").read_bytes() + b"\0":
                        yield (
                            int(folder.name),
                            (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"),
                        )
                except OSError:
                    continue


def wait_until(condition, seconds: float = 20) -> bool:
    """Whether ``condition`` comes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="session")
def wine() -> Iterator[Wine]:
    """The prepared Wine, with the package as it is now."""
    root = Path(os.environ.get("PERF_XL_WINE", DEFAULT)).resolve()
    if not shutil.which("wine") or not (root / "python" / "python.exe").exists():
        pytest.skip(f"no Windows Python in {root}: run scripts/wine_setup.sh {root}")
    copy_package(root / "python" / "site")
    machine = Wine(root / "prefix", root / "python" / "python.exe")
    machine.wineserver("-p")  # stays between programs, which saves starting Windows for each
    # The services that the first program starts keep its streams; so the first one is not one that we listen to.
    machine.start("cmd.exe", "/c", "exit").wait(60)
    yield machine
    machine.wineserver("-k")


REGISTER = """
import pathlib, sys
from perf_xl.addin.registration import {verb}_server
from perf_xl.addin.registry import WindowsRegistry, classes_hive
{verb}_server(WindowsRegistry(classes_hive()){arguments})
"""


@pytest.fixture(scope="session")
def registered(wine):
    """The server registered in this Wine, and out again at the end."""
    wine.run(REGISTER.format(verb="register", arguments=", pathlib.PureWindowsPath(sys.executable)"))
    yield wine
    assert wait_until(lambda: not wine.servers())
    wine.run(REGISTER.format(verb="unregister", arguments=""))


@pytest.fixture
def client(registered, tmp_path):
    """Runs steps in a Windows client and gives their answers; see client.py."""

    def run(*steps, server="PerfXL.Server", timeout=240):
        process, answers = start_client(registered, tmp_path, steps, server)
        code = process.wait(timeout)
        error = answers.with_suffix(".error")
        assert code == 0, error.read_text("utf-8") if error.exists() else "no answer"
        return json.loads(answers.read_text("utf-8"))

    return run


def start_client(wine: Wine, folder: Path, steps, server: str = "PerfXL.Server"):
    """Start a client; the process and the file that will hold its answers."""
    name = f"client{len(list(folder.iterdir()))}"
    request, answers = folder / f"{name}.json", folder / f"{name}.out"
    request.write_text(json.dumps({"server": server, "steps": steps}), "utf-8")
    script = Path(__file__).with_name("client.py")
    return wine.script(script, windows_path(request), windows_path(answers)), answers
