"""The engine's table of members: the documentation lists it, and each member it claims has a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from scripts.libreoffice_engine_table import DOCUMENT, marked_table, member_table

HERE = Path(__file__).parent


def covered_members() -> set[str]:
    """All members named in ``@covers`` of this folder."""
    found: set[str] = set()
    for path in HERE.glob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "covers":
                found |= {str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)}
    return found


def test_every_claimed_member_has_a_test():
    """Nothing is claimed that no test exercises."""
    claimed = {f"{name}.{member}" for name, offered, _ in member_table() for member in offered}
    assert [] == sorted(claimed - covered_members())


def test_no_test_covers_what_is_not_claimed():
    """A typing mistake in a mark would hide a gap."""
    claimed = {f"{name}.{member}" for name, offered, _ in member_table() for member in offered}
    assert [] == sorted(covered_members() - claimed)


def test_the_document_lists_the_table():
    """Run scripts/libreoffice_engine_table.py after a change."""
    assert marked_table() in DOCUMENT.read_text(encoding="utf-8")


def test_what_is_refused_is_named(sheet):
    """NotImplementedError says which member."""
    with pytest.raises(NotImplementedError, match=r"Sheet\.pictures"):
        sheet.pictures  # noqa: B018
    with pytest.raises(NotImplementedError, match=r"Range\.remove_duplicates"):
        sheet["A1:B3"].remove_duplicates(1)
    with pytest.raises(NotImplementedError, match=r"Sheet\.pivot_tables"):
        sheet.pivot_tables  # noqa: B018
    with pytest.raises(NotImplementedError, match=r"App\.alert"):
        sheet.book.app.alert("甲")
