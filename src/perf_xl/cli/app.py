"""The entry point of ``perf-xl``: the list of commands, and errors as one Chinese sentence.

Exit status: 0 fine; 1 findings, or files or rows that need attention (the rest was done); 2 nothing could be done.
Each command's module is imported only when that command is called, so ``--help`` and ``rule`` start quickly.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from perf_xl import __version__
from perf_xl.cli.crash import guarded
from perf_xl.cli.folders import disk_problem
from perf_xl.cli.help import page, speak_chinese
from perf_xl.cli.messages import ClickException, in_chinese
from perf_xl.errors import PerfXlError

COMMANDS = {
    "demo": ("perf_xl.cli.demo", "用随附的公开表格演示：读取、校验、计分、汇总"),
    "forms": ("perf_xl.cli.forms", "列出官方表格"),
    "template": ("perf_xl.cli.template", "导出一张空白官方模板"),
    "read": ("perf_xl.cli.read", "读出已填工作簿的内容"),
    "check": ("perf_xl.cli.check", "校验：逐条指出问题、单元格和改法"),
    "accept": ("perf_xl.cli.accept", "已核实：看过、不用改的问题，写明理由"),
    "clear": ("perf_xl.cli.clear", "清除标记（和评分区）"),
    "row": ("perf_xl.cli.rows", "指标行：增加、删除"),
    "defaults": ("perf_xl.cli.defaults", "填充空白的指标解释（和评分标准）"),
    "score": ("perf_xl.cli.score", "计算执行率和得分，公式写在表内"),
    "explain": ("perf_xl.cli.explain", "说明一个得分、执行率或合计是怎么来的"),
    "restore": ("perf_xl.cli.restore", "撤销上一次写入"),
    "adopt": ("perf_xl.cli.adopt", "识别没有名称的表格并补上名称"),
    "rollup": ("perf_xl.cli.rollup", "把项目表汇总到部门"),
    "generate": ("perf_xl.cli.generate", "按数据批量生成工作簿"),
    "regenerate": ("perf_xl.cli.regenerate", "把已有工作簿转成另一种表或下一年的表"),
    "rule": ("perf_xl.cli.rule", "评分标准：怎样理解、得多少分"),
    "finding": ("perf_xl.cli.finding", "一种问题的说明页"),
    "addin": ("perf_xl.cli.addin", "Excel / LibreOffice 加载项：生成、安装、体检"),
}
"""Every command, the module whose ``app`` (or function ``command``) it is, and its line in the help."""

_INTERRUPTED = 130
"""What the command-line library makes of Ctrl+C."""


class Commands(TyperGroup):
    """The group of commands, each loaded when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name, its one-line help from the table above."""
        if cmd_name not in COMMANDS:
            return None
        module, help_line = COMMANDS[cmd_name]
        command = typer.main.get_command(import_module(module).app)
        command.name, command.short_help = cmd_name, help_line
        return speak_chinese(command)

    def get_help(self, ctx: Any) -> str:
        """The table of commands, without importing any of them."""
        return page(self, ctx, {name: line for name, (_, line) in COMMANDS.items()})


app = typer.Typer(
    cls=Commands,
    name="perf-xl",
    help="预算绩效表格：填表、校验、计分、汇总。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"perf-xl {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: bool = typer.Option(False, "--version", help="显示版本", callback=_version, is_eager=True),
) -> None:
    """预算绩效表格：填表、校验、计分、汇总。"""


def main(arguments: list[str] | None = None) -> None:
    """Run one command and leave with its status; any error is one sentence on stderr and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(guarded(run, sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command; gives the exit status."""
    try:
        typed = arguments or ["--help"]
        result: Any = typer.main.get_command(app).main(typed, prog_name="perf-xl", standalone_mode=False)
    except ClickException as error:
        typer.echo(in_chinese(error, arguments), err=True)
        return 2
    except PerfXlError as error:
        typer.echo(str(error), err=True)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        typer.echo(str(disk_problem(error)), err=True)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return _cancelled()
    if result == _INTERRUPTED:
        return _cancelled()
    return result if isinstance(result, int) else 0


def _cancelled() -> int:
    typer.echo("已取消。", err=True)
    return 2
