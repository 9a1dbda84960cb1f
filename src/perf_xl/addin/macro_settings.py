"""Whether Excel runs the macros of our folder: its trusted places, and what the person or the unit has switched off.

Macros of a trusted place run whatever is set for other macros; so only what switches trusted places, add-ins or VBA off
is a fault. A unit sets the same values below :data:`POLICIES`, where a person cannot change them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PureWindowsPath

from perf_xl.addin.checks import Check
from perf_xl.addin.excel_keys import OFFICE, is_trusted
from perf_xl.addin.registry import Registry

POLICIES = "Software\\Policies\\Microsoft\\Office"
ASK = "这是单位的组策略。请联系信息管理员允许本加载项，或改用命令行直接处理文件"
AGAIN = "请关闭 Excel，重新安装（双击 install.cmd，或运行 perf-xl addin install）"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A value in the registry that keeps the add-in from running."""

    key: str
    name: str
    bad: int
    found: str
    remedy: str
    """What the person can do; when the unit has set it, :data:`ASK` instead."""


OBSTACLES = (
    Obstacle(
        "Excel\\Security\\Trusted Locations", "AllLocationsDisabled", 1, "受信任位置被全部禁用",
        "Excel 选项 → 信任中心 → 受信任位置，取消“禁用所有受信任位置”",
    ),
    Obstacle(
        "Common\\Security\\Trusted Locations", "AllowUserLocations", 0, "只允许管理员设置的受信任位置", ASK,
    ),
    Obstacle(
        "Excel\\Security", "DisableAllAddins", 1, "应用程序加载项被全部禁用",
        "Excel 选项 → 信任中心 → 加载项，取消“禁用所有应用程序加载项”",
    ),
    Obstacle(
        "Excel\\Security", "RequireAddinSig", 1, "要求加载项有受信任发布者的签名，本加载项没有签名",
        "Excel 选项 → 信任中心 → 加载项，取消“要求受信任的发布者签署应用程序加载项”",
    ),
    Obstacle("Common", "VBAOff", 1, "VBA 被关闭", "修复或重新安装 Office 时选上“Visual Basic for Applications”"),
)  # fmt: skip


def macros(user: Registry, version: str, addin: PureWindowsPath) -> Iterator[Check]:
    """All obstacles, or one line that there is none."""
    name = f"Excel {version} 宏设置"
    checks = [Check(name, False, found, remedy) for found, remedy in _obstacles(user, version, addin)]
    yield from checks or [Check(name, True, "本加载项所在的文件夹受信任，可以运行宏")]


def _obstacles(user: Registry, version: str, addin: PureWindowsPath) -> Iterator[tuple[str, str]]:
    if not is_trusted(user, version, addin):
        yield "加载项所在的文件夹不在受信任位置", AGAIN
    network = f"{OFFICE}\\{version}\\Excel\\Security\\Trusted Locations"
    if addin.drive.startswith("\\\\") and user.get(network, "AllowNetworkLocations") != 1:
        yield "加载项在网络位置", "Excel 选项 → 信任中心 → 受信任位置，勾选“允许网络上的受信任位置”"
    for obstacle in OBSTACLES:
        for base, remedy in ((POLICIES, ASK), (OFFICE, obstacle.remedy)):
            if user.get(f"{base}\\{version}\\{obstacle.key}", obstacle.name) == obstacle.bad:
                yield obstacle.found, remedy
                break
