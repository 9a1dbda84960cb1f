"""A workbook over its package: sheets, names, formats, shared texts; parsed when asked for, written when changed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from perf_xl.errors import FileProblem
from perf_xl.ooxml import rels
from perf_xl.ooxml.colors import theme_colors
from perf_xl.ooxml.markup import (
    Document,
    MarkupError,
    attribute,
    children,
    element_with,
    flag,
    relation_id,
    start_tag,
)
from perf_xl.ooxml.names import ORDER, Names
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.strings import SharedStrings
from perf_xl.ooxml.styles import Styles

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_CHARTSHEETS = ("chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")

_STYLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\bs=[\"'](?!0[\"'])")
"""A cell with a format of its own."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab: its name, its part, whether it is hidden, and whether it is a sheet of cells (not a chart sheet)."""

    name: str
    part: str
    hidden: bool
    is_worksheet: bool
    relation: str


class Workbook:
    """Reads and patches one workbook. :meth:`flush` writes what changed back into the package."""

    def __init__(self, package: Package) -> None:
        self.package = package
        try:
            self._open()
        except (MarkupError, KeyError, IndexError, ValueError) as error:
            raise self._broken("xl/workbook.xml") from error

    def _open(self) -> None:
        self.part = next(r.target for r in (*rels.relations(self.package, ""), _MISSING) if r.kind == "officeDocument")
        self.document = Document(self.package.read(self.part))
        if _STRICT in self.document.opening:
            reason = "是“严格 Open XML”格式"
            raise FileProblem(self.package.path, reason, "请在 Excel 中另存为“Excel 工作簿（*.xlsx）”。")
        self._relations = {relation.id: relation for relation in rels.relations(self.package, self.part)}
        self.tabs = [self._tab(item.text) for item in children(self.document.find("sheets") or "<sheets/>")]
        if not self.worksheets():
            raise FileProblem(self.package.path, "里没有工作表", "请检查是不是选错了文件。")
        self.names = Names(self.document, [tab.name for tab in self.tabs])
        self.date1904 = flag(start_tag(self.document.find("workbookPr") or "<workbookPr/>"), "date1904")
        self._sheets: dict[str, Sheet] = {}
        self._strings: SharedStrings | None = None
        self._styles: Styles | None = None

    def _tab(self, text: str) -> Tab:
        tag = start_tag(text)
        relation = self._relations[relation_id(tag) or ""]
        hidden = attribute(tag, "state") in ("hidden", "veryHidden")
        is_worksheet = relation.kind not in _CHARTSHEETS
        return Tab(attribute(tag, "name") or "", relation.target, hidden, is_worksheet, relation.id)

    def reload_tabs(self) -> None:
        """Read tabs and names again after the list of sheets changed."""
        self._relations = {relation.id: relation for relation in rels.relations(self.package, self.part)}
        self.tabs = [self._tab(item.text) for item in children(self.document.find("sheets") or "<sheets/>")]
        self.names = Names(self.document, [tab.name for tab in self.tabs])

    def _broken(self, part: str) -> FileProblem:
        return FileProblem(self.package.path, f"已损坏（部件 {part} 读不懂）", "请在 Excel 中用“打开并修复”后另存。")

    def related(self, kind: str) -> str | None:
        """The part that the workbook part leads to by a relationship of ``kind``."""
        found = (r.target for r in self._relations.values() if r.kind == kind and not r.external)
        return next((target for target in found if target in self.package), None)

    # sheets

    def worksheets(self) -> list[Tab]:
        """The tabs that hold cells."""
        return [tab for tab in self.tabs if tab.is_worksheet]

    def has_sheet(self, name: str) -> bool:
        """Whether there is a tab of this name with cells."""
        return any(tab.name == name for tab in self.worksheets())

    def sheet(self, name: str) -> Sheet:
        """The sheet of a tab; KeyError if there is none."""
        if name not in self._sheets:
            tab = next((tab for tab in self.worksheets() if tab.name == name), None)
            if tab is None:
                raise KeyError(name)
            try:
                self._sheets[name] = Sheet(self.package.read(tab.part), tab.part)
            except (MarkupError, KeyError, ValueError, IndexError) as error:
                raise self._broken(tab.part) from error
        return self._sheets[name]

    def forget_sheet(self, name: str) -> None:
        """Drop the parsed sheet, without writing it."""
        self._sheets.pop(name, None)

    def sheet_relations(self, name: str) -> list[rels.Relation]:
        """The relationships of a sheet's part."""
        return rels.relations(self.package, self.sheet(name).part)

    # shared parts

    @property
    def strings(self) -> SharedStrings:
        """The shared texts."""
        if self._strings is None:
            part = self.related("sharedStrings")
            try:
                self._strings = SharedStrings(self.package.read(part) if part else None)
            except (MarkupError, ValueError) as error:
                raise self._broken(part or "") from error
        return self._strings

    @property
    def styles(self) -> Styles:
        """The formats."""
        if self._styles is None:
            part, theme = self.related("styles"), self.related("theme")
            if part is None:
                self._expect_no_styles()
            try:
                colors = theme_colors(self.package.read(theme) if theme else None)
                self._styles = Styles(self.package.read(part) if part else None, colors)
            except (MarkupError, IndexError, ValueError) as error:
                raise self._broken(part or theme or "") from error
        return self._styles

    def _expect_no_styles(self) -> None:
        """Cells that have a format, and no formats in the file: 1 may have been shown as 100%, nobody can tell."""
        if any(_STYLED.search(self.package.read(tab.part)) for tab in self.worksheets() if tab.part in self.package):
            reason = "缺少单元格格式（部件 styles.xml 丢失），分不清 1 和 100%"
            raise FileProblem(self.package.path, reason, "请找回原来的文件，或在 Excel 中打开、核对百分数后另存。")

    # writing

    def forget_calculation_order(self) -> None:
        """Formulas came or went: the calculation chain goes, Excel makes it anew."""
        part = self.related("calcChain")
        if part is None:
            return
        relation = next(r.id for r in self._relations.values() if r.target == part)
        self.flush_workbook()
        rels.remove_part(self.package, part)
        rels.remove_relation(self.package, self.part, relation)
        del self._relations[relation]

    def ask_for_calculation(self) -> None:
        """Tell the program that opens the file to calculate everything."""
        element = self.document.find("calcPr") or f"<{self.document.prefix}calcPr/>"
        self.document.put("calcPr", element_with(element, "fullCalcOnLoad", "1"), ORDER)

    def flush_workbook(self) -> None:
        """Write the workbook part back."""
        self.package.write(self.part, self.document.encode())

    def flush(self) -> None:
        """Write everything that changed back into the package."""
        for name, sheet in self._sheets.items():
            if sheet.dirty:
                self.package.write(next(tab.part for tab in self.tabs if tab.name == name), sheet.encode())
        if self._styles is not None and self._styles.dirty:
            part = self.related("styles")
            if part is None:
                part = "xl/styles.xml"
                rels.add_content_type(self.package, part, _STYLES_TYPE)
                rels.add_relation(self.package, self.part, "styles", part)
            self.package.write(part, self._styles.encode())
        self.flush_workbook()


_MISSING = rels.Relation("", "officeDocument", "xl/workbook.xml")
