"""Workbooks made from records and scored at once: 执行率, 得分 and 总分 stand as formulas with their values.

The result is that of filling the form and then 计算得分; where a compiled template can give it, it is a hundred times as
fast (:mod:`perf_xl.hosts.scored_template`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perf_xl.commands.score import score_workbook
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import frame_edits, plan_block, title_edits
from perf_xl.forms.scoring_rows import indicator_rows, scored_table
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.scored_funding import NotForTemplateError
from perf_xl.hosts.scored_template import Entries, Points, Scored, scored_template
from perf_xl.model.cells import Edit, SetValue
from perf_xl.policy import DEFAULT_POLICY, Policy


def fill_scored(
    spec: FormSpec,
    record: FormRecord,
    entries: Sequence[Entries] = (),
    policy: Policy = DEFAULT_POLICY,
    own: bytes | None = None,
) -> Scored:
    """The official form filled with ``record`` and scored; the same record gives the same bytes.

    ``own``: a template that an office has restyled; its cells are scored one by one, as 计算得分 does.

    ``entries``: what stands in the score block beside each row of the table of indicators (规则, 类型, 单位, 完成比例, and
    分值 or 实际值 where the form prints none); none for rows whose rule stands in the form itself or is the default.
    """
    template = scored_template(spec, policy) if own is None else None
    if template is not None:
        try:
            return template.fill(record, entries)
        except NotForTemplateError:
            pass
    return scored_workbook(spec, record, entries, policy, own)


def scored_workbook(
    spec: FormSpec,
    record: FormRecord,
    entries: Sequence[Entries] = (),
    policy: Policy = DEFAULT_POLICY,
    own: bytes | None = None,
) -> Scored:
    """The same by single edits: fill, put the entries into a score block, 计算得分."""
    data = with_entries(fill_form(spec, record, own), spec, _of_indicators(spec, record, entries))
    book = FilesWorkbook(data, spec.template_path)
    report = score_workbook(book, policy=policy)
    rows = [row for form in report.forms for row in form.rows]
    points = tuple(Points(row.points, row.row.input.actual is not None) for row in rows)
    return Scored(book.to_bytes(), report.total, points)


def _of_indicators(spec: FormSpec, record: FormRecord, entries: Sequence[Entries]) -> list[Entries]:
    """The entries of the rows that are indicators: those with a third level."""
    table = scored_table(spec)
    if table is None or not entries:
        return []
    rows = record.rows(table.name)
    return [beside for row, beside in zip(rows, entries, strict=True) if row.values.get(table.key.name) is not None]


def with_entries(data: bytes, spec: FormSpec, entries: Sequence[Entries], *, label: str = "带入评分标准") -> bytes:
    """The workbook with a score block that says ``entries`` beside its indicators; the same bytes where there are none."""
    table = scored_table(spec)
    if table is None or not any(entries):
        return data
    book = FilesWorkbook(data, Path(spec.template_path))
    (record,) = read_forms(book)
    block = plan_block(book, table, record)
    if block is None:
        return data
    at = [next(iter(row.cells.values())).row for row in indicator_rows(table, record)]
    edits: list[Edit] = [*frame_edits(block, table, at), *title_edits(block, book, default_weights=False)]
    for row, beside in zip(at, entries, strict=True):
        edits += [SetValue(block.ref(key, row), value) for key, value in beside.items() if key in block.columns]
    book.apply(edits, label=label, unlock=True)
    return book.to_bytes()
