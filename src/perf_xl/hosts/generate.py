"""Bulk generation: the orders of examined records, and the function that makes one workbook in any process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import perf_xl
from perf_xl.bulk.payload import unpacked
from perf_xl.bulk.produce import Order, Product
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.fill import fill_form


@dataclass(frozen=True, slots=True)
class Wanted:
    """One workbook to make: the form, and the packed record."""

    form: str
    record: bytes


def orders(spec: FormSpec, names: Sequence[str | None], records: Iterable[bytes]) -> Iterator[Order]:
    """An order for each name; ``records`` are the packed records that have one, in the same order."""
    salt = blake2b(template_bytes(spec) + perf_xl.__version__.encode(), digest_size=16).digest()
    for name, record in zip((name for name in names if name is not None), records, strict=True):
        digest = blake2b(salt + name.encode() + b"\n" + record, digest_size=16).hexdigest()
        yield Order(name, digest, Wanted(spec.id, record))


def make_form(wanted: Wanted) -> Product:
    """The workbook of one record."""
    spec = form_spec(wanted.form)
    return Product(fill_form(spec, unpacked(wanted.record, spec)))
