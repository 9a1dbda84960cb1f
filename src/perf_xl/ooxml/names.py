"""Defined names of a workbook, by scope, as they stand in ``workbook.xml``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from perf_xl.errors import InputError
from perf_xl.model.cells import DefinedName
from perf_xl.model.references import area_of
from perf_xl.ooxml.markup import (
    Document,
    attribute,
    children,
    content,
    escape,
    flag,
    plain_content,
    quoted,
    start_tag,
    unescape,
    with_attribute,
)

ORDER = ("fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
         "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr",
         "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst")  # fmt: skip
"""The order of the elements of ``workbook.xml`` in the schema (CT_Workbook)."""

_LEGAL = re.compile(r"[^\W\d][\w.?\\]*")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*|[Cc][0-9]*|[Rr][0-9]*[Cc][0-9]*")
_MAX_FORMULA = 8_192

Rewrite = Callable[[str, str | None], str]
"""New text of a formula; the second argument is the sheet it is scoped to."""


def check_name(name: str, refers_to: str | None) -> None:
    """InputError for a name that Excel would not accept, or whose formula is too long."""
    if len(name) > 255 or not _LEGAL.fullmatch(name) or _LIKE_CELL.fullmatch(name):
        message = (
            f"“{name}”不能作名称：要以文字或下划线开头，只含文字、数字、“_”和“.”，不能像单元格地址。请换一个名称。"
        )
        raise InputError(message)
    if refers_to is not None and len(refers_to) > _MAX_FORMULA:
        raise InputError(
            f"名称“{name}”的内容有 {len(refers_to)} 个字符，超过 Excel 的上限 {_MAX_FORMULA}。请缩短后再写入。"
        )


class Names:
    """The ``<definedNames>`` of the workbook part; every change is written back into its document at once."""

    def __init__(self, document: Document, sheets: Sequence[str]) -> None:
        self._document = document
        self._sheets = sheets
        element = document.find("definedNames")
        self._elements = [item.text for item in children(element)] if element else []

    def all(self) -> list[DefinedName]:
        """Every name in the order of the file."""
        return [self._read(text) for text in self._elements]

    def _read(self, text: str) -> DefinedName:
        tag = start_tag(text)
        refers_to = unescape(plain_content(content(text)))
        name = attribute(tag, "name") or ""
        return DefinedName(name, self._scope(tag), refers_to, area_of(refers_to), flag(tag, "hidden"))

    def _scope(self, tag: str) -> str | None:
        number = attribute(tag, "localSheetId")
        if number is None:
            return None
        return self._sheets[int(number)] if int(number) < len(self._sheets) else None

    def set(self, name: str, sheet: str | None, refers_to: str | None, *, hidden: bool) -> None:
        """Define a name in a scope, or delete it (None). Names are compared without regard to case, as Excel does."""
        wanted = (name.casefold(), sheet)
        place = next((i for i, text in enumerate(self._elements) if self._key(text) == wanted), None)
        if refers_to is None:
            if place is not None:
                del self._elements[place]
        elif place is None:
            self._elements.append(self._element(name, sheet, refers_to, hidden=hidden))
        else:
            tag = with_attribute(start_tag(self._elements[place]), "hidden", "1" if hidden else None)
            self._elements[place] = f"{tag}{escape(refers_to)}</{self._document.prefix}definedName>"
        self._store()

    def _key(self, text: str) -> tuple[str, str | None]:
        tag = start_tag(text)
        return (attribute(tag, "name") or "").casefold(), self._scope(tag)

    def _element(self, name: str, sheet: str | None, refers_to: str, *, hidden: bool) -> str:
        scope = "" if sheet is None else f' localSheetId="{self._sheets.index(sheet)}"'
        shown = ' hidden="1"' if hidden else ""
        element = f"{self._document.prefix}definedName"
        return f'<{element} name="{quoted(name)}"{scope}{shown}>{escape(refers_to)}</{element}>'

    def rewrite(self, change: Rewrite) -> None:
        """Pass every name's formula through ``change``; those that stay the same keep their text."""
        for place, text in enumerate(self._elements):
            tag = start_tag(text)
            old = unescape(plain_content(content(text)))
            new = change(old, self._scope(tag))
            if new != old:
                self._elements[place] = f"{tag}{escape(new)}</{self._document.prefix}definedName>"
        self._store()

    def drop_sheet(self, index: int) -> None:
        """The sheet at ``index`` is gone: its names go, scopes behind it move up."""
        kept = []
        for text in self._elements:
            number = attribute(start_tag(text), "localSheetId")
            if number is not None and int(number) == index:
                continue
            if number is not None and int(number) > index:
                tag = with_attribute(start_tag(text), "localSheetId", str(int(number) - 1))
                text = tag + text[len(start_tag(text)) :]  # noqa: PLW2901
            kept.append(text)
        self._elements = kept
        self._store()

    def _store(self) -> None:
        name = f"{self._document.prefix}definedNames"
        element = f"<{name}>{''.join(self._elements)}</{name}>" if self._elements else None
        if element != self._document.find("definedNames"):
            self._document.put("definedNames", element, ORDER)
