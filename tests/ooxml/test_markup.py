"""XML as text: attributes, escapes, documents that come back byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.ooxml.markup import (
    Document,
    MarkupError,
    attribute,
    canonical,
    children,
    decode_hex,
    encode_hex,
    escape,
    quoted,
    unescape,
    with_attribute,
)
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, parts_of, prefixed

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


@given(TEXTS)
def test_text_escaped_for_xml_when_read_back_then_the_same(text):
    """Control characters and literal _x0041_ survive; only line ends become one kind."""
    text = text.replace("\r", "")
    assert text == decode_hex(unescape(escape(encode_hex(text))))
    assert text == unescape(quoted(text).replace("&#10;", "\n"))


def test_nul_and_lone_surrogates_when_written_then_left_out_or_replaced():
    """What no XML can carry does not break the file."""
    assert "a\ufffdb" == encode_hex("a\x00\ud800b")


@pytest.mark.parametrize("sample", [by_openpyxl, by_xlsxwriter, lambda: prefixed(by_xlsxwriter())])
def test_document_when_nothing_is_changed_then_byte_for_byte(sample):
    """Every XML part of real producers is cut and joined without a change."""
    for name, content in parts_of(sample()).items():
        if name.endswith((".xml", ".rels")):
            assert content == Document(content).encode(), name


def test_attribute_when_another_ends_alike_then_not_confused():
    """``s`` is not found inside ``spans`` or after a prefix."""
    tag = "<c x:s='9' spans=\"1\" s = '3'>"
    assert ("3", "9", None) == (attribute(tag, "s"), attribute(tag, "x:s"), attribute(tag, "r"))
    assert "<c x:s='9' spans=\"1\">" == with_attribute(tag, "s", None)


def test_attribute_set_when_value_has_quotes_then_escaped():
    """A value with quotes and marks is safe."""
    tag = with_attribute("<a/>", "b", '"<&>')
    assert '<a b="&quot;&lt;&amp;&gt;"/>' == tag
    assert '"<&>' == attribute(tag, "b")


def test_document_when_an_element_is_new_then_in_schema_order():
    """A new element stands before the first that must follow it, also past unknown ones."""
    document = Document(b"<r><a/><mc:x/><d/></r>")
    document.put("b", "<b/>", ("a", "b", "c", "d"))
    assert "<r><a/><mc:x/><b/><d/></r>" == document.text()
    document.put("a", None, ("a", "b", "c", "d"))
    assert "<r><mc:x/><b/><d/></r>" == document.text()


@pytest.mark.parametrize("data", [b"", b"abc", b"<a><b></a>", b"<!DOCTYPE a><a></a>", b"\xff\xff<a/>", b"<a>"])
def test_document_when_not_xml_then_markup_error(data):
    """Broken parts and entity declarations are refused, never guessed."""
    with pytest.raises(MarkupError):
        Document(data)


def test_children_when_comments_and_cdata_stand_between_then_only_elements():
    """Comments with angle brackets do not confuse the cutting."""
    items = children("<a><!-- <b> --><b>1 &lt; 2<c/></b><![CDATA[<d>]]><e x='>'/></a>")
    assert [("b", "<b>1 &lt; 2<c/></b>"), ("e", "<e x='>'/>")] == [(item.name, item.text) for item in items]


def test_canonical_when_order_of_attributes_differs_then_equal():
    """Formats are compared by meaning."""
    assert canonical('<x:xf a="1" b="2"> <x:p/></x:xf>') == canonical("<xf b='2' a='1'><p/></xf>")


def test_document_when_utf16_then_comes_back_in_utf16():
    """The encoding of a part is kept."""
    data = "\ufeff<?xml version='1.0' encoding='UTF-16'?><a>绩效</a>".encode("utf-16-le")
    assert data == Document(data).encode()
