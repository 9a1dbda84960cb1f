"""The page that ``--help`` prints, in Chinese and aligned by display width.

Typer's own page changes from version to version and is partly English, so it is written here from what every version
tells: the parameters of a command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from perf_xl.cli.output import width

_WIDEST = 30
"""A left column wider than this goes on a line of its own."""


def speak_chinese(command: Any) -> Any:
    """``command`` (and its subcommands) with ``--help`` in Chinese; gives the command back."""
    command.get_help = lambda context: page(command, context)
    for child in getattr(command, "commands", {}).values():
        speak_chinese(child)
    return command


def page(command: Any, context: Any, listed: Mapping[str, str] | None = None) -> str:
    """The whole help page of a command; ``listed`` are its subcommands where they are not loaded yet."""
    arguments = [item for item in command.params if item.param_type_name == "argument"]
    options = [item for item in command.params if item.param_type_name == "option" and "--help" not in item.opts]
    children = list(_children(command) if listed is None else listed.items())
    usage = [context.command_path, "[选项]", *(["命令"] if children else []), *map(_argument, arguments)]
    paragraphs = [f"用法：{' '.join(usage)}", str(command.help or "").strip()]
    if arguments:
        paragraphs.append(_section("参数", [(_argument(item), _text(item)) for item in arguments]))
    if children:
        paragraphs.append(_section("命令", children))
    own = [(_option(item), _text(item)) for item in options]
    paragraphs.append(_section("选项", [*own, ("--help", "显示这一页")]))
    return "\n\n".join(part for part in paragraphs if part)


def _children(command: Any) -> Iterator[tuple[str, str]]:
    for name, child in getattr(command, "commands", {}).items():
        if not getattr(child, "hidden", False):
            first = str(child.short_help or child.help or "").strip().split("\n", 1)[0]
            yield name, first


def _argument(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name)


def _option(parameter: Any) -> str:
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return names if parameter.is_flag else f"{names} {parameter.metavar or parameter.name.upper()}"


def _text(parameter: Any) -> str:
    """The help of a parameter; whether it must be given, else its default when there is one to tell."""
    text = str(getattr(parameter, "help", None) or "")
    if parameter.required:
        return text + ("（必填）" if parameter.param_type_name == "option" else "")
    default = parameter.default
    told = isinstance(default, str | int) and not isinstance(default, bool) and str(default)
    return f"{text}（默认 {default}）" if told and "默认" not in text else text


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> str:
    left = max((width(name) for name, _ in rows if width(name) <= _WIDEST), default=0)
    lines = [f"{heading}："]
    for name, text in rows:
        gap = " " * max(left - width(name), 0) if width(name) <= _WIDEST else "\n" + " " * (left + 2)
        lines.append(f"  {name}{gap}  {text}".rstrip())
    return "\n".join(lines)
