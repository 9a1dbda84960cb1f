"""Where the shipped data is: templates, published forms, add-in parts; in a wheel and in an editable checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from perf_xl.errors import InputError

_PACKAGE = Path(__file__).parent


@cache
def resource_dir(name: str) -> Path:
    """The folder ``templates``, ``published``, ``addin`` or ``vba_shim``; InputError when the installation lacks it."""
    for folder in (_PACKAGE / "_resources" / name, _PACKAGE.parents[1] / name):
        if folder.is_dir():
            return folder
    raise InputError(f"安装不完整：找不到随附的“{name}”文件夹。请重新安装 perf-xl。")
