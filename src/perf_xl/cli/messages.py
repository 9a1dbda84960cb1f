"""What the command-line library says in English, said in Chinese with the remedy.

Typer carries its own copy of click, or uses the installed one, by version; so its exceptions are taken from what it
exports, and told apart by their class names, which are the same in both.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import typer

UsageError: type[Exception] = typer.BadParameter.__mro__[1]
ClickException: type[Exception] = typer.BadParameter.__mro__[2]


def in_chinese(error: Any, arguments: Sequence[str] = ()) -> str:
    """One sentence for a wrong command, option or argument (``error`` is a :data:`ClickException`).

    ``arguments`` is what was typed: the value that is wrong is taken from it.
    """
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return str(error.ctx.get_help())
        case "NoSuchOption":
            return f"没有选项“{error.option_name}”。{_suggest(error.possibilities)}{_help(error.ctx)}"
        case "MissingParameter":
            kind = "选项" if _is_option(error.param) else "参数"
            return f"缺少{kind}“{_name(error.param)}”。{_help(error.ctx)}"
        case "BadParameter":
            name = _name(error.param)
            return f"选项或参数“{name}”{_wrong(str(error.message), _typed(name, arguments))}{_help(error.ctx)}"
        case "BadOptionUsage":
            needs = "requires" in str(error.message)
            wrong = "后面要写值" if needs else "后面不能带值"
            return f"选项“{error.option_name}”{wrong}。{_help(error.ctx)}"
        case "FileError":
            return f"文件“{error.ui_filename}”打不开。请检查路径和文件名。"
        case _ if isinstance(error, UsageError):
            return _usage(error)
        case _:
            return f"命令没有执行：{error.format_message()}"


def _wrong(message: str, typed: str) -> str:
    """What a value should be, from the library's English sentence about it."""
    but = f"，不能是“{typed}”。" if typed else "。"
    if "is not one of" in message:
        allowed = message.split("is not one of", 1)[1].replace("'", "").strip(" .")
        return f"只能是 {allowed.replace(', ', ' 或 ')}{but}"
    if "not readable" in message:
        return f"{f'“{typed}”' if typed else _quoted(message)}读不了：没有读取权限，或正被别的程序占用。"
    if "integer" in message:
        return f"应是整数{but}"
    if "number" in message or "float" in message:
        return f"应是数字{but}"
    return f"的值{f'“{typed}”' if typed else ''}不对。"


def _quoted(message: str) -> str:
    """The first thing in quotes, in ours: the file that the message is about."""
    parts = message.split("'")
    return f"“{parts[1]}”" if len(parts) > 2 else ""


def _typed(name: str, arguments: Sequence[str]) -> str:
    """What was typed after the option ``name``, blank when it cannot be told."""
    for place, argument in enumerate(arguments):
        if argument == name:
            return "".join(arguments[place + 1 : place + 2])
        if argument.startswith(f"{name}="):
            return argument.removeprefix(f"{name}=")
    return ""


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
    return f"命令的写法不对（{message}）。{_help(context)}"


def _suggest(possibilities: list[str] | None) -> str:
    return f"是不是“{'”或“'.join(possibilities)}”？" if possibilities else ""


def _help(context: Any) -> str:
    return f"用法见：{context.command_path} --help" if context else ""


def _is_option(parameter: Any) -> bool:
    return parameter is not None and parameter.param_type_name == "option"


def _name(parameter: Any) -> str:
    """An option as it is typed, an argument as the help shows it."""
    if parameter is None:
        return ""
    if _is_option(parameter):
        return str(max(parameter.opts, key=len))
    return str(parameter.metavar or parameter.name).removesuffix("...")
