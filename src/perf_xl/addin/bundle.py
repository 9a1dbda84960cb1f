"""The offline bundle: one zip for computers without Python, network or administrator.

Interpreter, components and this package unpacked, the finished add-in, and two scripts to double-click.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from perf_xl.addin.build import ADDIN_NAME, build_addin
from perf_xl.addin.windows_python import make_windows_python

FOLDER = "perf-xl-offline"

INSTALL = (
    "@echo off\r\n"
    'cd /d "%~dp0"\r\n'
    "python\\python.exe -X utf8 -m perf_xl addin install --bundle .\r\n"
    "if not defined PERF_XL_QUIET pause\r\n"
)
DOCTOR = (
    "@echo off\r\n"
    'set "PY=%LOCALAPPDATA%\\PerfXL\\python\\python.exe"\r\n'
    'if not exist "%PY%" set "PY=%~dp0python\\python.exe"\r\n'
    '"%PY%" -X utf8 -m perf_xl addin doctor\r\n'
    "if not defined PERF_XL_QUIET pause\r\n"
)
README = """\
perf_xl 绩效评价：离线安装包

1. 把压缩包完整解压到任意文件夹（不要在压缩包里直接双击）。
2. 关闭所有 Excel 窗口。
3. 双击 install.cmd。不需要管理员，不需要联网。
4. 打开 Excel，功能区出现“绩效评价”。没有出现时双击 doctor.cmd，按提示处理。

只写入当前用户的文件夹（%LOCALAPPDATA%\\PerfXL 和 %APPDATA%\\Microsoft\\AddIns\\PerfXL）和注册表。
卸载：Windows 设置 → 应用 → perf_xl 绩效评价。装好后这个文件夹可以删掉。
"""


def make_bundle(out: Path, downloads: Path | None = None) -> Path:
    """Write the bundle to ``out``. ``downloads`` keeps what is fetched; without it everything is fetched anew."""
    with tempfile.TemporaryDirectory(prefix="perf_xl-") as work:
        root = Path(work) / FOLDER
        make_windows_python(root / "python", downloads or Path(work) / "downloads")
        build_addin(root / ADDIN_NAME)
        (root / "install.cmd").write_bytes(INSTALL.encode("ascii"))
        (root / "doctor.cmd").write_bytes(DOCTOR.encode("ascii"))
        (root / "使用说明.txt").write_text(README, encoding="utf-8-sig", newline="\r\n")
        out.parent.mkdir(parents=True, exist_ok=True)
        draft = out.with_name(out.name + ".part")
        _zip(root, draft)
        draft.replace(out)
    return out


def _zip(root: Path, out: Path) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in _files(root):
            archive.write(path, f"{FOLDER}/{path.relative_to(root).as_posix()}")


def _files(root: Path) -> Iterator[Path]:
    return (path for path in sorted(root.rglob("*")) if path.is_file())
