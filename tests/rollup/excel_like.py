"""A workbook rewritten as Excel stores it: texts in a shared table, not in the cells."""

from __future__ import annotations

import io
import re
import zipfile

_INLINE = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
)
_SST = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_excel_stores(workbook: bytes) -> bytes:
    """``workbook`` (one sheet, inline texts) with ``sharedStrings.xml``."""
    texts: dict[str, int] = {}

    def shared(match: re.Match[str]) -> str:
        index = texts.setdefault(match[3], len(texts))
        return f'<c r="{match[1]}"{match[2]} t="s"><v>{index}</v></c>'

    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data = _INLINE.sub(shared, data.decode()).encode()
            elif name == "xl/_rels/workbook.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId99" Type="{_SST}" Target="sharedStrings.xml"/></Relationships>'.encode(),
                )
            elif name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}"/></Types>'.encode()
                )
            target.writestr(name, data)
        items = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts)
        target.writestr(
            "xl/sharedStrings.xml",
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="{_MAIN}">{items}</sst>',
        )
    return result.getvalue()
