"""What the command-line library says in English, said in Chinese with the remedy.

Typer carries its own copy of click, or uses the installed one, by version; so its exceptions are taken from what it
exports, and told apart by their class names, which are the same in both.
"""

from __future__ import annotations

import difflib
from typing import Any

import typer

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
ClickException: type[Exception] = typer.BadParameter.__mro__[2]


def in_chinese(error: Any) -> str:
    """One sentence for a wrong command, option or argument (``error`` is a :data:`ClickException`)."""
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return str(error.ctx.get_help())
        case "NoSuchOption":
            return f"没有选项“{error.option_name}”。{_suggest(error.possibilities)}{_help(error.ctx)}"
        case "MissingParameter":
            kind = "选项" if _is_option(error.param) else "参数"
            return f"缺少{kind}“{_name(error.param)}”。{_help(error.ctx)}"
        case "BadParameter":
            return f"“{_name(error.param)}”的值不对：{error.message}{_help(error.ctx)}"
        case "FileError":
            return f"文件“{error.ui_filename}”打不开：{error.message}。"
        case _ if isinstance(error, UsageError):
            return _usage(error)
        case _:
            return str(error.format_message())


def _usage(error: Any) -> str:
    message, context = str(error.message), error.ctx
    if message.startswith("No such command"):
        typed = message.split("'")[1] if "'" in message else ""
        known = context.command.list_commands(context) if hasattr(context.command, "list_commands") else []
        return f"没有命令“{typed}”。{_suggest(difflib.get_close_matches(typed, known))}{_help(context)}"
    if message.startswith("Got unexpected extra argument"):
        extra = message.rsplit("(", 1)[-1].rstrip(")")
        return f"多出了参数“{extra}”。路径里有空格时请加引号。{_help(context)}"
    if message.startswith("Missing command"):
        return f"请写明要做什么。{_help(context)}"
    return f"{message}。{_help(context)}"


def _suggest(possibilities: list[str] | None) -> str:
    return f"是不是“{'”或“'.join(possibilities)}”？" if possibilities else ""


def _help(context: Any) -> str:
    return f"用法见：{context.command_path} --help" if context else ""


def _is_option(parameter: Any) -> bool:
    return parameter is not None and parameter.param_type_name == "option"


def _name(parameter: Any) -> str:
    return str(parameter.human_readable_name) if parameter is not None else ""
