"""A summary as the bytes of an ``.xlsx``: sheets in the order a manager reads them, details behind."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook.defined_name import DefinedName

from perf_xl.forms.naming import constant
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book import differences, funds, indicators, listed, projects, reference, rows, sources, status
from perf_xl.rollup.book.cached import with_values
from perf_xl.rollup.book.charts import SHEET as CHARTS
from perf_xl.rollup.book.charts import Charts
from perf_xl.rollup.book.department import department_spec, write_department
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Paper
from perf_xl.rollup.book.project_table import has_spent
from perf_xl.rollup.book.projects import ProjectSheet
from perf_xl.rollup.levels import SUMMARY_NAME, SUMMARY_VERSION
from perf_xl.rollup.summary import Summary


def build_summary(summary: Summary, out: Path | None = None) -> bytes:
    """The workbook. ``out`` is where it will be saved, so that links to the sources are relative; None: no links."""
    workbook = Workbook()
    normal = Font(name="宋体", size=11, charset=134)
    workbook._fonts = IndexedList([normal])  # noqa: SLF001  the Normal style's font
    workbook._named_styles["Normal"].font = normal  # noqa: SLF001
    workbook.properties.creator = "perf_xl"
    workbook.properties.title = summary.title
    cached: dict[tuple[str, str], CellValue] = {}
    _write(workbook, cached, summary, Links(out.parent if out else None, _files(summary)))
    workbook.defined_names[SUMMARY_NAME] = DefinedName(SUMMARY_NAME, attr_text=constant(SUMMARY_VERSION), hidden=True)
    stream = io.BytesIO()
    workbook.save(stream)
    return with_values(stream.getvalue(), cached)


def _write(workbook: Workbook, cached: dict[tuple[str, str], CellValue], summary: Summary, links: Links) -> None:
    def paper(title: str) -> Paper:
        return Paper(workbook[title], cached)

    spec = department_spec(summary)
    for title in _titles(summary, spec.title if spec else None):
        workbook.create_sheet(title)
    del workbook[workbook.sheetnames[0]]
    status.write_status(paper(status.SHEET), summary, links)
    if spec is not None:
        write_department(workbook[spec.title[:31]], summary, spec)
    spans = rows.RowSpans()
    if summary.has_details:
        cells = funds.write_funds(paper(funds.SHEET), summary, links)
        spans = rows.write_rows(paper(rows.SHEET), summary, links)
        table = ProjectSheet(paper(projects.SHEET), summary, links, cells).write()
        listed.write_listed(paper(listed.SHEET), summary, links)
        Charts(paper(CHARTS), summary, table, (spans.first, spans.last)).write()
        if has_spent(summary):
            reference.write_reference(paper(reference.SHEET), summary)
    table_of_indicators = indicators.write_indicators(paper(indicators.SHEET), summary, spans)
    differences.write_differences(paper(differences.SHEET), summary, links)
    if summary.has_details:
        sources.write_sources(
            paper(sources.SHEET), summary, links, projects=table, indicators=table_of_indicators, spans=spans
        )


def _files(summary: Summary) -> Iterator[str]:
    yield from (entry.file for entry in (*summary.entries, *summary.departments))
    yield from (failure.file for failure in summary.failures)
    yield from (one.file for one in (*summary.hidden, *summary.dropped))


def _titles(summary: Summary, department: str | None) -> list[str]:
    titles = [status.SHEET]
    if department:
        titles.append(department[:31])
    if summary.has_details:
        titles += [listed.SHEET, projects.SHEET]
    titles += [indicators.SHEET, differences.SHEET]
    if summary.has_details:
        titles.append(CHARTS)
        if has_spent(summary):
            titles.append(reference.SHEET)
        titles += [funds.SHEET, rows.SHEET, sources.SHEET]
    return titles
