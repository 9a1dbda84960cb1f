"""Merges, row heights, column widths and links: the edits that change a sheet's shape, not its contents."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.model.cells import Area, CellRef
from perf_xl.ooxml import rels
from perf_xl.ooxml.markup import attribute, children, element_with, quoted, relation_id, start_tag, with_attribute
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.sqref import box_of
from perf_xl.ooxml.workbook import Workbook

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def set_merge(sheet: Sheet, area: Area, *, merged: bool) -> None:
    """Merge an area, or take exactly this merge away; one that overlaps another is refused."""
    box = (area.top, area.left, area.bottom, area.right)
    boxes = sheet.merges()
    if not merged:
        if box in boxes:
            sheet.set_merges([other for other in boxes if other != box])
        return
    if box in boxes or (area.top, area.left) == (area.bottom, area.right):
        return
    for top, left, bottom, right in boxes:
        if top <= area.bottom and area.top <= bottom and left <= area.right and area.left <= right:
            raise InputError(f"工作表“{area.sheet}”的 {area.a1} 与已合并的单元格重叠，不能合并。请先取消原来的合并。")
    sheet.set_merges([*boxes, box])


def set_choices(sheet: Sheet, area: Area, choices: tuple[str, ...]) -> None:
    """A drop-down list on an area, beside the sheet's other validations; no choices take the one of this area away."""
    prefix, found = sheet.prefix, sheet.document.find("dataValidations")
    rules = [item.text for item in children(found)] if found else []
    kept = [rule for rule in rules if attribute(start_tag(rule), "sqref") != area.a1]
    if choices:
        listed = quoted('"' + ",".join(choices) + '"')
        formula = f"<{prefix}formula1>{listed}</{prefix}formula1>"
        options = 'type="list" allowBlank="1" showErrorMessage="1"'
        tag = f"{prefix}dataValidation"
        kept.append(f'<{tag} {options} sqref="{area.a1}">{formula}</{tag}>')
    tag = f"{prefix}dataValidations"
    sheet.put_element("dataValidations", f'<{tag} count="{len(kept)}">{"".join(kept)}</{tag}>' if kept else None)


def set_height(sheet: Sheet, row: int, height: float | None) -> None:
    """The height of a row in points, at most 409; None lets the program choose."""
    found = sheet.make_row(row)
    found.set("ht", None if height is None else f"{min(height, 409):g}")
    found.set("customHeight", None if height is None else "1")


def set_width(sheet: Sheet, column: int, width: float | None) -> None:
    """The width of a column in characters; None gives it the sheet's default."""
    columns: list[str] = []
    own: str | None = None
    for tag in sheet.columns():
        first, last = int(attribute(tag, "min") or 1), int(attribute(tag, "max") or 1)
        if not first <= column <= last:
            columns.append(tag)
            continue
        own = tag
        if first < column:
            columns.append(element_with(tag, "max", str(column - 1)))
        if column < last:
            columns.append(element_with(tag, "min", str(column + 1)))
    own = own or f'<{sheet.prefix}col min="{column}" max="{column}"/>'
    own = element_with(element_with(own, "min", str(column)), "max", str(column))
    own = element_with(own, "width", None if width is None else f"{min(width, 255):g}")
    own = element_with(own, "customWidth", None if width is None else "1")
    if width is not None or attribute(own, "style") or attribute(own, "hidden"):
        columns.append(own if width is not None else element_with(own, "width", "9.140625"))
    columns.sort(key=lambda tag: int(attribute(tag, "min") or 1))
    name = f"{sheet.prefix}cols"
    sheet.put_element("cols", f"<{name}>{''.join(columns)}</{name}>" if columns else None)


def links(sheet: Sheet, area: Area) -> list[CellRef]:
    """The cells of an area that carry a link of their own."""
    element = sheet.document.find("hyperlinks")
    found = [attribute(start_tag(item.text), "ref") or "" for item in children(element)] if element else []
    boxes = [box_of(place) for place in found if place and ":" not in place]
    refs = [CellRef(area.sheet, top, left) for top, left, _, _ in boxes]
    return [ref for ref in refs if ref in area]


def set_link(book: Workbook, ref: CellRef, target: str | None) -> None:
    """Link a cell to a place in this workbook (``'表'!C7``) or to a file or address; None removes its link."""
    sheet = book.sheet(ref.sheet)
    element = sheet.document.find("hyperlinks")
    links = []
    for item in children(element) if element else []:
        tag = start_tag(item.text)
        if attribute(tag, "ref") != ref.a1:
            links.append(item.text)
        elif (relation := relation_id(tag)) is not None:
            rels.remove_relation(book.package, sheet.part, relation)
    if target is not None:
        links.append(_link(book, sheet, ref, target))
    name = f"{sheet.prefix}hyperlinks"
    sheet.put_element("hyperlinks", f"<{name}>{''.join(links)}</{name}>" if links else None)


def _link(book: Workbook, sheet: Sheet, ref: CellRef, target: str) -> str:
    tag = f'<{sheet.prefix}hyperlink ref="{ref.a1}"/>'
    if "!" in target and "://" not in target:
        return with_attribute(tag, "location", target.removeprefix("#"))
    relation = rels.add_relation(book.package, sheet.part, "hyperlink", target, external=True)
    return tag[:-2] + f' xmlns:r="{_RELATION}" r:id="{quoted(relation)}"/>'
