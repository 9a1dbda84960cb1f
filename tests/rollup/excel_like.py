"""A workbook rewritten as Excel stores it: texts in a shared table, blank cells without a type, rows with their spans."""

from __future__ import annotations

import io
import re
import zipfile

_INLINE = re.compile(
    r'<c r="([A-Z]+[0-9]+)"((?: s="[0-9]+")?) t="inlineStr"><is><t(?: xml:space="preserve")?>([^<]*)</t></is></c>'
)
_BLANK = re.compile(r'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="(?:n|inlineStr)"/>')
_ROW = re.compile(r'<row r="([0-9]+)"')
_SST = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def as_excel_stores(workbook: bytes) -> bytes:
    """``workbook`` (one sheet, inline texts) with ``sharedStrings.xml``."""
    texts: dict[str, int] = {}
    uses = 0

    def shared(match: re.Match[str]) -> str:
        nonlocal uses
        uses += 1
        index = texts.setdefault(match[3], len(texts))
        return f'<c r="{match[1]}"{match[2]} t="s"><v>{index}</v></c>'

    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                sheet = _BLANK.sub(r"\1/>", _INLINE.sub(shared, data.decode()))
                data = _ROW.sub(r'<row r="\1" spans="1:7"', sheet).encode()
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
        target.writestr("xl/sharedStrings.xml", _table(list(texts), uses))
    return result.getvalue()


def _table(texts: list[str], uses: int) -> str:
    """The table; as Excel does, only texts with blanks at their ends or line breaks say that these count."""
    items = "".join(f"<si><t{_space(text)}>{text}</t></si>" for text in texts)
    head = f'<sst xmlns="{_MAIN}" count="{uses}" uniqueCount="{len(texts)}">'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n{head}{items}</sst>'


def _space(text: str) -> str:
    return ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
