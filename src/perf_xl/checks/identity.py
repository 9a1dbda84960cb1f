"""Whose form it is, from its content: form, year, 单位, 项目; and which forms of a folder belong together.

The file name decides nothing. A form without a 单位 of its own (the common indicators, the base data) belongs to the
department whose forms lie in the same folder, when there is exactly one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath

from perf_xl.checks.context import FormContext

_CODE = re.compile(r"^[0-9A-Za-z]{2,}\s*[-—_－]\s*")
_NOISE = re.compile(r"[\s“”\"'‘’《》〈〉()\[\]【】、,。.·:;%-]+")
_NUMBERING = re.compile(r"^(?:任务)?(?:\(?\d{1,3}[)、.:：]|\(?[一二三四五六七八九十]{1,3}[)、.]|[①-⑳])")
_UNIT_FIELDS = ("department", "supervising_department", "implementing_unit", "spending_unit")
_SHORTEST = 3
"""A unit's name is taken for the end of a longer one from this length on."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Two forms with the same identity are the same form handed in twice."""

    form: str
    year: int | None
    unit: str
    project: str


@lru_cache(maxsize=65_536)
def plain_name(text: str) -> str:
    """A project's, task's or indicator's name without numbering, quotes, brackets and spaces.

    >>> plain_name("11、“三区”科技人才支持经费") == plain_name("三区科技人才支持经费")
    True
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    return _NOISE.sub("", _NUMBERING.sub("", folded)).casefold()


@lru_cache(maxsize=65_536)
def unit_name(text: str) -> str:
    """A unit's name without its budget code (「144-某县商务局」) and spaces."""
    folded = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"[\s()]", "", _CODE.sub("", folded))


def unit_of(form: FormContext) -> str:
    """The unit the form names, "" where it names none."""
    return next((unit_name(str(value)) for en in _UNIT_FIELDS if (value := form.value(en)) is not None), "")


def identity_of(form: FormContext) -> Identity:
    """The form's identity, from its content."""
    project = form.value("project_name")
    return Identity(form.spec.id, form.year, unit_of(form), plain_name(str(project)) if project is not None else "")


def is_same_unit(one: str, other: str) -> bool:
    """Whether two names are one unit's: equal, or one is the end of the other (某县商务局, 商务局)."""
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORTEST and long.endswith(short))


def groups(forms: Iterable[FormContext]) -> list[list[FormContext]]:
    """Forms of one department and year together; groups of one form are left out, since there is nothing to compare."""
    listed = list(forms)
    departments = {(unit_of(form), form.year) for form in listed if form.spec.level == "department" and unit_of(form)}
    found: dict[tuple[str, int | None], list[FormContext]] = defaultdict(list)
    homeless: list[FormContext] = []
    for form in listed:
        unit = unit_of(form)
        if not unit:
            homeless.append(form)
            continue
        found[_department(unit, form.year, departments)].append(form)
    for form in homeless:
        key = _host(form, found)
        found[key if key is not None else (f"\0{_folder(form)}", form.year)].append(form)
    return [group for group in found.values() if len(group) > 1]


def _department(unit: str, year: int | None, departments: set[tuple[str, int | None]]) -> tuple[str, int | None]:
    """The department a unit's form belongs to: the one of that name, else the only one whose name ends so."""
    if (unit, year) in departments:
        return unit, year
    alike = [key for key in departments if is_same_unit(key[0], unit) and (year is None or key[1] == year)]
    return alike[0] if len(alike) == 1 else (unit, year)


def _host(form: FormContext, found: dict[tuple[str, int | None], list[FormContext]]) -> tuple[str, int | None] | None:
    """The only group of the form's year in its folder, else the only one of its year at all."""
    of_year = [key for key in found if key[1] == form.year and not key[0].startswith("\0")]
    here = [key for key in of_year if any(_folder(other) == _folder(form) for other in found[key])]
    for keys in (here, of_year):
        if len(keys) == 1:
            return keys[0]
    return None


def _folder(form: FormContext) -> str:
    return str(PurePath(form.record.source).parent)
