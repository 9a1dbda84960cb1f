"""Installing and uninstalling, on a registry in memory and folders of the test."""

from pathlib import Path, PureWindowsPath

import pytest

from perf_xl.addin import install as installing
from perf_xl.addin.build import addin_bytes
from perf_xl.addin.excel_keys import add_to_excel, opened_addins, options_key, remove_from_excel, trusted_key
from perf_xl.addin.install import UNINSTALL_KEY, System, install, install_bundle, uninstall
from perf_xl.addin.places import Places
from perf_xl.addin.registration import registered_command, server_command
from perf_xl.addin.registry import MemoryRegistry, RegistryValue
from perf_xl.errors import InputError

EXCEL16 = "Software\\Microsoft\\Office\\16.0\\Excel\\Options"
ADDIN = PureWindowsPath("C:\\Users\\某某\\AppData\\Roaming\\Microsoft\\AddIns\\PerfXL\\perf_xl.xlam")


@pytest.fixture
def system(tmp_path) -> System:
    """A user with Excel 2016 and one add-in of another maker."""
    user = MemoryRegistry()
    user.put(RegistryValue(EXCEL16, "OPEN", '"C:\\other\\tool.xlam"'))
    user.put(RegistryValue(EXCEL16, "DefaultPath", "D:\\文件"))
    return System(user, MemoryRegistry(), Places(tmp_path / "local" / "PerfXL", tmp_path / "roaming" / "PerfXL"))


@pytest.fixture
def bundle(tmp_path):
    """As much of an unpacked bundle as installing looks at."""
    folder = tmp_path / "bundle"
    (folder / "python" / "site").mkdir(parents=True)
    (folder / "python" / "python.exe").write_bytes(b"MZ")
    return folder


def test_install_when_done_then_excel_opens_the_addin_beside_the_others(system):
    """The other add-in keeps its place; only our folder is trusted."""
    install(system, Path("/opt/python/python.exe"))
    addin = system.places.addin
    assert addin.read_bytes() == addin_bytes()
    assert ['"C:\\other\\tool.xlam"', f'"{addin}"'.replace("/", "\\")] == opened_addins(system.user, "16.0")
    assert f"{PureWindowsPath(addin).parent}\\" == system.user.get(trusted_key("16.0"), "Path")
    assert 0 == system.user.get(trusted_key("16.0"), "AllowSubFolders")
    assert server_command(PureWindowsPath("/opt/python/python.exe")) == registered_command(system.classes)


def test_install_when_repeated_then_changes_nothing_more(system):
    """Installing over an installation is how one updates."""
    install(system, Path("/opt/python/python.exe"))
    before = dict(system.user.values), dict(system.classes.values)
    install(system, Path("/opt/python/python.exe"))
    assert before == (system.user.values, system.classes.values)


def test_uninstall_when_done_then_registry_and_folders_are_as_before(system, bundle):
    """Every key, value and file of ours has gone; what was not ours is untouched."""
    before = dict(system.user.values)
    install_bundle(system, bundle)
    assert system.user.get(UNINSTALL_KEY, "DisplayName")
    uninstall(system)
    assert (before, {}) == (system.user.values, system.classes.values)
    assert not system.places.addins.exists()
    assert not (system.places.data / "logs").exists()
    assert ["python.exe"] == [path.name for path in system.places.python.iterdir()]


def test_install_bundle_when_over_an_older_one_then_nothing_of_the_old_is_left(system, bundle):
    """An update takes the place of the old version in one go."""
    install_bundle(system, bundle)
    (system.places.python / "old.dll").write_bytes(b"old")
    install_bundle(system, bundle)
    assert ["python.exe", "site"] == sorted(path.name for path in system.places.python.iterdir())
    assert {"python", "uninstall.cmd", "doctor.cmd"} == {path.name for path in system.places.data.iterdir()}


def test_install_bundle_when_the_server_still_runs_then_waits_for_it(system, bundle, monkeypatch):
    """It stays some seconds after Excel was closed."""
    install_bundle(system, bundle)
    monkeypatch.setattr("time.sleep", lambda _: None)
    busy = held(monkeypatch, system.places.python, times=3)
    assert "程序：" in install_bundle(system, bundle)[0]
    assert [] == busy


def test_install_bundle_when_the_server_does_not_leave_then_refuses_and_the_old_one_still_works(
    system, bundle, monkeypatch
):
    """Another program, WPS for one, still uses it."""
    install_bundle(system, bundle)
    monkeypatch.setattr(installing, "PATIENCE", 0.0)
    held(monkeypatch, system.places.python, times=99)
    before = dict(system.user.values)
    with pytest.raises(InputError, match=r"后台服务还在运行，没有改动任何内容.*等半分钟再安装"):
        install_bundle(system, bundle)
    assert before == system.user.values
    assert (system.places.python / "python.exe").exists()
    assert {"python", "uninstall.cmd", "doctor.cmd"} == {path.name for path in system.places.data.iterdir()}


def test_install_bundle_when_the_disk_is_full_then_the_old_one_still_works(system, bundle, monkeypatch):
    """The new interpreter is whole before the old one goes."""
    install_bundle(system, bundle)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copytree", full)
    with pytest.raises(OSError, match="No space"):
        install_bundle(system, bundle)
    assert (system.places.python / "python.exe").exists()


def held(monkeypatch, folder, times):
    """Windows refuses to rename this folder so many times, since a program runs from it; what is left of them."""
    refusals, rename = [1] * times, Path.rename

    def renamed(path, target):
        if path == folder and refusals:
            refusals.pop()
            raise PermissionError(13, "Access is denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", renamed)
    return refusals


