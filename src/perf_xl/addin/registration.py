"""Registering the COM server for the user, without an administrator, and taking the registration out again."""

from __future__ import annotations

from pathlib import PureWindowsPath

from perf_xl.addin.registry import Registry, RegistryValue
from perf_xl.hosts.excel.server import CLASS_ID, NAME, PROG_ID

_CLASSES = "Software\\Classes"
CLASS_KEYS = (f"{_CLASSES}\\CLSID\\{CLASS_ID}", f"{_CLASSES}\\Wow6432Node\\CLSID\\{CLASS_ID}")
"""For 64-bit clients and, so that Excel of either bitness finds it, for 32-bit ones."""

PROG_ID_KEY = f"{_CLASSES}\\{PROG_ID}"


def server_command(python: PureWindowsPath) -> str:
    """The command line by which COM starts the server with the interpreter ``python`` (its pythonw.exe)."""
    return f'"{python.with_name("pythonw.exe")}" -X utf8 -m perf_xl.addin.serve'


def server_values(python: PureWindowsPath) -> list[RegistryValue]:
    """All registry values of the server."""
    values = [RegistryValue(PROG_ID_KEY, "", NAME), RegistryValue(f"{PROG_ID_KEY}\\CLSID", "", CLASS_ID)]
    for key in CLASS_KEYS:
        values += [
            RegistryValue(key, "", NAME),
            RegistryValue(f"{key}\\LocalServer32", "", server_command(python)),
            RegistryValue(f"{key}\\ProgID", "", PROG_ID),
        ]
    return values


def register_server(registry: Registry, python: PureWindowsPath) -> None:
    """Register the server; a former registration is replaced."""
    for value in server_values(python):
        registry.put(value)


def unregister_server(registry: Registry) -> None:
    """Take the registration out; nothing of it stays."""
    for key in (*CLASS_KEYS, PROG_ID_KEY):
        registry.remove(key)


def registered_command(registry: Registry) -> str | None:
    """The command line by which COM would start the server for Excel of either bitness; None if it is not registered."""
    commands = {registry.get(f"{key}\\LocalServer32", "") for key in CLASS_KEYS}
    command = commands.pop() if len(commands) == 1 and registry.get(f"{PROG_ID_KEY}\\CLSID", "") == CLASS_ID else None
    return command if isinstance(command, str) else None
