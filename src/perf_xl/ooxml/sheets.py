"""Add and delete sheets: the part, its relationship and content type, names and formulas that refer to it."""

from __future__ import annotations

import re

from perf_xl.errors import InputError
from perf_xl.ooxml import rels
from perf_xl.ooxml.formulas import drop_sheet
from perf_xl.ooxml.markup import (
    attribute,
    children,
    content,
    element_with,
    quoted,
    relation_id,
    start_tag,
)
from perf_xl.ooxml.names import ORDER
from perf_xl.ooxml.rewrite import rewrite_formulas
from perf_xl.ooxml.workbook import Workbook

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_OWNED = ("comments", "vmlDrawing", "drawing", "table", "printerSettings", "threadedComment", "pivotTable", "ctrlProp")


def add_sheet(book: Workbook, name: str) -> None:
    """Add an empty sheet at the end; InputError for a name Excel does not accept or one that is taken."""
    _check_name(book, name)
    part = book.package.new_name("xl/worksheets/sheet{}.xml")
    book.package.write(
        part,
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        "<sheetData/></worksheet>".encode(),
    )
    rels.add_content_type(book.package, part, _TYPE)
    relation = rels.add_relation(book.package, book.part, "worksheet", part)
    element = book.document.find("sheets") or ""
    taken = [int(attribute(start_tag(item.text), "sheetId") or 0) for item in children(element)]
    prefix = book.document.prefix
    tab = (
        f'<{prefix}sheet xmlns:r="{_RELATION}" name="{quoted(name)}" sheetId="{max(taken, default=0) + 1}" '
        f'r:id="{relation}"/>'
    )
    if "xmlns:r=" in book.document.opening:
        tab = tab.replace(f' xmlns:r="{_RELATION}"', "")
    close = element.rindex("</")
    book.document.put("sheets", element[:close] + tab + element[close:], ORDER)
    book.reload_tabs()


def _check_name(book: Workbook, name: str) -> None:
    if not name.strip() or len(name) > 31 or _FORBIDDEN.search(name) or name.startswith("'") or name.endswith("'"):
        raise InputError(f"“{name}”不能作工作表名：1–31 个字，不含 [ ] : * ? / \\，首尾不用单引号。请换一个名称。")
    if any(tab.name.casefold() == name.casefold() for tab in book.tabs):
        raise InputError(f"已有名为“{name}”的工作表。请换一个名称。")


def delete_sheet(book: Workbook, name: str) -> None:
    """Remove a sheet with its names and parts; references to it become ``#REF!``, as in Excel."""
    index = next((place for place, tab in enumerate(book.tabs) if tab.name == name), None)
    if index is None:
        raise KeyError(name)
    if not any(not tab.hidden for tab in book.tabs if tab.name != name):
        raise InputError(f"“{name}”是唯一可见的工作表，不能删除。")
    tab = book.tabs[index]
    book.names.drop_sheet(index)
    _remove_parts(book, tab.part)
    book.forget_sheet(name)
    book.flush_workbook()
    rels.remove_relation(book.package, book.part, tab.relation)
    element = book.document.find("sheets") or ""
    kept = [item.text for item in children(element) if relation_id(start_tag(item.text)) != tab.relation]
    opening = start_tag(element)
    book.document.put("sheets", f"{opening}{''.join(kept)}</{book.document.prefix}sheets>", ORDER)
    _step_back_views(book, index, len(kept))
    book.reload_tabs()
    rewrite_formulas(book, lambda formula, _sheet: drop_sheet(formula, name))
    book.forget_calculation_order()


def _remove_parts(book: Workbook, part: str) -> None:
    for relation in rels.relations(book.package, part):
        if relation.kind in _OWNED and relation.target in book.package:
            _remove_owned(book, relation.target)
    rels.remove_part(book.package, part)


def _remove_owned(book: Workbook, part: str) -> None:
    for relation in rels.relations(book.package, part):
        if relation.kind in ("chart", "chartUserShapes", "chartStyle", "chartColorStyle") and not relation.external:
            _remove_owned(book, relation.target)
    rels.remove_part(book.package, part)


def _step_back_views(book: Workbook, index: int, count: int) -> None:
    element = book.document.find("bookViews")
    if element is None:
        return
    views = []
    for item in children(element):
        view = item.text
        for name in ("activeTab", "firstSheet"):
            number = int(attribute(start_tag(view), name) or 0)
            if number > index or number >= count:
                view = element_with(view, name, str(max(0, number - 1)))
        views.append(view)
    opening = start_tag(element)
    closing = element[len(opening) + len(content(element)) :]
    book.document.put("bookViews", opening + "".join(views) + closing, ORDER)
