"""Forms without our names: read by the labels they print, marked as such, and never with a guess about percentages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from perf_xl.forms.naming import FORM_NAME
from perf_xl.forms.recognize import Recognition, read_recognized, recognize_sheet
from perf_xl.forms.records import FormRecord
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellReader, CellValue
from perf_xl.rollup.entries import FormEntry, IndicatorLine
from perf_xl.rollup.measures import UNSURE

BY_LABELS = "按表头标签识别"
"""The route of a workbook that Excel or WPS saved as .xlsx and that has no names of ours."""
OLD_FORMAT = "旧格式，按表头标签识别"
"""The route of .xls and its like: neither names nor number formats can be read."""
OWN_SHEETS = ("_px_results", "_px_settings", "_px_explain")
"""Hidden names of the sheets that commands add to a workbook (校验结果, 口径设置, 得分说明): they repeat labels of forms."""
_LABELS_NOTE = "没有名称，按表头标签识别后已计入，请核对。"
_OLD_NOTE = "是旧格式，没有名称和数字格式，按表头标签识别后已计入，请核对；看不出是否百分数的小数没有采用。另存为 .xlsx 再汇总更稳妥。"


def labelled_forms(reader: CellReader) -> tuple[list[FormRecord], list[str]]:
    """The forms on sheets without our names, hidden sheets too, and a sentence for each sheet that may be a form."""
    named = {name.sheet for name in reader.names() if name.name in (FORM_NAME, *OWN_SHEETS)}
    records: list[FormRecord] = []
    doubts: list[str] = []
    for sheet in reader.sheets():
        if sheet in named or reader.used_area(sheet) is None:
            continue
        found = recognize_sheet(reader, sheet)
        if found.form is not None:
            records.append(read_recognized(reader, found.form))
        elif found.candidates:
            doubts.append(_doubt(found))
    return records, doubts


def _doubt(found: Recognition) -> str:
    likely = "、".join(f"“{item.spec.title}”{item.confidence:.0%}" for item in found.candidates)
    return f"工作表“{found.sheet}”拿不准是哪种表（{likely}），没有计入。请改用官方模板，或用 perf-xl adopt 补上名称。"


def by_labels(entry: FormEntry) -> FormEntry:
    """The entry marked as read by labels."""
    return replace(entry, route=BY_LABELS, unread=(*entry.unread, _LABELS_NOTE))


def without_formats(entries: Iterable[FormEntry]) -> Iterator[FormEntry]:
    """Entries of a file whose number formats are lost: 0.95 may have been shown as 95%, so it is not read as either."""
    for entry in entries:
        lines = tuple(_unsure(line) for line in entry.indicators)
        unread = tuple(text for text in entry.unread if text != _LABELS_NOTE)
        yield replace(entry, indicators=lines, route=OLD_FORMAT, unread=(*unread, _OLD_NOTE))


def _unsure(line: IndicatorLine) -> IndicatorLine:
    if line.unit is not None:
        return line  # the row says what it counts in; a bare number beside % is not read anyway
    return line._replace(target=_doubtful(line.target), actual=_doubtful(line.actual))


def _doubtful(value: CellValue) -> CellValue:
    """A small fraction, or 1, with the remark that makes it a text."""
    if isinstance(value, Decimal) and 0 < abs(value) < 10 and (value == 1 or value != value.to_integral_value()):
        return f"{plain(value)}{UNSURE}"
    return value
