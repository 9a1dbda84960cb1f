"""Workbooks made from records: the official template filled, as bytes, ready to be written anywhere.

Records go through the compiled template (``ooxml.compile``). The rare one that joins cells in a way of its own (〃 in a
table that grows) goes through ``forms.place``, and so does one with a row that the form does not print, to be told so.
"""

from __future__ import annotations

from functools import lru_cache

from perf_xl.forms.place import echo_patterns, place_record
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.prepare import NeedsEditsError, Preparer
from perf_xl.ooxml.compile import Template


def fill_form(spec: FormSpec, record: FormRecord, own: bytes | None = None) -> bytes:
    """The official template of ``spec`` filled with ``record``; the same record gives the same bytes.

    ``own``: a template that an office has restyled, in place of the official one. InputError for a value that a cell
    cannot hold, and for a row that the form does not print.
    """
    template, preparer = _compiled(spec, own)
    try:
        fields, tables = preparer.prepare(record)
    except NeedsEditsError:
        return filled_workbook(spec, record, own).to_bytes()
    return template.fill(fields, tables)


def filled_workbook(spec: FormSpec, record: FormRecord, own: bytes | None = None) -> FilesWorkbook:
    """The filled template as a workbook that takes further edits."""
    book = FilesWorkbook(own or template_bytes(spec), spec.template_path)
    book.apply(place_record(spec, book, record), label="填表", unlock=True)
    return book


@lru_cache(maxsize=32)
def _compiled(spec: FormSpec, own: bytes | None) -> tuple[Template, Preparer]:
    return compile_form(spec, own or template_bytes(spec))


def compile_form(spec: FormSpec, data: bytes) -> tuple[Template, Preparer]:
    """The workbook ``data`` of a form, compiled, and what makes its values of a record."""
    levels = {
        table.name: [column.name for column in table.columns if column.kind in ("level1", "level2")]
        for table in spec.tables()
        if table.grows and any(column.merges for column in table.columns)
    }
    template = Template.compile(
        data,
        path=spec.template_path.name,
        levels=levels,
        fixed=[table.name for table in spec.tables() if not table.grows],
        hidden=list(echo_patterns(spec)),
    )
    return template, Preparer(spec, template.covered)
