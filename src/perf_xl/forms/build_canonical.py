"""One serialisation of a workbook: the same parts, bytes, order and dates whatever XML library wrote the first one.

openpyxl's bytes differ with lxml present or not, and carry the time of saving. Each part is parsed and written again
here with fixed prefixes; the zip has one order and one date.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from perf_xl.model.cells import parse_a1

_DATE = "2024-01-01T00:00:00Z"
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_XML = "http://www.w3.org/XML/1998/namespace"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PREFIXES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/dc/dcmitype/": "dcmitype",
    "http://www.w3.org/2001/XMLSchema-instance": "xsi",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes": "vt",
    _XML: "xml",
}
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_ALWAYS_PREFIXED = {
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    *(f"{_DRAWING}/{name}" for name in ("main", "chart", "spreadsheetDrawing")),
}
"""Namespaces that have their prefix even where they are a part's own, as Office writes them: some readers look for it."""
_FONT = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
         "charset", "scheme")  # fmt: skip
"""The order of a font's parts that Office itself writes, and that Microsoft's validator asks for."""
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels")


def canonical(workbook: bytes) -> bytes:
    """``workbook`` (an xlsx) with every XML part in canonical form, in fixed order, with fixed dates."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in sorted(source.namelist(), key=_part_order):
            info = zipfile.ZipInfo(name, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            data = source.read(name)
            target.writestr(info, _canonical_part(name, data) if name.endswith((".xml", ".rels")) else data)
    return result.getvalue()


def canonical_parts(workbook: bytes) -> dict[str, bytes]:
    """Part name to canonical content; what a comparison of two workbooks should look at."""
    with zipfile.ZipFile(io.BytesIO(canonical(workbook))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _part_order(name: str) -> tuple[int, str]:
    return (_FIRST_PARTS.index(name) if name in _FIRST_PARTS else len(_FIRST_PARTS), name)


def _canonical_part(name: str, data: bytes) -> bytes:
    root = ET.fromstring(data)
    if name == "docProps/core.xml":
        _fix_dates(root)
    if name == "docProps/app.xml":
        _fix_application(root)
    for merges in root.iter(f"{{{_MAIN}}}mergeCells"):
        merges[:] = sorted(merges, key=_merge_order)
    for font in root.iter(f"{{{_MAIN}}}font"):
        font[:] = sorted(font, key=_font_order)
    own = _split(root.tag)[0]
    prefixes = {uri: prefix for uri, prefix in _PREFIXES.items() if uri != own or uri in _ALWAYS_PREFIXED}
    used = sorted({uri for uri in _namespaces(root) if uri and uri in prefixes and uri != _XML})
    declared = "".join(f' xmlns:{prefixes[uri]}="{uri}"' for uri in used)
    default = f' xmlns="{own}"' if own and own not in prefixes else ""
    body = "".join(_written(root, prefixes, f"{default}{declared}"))
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{body}'.encode()


def _fix_dates(root: ET.Element) -> None:
    for child in root:
        if _split(child.tag)[1] in ("created", "modified"):
            child.text = _DATE


def _fix_application(root: ET.Element) -> None:
    """The program's name without the version of a library."""
    for child in list(root):
        if _split(child.tag)[1] == "Application":
            child.text = "Microsoft Excel Compatible / perf_xl"
        elif _split(child.tag)[1] == "AppVersion":
            root.remove(child)


def _merge_order(merge: ET.Element) -> tuple[int, int]:
    """Row by row: in openpyxl merges are a set."""
    return parse_a1(merge.get("ref", "A1").split(":")[0])


def _font_order(part: ET.Element) -> int:
    return _FONT.index(_split(part.tag)[1])


def _namespaces(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        yield _split(element.tag)[0]
        yield from (_split(key)[0] for key in element.keys())  # noqa: SIM118  an Element is no mapping


@lru_cache(maxsize=1024)
def _split(tag: str) -> tuple[str, str]:
    match = re.fullmatch(r"\{([^}]*)\}(.*)", tag, re.DOTALL)
    return (match[1], match[2]) if match else ("", tag)


def _named(tag: str, prefixes: dict[str, str]) -> str:
    uri, local = _split(tag)
    prefix = prefixes.get(uri)
    return f"{prefix}:{local}" if prefix else local


def _written(element: ET.Element, prefixes: dict[str, str], declarations: str = "") -> Iterator[str]:
    tag = _named(element.tag, prefixes)
    attributes = "".join(f" {_named(key, prefixes)}={quoteattr(value)}" for key, value in element.items())
    yield f"<{tag}{declarations}{attributes}"
    if len(element) or element.text:
        yield f">{escape(element.text or '')}"
        for child in element:
            yield from _written(child, prefixes)
            yield escape(child.tail or "")
        yield f"</{tag}>"
    else:
        yield "/>"
