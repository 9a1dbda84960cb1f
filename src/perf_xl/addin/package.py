"""The .xlam package around the VBA project and the ribbon: two sheets of texts, written part by part.

The same bytes come out for the same content: fixed order, fixed time, no document properties.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from perf_xl.model.cells import column_letters

_TIME = (1980, 1, 1, 0, 0, 0)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_RELS = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_UI_2007 = "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility"
_UI_2010 = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"
_VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"

Rows = Sequence[Sequence[str]]


def write_package(
    vba_project: bytes, sheets: Mapping[str, Rows], ribbon: str, ribbon_2007: str, *, addin: bool = True
) -> bytes:
    """The bytes of perf_xl.xlam. ``sheets``: texts by sheet name, which is the sheet's code name too.

    ``addin=False`` gives the same as .xlsm, for hosts that open no add-ins.
    """
    parts = {
        "[Content_Types].xml": _content_types(len(sheets), addin=addin),
        "_rels/.rels": _package_relations(),
        "xl/workbook.xml": _workbook(list(sheets)),
        "xl/_rels/workbook.xml.rels": _workbook_relations(len(sheets)),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{i}.xml": _sheet(name, rows) for i, (name, rows) in enumerate(sheets.items(), 1)},
        "customUI/customUI14.xml": ribbon,
        "customUI/customUI.xml": ribbon_2007,
    }
    return _zip({**{name: text.encode() for name, text in parts.items()}, "xl/vbaProject.bin": vba_project})


def _zip(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 0
            package.writestr(info, data)
    return buffer.getvalue()


def _content_types(sheets: int, *, addin: bool) -> str:
    kind = "addin" if addin else "sheet"
    overrides = [
        ("/xl/workbook.xml", f"application/vnd.ms-excel.{kind}.macroEnabled.main+xml"),
        *((f"/xl/worksheets/sheet{i}.xml", _SHEET_TYPE) for i in range(1, sheets + 1)),
        ("/xl/styles.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"),
    ]
    return (
        f'{_XML}<Types xmlns="{_RELS}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
        + "</Types>"
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = (
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_RELS}/relationships">{"".join(items)}</Relationships>'


def _package_relations() -> str:
    return _relations(
        [
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (_UI_2007, "customUI/customUI.xml"),
            (_UI_2010, "customUI/customUI14.xml"),
        ]
    )


def _workbook_relations(sheets: int) -> str:
    worksheet = f"{_OFFICE}/relationships/worksheet"
    return _relations(
        [
            *((worksheet, f"worksheets/sheet{i}.xml") for i in range(1, sheets + 1)),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            (_VBA, "vbaProject.bin"),
        ]
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}/relationships"><workbookPr codeName="ThisWorkbook"/>'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>"
    )


def _sheet(code_name: str, rows: Rows) -> str:
    body = "".join(f'<row r="{r}">{"".join(_cells(r, texts))}</row>' for r, texts in enumerate(rows, 1))
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr codeName="{code_name}"/><sheetData>{body}</sheetData></worksheet>'
    )


def _cells(row: int, texts: Sequence[str]) -> list[str]:
    return [
        f'<c r="{column_letters(c)}{row}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for c, text in enumerate(texts, 1)
    ]


_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
