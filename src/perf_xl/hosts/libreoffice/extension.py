"""What the extension's UNO component calls: functions, commands, the job at opening. Nothing here raises into Calc."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from perf_xl.hosts.libreoffice.names import HANDLER, JOB, PROTOCOL, SERVICE
from perf_xl.hosts.libreoffice.places import libraries_file, log_file

log = logging.getLogger("perf_xl.libreoffice")

NOT_PLAIN = "请点菜单“绩效评价”里的“修复表格”，把本函数改成通用写法"
"""What a function answers that Calc has bound to the add-in interface."""


def _start_log() -> None:
    """Warnings and worse go to a small file of the user; a folder that cannot be written is no obstacle."""
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            log_file(), maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("perf_xl").addHandler(handler)


def _add_libraries() -> None:
    """The libraries of the installation that installed us (rapidfuzz, xlwings, …), if it is of the same Python."""
    try:
        known = json.loads(libraries_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if known.get("python") == f"{sys.version_info.major}.{sys.version_info.minor}":
        sys.path.extend(path for path in known["paths"] if path not in sys.path and Path(path).is_dir())


_start_log()
_add_libraries()

from perf_xl.hosts.libreoffice import wizard  # noqa: E402 - after the libraries are on the path

__all__ = ["HANDLER", "JOB", "PROTOCOL", "SERVICE", "at_event", "call", "call_from_wizard", "run", "wizard"]


def call(name: str, arguments: Sequence[Any]) -> Any:
    """A worksheet function's answer; see :func:`perf_xl.hosts.excel.calls.answer`."""
    from perf_xl.hosts.excel.calls import answer  # noqa: PLC0415 - the first call loads the rules
    from perf_xl.hosts.libreoffice.arguments import from_uno, policy_text  # noqa: PLC0415

    result = answer(name, [from_uno(value) for value in arguments], policy_text(arguments))
    return tuple(map(tuple, result)) if isinstance(result, list) else result


def call_from_wizard(name: str, arguments: Sequence[Any]) -> Any:
    """The same for Calc's add-in interface, which gives bare numbers: 95% is 0.95 there, and a blank cell is 0.

    A score from those could be wrong, so it is not computed: the formula is about to be made plain, see
    :mod:`perf_xl.hosts.libreoffice.opening`. Texts alone are safe.
    """
    if all(value is None or (isinstance(value, str) and value) for value in arguments):
        return call(name, arguments)
    return NOT_PLAIN


def run(context: Any, frame: Any, command: str) -> None:
    """A command of the menu on the workbook of ``frame``."""
    from perf_xl.hosts.libreoffice.commands import run_command  # noqa: PLC0415 - loads the commands

    run_command(context, frame, command)


def at_event(context: Any, arguments: dict[str, Any]) -> None:
    """At the start: the Basic wrappers. At opening: formulas that Excel or the Function Wizard wrote are put right."""
    from perf_xl.hosts.libreoffice.opening import opened, started  # noqa: PLC0415

    environment = {item.Name: item.Value for item in arguments.get("Environment", ())}
    try:
        started(context)
        model = environment.get("Model")
        if model is not None and model.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            opened(model)
    except Exception:
        log.exception("event %s", environment.get("EventName"))
