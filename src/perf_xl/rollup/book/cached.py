"""The values of formulas, put into a workbook that openpyxl saved (it writes formulas without them).

So a preview, pandas, or a program that does not calculate shows the same numbers as Excel after calculating.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import re
import zipfile
from collections.abc import Collection, Mapping
from decimal import Decimal
from xml.sax.saxutils import escape

from perf_xl.forms.build_canonical import canonical
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


def with_values(workbook: bytes, values: Mapping[tuple[str, str], CellValue]) -> bytes:
    """``workbook`` (canonical) with the value of every formula; KeyError for a formula whose value is not given."""
    large = _large_parts(workbook)
    source = zipfile.ZipFile(io.BytesIO(canonical(_without(workbook, large))))
    tabs = _tabs(source)
    result = io.BytesIO()
    with source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for info in source.infolist():
            _write(target, info.filename, source.read(info), tabs, values)
        for name in sorted(large):
            _write(target, name, large[name], tabs, values)
    return result.getvalue()


LARGE = 4_000_000
"""Bytes from which a sheet is kept as openpyxl wrote it: putting it in canonical form would take longer than writing it."""


def _large_parts(workbook: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as source:
        return {info.filename: source.read(info) for info in source.infolist() if info.file_size > LARGE}


def _without(workbook: bytes, names: Collection[str]) -> bytes:
    if not names:
        return workbook
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            if name not in names:
                target.writestr(name, source.read(name))
    return result.getvalue()


def _write(
    target: zipfile.ZipFile,
    name: str,
    data: bytes,
    tabs: Mapping[str, str],
    values: Mapping[tuple[str, str], CellValue],
) -> None:
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
    tab = tabs.get(name)
    target.writestr(info, data if tab is None else _patched(data.decode(), tab, values).encode())


def _patched(xml: str, tab: str, values: Mapping[tuple[str, str], CellValue]) -> str:
    def cell(match: re.Match[str]) -> str:
        address, style, formula = match[1], match[2], match[3]
        kind, text = _stored(values[tab, address])
        return f'<c r="{address}"{style}{kind}><f>{formula}</f><v>{text}</v></c>'

    return _FORMULA.sub(cell, xml)


def _stored(value: CellValue) -> tuple[str, str]:
    """The cell type and the text of ``<v>``."""
    match value:
        case None:
            return ' t="str"', ""
        case bool():
            return ' t="b"', str(int(value))
        case Decimal():
            return "", plain(value)
        case str():
            return ' t="str"', escape(value)
        case dt.date() | dt.time():
            raise TypeError("a formula of the summary gives numbers and texts only")
        case _:
            return "", str(value)


def _tabs(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part name to tab name."""
    relations = dict(
        re.findall(
            r'Id="([^"]+)"[^>]*?Target="/?(?:xl/)?([^"]+)"',
            _ordered(archive.read("xl/_rels/workbook.xml.rels").decode()),
        )
    )
    tabs = re.findall(r'<sheet name="([^"]+)"[^>]*?r:id="([^"]+)"', archive.read("xl/workbook.xml").decode())
    return {f"xl/{relations[relation]}": html.unescape(name) for name, relation in tabs}


def _ordered(relations: str) -> str:
    """Each relationship with Id before Target, whatever order the writer had."""
    return re.sub(
        r"<Relationship ([^>]*?)/?>",
        lambda m: f'Id="{_attribute(m[1], "Id")}" Target="{_attribute(m[1], "Target")}"\n',
        relations,
    )


def _attribute(text: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', text)
    return match[1] if match else ""
