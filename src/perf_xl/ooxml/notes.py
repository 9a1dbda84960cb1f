"""Notes (comments) of cells: the comments part, its drawing, and the ties between them and the sheet."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.model.cells import CellRef, parse_a1
from perf_xl.ooxml import rels, vml
from perf_xl.ooxml.cellxml import MAX_TEXT, normal_text, rich_text, text_element, text_units
from perf_xl.ooxml.formulas import RowMap
from perf_xl.ooxml.markup import (
    Document,
    attribute,
    children,
    content,
    decode,
    escape,
    recode,
    start_tag,
    with_attribute,
)
from perf_xl.ooxml.sqref import text_of
from perf_xl.ooxml.workbook import Workbook

ORDER = ("authors", "commentList", "extLst")
AUTHOR = "perf_xl"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<authors></authors><commentList></commentList></comments>"
)


def _related(book: Workbook, sheet: str, kind: str) -> rels.Relation | None:
    return next((r for r in book.sheet_relations(sheet) if r.kind == kind and r.target in book.package), None)


def _comments(document: Document) -> list[str]:
    element = document.find("commentList")
    return [item.text for item in children(element)] if element else []


def read_note(book: Workbook, ref: CellRef) -> str | None:
    """The text of the cell's note; None if there is none."""
    return read_notes(book, ref.sheet).get((ref.row, ref.column))


def read_notes(book: Workbook, sheet: str) -> dict[tuple[int, int], str]:
    """All notes of a sheet by ``(row, column)``."""
    relation = _related(book, sheet, "comments")
    if relation is None:
        return {}
    document = Document(book.package.read(relation.target))
    return {
        parse_a1(attribute(start_tag(text), "ref") or "A1"): _text(text, document.prefix)
        for text in _comments(document)
    }


def _text(comment: str, prefix: str) -> str:
    body = next((item.text for item in children(comment) if item.name == "text"), "<text/>")
    return rich_text(content(body), prefix)


def set_note(book: Workbook, ref: CellRef, text: str | None) -> None:
    """Set the note of a cell, or remove it (None). The parts go with a sheet's last note."""
    if _related(book, ref.sheet, "threadedComment") is not None:
        raise InputError(
            f"工作表“{ref.sheet}”含有会话式批注，不能自动修改 {ref.a1} 的批注。请先在 Excel 中把会话批注转换为普通批注。"
        )
    if text is not None and text_units(text) > MAX_TEXT:
        raise InputError(f"工作表“{ref.sheet}”单元格 {ref.a1} 的批注超过 {MAX_TEXT} 个字符，不能写入。")
    relation = _related(book, ref.sheet, "comments")
    if relation is None and text is None:
        return
    part = relation.target if relation else _new_part(book, ref.sheet)
    document = Document(book.package.read(part))
    comments = [c for c in _comments(document) if attribute(start_tag(c), "ref") != ref.a1]
    if text is not None:
        comments.append(_comment(document, ref, normal_text(text)))
        comments.sort(key=lambda c: parse_a1(attribute(start_tag(c), "ref") or "A1"))
    _store(document, comments)
    book.package.write(part, document.encode())
    _draw(book, ref, text)
    if not comments:
        _remove_parts(book, ref.sheet)


def _store(document: Document, comments: list[str]) -> None:
    name = f"{document.prefix}commentList"
    document.put("commentList", f"<{name}>{''.join(comments)}</{name}>", ORDER)


def _comment(document: Document, ref: CellRef, text: str) -> str:
    prefix = document.prefix
    authors = document.find("authors") or f"<{prefix}authors></{prefix}authors>"
    known = [content(item.text) for item in children(authors)]
    if AUTHOR not in known:
        known.append(AUTHOR)
        body = content(authors) + f"<{prefix}author>{escape(AUTHOR)}</{prefix}author>"
        document.put("authors", f"<{prefix}authors>{body}</{prefix}authors>", ORDER)
    inner = f"<{prefix}text><{prefix}r>{text_element(text, prefix)}</{prefix}r></{prefix}text>"
    return f'<{prefix}comment ref="{ref.a1}" authorId="{known.index(AUTHOR)}">{inner}</{prefix}comment>'


def _new_part(book: Workbook, sheet: str) -> str:
    part = book.package.new_name("xl/comments{}.xml")
    book.package.write(part, _EMPTY.encode())
    rels.add_content_type(book.package, part, _TYPE)
    rels.add_relation(book.package, book.sheet(sheet).part, "comments", part)
    return part


def _draw(book: Workbook, ref: CellRef, text: str | None) -> None:
    relation = _drawing(book, ref.sheet)
    if relation is None:
        if text is None:
            return
        part = _new_drawing(book, ref.sheet)
    else:
        part = relation.target

    def redrawn(drawing: str) -> str:
        drawing = vml.remove_note(drawing, ref.row, ref.column)
        if text is None:
            return drawing
        lines = sum(1 + text_units(line) // 12 for line in text.split("\n"))
        return vml.add_note(drawing, ref.row, ref.column, lines)

    book.package.write(part, recode(book.package.read(part), redrawn))


def _drawing(book: Workbook, sheet: str) -> rels.Relation | None:
    tag = book.sheet(sheet).document.find("legacyDrawing")
    if tag is None:
        return None
    return next((r for r in book.sheet_relations(sheet) if f'"{r.id}"' in tag and r.target in book.package), None)


def _new_drawing(book: Workbook, sheet: str) -> str:
    part = book.package.new_name("xl/drawings/vmlDrawing{}.vml")
    book.package.write(part, vml.EMPTY.encode())
    rels.add_default_type(book.package, "vml", _VML_TYPE)
    target = book.sheet(sheet)
    relation = rels.add_relation(book.package, target.part, "vmlDrawing", part)
    tag = f'<{target.prefix}legacyDrawing xmlns:r="{_RELATION}" r:id="{relation}"/>'
    target.put_element("legacyDrawing", tag)
    return part


def _remove_parts(book: Workbook, sheet: str) -> None:
    package, target = book.package, book.sheet(sheet)
    comments, drawing = _related(book, sheet, "comments"), _drawing(book, sheet)
    if comments is not None:
        rels.remove_part(package, comments.target)
        rels.remove_relation(package, target.part, comments.id)
    if drawing is not None and not vml.has_shapes(decode(package.read(drawing.target))):
        target.put_element("legacyDrawing", None)
        rels.remove_part(package, drawing.target)
        rels.remove_relation(package, target.part, drawing.id)


def move_rows(book: Workbook, sheet: str, rows: RowMap) -> None:
    """Notes and their boxes after rows of ``sheet`` moved; those of deleted rows go."""
    relation, drawing = _related(book, sheet, "comments"), _drawing(book, sheet)
    if drawing is not None:
        data = book.package.read(drawing.target)
        book.package.write(drawing.target, recode(data, lambda text: vml.move_rows(text, rows)))
    if relation is None:
        return
    document = Document(book.package.read(relation.target))
    before = _comments(document)
    after = [text for text in (_moved(comment, rows) for comment in before) if text is not None]
    if after != before:
        _store(document, after)
        book.package.write(relation.target, document.encode())
    if not after:
        _remove_parts(book, sheet)


def _moved(comment: str, rows: RowMap) -> str | None:
    tag = start_tag(comment)
    row, column = parse_a1(attribute(tag, "ref") or "A1")
    new = rows(row, row, False)
    if new is None:
        return None
    return with_attribute(tag, "ref", text_of((new[0], column, new[0], column))) + comment[len(tag) :]
