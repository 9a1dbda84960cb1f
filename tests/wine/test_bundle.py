"""The offline bundle: made here, unpacked, installed, used and uninstalled in a Windows without Python."""

import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from perf_xl import __version__
from perf_xl.addin.bundle import FOLDER, make_bundle
from perf_xl.addin.windows_python import LOCK
from perf_xl.hosts.excel.calls import answer
from tests.wine.conftest import DEFAULT, start_client, wait_until, windows_path
from tests.wine.test_server import CALLS, here

pytestmark = pytest.mark.wine

TRACES = """
import json, os, pathlib
from perf_xl.addin.places import user_places
from perf_xl.addin.registration import CLASS_KEYS, PROG_ID_KEY
from perf_xl.addin.registry import WindowsRegistry, classes_hive
from perf_xl.addin.install import UNINSTALL_KEY
classes, user, places = WindowsRegistry(classes_hive()), WindowsRegistry(), user_places()
office = "Software\\\\Microsoft\\\\Office\\\\16.0\\\\Excel"
print(json.dumps({
    "classes": [key for key in (*CLASS_KEYS, PROG_ID_KEY) if classes.subkeys(key) or classes.names(key)],
    "entry": list(user.names(UNINSTALL_KEY)),
    "open": [user.get(office + "\\\\Options", name) for name in user.names(office + "\\\\Options")],
    "trusted": list(user.subkeys(office + "\\\\Security\\\\Trusted Locations")),
    "folders": [str(p) for p in (places.data, places.addins, pathlib.Path(os.environ["TEMP"], "perf_xl_uninstall.cmd"))
                if p.exists()],
}))
"""


@pytest.fixture(scope="module")
def unpacked(wine, tmp_path_factory):
    """The bundle, built from the fetched components and unpacked as a user would."""
    root = Path(os.environ.get("PERF_XL_WINE", DEFAULT)).resolve()
    folder = tmp_path_factory.mktemp("bundle")
    made = make_bundle(folder / "perf-xl-offline.zip", root / "downloads")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder)
    return folder / FOLDER


def script(wine, path: Path) -> str:
    """Run a .cmd to its end and give its output."""
    environment = wine.environment | {"PERF_XL_QUIET": "1"}
    command = ["wine", "cmd.exe", "/c", windows_path(path)]
    done = subprocess.run(command, env=environment, input=b"", capture_output=True, timeout=240, check=False)
    return done.stdout.decode("utf-8", "replace")


def traces(wine):
    """What of an installation is in this Windows."""
    return json.loads(wine.run(TRACES))


def test_bundle_when_installed_used_and_uninstalled_then_leaves_no_trace(wine, unpacked, tmp_path):
    """The whole life of the add-in on a county PC, but for Excel itself."""
    for left in wine.prefix.glob("drive_c/users/*/AppData/Local/PerfXL"):  # the log of other tests
        shutil.rmtree(left)
    for left in wine.prefix.glob("drive_c/users/*/Temp/perf_xl_uninstall.cmd"):
        left.unlink()
    before = traces(wine)
    assert [] == before["classes"] + before["entry"] + before["folders"]
    wine.run(
        "from perf_xl.addin.registry import *\n"
        "WindowsRegistry().put(RegistryValue('Software\\\\Microsoft\\\\Office\\\\16.0\\\\Excel\\\\Options', 'OPEN', 'other'))"
    )
    output = script(wine, unpacked / "install.cmd")
    assert "安装完成" in output, output
    installed = traces(wine)
    assert 3 == len(installed["classes"])
    assert ["PerfXL"] == installed["trusted"]
    assert "other" == installed["open"][0]
    assert installed["open"][1].endswith('\\AddIns\\PerfXL\\perf_xl.xlam"')

    calls = list(CALLS.values())
    process, answers = start_client(wine, tmp_path, [["get", "Version"], *(["call", *call] for call in calls)])
    assert wait_until(lambda: process.poll() is not None, 300)
    expected = [answer(name, here(arguments)) for name, arguments in calls]
    assert [__version__, *expected] == json.loads(answers.read_text("utf-8"))
    assert wait_until(lambda: not wine.servers())

    health = script(wine, unpacked / "doctor.cmd")
    assert "一切正常" in health, health
    assert wait_until(lambda: not wine.servers())

    [local] = [path for path in installed["folders"] if "AppData\\Local" in path]
    quiet = wine.environment | {"PERF_XL_QUIET": "1"}
    subprocess.run(
        ["wine", "cmd.exe", "/c", f"{local}\\uninstall.cmd"],
        env=quiet,
        input=b"",
        capture_output=True,
        timeout=240,
        check=False,
    )
    # The last lines run in a process of their own; the very last deletes its script.
    assert wait_until(lambda: not list(wine.prefix.glob("drive_c/users/*/Temp/perf_xl_uninstall.cmd")), 90)
    after = traces(wine)
    assert ([], [], [], []) == (after["classes"], after["entry"], after["trusted"], after["folders"])
    assert ["other"] == after["open"]


def test_bundle_when_unpacked_then_has_every_locked_package_and_no_pro(unpacked):
    """What the lock names is there; what xlwings licenses otherwise is not."""
    site = unpacked / "python" / "site"
    infos = {path.name.split("-")[0].lower().replace("_", "-") for path in site.glob("*.dist-info")}
    locked = {line.split("==")[0] for line in LOCK.read_text("ascii").splitlines() if "==" in line}
    assert locked <= infos
    assert not (site / "xlwings" / "pro").exists()


def test_command_line_when_run_from_the_bundle_then_works(wine, unpacked):
    """The file route for people whose WPS has no VBA."""
    command = ["wine", str(unpacked / "python" / "python.exe"), "-X", "utf8", "-m", "perf_xl", "forms"]
    done = subprocess.run(command, env=wine.environment, input=b"", capture_output=True, timeout=120, check=False)
    output = done.stdout.decode("utf-8", "replace")
    assert "zhijiang-2023-project-self-evaluation" in output, output + done.stderr.decode("utf-8", "replace")
