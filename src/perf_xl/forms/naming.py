"""Which defined names every spreadsheet accepts, and the hidden technical names of a form.

LibreOffice keeps names that Excel repairs the file for, so the rule here is Excel's, and a little narrower.
"""

from __future__ import annotations

import re

FORM_NAME = "_px_form"
"""Hidden constant: the form's id."""
VERSION_NAME = "_px_version"
"""Hidden constant: the version of the form's layout."""
POLICY_NAME = "_px_policy"
"""Hidden constant: the policy keys that differ from the default; written by ``score``."""
ECHO_PREFIX = "_px_echo_"
"""Hidden names of the labels that repeat a field: ``_px_echo_年度_2``."""

_ALLOWED = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9_.\u4e00-\u9fff]*")
_A1 = re.compile(r"[A-Za-z]{1,3}[0-9]+")
_R1C1 = re.compile(r"[Rr][0-9]*([Cc][0-9]*)?|[Cc][0-9]*")


def name_fault(name: str) -> str | None:
    """What makes ``name`` unfit as a defined name, None when Excel, WPS and LibreOffice all take it.

    >>> name_fault("2023年预算数")
    '只能由汉字、字母、数字、“_”和“.”组成，并以汉字或字母开头'
    >>> name_fault("AB12")
    '看起来像单元格地址'
    """
    if not _ALLOWED.fullmatch(name):
        return "只能由汉字、字母、数字、“_”和“.”组成，并以汉字或字母开头"
    if _A1.fullmatch(name) or _R1C1.fullmatch(name):
        return "看起来像单元格地址"
    return "超过 255 个字" if len(name) > 255 else None


def echo_name(field: str, number: int) -> str:
    """The hidden name of the ``number``-th label that repeats ``field``."""
    return f"{ECHO_PREFIX}{field}_{number}"


_LITERAL = 250
"""A literal of Excel's holds 255 characters; longer texts are joined."""
_PIECE = r'"((?:[^"]|"")*)"'


def constant(text: str) -> str:
    """``text`` as the ``refers_to`` of a constant name."""
    pieces = [text[start : start + _LITERAL] for start in range(0, len(text), _LITERAL)] or [""]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def constant_text(refers_to: str) -> str | None:
    """The text of a constant name; None when it refers to anything else."""
    text = refers_to.strip().removeprefix("=")
    if not re.fullmatch(rf"{_PIECE}(&{_PIECE})*", text, re.DOTALL):
        return None
    return "".join(piece.replace('""', '"') for piece in re.findall(_PIECE, text, re.DOTALL))
