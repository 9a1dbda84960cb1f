"""Where a policy comes from: a TOML file, a shipped county profile, the text kept in a workbook.

Precedence (workbook > ``--policy`` > nearest ``perf_xl.toml`` > the user's > shipped profile > defaults) is the caller's
order of calls; every step here answers with a whole :class:`Policy`.
"""

from __future__ import annotations

import json
import os
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, InputError, os_reason
from perf_xl.policy.keys import policy_overrides, with_overrides
from perf_xl.policy.policy import DEFAULT_POLICY, Policy

FILE_NAME = "perf_xl.toml"


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """The policy of a TOML file: its ``profile`` (a shipped one) or the defaults, with the file's keys on top.

    FileProblem if it cannot be read or is no TOML; InputError names file and key for a wrong value.
    """
    source = os.fspath(path)
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileProblem(source, f"读不了（{os_reason(error)}）", "请检查文件名和权限") from None
    except UnicodeDecodeError:
        raise FileProblem(source, "不是 UTF-8 编码", "请另存为 UTF-8") from None
    return _from_table(_toml(text, source), source)


def find_policy(start_dir: str | os.PathLike[str]) -> Path | None:
    """The nearest ``perf_xl.toml`` from ``start_dir`` upward, else the user's own; None if there is neither."""
    start = Path(start_dir).resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder / FILE_NAME
    own = user_policy_path()
    return own if own.is_file() else None


def user_policy_path() -> Path:
    """Where a user's own policy stands: ``%APPDATA%`` on Windows, else ``$XDG_CONFIG_HOME`` or ``~/.config``."""
    base = os.environ.get("APPDATA") or os.environ.get("XDG_CONFIG_HOME")
    return (Path(base) if base else Path.home() / ".config") / "perf_xl" / FILE_NAME


def profiles() -> dict[str, str]:
    """The shipped county profiles: id and Chinese title."""
    found = {}
    for entry in files("perf_xl.policy").joinpath("profiles").iterdir():
        if entry.name.endswith(".toml"):
            found[entry.name.removesuffix(".toml")] = str(tomllib.loads(entry.read_text("utf-8")).get("title", ""))
    return dict(sorted(found.items()))


def profile(name: str) -> Policy:
    """A shipped profile by id; InputError lists the known ones."""
    entry = files("perf_xl.policy").joinpath("profiles", f"{name}.toml")
    if name not in profiles():
        raise InputError(f"没有名为“{name}”的口径方案；已有：{'、'.join(profiles())}。")
    return _from_table(_toml(entry.read_text("utf-8"), name), f"口径方案“{name}”")


def policy_from_text(text: str) -> Policy:
    """The policy a workbook keeps (``_px_policy``): the text of :func:`policy_text`; empty text is the default."""
    if not text.strip():
        return DEFAULT_POLICY
    try:
        table = json.loads(text)
    except ValueError:
        raise InputError(f"工作簿里的口径设置读不懂：“{text[:40]}”。请用“口径设置”重新保存。") from None
    if not isinstance(table, dict):
        raise InputError(f"工作簿里的口径设置读不懂：“{text[:40]}”。请用“口径设置”重新保存。")
    return with_overrides(DEFAULT_POLICY, table, source="工作簿的口径设置")


def policy_text(policy: Policy) -> str:
    """The keys that differ from the default as one line of JSON; empty for the default policy."""
    overrides = policy_overrides(policy)
    return json.dumps(overrides, ensure_ascii=False, separators=(",", ":")) if overrides else ""


def _toml(text: str, source: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileProblem(source, f"不是有效的 TOML（{error}）", "请按说明改正这一行") from None


def _from_table(table: dict[str, Any], source: str) -> Policy:
    table = dict(table)
    table.pop("title", None)
    table.pop("checks", None)  # 级别 of findings: read by commands.settings
    base = table.pop("profile", None)
    if base is not None and not isinstance(base, str):
        raise InputError(f"{source} 里“profile”的值应为口径方案的名称；已有：{'、'.join(profiles())}。")
    return with_overrides(DEFAULT_POLICY if base is None else profile(base), table, source=source)
