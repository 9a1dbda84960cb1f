"""The values of formulas, put into a workbook that openpyxl saved (it writes formulas without them).

So a preview, pandas, or a program that does not calculate shows the same numbers as Excel after calculating.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Mapping
from decimal import Decimal
from xml.sax.saxutils import escape

from perf_xl.forms.build_canonical import canonical
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

_FORMULA = re.compile(r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?)(?: t="[a-z]+")?><f>([^<]*)</f><v ?/?>(?:</v>)?</c>')


def with_values(workbook: bytes, values: Mapping[tuple[str, str], CellValue]) -> bytes:
    """``workbook`` (canonical) with the value of every formula; KeyError for a formula whose value is not given."""
    source = zipfile.ZipFile(io.BytesIO(canonical(workbook)))
    tabs = _tabs(source)
    result = io.BytesIO()
    with source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for info in source.infolist():
            data = source.read(info)
            tab = tabs.get(info.filename)
            if tab is not None:
                data = _patched(data.decode(), tab, values).encode()
            target.writestr(info, data)
    return result.getvalue()


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
    import html  # noqa: PLC0415

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
