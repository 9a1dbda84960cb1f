"""体检: what of the add-in is in order, what is not, and what to do about it. Nothing is changed."""

from __future__ import annotations

import platform
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PureWindowsPath
from typing import Any

from perf_xl import __version__
from perf_xl.addin.applications import has_vba, running_wps
from perf_xl.addin.build import addin_bytes
from perf_xl.addin.checks import Check
from perf_xl.addin.excel_keys import excel_versions, is_disabled, is_opened
from perf_xl.addin.install import System
from perf_xl.addin.macro_settings import macros
from perf_xl.addin.registration import registered_command
from perf_xl.addin.registry import Registry
from perf_xl.hosts.excel.logs import log_path
from perf_xl.hosts.excel.server import PROG_ID

INSTALL_AGAIN = "请关闭 Excel，重新安装（双击 install.cmd，或运行 perf-xl addin install）"
WPS_KEY = "Software\\Kingsoft\\Office"
WITH_VBA = "带 VBA 的 WPS：开发工具 → 加载项 → 浏览，选上面的加载项文件。"
WITHOUT_VBA = "个人版没有 VBA，不能用加载项，请用命令行直接处理文件：perf-xl check 文件名、perf-xl score 文件名"


def examine(
    system: System,
    ask_server: Callable[[], tuple[str, float]] | None = None,
    ask_wps: Callable[[], Any | None] = running_wps,
) -> list[Check]:
    """All checks in order. ``ask_server`` gives the running server's version and milliseconds a call.

    ``ask_wps`` gives the application object of an open WPS.
    """
    return [
        _python(),
        _registration(system.classes),
        _round_trip(ask_server or ask_com_server),
        _addin_file(system.places.addin),
        *_excels(system.user, PureWindowsPath(system.places.addin)),
        *_wps(system.user, ask_wps),
        Check("日志", None, str(log_path())),
    ]


def report(checks: list[Check]) -> str:
    """The checks as text, with one sentence at the end."""
    bad = sum(check.ok is False for check in checks)
    end = f"有 {bad} 处问题，请按上面的提示处理" if bad else "一切正常"
    return "\n".join([*map(str, checks), f"{end}（perf_xl {__version__}）"])


def ask_com_server() -> tuple[str, float]:
    """The version of the server that COM starts, and the milliseconds of one call."""
    import win32com.client  # noqa: PLC0415 - Windows only

    server = win32com.client.Dispatch(PROG_ID)
    version = str(server.Version())
    started = time.perf_counter()
    for _ in range(20):
        server.CallFunction("PERF_EXEC_RATE", (100, 50), "")
    return version, (time.perf_counter() - started) / 20 * 1000


def _python() -> Check:
    bits = struct.calcsize("P") * 8
    found = f"{platform.python_version()}，{bits} 位，{sys.executable}"
    if bits == 64 and sys.version_info >= (3, 11):
        return Check("Python", True, found)
    return Check("Python", False, found, "需要 64 位的 Python 3.11 或更高版本（离线安装包自带）")


def _registration(classes: Registry) -> Check:
    command = registered_command(classes)
    if command is None:
        return Check("后台服务登记", False, "没有登记，或只登记了一半", INSTALL_AGAIN)
    program = command.split('"')[1]
    if sys.platform == "win32" and not Path(program).exists():
        return Check("后台服务登记", False, f"登记的程序不存在：{program}", INSTALL_AGAIN)
    return Check("后台服务登记", True, program)


def _round_trip(ask_server: Callable[[], tuple[str, float]]) -> Check:
    try:
        version, milliseconds = ask_server()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the user has to be told
        return Check("后台服务应答", False, f"没有应答（{error}）", f"{INSTALL_AGAIN}；仍不行时查看日志 {log_path()}")
    if version != __version__:
        return Check("后台服务应答", False, f"运行的是旧版本 {version}", "请关闭所有 Excel 窗口，等半分钟再打开")
    took = f"每次调用 {milliseconds:.1f} 毫秒" if milliseconds else "这次体检就是它做的"
    return Check("后台服务应答", True, f"版本 {version}，{took}")


def _addin_file(addin: Path) -> Check:
    if not addin.exists():
        return Check("加载项文件", False, f"不存在：{addin}", INSTALL_AGAIN)
    if Path(f"{addin}:Zone.Identifier").exists():
        return Check(
            "加载项文件", False, "带有“来自互联网”的标记，Excel 会拦截宏", "右键该文件 → 属性 → 解除锁定，或重新安装"
        )
    if addin.read_bytes() != addin_bytes():
        return Check("加载项文件", False, f"与程序版本 {__version__} 不一致", INSTALL_AGAIN)
    return Check("加载项文件", True, str(addin))


def _excels(user: Registry, addin: PureWindowsPath) -> Iterator[Check]:
    versions = excel_versions(user)
    if not versions:
        yield Check(
            "Excel",
            None,
            "没有找到 Excel，或从未打开过",
            "打开一次 Excel 后重新安装；没有 Excel 时可用命令行直接处理文件",
        )
    for version in versions:
        opened = is_opened(user, version, addin)
        yield Check(
            f"Excel {version} 加载项", opened, "已启用" if opened else "没有启用", "" if opened else INSTALL_AGAIN
        )
        yield from macros(user, version, addin)
        yield from _disabled(user, version, addin)


def _disabled(user: Registry, version: str, addin: PureWindowsPath) -> Iterator[Check]:
    """Add-ins that Excel switched off after a crash."""
    if is_disabled(user, version, addin):
        remedy = "Excel 选项 → 加载项 → 管理“禁用项目” → 转到，启用 perf_xl；或重新安装"
        yield Check(f"Excel {version} 禁用项目", False, "Excel 停用了本加载项", remedy)


def _wps(user: Registry, ask_wps: Callable[[], Any | None]) -> Iterator[Check]:
    if not user.subkeys(WPS_KEY):
        return
    wps = ask_wps()
    if wps is None:
        yield Check("WPS", None, "装有 WPS", f"打开 WPS 表格后再体检一次，可知它带不带 VBA。{WITH_VBA}{WITHOUT_VBA}")
    elif has_vba(wps):
        yield Check("WPS", None, f"WPS {wps.Version} 带 VBA，可以用加载项", WITH_VBA)
    else:
        yield Check("WPS", False, f"WPS {wps.Version} 没有 VBA，不能用加载项", WITHOUT_VBA)
