"""Excel's registry keys: the list of add-ins it opens, and the folders it trusts.

Excel reads ``OPEN``, ``OPEN1``, ``OPEN2`` … of its ``Options`` key up to the first gap, and writes them again when it is
closed; so they are changed only while it is not running, and kept without gaps.
"""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

from perf_xl.addin.registry import Registry, RegistryValue

OFFICE = "Software\\Microsoft\\Office"
TRUSTED = "PerfXL"


def excel_versions(registry: Registry) -> list[str]:
    """The versions of Excel that the user has started at least once: ``16.0``."""
    versions = [v for v in registry.subkeys(OFFICE) if re.fullmatch(r"\d+\.0", v) and float(v) >= 14]
    return [v for v in versions if "Excel" in registry.subkeys(f"{OFFICE}\\{v}")]


def options_key(version: str) -> str:
    """The key with the list of opened add-ins."""
    return f"{OFFICE}\\{version}\\Excel\\Options"


def trusted_key(version: str) -> str:
    """The key of our one trusted folder."""
    return f"{OFFICE}\\{version}\\Excel\\Security\\Trusted Locations\\{TRUSTED}"


def opened_addins(registry: Registry, version: str) -> list[str]:
    """What Excel opens at its start, in order, as it stands in the registry: quoted paths and switches."""
    return [str(registry.get(options_key(version), name)) for name in _opened(registry, version)]


def add_to_excel(registry: Registry, version: str, addin: PureWindowsPath) -> None:
    """Have Excel open the add-in, also where it once refused it, and trust its folder alone."""
    if not is_opened(registry, version, addin):
        _close_gaps(registry, version)
        number = len(_opened(registry, version))
        registry.put(RegistryValue(options_key(version), _name(number), f'"{addin}"'))
    _forget(registry, version, addin)
    key = trusted_key(version)
    registry.put(RegistryValue(key, "Path", f"{addin.parent}\\"))
    registry.put(RegistryValue(key, "Description", "perf_xl"))
    registry.put(RegistryValue(key, "AllowSubFolders", 0))


def remove_from_excel(registry: Registry, version: str, addin: PureWindowsPath) -> None:
    """Undo :func:`add_to_excel`, and what Excel noted of the add-in by itself; the other add-ins keep their order."""
    key = options_key(version)
    ours = [name for name in _opened(registry, version) if _is_ours(str(registry.get(key, name)), addin)]
    for name in ours:
        registry.remove(key, name)
    if ours:
        _close_gaps(registry, version)
    _forget(registry, version, addin)
    registry.remove(trusted_key(version))


def is_opened(registry: Registry, version: str, addin: PureWindowsPath) -> bool:
    """Whether Excel opens the add-in."""
    return any(_is_ours(entry, addin) for entry in opened_addins(registry, version))


def is_trusted(registry: Registry, version: str, addin: PureWindowsPath) -> bool:
    """Whether Excel runs the macros of the add-in's folder without asking."""
    path = registry.get(trusted_key(version), "Path")
    return isinstance(path, str) and PureWindowsPath(path) == addin.parent


def is_disabled(registry: Registry, version: str, addin: PureWindowsPath) -> bool:
    """Whether Excel switched the add-in off after a crash."""
    return bool(_disabled_items(registry, version, addin))


def _forget(registry: Registry, version: str, addin: PureWindowsPath) -> None:
    """Take out what Excel notes of an add-in: that it is known but not opened, how long it took, that it crashed."""
    for noted in ("Add-in Manager", "AddInLoadTimes"):
        key = f"{OFFICE}\\{version}\\Excel\\{noted}"
        for name in registry.names(key):
            if _is_ours(name, addin):
                registry.remove(key, name)
    for name in _disabled_items(registry, version, addin):
        registry.remove(_disabled_key(version), name)


def _disabled_key(version: str) -> str:
    return f"{OFFICE}\\{version}\\Excel\\Resiliency\\DisabledItems"


def _disabled_items(registry: Registry, version: str, addin: PureWindowsPath) -> list[str]:
    """The values, named at random, whose bytes hold the add-in's path after a few numbers."""
    key, path = _disabled_key(version), str(addin).lower()
    found = {name: registry.get(key, name) for name in registry.names(key)}
    return [n for n, b in found.items() if isinstance(b, bytes) and path in b.decode("utf-16-le", "ignore").lower()]


def _is_ours(entry: str, addin: PureWindowsPath) -> bool:
    """A path with or without quotes and switches (``/R``), or one that begins below Excel's own folder of add-ins."""
    path = PureWindowsPath(re.sub(r"^(?:/\w+\s+)*", "", entry.strip()).strip().strip('"'))
    below = PureWindowsPath(*addin.parts[-2:])
    return path in (addin, below)


def _name(number: int) -> str:
    return f"OPEN{number or ''}"


def _opened(registry: Registry, version: str) -> list[str]:
    """The names of the list's values, in order."""
    found = [name for name in registry.names(options_key(version)) if re.fullmatch(r"OPEN\d*", name)]
    return sorted(found, key=lambda name: int(name.removeprefix("OPEN") or 0))


def _close_gaps(registry: Registry, version: str) -> None:
    """By other names only: an entry of another maker's stays of its kind."""
    for number, name in enumerate(_opened(registry, version)):
        if name != _name(number):
            registry.rename(options_key(version), name, _name(number))
