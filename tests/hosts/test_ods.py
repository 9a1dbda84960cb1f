"""LibreOffice's own format: values, percentages as shown, merges, repeats, hidden sheets, and everything that is refused."""

from __future__ import annotations

import datetime as dt
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.errors import FileProblem
from perf_xl.forms.sheet_view import SheetView
from perf_xl.hosts.ods import open_ods
from perf_xl.model.cells import Area

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def ods(path: Path, rows: str, *, styles: str = "", manifest: str = "<manifest/>") -> Path:
    """A file of one sheet with these rows."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="表" table:style-name="ta1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content)
    return path


def cell(kind: str, value: str, shown: str, more: str = "") -> str:
    """A cell as LibreOffice writes it."""
    name = {"date": "date-value", "boolean": "boolean-value"}.get(kind, "value")
    given = f'office:{name}="{value}"' if value else ""
    return f'<table:table-cell office:value-type="{kind}" {given} {more}><text:p>{shown}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    """A row of cells."""
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_cells_when_read_then_have_the_values_they_show(tmp_path: Path) -> None:
    """Numbers exact, percentages with the decimals shown, dates, words with their blanks and line breaks."""
    cells = [
        cell("float", "36.67", "36.7"),
        cell("percentage", "0.945", "94.5%"),
        cell("percentage", "1", "100%"),
        cell("currency", "1200", "￥1,200"),
        cell("date", "2024-05-08", "2024.5.8"),
        cell("boolean", "true", "TRUE"),
        cell("string", "", '甲<text:s text:c="2"/>乙<text:span>丙</text:span>'),
        (
            '<table:table-cell office:value-type="string"><office:annotation><text:p>批注</text:p></office:annotation>'
            "<text:p>一</text:p><text:p>二</text:p></table:table-cell>"
        ),
    ]
    view = SheetView(open_ods(ods(tmp_path / "a.ods", row(*cells))), "表")
    assert [value for _, _, value in view.filled()] == [
        Decimal("36.67"), "94.5%", "100%", Decimal(1200), dt.datetime(2024, 5, 8), True, "甲  乙丙", "一\n二",  # noqa: DTZ001
    ]  # fmt: skip


def test_repeats_and_merges_when_read_then_stand_where_they_are_shown(tmp_path: Path) -> None:
    """Blank cells and rows by the million at the end do no harm; covered cells take their place."""
    merged = cell("string", "", "产出指标", 'table:number-rows-spanned="2" table:number-columns-spanned="2"')
    rows = [
        row('<table:table-cell table:number-columns-repeated="2"/>', cell("string", "", "头")),
        row(merged, "<table:covered-table-cell/>", cell("float", "5", "5", 'table:number-columns-repeated="2"')),
        row('<table:covered-table-cell table:number-columns-repeated="2"/>', cell("float", "6", "6")),
        row('<table:table-cell table:number-columns-repeated="1024"/>', more='table:number-rows-repeated="1048570"'),
    ]
    book = open_ods(ods(tmp_path / "a.ods", "".join(rows)))
    filled = {(r, c): value for r, c, value in SheetView(book, "表").filled()}
    assert filled == {(1, 3): "头", (2, 1): "产出指标", (2, 3): 5, (2, 4): 5, (3, 3): 6}
    assert list(book.merges("表")) == [Area("表", 2, 1, 3, 2)]


def test_sheet_when_hidden_then_is_read_and_marked(tmp_path: Path) -> None:
    """Its style says so."""
    styles = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
    book = open_ods(ods(tmp_path / "a.ods", row(cell("float", "1", "1")), styles=styles))
    assert book.is_hidden("表")


@pytest.mark.parametrize(
    ("rows", "manifest", "message"),
    [
        ("", "<manifest><encryption-data/></manifest>", "有密码"),
        ("<table:table-row>", "<manifest/>", "读不懂"),
        (row(cell("float", "x", "x")), "<manifest/>", "读不懂"),
        (row(cell("float", "1", "1"), more='table:number-rows-repeated="900000"'), "<manifest/>", "太大"),
    ],
)
def test_file_when_it_cannot_be_read_then_one_sentence(rows: str, manifest: str, message: str, tmp_path: Path) -> None:
    """Encrypted, broken, or filled down to the last row."""
    with pytest.raises(FileProblem, match=message):
        open_ods(ods(tmp_path / "a.ods", rows, manifest=manifest))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"text"])
def test_file_when_it_is_no_ods_then_one_sentence(content: bytes, tmp_path: Path) -> None:
    """Not a traceback."""
    path = tmp_path / "a.ods"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match="读不懂"):
        open_ods(path)


def test_file_when_it_is_missing_then_one_sentence(tmp_path: Path) -> None:
    """Named, with the reason."""
    with pytest.raises(FileProblem, match="读不了"):
        open_ods(tmp_path / "没有.ods")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_file_when_bytes_are_damaged_then_is_read_or_told(data: st.DataObject) -> None:
    """Never another exception."""
    with tempfile.TemporaryDirectory() as folder:
        path = ods(Path(folder) / "a.ods", row(cell("percentage", "0.945", "94.5%"), cell("string", "", "产出指标")))
        content = bytearray(path.read_bytes())
        for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=20)):
            content[at] = data.draw(st.integers(0, 255))
        path.write_bytes(bytes(content))
        assert said(path) in (set(), {"94.5%", "产出指标"})


def said(path: Path) -> set[object]:
    """The values of a file; none of one that is refused."""
    try:
        book = open_ods(path)
    except FileProblem:
        return set()
    return {value for sheet in book.sheets() for _, _, value in SheetView(book, sheet).filled()}
