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
    key = options_key(version)
    found = {name: registry.get(key, name) for name in registry.names(key) if re.fullmatch(r"OPEN\d*", name)}
    in_order = sorted(found, key=lambda name: int(name.removeprefix("OPEN") or 0))
    return [str(found[name]) for name in in_order]


def add_to_excel(registry: Registry, version: str, addin: PureWindowsPath) -> None:
    """Have Excel open the add-in, and trust its folder alone."""
    others = [entry for entry in opened_addins(registry, version) if not _is_ours(entry, addin)]
    _write_opened(registry, version, [*others, f'"{addin}"'])
    key = trusted_key(version)
    registry.put(RegistryValue(key, "Path", f"{addin.parent}\\"))
    registry.put(RegistryValue(key, "Description", "perf_xl"))
    registry.put(RegistryValue(key, "AllowSubFolders", 0))


def remove_from_excel(registry: Registry, version: str, addin: PureWindowsPath) -> None:
    """Undo :func:`add_to_excel`; the other add-ins keep their order."""
    entries = opened_addins(registry, version)
    others = [entry for entry in entries if not _is_ours(entry, addin)]
    if others != entries:
        _write_opened(registry, version, others)
    registry.remove(trusted_key(version))


def is_opened(registry: Registry, version: str, addin: PureWindowsPath) -> bool:
    """Whether Excel opens the add-in."""
    return any(_is_ours(entry, addin) for entry in opened_addins(registry, version))


def _is_ours(entry: str, addin: PureWindowsPath) -> bool:
    return str(addin).lower() in entry.lower()


def _write_opened(registry: Registry, version: str, entries: list[str]) -> None:
    key = options_key(version)
    for name in list(registry.names(key)):
        if re.fullmatch(r"OPEN\d*", name):
            registry.remove(key, name)
    for index, entry in enumerate(entries):
        registry.put(RegistryValue(key, f"OPEN{index or ''}", entry))
