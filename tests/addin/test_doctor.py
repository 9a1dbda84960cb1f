"""体检 on made-up systems: each thing that can be wrong is named with its remedy."""

from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import pytest

from perf_xl import __version__
from perf_xl.addin.doctor import examine, report
from perf_xl.addin.excel_keys import OFFICE, add_to_excel, options_key, trusted_key
from perf_xl.addin.install import System
from perf_xl.addin.macro_settings import ASK, OBSTACLES, POLICIES, macros
from perf_xl.addin.registration import CLASS_KEYS
from perf_xl.addin.registry import MemoryRegistry, RegistryValue
from tests.addin.systems import alive, sound_system


@pytest.fixture
def system(tmp_path) -> System:
    """A sound installation for Excel 2016."""
    return sound_system(tmp_path)


def no_wps():
    """None is open."""


def wrong(system, ask=alive):
    """Name and remedy of each fault."""
    return {check.name: check.remedy for check in examine(system, ask, no_wps) if check.ok is False}


def test_examine_when_all_is_well_then_finds_no_fault(system):
    """And says so in one sentence."""
    assert {} == wrong(system)
    assert report(examine(system, alive)).endswith(f"一切正常（perf_xl {__version__}）")


def test_examine_when_the_server_is_not_registered_then_says_install_again(system):
    """Nothing to start."""
    for key in list({key for key, _ in system.classes.values}):
        system.classes.remove(key)
    assert "重新安装" in wrong(system)["后台服务登记"]


def test_examine_when_the_server_does_not_answer_then_names_the_log(system):
    """The exception's text is shown, not its traceback."""

    def dead():
        raise OSError("RPC server unavailable")

    assert "server.log" in wrong(system, dead)["后台服务应答"]
    assert "没有应答（RPC server unavailable）" in report(examine(system, dead))


def test_examine_when_an_old_server_still_runs_then_says_to_close_excel(system):
    """After an update."""
    assert "关闭所有 Excel 窗口" in wrong(system, lambda: ("0.0.1", 0.6))["后台服务应答"]


def test_examine_when_the_addin_file_is_missing_or_old_then_says_install_again(system):
    """Another version's file, then none."""
    system.places.addin.write_bytes(b"old")
    assert "重新安装" in wrong(system)["加载项文件"]
    system.places.addin.unlink()
    assert "重新安装" in wrong(system)["加载项文件"]


def test_examine_when_the_file_came_from_the_internet_then_says_how_to_unblock(system):
    """The mark of the web is a second stream of the file; here a file of that name."""
    Path(f"{system.places.addin}:Zone.Identifier").write_text("[ZoneTransfer]")
    assert "解除锁定" in wrong(system)["加载项文件"]


def test_examine_when_the_addin_is_switched_off_then_says_so(system):
    """The user unticked it."""
    system.user.remove(options_key("16.0"), "OPEN")
    assert "Excel 16.0 加载项" in wrong(system)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda obstacle: obstacle.name)
@pytest.mark.parametrize("base", [POLICIES, OFFICE])
def test_examine_when_something_keeps_macros_from_running_then_says_who_can_help(system, obstacle, base):
    """The person in the trust centre, or, where the unit has set it, only the administrator."""
    system.user.put(RegistryValue(f"{base}\\16.0\\{obstacle.key}", obstacle.name, obstacle.bad))
    expected = ASK if base == POLICIES else obstacle.remedy
    assert {"Excel 16.0 宏设置": expected} == wrong(system)
    assert obstacle.found in report(examine(system, alive))


def test_examine_when_other_macros_are_forbidden_then_ours_still_run(system):
    """Our folder is trusted: no alarm for nothing."""
    system.user.put(RegistryValue(f"{POLICIES}\\16.0\\Excel\\Security", "VBAWarnings", 4))
    assert {} == wrong(system)
    assert "宏设置：本加载项所在的文件夹受信任" in report(examine(system, alive))


def test_examine_when_our_folder_is_not_trusted_any_more_then_says_install_again(system):
    """Somebody cleared the list of trusted places."""
    system.user.remove(trusted_key("16.0"))
    assert "重新安装" in wrong(system)["Excel 16.0 宏设置"]


def test_examine_when_the_folder_is_on_a_server_then_says_what_to_tick():
    """Profiles that a unit keeps on a share."""
    registry = MemoryRegistry()
    addin = PureWindowsPath("\\\\server\\profiles\\某某\\AddIns\\PerfXL\\perf_xl.xlam")
    add_to_excel(registry, "16.0", addin)
    [check] = macros(registry, "16.0", addin)
    assert "允许网络上的受信任位置" in check.remedy
    key = f"{OFFICE}\\16.0\\Excel\\Security\\Trusted Locations"
    registry.put(RegistryValue(key, "AllowNetworkLocations", 1))
    assert [True] == [check.ok for check in macros(registry, "16.0", addin)]


def test_examine_when_only_half_is_registered_then_says_install_again(system):
    """An Excel of 32 bits looks for the server in a place of its own."""
    system.classes.remove(CLASS_KEYS[1])
    assert "重新安装" in wrong(system)["后台服务登记"]


def test_examine_when_excel_disabled_an_addin_then_is_a_fault_only_if_it_is_ours(system):
    """Excel keeps the path among other bytes, in small letters."""
    key, ours = f"{OFFICE}\\16.0\\Excel\\Resiliency\\DisabledItems", PureWindowsPath(system.places.addin)
    for name, path, expected in (("1A", "c:\\other.xlam", set()), ("2B", str(ours).lower(), {"Excel 16.0 禁用项目"})):
        data = b"\x01\0\0\0\x42\0\0\0\x10\0\0\0" + f"{path}\0perf_xl\0".encode("utf-16-le")
        system.user.put(RegistryValue(key, name, data))
        assert expected == set(wrong(system))


def test_examine_when_wps_is_there_then_mentions_it(system):
    """Worth knowing, not a fault."""
    system.user.put(RegistryValue("Software\\Kingsoft\\Office\\6.0\\Common", "Version", "12"))
    told = {check.name for check in examine(system, alive, no_wps) if check.ok is None}
    assert {"WPS", "日志"} == told
    assert {} == wrong(system)


def test_examine_when_anything_is_wrong_then_every_fault_has_a_remedy(system):
    """Nothing installed at all."""
    system.places.addin.unlink()
    for key in {key for key, _ in (*system.classes.values, *system.user.values)}:
        system.classes.remove(key)
        if "Trusted" in key:
            system.user.remove(key)
    faults = [check for check in examine(system, alive, no_wps) if check.ok is False]
    assert {"后台服务登记", "加载项文件", "Excel 16.0 宏设置"} == {check.name for check in faults}
    assert all(check.remedy for check in faults)


@pytest.mark.parametrize(
    ("editor", "ok", "words"),
    [
        (object(), None, "带 VBA，可以用加载项。带 VBA 的 WPS：开发工具"),
        (None, False, "没有 VBA，不能用加载项。个人版没有 VBA"),
    ],
)
def test_examine_when_a_wps_is_open_then_says_whether_it_takes_the_addin(system, editor, ok, words):
    """Without VBA only the route over files is left."""
    system.user.put(RegistryValue("Software\\Kingsoft\\Office\\6.0\\Common", "Version", "12"))
    wps = SimpleNamespace(Version="12.0", VBE=editor)
    [check] = [check for check in examine(system, alive, lambda: wps) if check.name == "WPS"]
    assert ok is check.ok
    assert words in str(check)
    assert ("perf-xl score" in str(check)) == (ok is False)
