"""Bulk generation: the orders of a data file, and the function that makes one workbook in any process."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import perf_xl
from perf_xl.bulk.convert import Converter
from perf_xl.bulk.produce import Order, Product
from perf_xl.bulk.source import RawRecord, Source
from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.fill import fill_form


@dataclass(frozen=True, slots=True)
class Wanted:
    """One workbook to make: the form, and the record as it stands in the data."""

    form: str
    raw: RawRecord
    lenient: bool = False


def orders(source: Source, spec: FormSpec, names: Sequence[str | None], *, lenient: bool) -> Iterator[Order]:
    """An order for each record that has a name; the data is read a second time, record by record."""
    salt = blake2b(template_bytes(spec) + perf_xl.__version__.encode(), digest_size=16).digest()
    for raw, name in zip(source.records(), names, strict=True):
        if name is not None:
            yield Order(name, _digest(salt, name, raw), Wanted(spec.id, raw, lenient))


def _digest(salt: bytes, name: str, raw: RawRecord) -> str:
    tables = {table: [dict(row.values) for row in rows] for table, rows in raw.tables.items()}
    said = [name, raw.faithful, dict(raw.header.values), tables, dict(raw.meta)]
    return blake2b(salt + json.dumps(said, ensure_ascii=False, default=_tagged).encode(), digest_size=16).hexdigest()


def _tagged(value: object) -> list[str]:
    """A number or date apart from the text that looks like it."""
    return [type(value).__name__, str(value)]


def make_form(wanted: Wanted) -> Product:
    """The workbook of one record."""
    converter = _converter(wanted.form, lenient=wanted.lenient)
    converted = converter.convert(wanted.raw)
    if not converted.usable:
        raise InputError("".join(str(issue) for issue in converted.issues if issue.severity == "error"))
    return Product(fill_form(converter.spec, converted.record))


@lru_cache(maxsize=8)
def _converter(form: str, *, lenient: bool) -> Converter:
    return Converter(form_spec(form), lenient=lenient)
