"""The names of docs/forms/names.md: which fields and which table columns each form has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_WORD = re.compile(r"[\u4e00-\u9fff_]+")


@dataclass(frozen=True)
class FormNames:
    """Field names of a form, and the column names of each of its tables."""

    fields: frozenset[str]
    tables: dict[str, list[str]]


def _fields(cell: str) -> frozenset[str]:
    """Words of the field column; stems in backticks are multiplied with the suffixes in backticks (base data)."""
    cell = re.sub(r"（[^）]*）", " ", cell)
    marked = re.findall(r"`([^`]+)`", cell)
    suffixes = [word for word in marked if word.startswith("_")]
    grid = {stem + suffix for stem in marked if not stem.startswith("_") for suffix in suffixes}
    plain = re.sub(r"固定行 × 列：.*?；", "；", cell)
    return frozenset(grid | set(_WORD.findall(plain)))


def _tables(cell: str, known: dict[str, FormNames]) -> dict[str, list[str]]:
    """``表：列 列；表：列``, or ``表、表：同 <form>``."""
    tables: dict[str, list[str]] = {}
    for part in cell.split("；"):
        heads, columns = part.strip().split("：", 1)
        same = re.fullmatch(r"同 ([a-z0-9-]+)", columns)
        for head in heads.split("、"):
            tables[head] = known[same[1]].tables[head] if same else columns.split()
    return tables


def form_names() -> dict[str, FormNames]:
    """Form id → names, in the order of the page."""
    known: dict[str, FormNames] = {}
    for line in (ROOT / "docs/forms/names.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", cells[0]):
            known[cells[0]] = FormNames(_fields(cells[1]), _tables(cells[2], known))
    return known
