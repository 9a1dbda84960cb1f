"""The forms that are known: the shipped ones, and layouts that users keep in folders of their own.

A folder of layouts has one subfolder a form, each with a ``layout.toml``. Further folders are named in the environment
variable PERF_XL_FORMS (several are separated as in PATH); a shipped form cannot be replaced by one of them.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from perf_xl.errors import InputError
from perf_xl.forms.load import load_layout
from perf_xl.forms.spec import FormSpec
from perf_xl.resources import resource_dir

OWN_FORMS = "PERF_XL_FORMS"


def form_ids() -> tuple[str, ...]:
    """The ids of all known forms, sorted."""
    return tuple(sorted(_folders(os.environ.get(OWN_FORMS, ""))))


def form_spec(form_id: str) -> FormSpec:
    """The form of that id; InputError names the known ones."""
    folder = _folders(os.environ.get(OWN_FORMS, "")).get(form_id)
    if folder is None:
        near = difflib.get_close_matches(form_id, form_ids(), n=1)
        hint = f"是不是“{near[0]}”？" if near else ""
        raise InputError(f"没有名为“{form_id}”的表。{hint}可用的表：{'、'.join(form_ids())}。")
    return _load(folder)


def form_specs() -> tuple[FormSpec, ...]:
    """All known forms, by id."""
    return tuple(form_spec(form_id) for form_id in form_ids())


@cache
def _load(folder: Path) -> FormSpec:
    spec = load_layout(folder / "layout.toml")
    if spec.id != folder.name:
        raise InputError(
            f"版式文件“{folder / 'layout.toml'}”的 id：“{spec.id}”与文件夹名“{folder.name}”不同，请改为一致。"
        )
    return spec


@cache
def _folders(own: str) -> Mapping[str, Path]:
    """Form id to folder. The shipped forms come last, so that they win."""
    roots = [*(Path(part) for part in own.split(os.pathsep) if part), resource_dir("templates")]
    return {layout.parent.name: layout.parent for root in roots for layout in sorted(root.glob("*/layout.toml"))}
