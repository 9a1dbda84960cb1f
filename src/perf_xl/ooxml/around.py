"""What stands around the cells and names rows: merges, validations, conditional formats, links, filters, breaks."""

from __future__ import annotations

import re
from collections.abc import Callable

from perf_xl.ooxml import sqref
from perf_xl.ooxml.formulas import RowMap
from perf_xl.ooxml.markup import (
    Item,
    attribute,
    children,
    element_with,
    escape,
    start_tag,
    unescape,
    with_attribute,
)
from perf_xl.ooxml.sheet import Sheet

_ONE_AREA = ("autoFilter", "sortState")
_CHILD_AREAS = {
    "dataValidations": "sqref",
    "hyperlinks": "ref",
    "protectedRanges": "sqref",
    "ignoredErrors": "sqref",
    "cellWatches": "r",
}
_REF_ATTRIBUTE = re.compile(r'(\sref=")([^"]*)(")')
_EXTENSION_AREAS = re.compile(r"(<(?P<name>[\w.-]+:sqref)>)([^<]*)(</(?P=name)>)")
_HOLDERS = re.compile(
    r"<(?P<name>[\w.-]+:(?:dataValidation|conditionalFormatting|sparkline))[\s>](?:(?!</(?P=name)>).)*"
    r"<[\w.-]+:sqref></[\w.-]+:sqref>.*?</(?P=name)>",
    re.DOTALL,
)
_HELD_LISTS = re.compile(
    r"<(?P<name>[\w.-]+:(?P<item>dataValidation)s)(?P<attrs>[^>]*)>(?P<body>.*?)</(?P=name)>", re.DOTALL
)


def move_rows(sheet: Sheet, rows: RowMap) -> None:
    """Everything around the cells of ``sheet`` after its rows moved."""
    merges = sheet.merges()
    moved = [box for box in (_moved_box(box, rows) for box in merges) if box is not None]
    if moved != merges:
        sheet.set_merges(moved)
    kept: list[Item] = []
    for item in sheet.document.items:
        text = _moved_item(item, rows)
        if text is not None:
            kept.append(item if text == item.text else Item(item.name, text))
    sheet.document.items = kept
    sheet.touch()


def _moved_box(box: sqref.Box, rows: RowMap) -> sqref.Box | None:
    top, left, bottom, right = box
    new = rows(top, bottom, True)
    if new is None or (new[0] == new[1] and left == right):
        return None
    return new[0], left, new[1], right


def _moved_item(item: Item, rows: RowMap) -> str | None:
    if item.name == "conditionalFormatting":
        areas = sqref.moved(attribute(start_tag(item.text), "sqref") or "", rows)
        return element_with(item.text, "sqref", areas) if areas else None
    if item.name in _CHILD_AREAS:
        return _moved_children(item.text, _CHILD_AREAS[item.name], rows)
    if item.name in _ONE_AREA:
        return _moved_areas(item.text, rows)
    if item.name == "dimension":
        area = sqref.moved(attribute(start_tag(item.text), "ref") or "A1", rows)
        return element_with(item.text, "ref", area or "A1")
    if item.name == "rowBreaks":
        return _moved_breaks(item.text, rows)
    if item.name == "extLst":
        return _moved_extensions(item.text, rows)
    return item.text


def _moved_children(element: str, name: str, rows: RowMap) -> str | None:
    def moved(child: str) -> str | None:
        tag = start_tag(child)
        old = attribute(tag, name)
        if old is None:
            return child
        areas = sqref.moved(old, rows)
        if not areas:
            return None
        return child if areas == old else with_attribute(tag, name, areas) + child[len(tag) :]

    return with_children(element, moved)


def with_children(element: str, change: Callable[[str], str | None]) -> str | None:
    """The element with each child passed through ``change`` (None drops it) and ``count`` kept; None if none is left."""
    before = [item.text for item in children(element)]
    after = [text for text in map(change, before) if text is not None]
    if after == before:
        return element
    if not after:
        return None
    opening = start_tag(element)
    closing = element[element.rindex("</") :]
    if attribute(opening, "count") is not None:
        opening = with_attribute(opening, "count", str(len(after)))
    return opening + "".join(after) + closing


def _moved_areas(element: str, rows: RowMap) -> str | None:
    first = attribute(start_tag(element), "ref")
    if first and not sqref.moved(first, rows):
        return None
    return _REF_ATTRIBUTE.sub(lambda m: m[1] + (sqref.moved(m[2], rows) or m[2]) + m[3], element)


def _moved_breaks(element: str, rows: RowMap) -> str | None:
    def moved(child: str) -> str | None:
        number = int(attribute(start_tag(child), "id") or 0)
        new = rows(number, number, False) if number else (0, 0)
        return None if new is None else element_with(child, "id", str(new[0]))

    result = with_children(element, moved)
    if result is None:
        return None
    manual = sum(attribute(start_tag(item.text), "man") in ("1", "true") for item in children(result))
    return element_with(result, "manualBreakCount", str(manual)) if "manualBreakCount" in start_tag(result) else result


def _moved_extensions(element: str, rows: RowMap) -> str | None:
    text = _EXTENSION_AREAS.sub(lambda m: m[1] + escape(sqref.moved(unescape(m[3]), rows)) + m[4], element)
    if text == element or not re.search(r"<[\w.-]+:sqref></", text):
        return text
    text = _HOLDERS.sub("", text)
    text = _HELD_LISTS.sub(_recounted, text)

    def kept(child: str) -> str | None:
        inner = children(child)
        return None if inner and all(not children(item.text) for item in inner) else child

    return with_children(text, kept)


def _recounted(match: re.Match[str]) -> str:
    count = len(re.findall(rf"<{re.escape(match['name'][:-1])}[\s>]", match["body"]))
    tag = f"<{match['name']}{match['attrs']}>"
    if attribute(tag, "count") is not None:
        tag = with_attribute(tag, "count", str(count))
    return f"{tag}{match['body']}</{match['name']}>"
