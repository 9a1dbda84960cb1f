"""What a file name may be made of: the fields of a record by both their names, 编号, 名称 and 序号."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from perf_xl.bulk.source import NUMBER, TITLE
from perf_xl.forms.spec import FormSpec
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

SEQUENCE = "序号"
_TITLES = ("project_name", "department")


@lru_cache(maxsize=32)
def _names(spec: FormSpec) -> dict[str, str]:
    """Every name of a field with the field's own; 名称 is the project, else the department."""
    fields = spec.fields()
    aliases = {item.en: item.name for item in fields if item.en}
    return {item.name: item.name for item in fields} | aliases


def naming_fields(spec: FormSpec, *, numbered: bool = True) -> tuple[str, ...]:
    """The names a pattern may use; 编号 and 序号 only for records of data, which are ``numbered``."""
    given = (NUMBER, TITLE, SEQUENCE) if numbered else (TITLE,)
    return tuple(dict.fromkeys((*given, *_names(spec))))


class Naming(Mapping[str, CellValue]):
    """The values for one record, each looked up when a pattern asks for it; numbers as people write them."""

    def __init__(
        self, spec: FormSpec, fields: Mapping[str, CellValue], extra: Mapping[str, CellValue], number: int | None = None
    ) -> None:
        self._names, self._fields, self._extra, self._number = _names(spec), fields, extra, number

    def __getitem__(self, key: str) -> CellValue:
        value = self._value(key)
        return plain(value) if isinstance(value, Decimal) else value

    def _value(self, key: str) -> CellValue:
        if key == SEQUENCE and self._number is not None:
            return Decimal(self._number)
        said = self._extra.get(key)
        if said is not None:
            return said
        if key == TITLE:
            return next((value for role in _TITLES if (value := self._field(role)) is not None), None)
        return self._fields.get(self._names[key])

    def _field(self, role: str) -> CellValue:
        return self._fields.get(self._names.get(role, role))

    def __iter__(self) -> Iterator[str]:
        numbered = (SEQUENCE,) if self._number is not None else ()
        said = (key for key, value in self._extra.items() if value is not None)
        return iter(dict.fromkeys((*numbered, TITLE, *said, *self._names)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
