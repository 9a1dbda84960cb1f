"""The quick scan knows what common programs write, and says so when it meets anything else."""

from __future__ import annotations

import io
import zipfile

import pytest

from perf_xl.ooxml.scan import cell_head, cells_of, scan, shared_texts

PHONETIC = '<phoneticPr fontId="1" type="noConversion"/>'


def sheet(cells: str) -> str:
    """A sheet's XML with one row."""
    return f'<worksheet><cols/><sheetData><row r="1">{cells}</row></sheetData><mergeCells/></worksheet>'


def table(items: str) -> str:
    """A table of shared texts."""
    return f'<?xml version="1.0"?><sst count="9" uniqueCount="9">{items}</sst>'


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ('<c r="A1"/><c r="B1" s="1"/>', []),
        ('<c r="A1" s="2" t="s"><v>7</v></c><c r="B1"><v>1.5</v></c>', [('A1" s="2" t="s"', "7"), ('B1"', "1.5")]),
        ('<c r="A1" t="inlineStr"><is><t>甲</t></is></c>', [('A1" t="inlineStr"', "甲")]),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 甲</t></is></c>', [('A1" t="inlineStr"', " 甲")]),
        ('<c r="A1"><f>B1/C1</f><v>0.5</v></c><c r="B1"><f t="shared" si="0"/><v>2</v></c>', [('A1"', "0.5"), ('B1"', "2")]),
        ('<c r="A1" s="1"></c><c r="B1"><v>3</v></c>', [('B1"', "3")]),
        ('<c r="A1" t="str"><f>B1</f><v></v></c>', [('A1" t="str"', "")]),
    ],
    ids=["blank", "values", "inline", "inline with blanks", "formulas", "blank with an end tag", "empty text"],
)  # fmt: skip
def test_cells_when_written_as_usual_then_are_found(cells: str, expected: list[tuple[str, str]]) -> None:
    """Head and value; blank cells are left out."""
    assert cells_of(sheet(cells)) == expected


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" t="str"><f>B1</f><v xml:space="preserve"> 9</v></c>',
        '<c r="A1"><v xml:space="preserve">9</v></c><c r="B1"><v>1</v></c>',
        '<c r="A1"><f>B1+1</f></c><c r="B1"><v>3</v></c>',
        '<c r="A1"><f t="shared" si="0"/></c><c r="B1"><v>3</v></c>',
        '<c r="A1"><f>B1+1</f><v/></c><c r="B1"><v>3</v></c>',
        '<c r="A1"><v>1<!-- 2 --></v></c>',
        '<c r="A1" t="inlineStr"><is><r><t>9</t></r></is></c>',
        '<c r="A1" t="inlineStr"><is xml:lang="zh"><t>9</t></is></c>',
        '<c r="A1"><v>9</v><extLst/></c>',
        '<c r="A1" ><v>9</v></c>',
        '<c r="A1"><v><![CDATA[9]]></v></c>',
    ],
)
def test_cells_when_one_is_written_otherwise_then_nothing_is_said(cells: str) -> None:
    """A value that is not understood is never passed over."""
    assert cells_of(sheet(cells)) is None


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("<si><t>甲</t></si><si><t>乙</t></si>", ["甲", "乙"]),
        ('<si><t>甲</t></si><si><t xml:space="preserve"> 乙</t></si>', ["甲", " 乙"]),
        (f"<si><t>甲</t>{PHONETIC}</si><si><t>乙</t>{PHONETIC}</si>", ["甲", "乙"]),
        ("<si><t>甲</t></si><si/><si><t/></si><si><t>乙</t></si>", ["甲", "", "", "乙"]),
        ("<si><t>甲</t></si><si/>", ["甲", ""]),
        ("<si/><si><t>甲</t></si>", ["", "甲"]),
        ("<si><t></t></si>", [""]),
        ("<si><t>甲</t></si><si><r><t>乙</t></r><r><rPr><b/></rPr><t>丙</t></r></si>", ["甲", "乙丙"]),
        ('<si><t>甲</t><rPh sb="0" eb="1"><t>jia</t></rPh></si><si/>', ["甲", ""]),
        ("<si><t>1&lt;2!</t></si>", ["1&lt;2!"]),
    ],
)
def test_shared_texts_when_written_as_programs_do_then_are_in_their_places(items: str, expected: list[str]) -> None:
    """An empty item keeps its number; phonetic readings are no text."""
    assert shared_texts(table(items)) == expected


@pytest.mark.parametrize(
    "items",
    [
        "<si><t>甲<!-- 乙 --></t></si>",
        "<si><r><t xml:space='preserve'>甲</t></r></si>",
        "<si><r><t>_x00</t></r><r><t>41_</t></r></si>",
        '<si xml:lang="zh"><t>甲</t></si><si><t>乙</t></si>',
    ],
)
def test_shared_texts_when_an_item_is_written_otherwise_then_nothing_is_said(items: str) -> None:
    """The full reader reads the table."""
    assert shared_texts(table(items)) is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('B2" s="3" t="s"', ("B2", "3", "s")),
        ('B2" t="s" s="3"', ("B2", "3", "s")),
        ('B2"', ("B2", "", "")),
        ('B2" s="3" cm="1"', None),
    ],
)
def test_head_when_attributes_stand_in_either_order_then_is_understood(
    head: str, expected: tuple[str, str, str] | None
) -> None:
    """Address, style, type; anything more is left to the full reader."""
    assert cell_head(head) == expected


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip file."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return result.getvalue()


def test_part_when_read_then_is_the_content_zipped() -> None:
    """By name, with the checksum of the directory."""
    found = scan(archive({"a.xml": b"<worksheet/>" * 99, "b.xml": b""}))
    assert found is not None
    assert [found.read(name) for name in (b"a.xml", b"b.xml", b"c.xml")] == [b"<worksheet/>" * 99, b"", None]


@pytest.mark.parametrize("name", ["名.xml", "a\\b.xml"])
def test_directory_when_a_name_is_unusual_then_is_left_to_the_full_reader(name: str) -> None:
    """It says what is wrong, if anything."""
    assert scan(archive({"a.xml": b"1", name: b"2"}).replace(b"a/b", b"a\\b")) is None
