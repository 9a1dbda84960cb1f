"""Which form is carried into which, as data: one TOML file for each old form, and the rules of a new year.

A county's own mappings stand in the folder that PERF_XL_MAPPINGS names, in the same form; they come before ours.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from perf_xl.commands.mapping import CellMapping, FormMapping, NewYear, TableMapping, TargetParts
from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.toml_section import Section

OWN_MAPPINGS = "PERF_XL_MAPPINGS"
_NEW_YEAR = "new-year.toml"
_HERE = Path(__file__).parent


def mapping_for(source: str, target: str) -> FormMapping:
    """How ``source`` is carried into ``target``; the same form needs no file. InputError names what is possible."""
    found = _mappings(os.environ.get(OWN_MAPPINGS, "")).get((source, target))
    if found is not None:
        return found
    if source == target:
        return FormMapping(source, target)
    possible = [form_spec(goal).title + f"（{goal}）" for goal in targets_of(source)]
    raise InputError(f"“{form_spec(source).title}”（{source}）不能转成“{target}”。可以转成：{'、'.join(possible)}。")


def targets_of(source: str) -> tuple[str, ...]:
    """The forms that ``source`` can be carried into: the next year's of its own kind, and those with a mapping."""
    known = _mappings(os.environ.get(OWN_MAPPINGS, ""))
    return (source, *(goal for origin, goal in known if origin == source and goal != source))


@cache
def new_year() -> NewYear:
    """What a new year does to a form."""
    section = Section.load(_HERE / _NEW_YEAR)
    keys = ("empty", "empty_notes", "kinds", "keep", "shifted")
    sets = {key: frozenset(section.take(key, list)) for key in keys}
    moved = {str(old): str(new) for old, new in section.take("moved", dict).items()}
    section.close()
    return NewYear(moved=moved, **sets)


@cache
def _mappings(own: str) -> Mapping[tuple[str, str], FormMapping]:
    folders = [_HERE, *(Path(part) for part in own.split(os.pathsep) if part)]
    files = (file for folder in folders for file in sorted(folder.glob("*.toml")) if file.name != _NEW_YEAR)
    return {(found.source, found.target): found for file in files for found in _load(file)}


def _load(path: Path) -> Iterator[FormMapping]:
    section = Section.load(path)
    source = _known(section, "source", section.take("source", str))
    for index, values in enumerate(section.take("into", list)):
        yield _mapping(Section(values, str(path), f"into[{index}]"), source)
    section.close()


def _known(section: Section, key: str, form: str) -> FormSpec:
    if form not in form_ids():
        raise section.fail(key, f"没有名为“{form}”的表。")
    return form_spec(form)


def _mapping(section: Section, source: FormSpec) -> FormMapping:
    target = _known(section, "target", section.take("target", str))
    mapping = FormMapping(
        source.id,
        target.id,
        fields=section.take("fields", dict, {}),
        tables={name: _table(values) for name, values in section.take("tables", dict, {}).items()},
        cells=tuple(CellMapping(**values) for values in section.take("cells", list, [])),
        levels={name: (new[0], new[1]) for name, new in section.take("levels", dict, {}).items()},
        rules=section.take("rules", dict, {}),
        reasons=section.take("reasons", dict, {}),
        blank=frozenset(section.take("blank", list, [])),
    )
    section.close()
    _check(section, mapping, source, target)
    return mapping


def _table(values: Mapping[str, Any]) -> TableMapping:
    columns = values.get("columns", {})
    made = {name: TargetParts(**origin) if isinstance(origin, dict) else origin for name, origin in columns.items()}
    return TableMapping(values["source"], made)


def _check(section: Section, mapping: FormMapping, source: FormSpec, target: FormSpec) -> None:
    """Every name in a mapping must be one of its forms: a typing slip would lose data."""
    for new, old in mapping.fields.items():
        if target.field(new) is None or source.field(old) is None:
            raise section.fail("fields", f"“{new}”或“{old}”不是两张表的栏目。")
    for name, table in mapping.tables.items():
        _check_table(section, name, table, source, target)
    for cell in mapping.cells:
        goal = target.table(cell.table)
        columns = [column.name for column in goal.columns] if goal else []
        printed = [row.get(goal.key.name) for row in goal.rows] if goal else []
        if source.field(cell.source) is None or cell.column not in columns or cell.row not in printed:
            raise section.fail("cells", f"“{cell.source}”或“{cell.table}/{cell.row}/{cell.column}”不是两张表的栏目。")
    known = {item.name for item in source.fields()} | {table.name for table in source.tables()}
    known |= {table.name_of(column) for table in source.tables() for column in table.columns}
    rows = {f"{table.name}/{row.get(table.key.name)}" for table in source.tables() for row in table.rows}
    strange = [name for name in mapping.reasons if name not in known | rows]
    if strange:
        raise section.fail("reasons", f"“{strange[0]}”不是旧表的栏目，也不是“表/行”。")
    wrong = [name for name in mapping.blank if "/" in name and name not in rows]
    if wrong:
        raise section.fail("blank", f"“{wrong[0]}”不是旧表印好的行。")


def _check_table(section: Section, name: str, table: TableMapping, source: FormSpec, target: FormSpec) -> None:
    new, old = target.table(name), source.table(table.source)
    if new is None or old is None:
        raise section.fail("tables", f"“{name}”或“{table.source}”不是两张表的表格。")
    olds, news = {column.name for column in old.columns}, {column.name for column in new.columns}
    for column, origin in table.columns.items():
        parts = (origin,) if isinstance(origin, str) else (origin.comparison, origin.value, origin.unit)
        if column not in news or not olds.issuperset(parts):
            raise section.fail(f"tables.{name}.columns", f"“{column}”的来源“{'、'.join(parts)}”不对。")
