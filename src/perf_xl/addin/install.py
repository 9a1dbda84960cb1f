"""Installing the add-in for the present user, and taking every trace of it out again."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from perf_xl import __version__
from perf_xl.addin.build import build_addin
from perf_xl.addin.excel_keys import add_to_excel, excel_versions, remove_from_excel
from perf_xl.addin.places import Places
from perf_xl.addin.registration import register_server, unregister_server
from perf_xl.addin.registry import Registry, RegistryValue
from perf_xl.errors import InputError

UNINSTALL_KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\PerfXL"
EXCEL_IS_RUNNING = "Excel 正在运行。它关闭时会改写加载项列表，请先关闭所有 Excel 窗口再安装或卸载"
SERVER_IS_RUNNING = "后台服务还在运行，没有改动任何内容。请关闭所有 Excel 和 WPS 窗口，等半分钟再安装"
PATIENCE = 15.0
"""Seconds that an installation waits for a server that is about to leave; it stays a little after its last client."""


@dataclass(frozen=True, slots=True)
class System:
    """What an installation changes: the user's registry, where COM classes are registered, the user's folders."""

    user: Registry
    classes: Registry
    places: Places


def this_system() -> System:
    """The present Windows; InputError on any other system."""
    if sys.platform != "win32":
        raise InputError("Excel 加载项只能装在 Windows 上。LibreOffice 请用 perf-xl addin install --host libreoffice")
    from perf_xl.addin.places import user_places  # noqa: PLC0415 - asks the environment of a Windows user
    from perf_xl.addin.registry import WindowsRegistry, classes_hive  # noqa: PLC0415

    return System(WindowsRegistry(), WindowsRegistry(classes_hive()), user_places())


def install(system: System, python: Path) -> list[str]:
    """Install with the interpreter ``python``, which the server will run on. Gives what was done, a line each.

    Installing again replaces an older installation. InputError while Excel runs.
    """
    if excel_is_running():
        raise InputError(EXCEL_IS_RUNNING)
    addin = build_addin(system.places.addin)
    done = [f"加载项：{addin}"]
    register_server(system.classes, PureWindowsPath(python))
    done.append(f"后台服务：{python.with_name('pythonw.exe')}")
    versions = excel_versions(system.user)
    for version in versions:
        add_to_excel(system.user, version, PureWindowsPath(addin))
        done.append(f"Excel {version}：已加入启动时打开的加载项，并只信任上面这一个文件夹")
    if not versions:
        done.append("没有找到 Excel（或从未打开过）。打开一次 Excel 后请再安装一次；WPS 的办法见“体检”")
    return done


def install_bundle(system: System, bundle: Path) -> list[str]:
    """Install from an unpacked offline bundle: its interpreter is copied to the user's folder first."""
    source = bundle / "python"
    if not (source / "python.exe").exists():
        raise InputError(f"“{bundle}”里没有 python 文件夹，请先把压缩包完整解压再安装")
    if excel_is_running():
        raise InputError(EXCEL_IS_RUNNING)
    places = system.places
    _replace(source, places.python)
    done = [f"程序：{places.python}", *install(system, places.python / "python.exe")]
    places.uninstaller.write_text(UNINSTALLER, encoding="ascii", newline="\r\n")
    places.doctor.write_text(DOCTOR, encoding="ascii", newline="\r\n")
    for name, value in _uninstall_entry(places).items():
        system.user.put(RegistryValue(UNINSTALL_KEY, name, value))
    return [*done, f"卸载：Windows 设置 → 应用，或双击 {places.uninstaller}"]


def uninstall(system: System) -> list[str]:
    """Take the add-in out: registry, add-in, log, undo records, and of the bundle's interpreter all but what is running.

    The rest of the interpreter goes with its own script, :data:`UNINSTALLER`.
    """
    if excel_is_running():
        raise InputError(EXCEL_IS_RUNNING)
    places = system.places
    for version in excel_versions(system.user):
        remove_from_excel(system.user, version, PureWindowsPath(places.addin))
    unregister_server(system.classes)
    system.user.remove(UNINSTALL_KEY)
    for folder in (places.addins, places.data / "logs", places.data / "undo", places.python / "site"):
        shutil.rmtree(folder, ignore_errors=True)
    if not places.python.exists():
        shutil.rmtree(places.data, ignore_errors=True)
    left = [str(path) for path in (places.addins, places.data / "logs") if path.exists()]
    if left:
        return [f"这些文件正被使用，没有删掉：{'、'.join(left)}。请关闭 Excel 后再卸载一次"]
    return ["已卸载。用过绩效函数的工作簿里，已算出的数值还在，函数不再更新"]


def excel_is_running() -> bool:
    """Whether an Excel runs where this user is logged in, with or without a workbook; on other systems there is none."""
    if sys.platform != "win32":
        return False
    import os  # noqa: PLC0415 - Windows only

    import win32ts  # type: ignore[import-untyped]  # noqa: PLC0415

    session = win32ts.ProcessIdToSessionId(os.getpid())
    running = win32ts.WTSEnumerateProcesses()
    return any(name.casefold() == "excel.exe" and of == session for of, _, name, _ in running)


def _replace(source: Path, target: Path) -> None:
    """Put a copy of a folder in place of another in one go; InputError while a program runs from the old one."""
    new, old = target.with_name(f"{target.name}.new"), target.with_name(f"{target.name}.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    try:
        shutil.copytree(source, new, copy_function=shutil.copyfile)  # copy2 calls what Wine 8 lacks
        if target.exists():
            _rename_when_free(target, old)
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if not target.exists() and old.exists():
            old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _rename_when_free(target: Path, old: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            target.rename(old)
        except PermissionError:
            if time.monotonic() > deadline:
                raise InputError(SERVER_IS_RUNNING) from None
            time.sleep(0.5)
        else:
            return


UNINSTALLER = """\
@echo off
if "%~1"=="finish" goto finish
"%LOCALAPPDATA%\\PerfXL\\python\\python.exe" -X utf8 -m perf_xl addin uninstall
if errorlevel 1 (
  if not defined PERF_XL_QUIET pause
  exit /b 1
)
rem The rest goes on from a copy in TEMP and in a process of its own: this file stands in what it removes.
copy /y "%~f0" "%TEMP%\\perf_xl_uninstall.cmd" >nul
rem No path on the next line: a user's name may have a character that means something there.
cd /d "%TEMP%"
start "perf_xl" cmd.exe /c perf_xl_uninstall.cmd finish
exit
:finish
rem The server may still be about to leave.
for /l %%i in (1,1,20) do if exist "%LOCALAPPDATA%\\PerfXL" (
  rmdir /s /q "%LOCALAPPDATA%\\PerfXL" 2>nul
  if exist "%LOCALAPPDATA%\\PerfXL" ping -n 2 127.0.0.1 >nul
)
del "%~f0" & exit
"""
"""The script that takes everything out."""

DOCTOR = """\
@echo off
set "PY=%LOCALAPPDATA%\\PerfXL\\python\\python.exe"
if not exist "%PY%" set "PY=%~dp0python\\python.exe"
"%PY%" -X utf8 -m perf_xl addin doctor
if not defined PERF_XL_QUIET pause
"""
"""The script for whoever sees no ribbon; from an unpacked bundle, too."""


def _uninstall_entry(places: Places) -> dict[str, str | int]:
    return {
        "DisplayName": "perf_xl 绩效评价",
        "DisplayVersion": __version__,
        "Publisher": "perf_xl",
        "InstallLocation": str(places.data),
        "UninstallString": f'"{places.uninstaller}"',
        "NoModify": 1,
        "NoRepair": 1,
    }
