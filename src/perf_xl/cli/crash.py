"""The last resort: an error nobody expected becomes one Chinese sentence, and its details a file to send."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

import typer

from perf_xl import __version__


def guarded(action: Callable[[list[str]], int], arguments: list[str]) -> int:
    """``action`` of the arguments, its status; 2 after an unexpected error. A reader that left early is no error."""
    try:
        status = action(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # e.g. ``perf-xl finding | head``: keep the interpreter from complaining when it closes stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:  # noqa: BLE001 - a traceback shown to a clerk helps nobody
        typer.echo(_sentence(error, arguments), err=True)
        return 2
    return status


def _sentence(error: Exception, arguments: list[str]) -> str:
    what = f"程序出错，没有做完（{type(error).__name__}）。"
    try:
        path = _write_details(error, arguments)
    except OSError:
        return f"{what}出错的详情也写不出来，请检查临时文件夹所在的磁盘。"
    return f"{what}详情写在“{path}”，请把它发给维护人员。"


def _write_details(error: Exception, arguments: list[str]) -> Path:
    """The traceback, the version and what was typed, in a new file of the temporary folder."""
    details = [
        f"perf-xl {__version__}  Python {platform.python_version()}  {platform.platform()}",
        f"时间：{dt.datetime.now().astimezone():%Y-%m-%d %H:%M:%S}",
        f"命令：perf-xl {' '.join(arguments)}",
        "",
        "".join(traceback.format_exception(error)),
    ]
    handle, name = tempfile.mkstemp(prefix="perf-xl-", suffix=".txt")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(details))
    return Path(name)
