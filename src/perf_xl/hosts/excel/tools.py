"""The buttons of 工具, but for 修复表格 and 体检."""

from __future__ import annotations

from perf_xl import __version__
from perf_xl.hosts.excel.results import restore_sentence
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work


def restore(work: Work) -> Shown:
    """撤销上一步绩效操作."""
    return Shown(restore_sentence(work.desk.workbook().restore()))


def help_page(work: Work) -> Shown:
    """帮助: the manual that came with the package."""
    from perf_xl.resources import resource_dir  # noqa: PLC0415

    page = resource_dir("addin") / "help.html"
    work.desk.open(page)
    return Shown("已打开使用说明")


def about(_: Work) -> Shown:
    """关于."""
    return Shown(
        f"perf_xl 绩效评价 {__version__}",
        report=f"perf_xl 绩效评价 {__version__}\n预算绩效表格的填报、校验、计分与汇总",
    )
