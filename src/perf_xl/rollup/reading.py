"""One workbook into entries: its forms, their score blocks; or, if it is a summary itself, the projects in it."""

from __future__ import annotations

from dataclasses import replace

from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import find_block
from perf_xl.forms.sheet_view import shown_value
from perf_xl.model.cells import CellReader
from perf_xl.rollup.entries import FormEntry, Place
from perf_xl.rollup.gather import entry_of, with_reference_score
from perf_xl.rollup.labelled import by_labels, labelled_forms
from perf_xl.rollup.levels import REVIEW_NAME, is_summary, summary_entries


def workbook_entries(reader: CellReader, file: str = "") -> list[FormEntry]:
    """Every form of the workbook, by its names, else by its labels. ``file`` is what links and messages call it.

    InputError when there is no form that is known, with the remedy.
    """
    if is_summary(reader):
        return summary_entries(reader, file or reader.source)
    if any(name.name == REVIEW_NAME for name in reader.names()):
        raise InputError("是本工具生成的审核汇总，不是填报的表，不用计入。")
    labelled, doubts = labelled_forms(reader)
    entries = [_entry(reader, record, file) for record in read_forms(reader)]
    entries += [by_labels(_entry(reader, record, file)) for record in labelled]
    if not entries:
        raise InputError("；".join(doubts) or "里没有认得的表。请把内容填入官方模板（perf-xl template）。")
    if doubts:
        entries[0] = replace(entries[0], unread=(*entries[0].unread, *doubts))
    return entries


def _entry(reader: CellReader, record: FormRecord, file: str) -> FormEntry:
    return _with_score_block(reader, entry_of(record, file=file, hidden=reader.is_hidden(record.sheet)))


def _with_score_block(reader: CellReader, entry: FormEntry) -> FormEntry:
    block = find_block(reader, entry.sheet)
    if block is None:
        return entry
    ref = block.ref("得分", block.total_row)
    return with_reference_score(entry, shown_value(reader.cell(ref)), Place(entry.file, ref.sheet, ref.a1))
