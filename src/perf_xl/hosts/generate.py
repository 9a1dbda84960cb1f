"""Bulk generation: the orders of examined records, and the functions that make one workbook in any process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import perf_xl
from perf_xl.bulk.payload import unpacked
from perf_xl.bulk.produce import Order, Product
from perf_xl.bulk.score_entries import BLOCK
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.fill import fill_form
from perf_xl.model.amounts import plain
from perf_xl.policy import Policy

if TYPE_CHECKING:
    from perf_xl.hosts.scored_template import Scored


@dataclass(frozen=True, slots=True)
class FormMaker:
    """Makes the workbook of a packed record; with a ``policy`` it is scored, and a note says how that went.

    ``own``: the template of an office (:mod:`perf_xl.hosts.own_template`) instead of the official one.
    """

    form: str
    policy: Policy | None = None
    own: bytes | None = None

    def __call__(self, record: bytes) -> Product:
        """The workbook of one record."""
        spec = form_spec(self.form)
        found = unpacked(record, spec)
        if self.policy is None:
            return Product(fill_form(spec, found, self.own))
        from perf_xl.hosts.fill_scored import fill_scored  # noqa: PLC0415 - the rule language, only for scores

        entries = [row.values for row in found.tables.pop(BLOCK, [])]
        scored = fill_scored(spec, found, entries, self.policy, self.own)
        return Product(scored.data, (score_note(scored),))


def orders(maker: FormMaker, names: Sequence[str | None], records: Iterable[bytes]) -> Iterator[Order]:
    """An order for each name; ``records`` are the packed records that have one, in the same order."""
    said = (maker.own or template_bytes(form_spec(maker.form))) + f"{perf_xl.__version__} {maker.policy!r}".encode()
    salt = blake2b(said, digest_size=16).digest()
    for name, record in zip((name for name in names if name is not None), records, strict=True):
        digest = blake2b(salt + name.encode() + b"\n" + record, digest_size=16).hexdigest()
        yield Order(name, digest, record)


def score_note(scored: Scored) -> str:
    """What the manifest says of the scores: 「合计 86.5 分」, or what is still open."""
    if scored.total is not None:
        return f"合计 {plain(scored.total)} 分"
    by_hand = sum(row.points is None and row.filled for row in scored.rows)
    unfilled = sum(row.points is None and not row.filled for row in scored.rows)
    parts = [f"{by_hand} 项需人工"] if by_hand else []
    parts += [f"{unfilled} 项未填报"] if unfilled else []
    return "，".join(parts) or "执行率未得分"
