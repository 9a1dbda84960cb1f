"""Figures stated in a report's prose, each with the place in the tables that it should agree with.

A fact names one figure with a fixed label, word for word; figures without such a place are not facts. The file is YAML
as in ``published/facts.yml``; docs/findings/README.md explains the keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, InputError, os_reason
from perf_xl.model.cells import CellValue


@dataclass(frozen=True, slots=True)
class Target:
    """Where a fact should be found again: a field, or a cell of a table; or derived from several (``how``).

    ``part_of`` groups facts that add up to the field. ``how``: ``ratio`` (first ÷ second), ``difference`` (first −
    second), ``sum`` (a column of the indicators), ``grade`` (the grade of the total score).
    """

    form: str
    field: str = ""
    title: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    part_of: str = ""
    how: str = ""
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of the prose: number or word, its unit, and the sentence it stands in."""

    id: str
    value: CellValue
    unit: str
    sentence: str
    targets: tuple[Target, ...]


def load_facts(path: Path) -> tuple[Fact, ...]:
    """The facts of a YAML file; FileProblem or InputError in words when it is none."""
    import yaml  # noqa: PLC0415 - only this option needs it

    try:
        data = yaml.safe_load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise FileProblem(str(path), f"读不了（{os_reason(error)}）", "请检查文件名和权限。") from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise FileProblem(str(path), "不是有效的 UTF-8 YAML", "请照 docs/findings/README.md 的样子改正。") from None
    return facts_of(data, f"“{path}”")


def facts_of(data: Any, source: str) -> tuple[Fact, ...]:
    """The facts of a list as YAML gives it; ``source`` names it in errors."""
    if not isinstance(data, list):
        raise InputError(f"{source}应是一条条事实的列表。请照 docs/findings/README.md 的样子改正。")
    return tuple(_fact(item, f"{source}第 {number} 条") for number, item in enumerate(data, 1))


def _fact(item: Any, where: str) -> Fact:
    if not isinstance(item, Mapping) or not {"id", "value", "about"} <= item.keys():
        raise InputError(f"{where}要有 id、value、about 三项。请补上。")
    targets = (_target(about) for about in item["about"])
    return Fact(
        id=str(item["id"]),
        value=_value(item["value"]),
        unit=str(item.get("unit") or ""),
        sentence=str(item.get("sentence") or ""),
        targets=tuple(target for target in targets if target is not None),
    )


def _target(about: Mapping[str, Any]) -> Target | None:
    derived = about.get("derived")
    if isinstance(derived, Mapping):
        how = next((key for key in ("ratio", "difference", "sum", "grade") if key in derived), "")
        names = derived.get(how)
        of = tuple(str(name) for name in names) if isinstance(names, list) else (str(names),)
        return Target(form=str(derived["form"]), how=how, of=of)
    if "form" not in about:
        return None
    text = {key: str(about[key]) for key in about if about[key] is not None}
    return Target(
        form=text["form"],
        field=text.get("field", ""),
        title=text.get("title", ""),
        table=text.get("table", ""),
        row=text.get("row", ""),
        column=text.get("column", ""),
        part_of=text.get("part_of", ""),
    )


def _value(value: Any) -> CellValue:
    return Decimal(str(value)) if isinstance(value, int | float) else None if value is None else str(value)