def test_uninstall_when_installed_without_the_bundle_then_leaves_no_folder(system):
    """Nothing of ours in LOCALAPPDATA either."""
    install(system, Path("/opt/python/python.exe"))
    system.places.data.mkdir(parents=True)
    uninstall(system)
    assert not system.places.data.exists()


def test_install_bundle_when_done_then_the_server_runs_on_the_copied_interpreter(system, bundle):
    """The unpacked folder may be deleted afterwards."""
    install_bundle(system, bundle)
    assert str(PureWindowsPath(system.places.python / "pythonw.exe")) in str(registered_command(system.classes))
    assert (system.places.python / "python.exe").exists()
    script = system.places.uninstaller.read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n") > 5


def test_install_bundle_when_started_inside_the_zip_then_says_to_unpack_it(system, tmp_path):
    """What happens when people double-click in the zip window."""
    with pytest.raises(InputError, match="请先把压缩包完整解压再安装"):
        install_bundle(system, tmp_path)


@pytest.mark.parametrize("verb", ["install", "uninstall"])
def test_install_when_excel_runs_then_refuses_and_changes_nothing(system, monkeypatch, verb):
    """Excel would write its old list over ours."""
    monkeypatch.setattr(installing, "excel_is_running", lambda: True)
    before = dict(system.user.values)
    with pytest.raises(InputError, match="请先关闭所有 Excel 窗口"):
        install(system, Path("/opt/python/python.exe")) if verb == "install" else uninstall(system)
    assert before == system.user.values
    assert not system.places.addins.exists()


def test_install_when_there_is_no_excel_then_says_so(system):
    """The server is registered all the same."""
    system.user.remove("Software\\Microsoft\\Office")
    done = install(system, Path("/opt/python/python.exe"))
    assert "没有找到 Excel" in done[-1]


def test_this_system_when_not_windows_then_points_to_libreoffice():
    """One sentence, no traceback."""
    with pytest.raises(InputError, match="--host libreoffice"):
        installing.this_system()


def test_uninstall_when_excel_noted_the_addin_then_its_notes_go_too(system):
    """That it was unticked, how long it took to load, that it crashed; those of others stay."""
    addin, excel = PureWindowsPath(system.places.addin), "Software\\Microsoft\\Office\\16.0\\Excel"
    crashed = b"\x01\0\0\0\x42\0\0\0\x10\0\0\0" + str(addin).lower().encode("utf-16-le")
    ours: list[tuple[str, str, str | bytes]] = [
        ("Add-in Manager", str(addin), ""),
        ("AddInLoadTimes", str(addin).upper(), b"\x05"),
    ]
    ours += [("Resiliency\\DisabledItems", "5F2A", crashed)]
    others: list[tuple[str, str, str | bytes]] = [
        ("Add-in Manager", "C:\\other.xlam", ""),
        ("Resiliency\\DisabledItems", "77", b"\x01" * 40),
    ]
    for key, name, value in others:
        system.user.put(RegistryValue(f"{excel}\\{key}", name, value))
    before = dict(system.user.values)
    for verb in (lambda: install(system, Path("/opt/python/python.exe")), lambda: uninstall(system)):
        for key, name, value in ours:
            system.user.put(RegistryValue(f"{excel}\\{key}", name, value))
        verb()
        assert not [name for _, name in system.user.values if "perf_xl" in name.lower()]
        assert (f"{excel}\\Resiliency\\DisabledItems", "5F2A") not in system.user.values
    assert before == system.user.values


@pytest.mark.parametrize(
    ("entry", "ours"),
    [
        (f'"{ADDIN}"', True),
        (f'/R "{ADDIN}"'.upper(), True),
        (str(ADDIN), True),
        ('"PerfXL\\perf_xl.xlam"', True),
        ('"D:\\备份\\perf_xl.xlam"', False),
        (f'"{ADDIN}.bak"', False),
        (f'"{ADDIN.parent}\\other.xlam"', False),
    ],
)
def test_open_list_when_excel_has_written_it_then_our_entry_is_known_in_any_form(entry, ours):
    """With switches, without quotes, from its own folder on; a copy elsewhere is the person's own."""
    registry = MemoryRegistry()
    registry.put(RegistryValue(options_key("16.0"), "OPEN", entry))
    add_to_excel(registry, "16.0", ADDIN)
    assert 2 - ours == len(opened_addins(registry, "16.0"))
    remove_from_excel(registry, "16.0", ADDIN)
    assert ([] if ours else [entry]) == opened_addins(registry, "16.0")


def test_open_list_when_an_entry_is_taken_out_then_has_no_gap():
    """Excel stops reading at the first gap."""
    registry = MemoryRegistry()
    for name, entry in (("OPEN", "a"), ("OPEN2", "c"), ("OPEN10", "d"), ("OPEN1", f'"{ADDIN}"')):
        registry.put(RegistryValue(options_key("16.0"), name, entry))
    remove_from_excel(registry, "16.0", ADDIN)
    assert ["OPEN", "OPEN1", "OPEN2"] == sorted(registry.names(options_key("16.0")))
    assert ["a", "c", "d"] == opened_addins(registry, "16.0")
    add_to_excel(registry, "16.0", ADDIN)
    assert ["a", "c", "d", f'"{ADDIN}"'] == opened_addins(registry, "16.0")
