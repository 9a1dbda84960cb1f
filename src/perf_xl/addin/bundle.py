"""The offline bundle: one zip for computers without Python, network or administrator.

Interpreter, components and this package unpacked, the finished add-in, and two scripts to double-click.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from perf_xl.addin.build import ADDIN_NAME, build_addin
from perf_xl.addin.install import DOCTOR
from perf_xl.addin.windows_python import make_windows_python

FOLDER = "perf-xl-offline"

INSTALL = """\
@echo off
if not exist "%~dp0python\\python.exe" goto unpack
"%~dp0python\\python.exe" -X utf8 -m perf_xl addin install --bundle "%~dp0."
goto end
:unpack
chcp 936 >nul
echo 请先把压缩包完整解压：右键压缩包，选“全部解压缩”，再打开解压出来的文件夹，双击里面的 install.cmd。
:end
if not defined PERF_XL_QUIET pause
"""
"""By full paths: it may stand on a network share. Double-clicked in the window of the zip, it is all that is there."""
README = """\
perf_xl 绩效评价：离线安装包

1. 把压缩包完整解压到任意文件夹（不要在压缩包里直接双击）。
2. 关闭所有 Excel 窗口。
3. 双击 install.cmd。不需要管理员，不需要联网；不要“以管理员身份运行”。
   出现“Windows 已保护你的电脑”时，点“更多信息”，再点“仍要运行”。
4. 打开 Excel，功能区出现“绩效评价”。没有出现时双击 doctor.cmd，按提示处理。

只写入当前用户的文件夹（%LOCALAPPDATA%\\PerfXL 和 %APPDATA%\\Microsoft\\AddIns\\PerfXL）和注册表。
升级：关闭 Excel，用新的安装包再做一遍。卸载：关闭 Excel，Windows 设置 → 应用 → perf_xl 绩效评价。
装好后这个文件夹可以删掉。以后不好用时，双击 %LOCALAPPDATA%\\PerfXL 里的 doctor.cmd。
"""


def make_bundle(out: Path, downloads: Path | None = None) -> Path:
    """Write the bundle to ``out``. ``downloads`` keeps what is fetched; without it everything is fetched anew."""
    with tempfile.TemporaryDirectory(prefix="perf_xl-") as work:
        root = Path(work) / FOLDER
        make_windows_python(root / "python", downloads or Path(work) / "downloads")
        build_addin(root / ADDIN_NAME)
        # In the code page that the script itself switches to; a Chinese Windows reads scripts so anyway.
        (root / "install.cmd").write_text(INSTALL, encoding="gbk", newline="\r\n")
        (root / "doctor.cmd").write_text(DOCTOR, encoding="ascii", newline="\r\n")
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
