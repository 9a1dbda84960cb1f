"""Install the extension for the current user, and take it away again. No administrator is needed, nor wanted."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from perf_xl.errors import InputError
from perf_xl.hosts.libreoffice.names import BASIC_MODULE, IDENTIFIER
from perf_xl.hosts.libreoffice.places import libraries_file, undo_folder
from perf_xl.oxt.build import build_extension

_SECONDS = 120
_LIBRARY_NS = "http://openoffice.org/2000/library"
_PLACES = ("/usr/lib/libreoffice/program/unopkg", "/opt/libreoffice/program/unopkg")
_NOISE = re.compile(r"-(?:CRITICAL|WARNING) \*\*|^javaldx")
_NO_UNOPKG = "没有找到 LibreOffice 的 unopkg。请先安装 LibreOffice（7.4 或更新）"


def install(profile: Path | None = None) -> str:
    """Build and install; gives what was done. ``profile`` is another user profile than the default one."""
    write_libraries()
    with tempfile.TemporaryDirectory() as folder:
        extension = build_extension(Path(folder) / "perf_xl.oxt")
        _unopkg("add", "--force", "--suppress-license", str(extension), profile=profile)
    return "已安装 LibreOffice 扩展。请重新打开 LibreOffice，菜单栏有“绩效评价”"


def uninstall(profile: Path | None = None) -> str:
    """Remove the extension, its Basic module and its settings."""
    if _is_installed(profile):
        _unopkg("remove", IDENTIFIER, profile=profile)
    removed = remove_basic_module(profile or user_profile())
    libraries_file().unlink(missing_ok=True)
    shutil.rmtree(undo_folder(), ignore_errors=True)
    return "已卸载 LibreOffice 扩展" + ("，并删除了它写入的 Basic 模块" if removed else "")


def write_libraries() -> Path:
    """Tell the extension where the libraries of this installation are; a Python of another version cannot use them."""
    path = libraries_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    paths = [entry for entry in sys.path if Path(entry).name in ("site-packages", "dist-packages")]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    path.write_text(json.dumps({"python": version, "paths": paths}, ensure_ascii=False), encoding="utf-8")
    return path


def user_profile() -> Path:
    """LibreOffice's default user profile."""
    if sys.platform == "win32":
        return Path(os.environ["APPDATA"]) / "LibreOffice" / "4"
    return Path(os.environ.get("XDG_CONFIG_HOME", Path.home() / ".config")) / "libreoffice" / "4"


def remove_basic_module(profile: Path) -> bool:
    """Take the wrappers out of the library Standard of a closed LibreOffice; whether they were there."""
    library = profile / "user" / "basic" / "Standard"
    index, module = library / "script.xlb", library / f"{BASIC_MODULE}.xba"
    if not module.is_file() or not index.is_file():
        return False
    text = index.read_text(encoding="utf-8")
    head = text[: text.index("<library:library")]
    root = ET.fromstring(text)
    for element in list(root):
        if element.get(f"{{{_LIBRARY_NS}}}name") == BASIC_MODULE:
            root.remove(element)
    ET.register_namespace("library", _LIBRARY_NS)
    index.write_text(head + ET.tostring(root, encoding="unicode"), encoding="utf-8")
    module.unlink()
    return True


def _is_installed(profile: Path | None) -> bool:
    return IDENTIFIER in _unopkg("list", profile=profile)


def _unopkg(*arguments: str, profile: Path | None) -> str:
    program = shutil.which("unopkg") or next((place for place in _PLACES if Path(place).exists()), None)
    if program is None:
        raise InputError(_NO_UNOPKG)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        raise InputError("请用普通用户安装 LibreOffice 扩展：unopkg 不允许管理员（root）运行")
    place = [f"-env:UserInstallation={profile.absolute().as_uri()}"] if profile else []
    done = subprocess.run(  # noqa: S603 - the program is LibreOffice's own
        [program, *arguments, *place], capture_output=True, text=True, timeout=_SECONDS, check=False
    )
    if done.returncode != 0:
        running = "请先关闭 LibreOffice 再试" if "lock" in done.stderr.lower() else "请关闭 LibreOffice 后再试一次"
        raise InputError(f"LibreOffice 没有接受扩展：{_reason(done.stderr, done.stdout)}。{running}")
    return done.stdout


def _reason(*printed: str) -> str:
    """What unopkg said, without what the desktop's libraries complain of."""
    lines = [line.strip() for text in printed for line in text.splitlines()]
    said = [line for line in lines if line and not _NOISE.search(line)]
    return next((line.removeprefix("ERROR:").strip() for line in said), "没有说明")
