"""The offline bundle: made here, unpacked, installed, used and uninstalled in a Windows without Python."""

import json
import os
import shutil
import signal
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


HOSTILE = "离线 安装&包 好!(1)"
"""A folder's name with what means something to cmd.exe; but for %, which Wine 8 expands a second time."""
OTHER = """
import winreg
key = winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Software\\\\Microsoft\\\\Office\\\\16.0\\\\Excel\\\\Options")
if {write}:
    for name in [winreg.EnumValue(key, index)[0] for index in range(winreg.QueryInfoKey(key)[1])]:
        winreg.DeleteValue(key, name)
    winreg.SetValueEx(key, "OPEN2", 0, winreg.REG_EXPAND_SZ, "%APPDATA%\\\\other.xlam")
else:
    print(*winreg.QueryValueEx(key, "OPEN"), winreg.QueryInfoKey(key)[1])
"""
"""An add-in of another maker, whose path is to be expanded, behind a gap; and what became of it."""


@pytest.fixture(scope="module")
def unpacked(wine, tmp_path_factory):
    """The bundle, built from the fetched components and unpacked as a user would, into a folder with an awkward name."""
    root = Path(os.environ.get("PERF_XL_WINE", DEFAULT)).resolve()
    folder = tmp_path_factory.mktemp("bundle")
    made = make_bundle(folder / "perf-xl-offline.zip", root / "downloads")
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder / HOSTILE)
    return folder / HOSTILE / FOLDER


def script(wine, path: Path) -> str:
    """Run a .cmd to its end and give its output."""
    environment = wine.environment | {"PERF_XL_QUIET": "1"}
    command = ["wine", "cmd.exe", "/c", path.name]
    done = subprocess.run(
        command, cwd=path.parent, env=environment, input=b"", capture_output=True, timeout=240, check=False
    )
    return (done.stdout + done.stderr).decode("utf-8", "replace")


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
    wine.run(OTHER.format(write=True))
    output = script(wine, unpacked / "install.cmd")
    assert "安装完成" in output, output
    installed = traces(wine)
    assert 3 == len(installed["classes"])
    assert ["PerfXL"] == installed["trusted"]
    assert "%APPDATA%\\other.xlam" == installed["open"][0]
    assert installed["open"][1].endswith('\\AddIns\\PerfXL\\perf_xl.xlam"')

    calls = list(CALLS.values())
    process, answers = start_client(wine, tmp_path, [["get", "Version"], *(["call", *call] for call in calls)])
    assert wait_until(lambda: process.poll() is not None, 300)
    expected = [answer(name, here(arguments)) for name, arguments in calls]
    assert [__version__, *expected] == json.loads(answers.read_text("utf-8"))
    assert wait_until(lambda: not wine.servers())

    generated = list(wine.prefix.glob("drive_c/users/*/Temp/gen_py"))  # by the client, which is not installed
    for folder in generated:
        shutil.rmtree(folder)
    [doctor] = wine.prefix.glob("drive_c/users/*/AppData/Local/PerfXL/doctor.cmd")
    for health in (script(wine, unpacked / "doctor.cmd"), script(wine, doctor)):
        assert "一切正常" in health, health
        assert wait_until(lambda: not wine.servers())
    assert not [folder for folder in generated if folder.exists()]

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
    assert "%APPDATA%\\other.xlam 2 1" == wine.run(OTHER.format(write=False)).strip()  # 2: still to be expanded


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


def test_install_script_when_it_is_all_that_is_there_then_says_to_unpack_first(wine, unpacked, tmp_path):
    """Double-clicked in the window of the zip, Windows takes out this one file."""
    alone = tmp_path / "install.cmd"
    alone.write_bytes((unpacked / "install.cmd").read_bytes())
    environment = wine.environment | {"PERF_XL_QUIET": "1"}
    command = ["wine", "cmd.exe", "/u", "/c", "install.cmd"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, input=b"", capture_output=True, timeout=60, check=False
    )
    # Wine 8 reads scripts in the code page 437 whatever they switch to.
    assert "请先把压缩包完整解压" in done.stdout.decode("utf-16-le").encode("cp437").decode("gbk")
    assert not list(wine.prefix.glob("drive_c/users/*/AppData/Local/PerfXL/python"))


def test_install_script_when_excel_runs_without_a_workbook_then_refuses_and_changes_nothing(wine, unpacked):
    """Excel's first page counts too; here another program of that name."""
    excel = unpacked / "python" / "EXCEL.EXE"
    shutil.copyfile(unpacked / "python" / "python.exe", excel)
    process = wine.start(windows_path(excel), "-c", "import time; time.sleep(60)")
    try:
        assert wait_until(lambda: [1 for _, command in wine.processes() if "EXCEL.EXE" in command])
        assert "请先关闭所有 Excel 窗口" in script(wine, unpacked / "install.cmd")
        assert not list(wine.prefix.glob("drive_c/users/*/AppData/Local/PerfXL/python"))
    finally:
        for pid, command in wine.processes():
            if "EXCEL.EXE" in command:
                os.kill(pid, signal.SIGKILL)
        process.wait(30)
        excel.unlink()
