"""Workbooks made from records with a score block beside their indicators: rules and what else a person would type there.

The template with an empty block in it is compiled once and filled like any other. A record with rows that are no
indicators, or one that can only be written cell by cell, is filled first and gets its block by single edits, with the
same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from perf_xl.bulk.score_entries import BLOCK
from perf_xl.forms.naming import POLICY_NAME, constant
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import frame_edits, plan_block, title_edits
from perf_xl.forms.scoring_rows import indicator_rows, scored_table
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import compile_form, fill_form
from perf_xl.hosts.prepare import NeedsEditsError, Preparer
from perf_xl.model.cells import CellValue, Edit, SetName, SetValue
from perf_xl.ooxml.compile import Template

Entries = Mapping[str, CellValue]
"""What stands in the score block beside a row before it is scored: 规则, 类型, 单位, 完成比例 by their keys."""

_LABEL = "带入评分标准"


def fill_with_entries(
    spec: FormSpec, record: FormRecord, entries: Sequence[Entries], own: bytes | None = None
) -> bytes:
    """The form filled with ``record`` and a score block that says ``entries``, one for each row of its indicators' table.

    Without any entry, and for a form without indicators, just the form. ``own``: see :func:`fill_form`.
    """
    table = scored_table(spec)
    if table is None or not any(entries):
        return fill_form(spec, record, own)
    are_indicators = [row.values.get(table.key.name) is not None for row in record.rows(table.name)]
    if table.grows and all(are_indicators):
        try:
            return _filled(spec, record, entries, own)
        except NeedsEditsError:
            pass
    beside = [one for one, is_indicator in zip(entries, are_indicators, strict=True) if is_indicator]
    return with_entries(fill_form(spec, record, own), spec, table, beside)


def with_entries(data: bytes, spec: FormSpec, table: Table, entries: Sequence[Entries]) -> bytes:
    """A filled form with a score block that says ``entries`` beside its indicators, by single edits."""
    book = FilesWorkbook(data, Path(spec.template_path))
    (record,) = read_forms(book)
    block = plan_block(book, table, record)
    if block is None or not any(entries):
        return data
    at = [next(iter(row.cells.values())).row for row in indicator_rows(table, record)]
    edits: list[Edit] = [*frame_edits(block, table, at), *title_edits(block, book, default_weights=False)]
    for row, beside in zip(at, entries, strict=True):
        edits += [SetValue(block.ref(key, row), value) for key, value in beside.items() if key in block.columns]
    book.apply(edits, label=_LABEL, unlock=True)
    return book.to_bytes()


def with_block(data: bytes, spec: FormSpec, table: Table, policy: str = "") -> bytes:
    """A template with an empty score block on all of its rows; ``policy`` as the technical name ``_px_policy`` says it."""
    book = FilesWorkbook(data, spec.template_path)
    (record,) = read_forms(book)
    block = plan_block(book, table, record)
    if block is None:
        raise NeedsEditsError
    rows = list(range(block.header + 1, block.footer))
    edits = [*frame_edits(block, table, rows), *title_edits(block, book, default_weights=False)]
    if policy:
        edits.append(SetName(POLICY_NAME, record.sheet, constant(policy), hidden=True))
    book.apply(edits, label=_LABEL, unlock=True)
    return book.to_bytes()


@lru_cache(maxsize=16)
def _compiled(spec: FormSpec, table: Table, own: bytes | None) -> tuple[Template, Preparer]:
    return compile_form(spec, with_block(own or template_bytes(spec), spec, table))


def _filled(spec: FormSpec, record: FormRecord, entries: Sequence[Entries], own: bytes | None) -> bytes:
    table = scored_table(spec)
    assert table is not None
    template, preparer = _compiled(spec, table, own)
    fields, tables = preparer.prepare(record)
    tables[BLOCK] = {key: [beside.get(key) for beside in entries] for key in template.tables[BLOCK]}
    return template.fill(fields, tables)
