"""Workbooks made from records and scored at once: 执行率, 得分 and 总分 stand as formulas with their values.

The result is that of filling the form and then 计算得分; where a compiled template can give it, it is a hundred times as
fast (:mod:`perf_xl.hosts.scored_template`).
"""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.commands.score import score_workbook
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill_entries import Entries, fill_with_entries
from perf_xl.hosts.scored_funding import NotForTemplateError
from perf_xl.hosts.scored_template import Points, Scored, scored_template
from perf_xl.policy import DEFAULT_POLICY, Policy


def fill_scored(
    spec: FormSpec,
    record: FormRecord,
    entries: Sequence[Entries] = (),
    policy: Policy = DEFAULT_POLICY,
    own: bytes | None = None,
) -> Scored:
    """The official form filled with ``record`` and scored; the same record gives the same bytes.

    ``own``: a template that an office has restyled, in place of the official one.

    ``entries``: what stands in the score block beside each row of the table of indicators (规则, 类型, 单位, 完成比例, and
    分值 or 实际值 where the form prints none); none for rows whose rule stands in the form itself or is the default.
    """
    template = scored_template(spec, policy, own)
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
    book = FilesWorkbook(fill_with_entries(spec, record, entries, own), spec.template_path)
    report = score_workbook(book, policy=policy)
    rows = [row for form in report.forms for row in form.rows]
    points = tuple(Points(row.points, row.row.input.actual is not None) for row in rows)
    return Scored(book.to_bytes(), report.total, points)
