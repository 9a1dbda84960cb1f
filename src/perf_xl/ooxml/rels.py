"""Relationships between parts, and the list of content types."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote

from perf_xl.ooxml.markup import Document, Item, attribute, quoted, start_tag
from perf_xl.ooxml.package import Package

CONTENT_TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_EMPTY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship: its id, the last word of its type (``worksheet``), the part or address it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


def rels_part(part: str) -> str:
    """The part that holds the relationships of ``part``."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def relations(package: Package, part: str) -> list[Relation]:
    """The relationships of ``part``; targets as part names, absolute or relative as they were written."""
    name = rels_part(part)
    if name not in package:
        return []
    return [_relation(item.text, part) for item in Document(package.read(name)).all("Relationship")]


def _relation(element: str, part: str) -> Relation:
    tag = start_tag(element)
    target = attribute(tag, "Target") or ""
    external = attribute(tag, "TargetMode") == "External"
    if not external:
        target = unquote(target.replace("\\", "/"))
        base = "" if target.startswith("/") else posixpath.dirname(part)
        target = posixpath.normpath(posixpath.join(base, target.lstrip("/")))
    kind = (attribute(tag, "Type") or "").rpartition("/")[2]
    return Relation(attribute(tag, "Id") or "", kind, target, external)


def add_relation(package: Package, part: str, kind: str, target: str, *, external: bool = False) -> str:
    """Add a relationship of ``part`` (an office one, or a full type address); gives its id."""
    name = rels_part(part)
    document = Document(package.read(name) if name in package else _EMPTY)
    taken = {attribute(start_tag(item.text), "Id") for item in document.all("Relationship")}
    number = 1
    while f"rId{number}" in taken:
        number += 1
    if not external:
        target = posixpath.relpath(target, posixpath.dirname(part) or ".")
    full = kind if "/" in kind else _OFFICE + kind
    mode = ' TargetMode="External"' if external else ""
    element = f'<{document.prefix}Relationship Id="rId{number}" Type="{full}" Target="{quoted(target)}"{mode}/>'
    _append(document, "Relationship", element)
    package.write(name, document.encode())
    return f"rId{number}"


def remove_relation(package: Package, part: str, relation: str) -> None:
    """Take the relationship with id ``relation`` away; the part with the last one goes too."""
    name = rels_part(part)
    document = Document(package.read(name))
    document.items = [item for item in document.items if not (item.name and attribute(item.text, "Id") == relation)]
    if document.all("Relationship"):
        package.write(name, document.encode())
    else:
        package.delete(name)


def add_content_type(package: Package, part: str, content_type: str) -> None:
    """Declare the content type of one part."""
    document = Document(package.read(CONTENT_TYPES))
    element = f'<{document.prefix}Override PartName="/{quoted(part)}" ContentType="{content_type}"/>'
    _append(document, "Override", element)
    package.write(CONTENT_TYPES, document.encode())


def add_default_type(package: Package, extension: str, content_type: str) -> None:
    """Declare the content type of all parts with ``extension``, unless that is done."""
    document = Document(package.read(CONTENT_TYPES))
    known = {(attribute(item.text, "Extension") or "").lower() for item in document.all("Default")}
    if extension in known:
        return
    element = f'<{document.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
    _append(document, "Default", element)
    package.write(CONTENT_TYPES, document.encode())


def remove_part(package: Package, part: str) -> None:
    """Delete a part with its relationships and its content type; parts that it leads to stay."""
    package.delete(part)
    package.delete(rels_part(part))
    document = Document(package.read(CONTENT_TYPES))
    gone = "/" + part.lower()
    document.items = [
        item
        for item in document.items
        if not (item.name == "Override" and (attribute(item.text, "PartName") or "").lower() == gone)
    ]
    package.write(CONTENT_TYPES, document.encode())


def _append(document: Document, name: str, element: str) -> None:
    last = max((index for index, item in enumerate(document.items) if item.name == name), default=-1)
    place = last + 1 if last >= 0 or name == "Default" else len(document.items)
    document.items.insert(place, Item(name, element))
