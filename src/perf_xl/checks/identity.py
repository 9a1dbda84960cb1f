"""Whose form it is, from its content: form, year, 单位, 项目; and which forms of a folder belong together.

The file name decides nothing. A form without a 单位 of its own (the common indicators, the base data) belongs to the
department whose forms lie in the same folder, when there is exactly one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
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


@dataclass(frozen=True, slots=True)
class FormKey:
    """What decides which forms belong together: 单位 ("" where none is named), year, level, and the folder it lies in."""

    unit: str
    year: int | None
    level: str
    folder: str


def key_of(form: FormContext) -> FormKey:
    """The key of a form."""
    return FormKey(unit_of(form), form.year, form.spec.level, str(PurePath(form.record.source).parent))


def groups(forms: Iterable[FormContext]) -> list[list[FormContext]]:
    """Forms of one department and year together; groups of one form are left out, since there is nothing to compare."""
    listed = list(forms)
    return [[listed[index] for index in group] for group in grouped([key_of(form) for form in listed])]


_Place = tuple[str, int | None]


def grouped(keys: Sequence[FormKey]) -> list[list[int]]:
    """The same for keys, as indices: so that the forms of a thousand files need not be in memory at once."""
    departments = {(key.unit, key.year) for key in keys if key.level == "department" and key.unit}
    found: dict[_Place, list[int]] = defaultdict(list)
    for index, key in enumerate(keys):
        if key.unit:
            found[_department(key, departments)].append(index)
    hosts = {place: {keys[index].folder for index in members} for place, members in found.items()}
    for index, key in enumerate(keys):
        place = None if key.unit else _host(key, hosts)
        if place is not None:
            found[place].append(index)
    return [group for group in found.values() if len(group) > 1]


def _department(key: FormKey, departments: set[_Place]) -> _Place:
    """The department a unit's form belongs to: the one of that name, else the only one whose name ends so."""
    own = key.unit, key.year
    if own in departments:
        return own
    alike = [other for other in departments if is_same_unit(other[0], key.unit) and key.year in (None, other[1])]
    return alike[0] if len(alike) == 1 else own


def _host(key: FormKey, hosts: dict[_Place, set[str]]) -> _Place | None:
    """The only group of the form's year in its folder, else the only one of its year at all.

    Where no form of the year names a unit, the forms of a folder belong together; where several do, nobody can tell.
    """
    of_year = [place for place in hosts if place[1] == key.year]
    if not of_year:
        return f"\0{key.folder}", key.year
    here = [place for place in of_year if key.folder in hosts[place]]
    return next((places[0] for places in (here, of_year) if len(places) == 1), None)
