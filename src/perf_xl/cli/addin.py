"""``perf-xl addin``: build, bundle, install, uninstall and examine the add-in."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path

import typer

from perf_xl.cli.folders import expect_suffix, make_folder
from perf_xl.errors import InputError

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Excel / LibreOffice 加载项：生成、安装、卸载、体检。"
)


class Host(StrEnum):
    """The program that the add-in is for."""

    EXCEL = "excel"
    LIBREOFFICE = "libreoffice"


_HOST = typer.Option(Host.EXCEL, "--host", metavar="HOST", help="excel 或 libreoffice")


@app.command()
def build(
    out: Path = typer.Option(..., "--out", metavar="FILE", help="写到哪个文件：.xlam，LibreOffice 为 .oxt"),
    host: Host = _HOST,
) -> int:
    """生成 Excel 加载项（.xlam）或 LibreOffice 扩展（.oxt），不需要装有这些软件。

    例：perf-xl addin build --out perf_xl.xlam
    """
    expect_suffix("--out", out, ".oxt" if host is Host.LIBREOFFICE else ".xlam")
    make_folder(out.parent)
    if host is Host.LIBREOFFICE:
        from perf_xl.oxt.build import build_extension

        typer.echo(f"已生成 {build_extension(out)}")
        return 0
    from perf_xl.addin.build import build_addin

    typer.echo(f"已生成 {build_addin(out)}")
    return 0


@app.command()
def shim(out: Path = typer.Option(..., "--out", help="VBA 源文件所在的文件夹（vba_shim）")) -> int:
    """按绩效函数的定义重新生成 PxFunctions.bas（开发用）。

    例：perf-xl addin shim --out vba_shim
    """
    from perf_xl.addin.build import write_shim

    typer.echo(f"已生成 {write_shim(out)}")
    return 0


@app.command()
def bundle(
    out: Path = typer.Option(..., "--out", help="写到哪个 .zip 文件"),
    downloads: Path | None = typer.Option(None, "--downloads", help="下载的组件保存在哪里，下次不再下载"),
) -> int:
    """生成离线安装包：自带 Python，解压后双击 install.cmd 即可安装。

    例：perf-xl addin bundle --out perf-xl-offline.zip
    """
    from perf_xl.addin.bundle import make_bundle

    expect_suffix("--out", out, ".zip")
    make_folder(out.parent)
    path = make_bundle(out, downloads)
    typer.echo(f"已生成 {path}（{path.stat().st_size / 1e6:.0f} MB）")
    return 0


@app.command()
def install(
    host: Host = _HOST,
    unpacked: Path | None = typer.Option(None, "--bundle", help="解压后的离线安装包文件夹"),
) -> int:
    """为当前用户安装加载项，不需要管理员。

    例：perf-xl addin install
    """
    if host is Host.LIBREOFFICE:
        return _libreoffice("install")
    from perf_xl.addin.install import install as install_addin
    from perf_xl.addin.install import install_bundle, this_system

    system = this_system()
    done = install_bundle(system, unpacked.resolve()) if unpacked else install_addin(system, Path(sys.executable))
    typer.echo("\n".join([*done, "安装完成。请打开 Excel，功能区有“绩效评价”"]))
    return 0


@app.command()
def uninstall(host: Host = _HOST) -> int:
    """卸载加载项，不留痕迹。

    例：perf-xl addin uninstall
    """
    if host is Host.LIBREOFFICE:
        return _libreoffice("uninstall")
    from perf_xl.addin.install import this_system
    from perf_xl.addin.install import uninstall as uninstall_addin

    typer.echo("\n".join(uninstall_addin(this_system())))
    return 0


@app.command()
def doctor(
    self_test: bool = typer.Option(False, "--self-test", help="在本机的 Excel 里实际运行每个函数和按钮"),
    out: Path = typer.Option(Path("perf_xl-report.txt"), "--out", help="自检报告写到哪里"),
) -> int:
    """体检：检查 Python、登记、后台服务、加载项、宏设置，并说明怎么办。

    例：perf-xl addin doctor
    """
    from perf_xl.addin.doctor import examine, report
    from perf_xl.addin.install import this_system

    system = this_system()
    if self_test:
        from perf_xl.addin.selftest import self_test as run_self_test

        typer.echo(f"自检报告：{run_self_test(system, out)}")
        return 0
    checks = examine(system)
    typer.echo(report(checks))
    return int(any(check.ok is False for check in checks))


def _libreoffice(verb: str) -> int:
    try:
        from perf_xl.oxt import install as extension
    except ImportError:
        raise InputError("这个安装里没有 LibreOffice 扩展。请安装完整的 perf-xl") from None
    action = extension.install if verb == "install" else extension.uninstall
    typer.echo(action())
    return 0
