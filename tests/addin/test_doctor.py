"""体检 on made-up systems: each thing that can be wrong is named with its remedy."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from perf_xl import __version__
from perf_xl.addin.doctor import examine, report
from perf_xl.addin.excel_keys import OFFICE, options_key
from perf_xl.addin.install import System
from perf_xl.addin.registry import RegistryValue
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


def test_examine_when_a_policy_forbids_macros_then_says_who_can_help(system):
    """Not in the user's hands."""
    key = "Software\\Policies\\Microsoft\\Office\\16.0\\Excel\\Security"
    system.user.put(RegistryValue(key, "VBAWarnings", 4))
    assert "信息管理员" in wrong(system)["Excel 16.0 宏设置"]


def test_examine_when_trusted_places_are_off_then_says_where_to_switch_them_on(system):
    """Trust centre."""
    key = f"{OFFICE}\\16.0\\Excel\\Security\\Trusted Locations"
    system.user.put(RegistryValue(key, "AllLocationsDisabled", 1))
    assert "信任中心" in wrong(system)["Excel 16.0 受信任位置"]


def test_examine_when_excel_disabled_an_addin_or_wps_is_there_then_mentions_it(system):
    """Worth knowing, not a fault."""
    system.user.put(RegistryValue(f"{OFFICE}\\16.0\\Excel\\Resiliency\\DisabledItems", "0", "x"))
    system.user.put(RegistryValue("Software\\Kingsoft\\Office\\6.0\\Common", "Version", "12"))
    told = {check.name for check in examine(system, alive, no_wps) if check.ok is None}
    assert {"Excel 16.0 禁用项目", "WPS", "日志"} == told
    assert {} == wrong(system)


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
