"""The Windows registry as a few verbs, so that installing can be tested without Windows."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

USER = "HKEY_CURRENT_USER"
MACHINE = "HKEY_LOCAL_MACHINE"

Data = str | int | bytes


@dataclass(frozen=True, slots=True)
class RegistryValue:
    """A text, number or bytes in the registry; the name "" is a key's default value."""

    key: str
    name: str
    value: Data


class Registry(Protocol):
    """One hive of a registry."""

    def get(self, key: str, name: str) -> Data | None:
        """A value; None if it does not exist."""

    def put(self, item: RegistryValue) -> None:
        """Write a value, with the keys above it."""

    def rename(self, key: str, name: str, new_name: str) -> None:
        """Give a value that exists another name; it stays of its kind, whatever that is."""

    def remove(self, key: str, name: str | None = None) -> None:
        """Remove a value, or with no name the key and all below it; nothing happens if it does not exist."""

    def names(self, key: str) -> Sequence[str]:
        """The names of a key's values; none if it does not exist."""

    def subkeys(self, key: str) -> Sequence[str]:
        """The names of the keys directly below; none if it does not exist."""


class MemoryRegistry:
    """A registry for tests and for saying what would be done."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], Data] = {}

    def get(self, key: str, name: str) -> Data | None:
        """See :class:`Registry`."""
        return self.values.get((key, name))

    def put(self, item: RegistryValue) -> None:
        """See :class:`Registry`."""
        self.values[item.key, item.name] = item.value

    def rename(self, key: str, name: str, new_name: str) -> None:
        """See :class:`Registry`."""
        self.values[key, new_name] = self.values.pop((key, name))

    def remove(self, key: str, name: str | None = None) -> None:
        """See :class:`Registry`."""
        if name is not None:
            self.values.pop((key, name), None)
            return
        for found in [k for k in self.values if k[0] == key or k[0].startswith(key + "\\")]:
            del self.values[found]

    def names(self, key: str) -> Sequence[str]:
        """See :class:`Registry`."""
        return [name for found, name in self.values if found == key]

    def subkeys(self, key: str) -> Sequence[str]:
        """See :class:`Registry`."""
        below = (found[len(key) + 1 :] for found, _ in self.values if found.startswith(key + "\\"))
        return sorted({rest.split("\\", 1)[0] for rest in below})


class WindowsRegistry:
    """A hive of the real registry, in the 64-bit view."""

    def __init__(self, hive: str = USER) -> None:
        import winreg  # noqa: PLC0415 - Windows only

        self._winreg: Any = winreg
        self._hive = getattr(winreg, hive)

    def get(self, key: str, name: str) -> Data | None:
        """See :class:`Registry`."""
        try:
            with self._winreg.OpenKey(self._hive, key) as handle:
                value: Data = self._winreg.QueryValueEx(handle, name)[0]
                return value
        except FileNotFoundError:
            return None

    def put(self, item: RegistryValue) -> None:
        """See :class:`Registry`."""
        kinds = {str: self._winreg.REG_SZ, int: self._winreg.REG_DWORD, bytes: self._winreg.REG_BINARY}
        kind = kinds[type(item.value)]
        with self._winreg.CreateKey(self._hive, item.key) as handle:
            self._winreg.SetValueEx(handle, item.name, 0, kind, item.value)

    def rename(self, key: str, name: str, new_name: str) -> None:
        """See :class:`Registry`."""
        with self._winreg.CreateKey(self._hive, key) as handle:
            value, kind = self._winreg.QueryValueEx(handle, name)
            self._winreg.SetValueEx(handle, new_name, 0, kind, value)
            self._winreg.DeleteValue(handle, name)

    def remove(self, key: str, name: str | None = None) -> None:
        """See :class:`Registry`."""
        try:
            if name is None:
                for child in self.subkeys(key):
                    self.remove(f"{key}\\{child}")
                self._winreg.DeleteKey(self._hive, key)
            else:
                with self._winreg.OpenKey(self._hive, key, 0, self._winreg.KEY_SET_VALUE) as handle:
                    self._winreg.DeleteValue(handle, name)
        except FileNotFoundError:
            return

    def names(self, key: str) -> Sequence[str]:
        """See :class:`Registry`."""
        return self._listed(key, lambda handle, index: self._winreg.EnumValue(handle, index)[0])

    def subkeys(self, key: str) -> Sequence[str]:
        """See :class:`Registry`."""
        return self._listed(key, self._winreg.EnumKey)

    def _listed(self, key: str, entry: Any) -> list[str]:
        found: list[str] = []
        try:
            with self._winreg.OpenKey(self._hive, key) as handle:
                while True:
                    found.append(entry(handle, len(found)))
        except OSError:  # no such key, or no more entries
            return found


def under_wine() -> bool:
    """Whether this Windows is Wine."""
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415

    return hasattr(ctypes.windll.ntdll, "wine_get_version")


def classes_hive() -> str:
    """Where COM classes are registered: for the user, but under Wine 8, which looks there only, for the machine."""
    return MACHINE if under_wine() else USER
