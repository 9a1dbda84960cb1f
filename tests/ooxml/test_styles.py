"""Formats: looks read, changed, used again; the old index comes back when a mark is taken away."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.model.cells import Look
from perf_xl.ooxml.markup import canonical
from perf_xl.ooxml.styles import MINIMAL, Styles
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, converted, parts_of, prefixed

THEME = ["FFFFFF", "000000", "E7E6E6", "44546A", "4472C4"]


def styles_of(data: bytes) -> Styles:
    """The formats of a workbook."""
    return Styles(parts_of(data)["xl/styles.xml"], THEME)


SAMPLES = [by_openpyxl, by_xlsxwriter, lambda: prefixed(by_xlsxwriter())]


@pytest.mark.parametrize("sample", SAMPLES)
def test_mark_when_taken_away_then_the_earlier_index(sample):
    """Fill on, fill off: every format of a real file comes back with its own index."""
    styles = styles_of(sample())
    for style in range(len(styles)):
        marked = styles.changed(style, Look(fill="FFF2CC"))
        assert marked != style
        assert style == styles.changed(marked, Look(fill=styles.look(style).fill))


@pytest.mark.parametrize("sample", SAMPLES)
def test_mark_when_set_again_by_another_run_then_no_new_format(sample):
    """The format of yesterday's mark is found, not added once more."""
    styles = styles_of(sample())
    first = styles.changed(0, Look(fill="FFF2CC", bold=True, border="FF0000"))
    again = Styles(styles.encode(), THEME)
    assert first == again.changed(0, Look(fill="FFF2CC", bold=True, border="FF0000"))
    assert not again.dirty


def test_styles_when_nothing_changes_then_bytes_equal():
    """A look that is there already adds nothing."""
    data = parts_of(by_xlsxwriter())["xl/styles.xml"]
    styles = Styles(data, THEME)
    for style in range(len(styles)):
        assert style == styles.changed(style, styles.look(style))
    assert data == styles.encode()


LOOKS = st.builds(
    Look,
    fill=st.sampled_from([None, "", "FFF2CC", "C00000"]),
    font_name=st.sampled_from([None, "宋体", "仿宋_GB2312"]),
    font_size=st.sampled_from([None, 9.0, 10.5, 11.0]),
    font_color=st.sampled_from([None, "FF0000", "000000"]),
    bold=st.sampled_from([None, True, False]),
    border=st.sampled_from([None, "", "000000", "999999"]),
    horizontal=st.sampled_from([None, "left", "center", "general"]),
    vertical=st.sampled_from([None, "top", "center", "bottom"]),
    wrap=st.sampled_from([None, True, False]),
    number_format=st.sampled_from([None, "General", "0.00%", '0.0"分"', "yyyy/m/d", "@"]),
    locked=st.sampled_from([None, True, False]),
)


@settings(max_examples=60)
@given(st.lists(LOOKS, max_size=4), st.sampled_from([MINIMAL, parts_of(by_xlsxwriter())["xl/styles.xml"]]))
def test_looks_when_laid_over_each_other_then_the_last_word_counts(looks, data):
    """Given fields are as given, the others as they were; the written part reads the same."""
    styles, style = Styles(data, THEME), 0
    expected = styles.look(0)
    for look in looks:
        style = styles.changed(style, look)
        given_fields = {name: getattr(look, name) for name in Look.__slots__ if getattr(look, name) is not None}
        expected = Look(**{name: given_fields.get(name, getattr(expected, name)) for name in Look.__slots__})
    assert expected == styles.look(style)
    assert expected == Styles(styles.encode(), THEME).look(style)


def test_colors_when_by_theme_tint_or_palette_then_rgb():
    """Theme 4 with a tint of 0.4, and index 10 of the palette."""
    data = (
        MINIMAL.replace(b"<font><sz", b'<font><color theme="4" tint="0.4"/><sz')
        .replace(
            b'<fill><patternFill patternType="gray125"/></fill>',
            b'<fill><patternFill patternType="solid"><fgColor indexed="10"/></patternFill></fill>',
        )
        .replace(b'fillId="0" borderId="0" xfId', b'fillId="1" borderId="0" xfId')
    )
    look = Styles(data, THEME).look(0)
    assert ("8FAADC", "FF0000") == (look.font_color, look.fill)


@pytest.mark.parametrize(
    ("number", "code"), [(31, 'yyyy"年"m"月"d"日"'), (57, 'yyyy"年"m"月"'), (14, "yyyy/m/d"), (9, "0%")]
)
def test_built_in_formats_when_without_definition_then_the_chinese_ones(number, code):
    """Excel and WPS write ids 27 to 58 without a definition."""
    data = MINIMAL.replace(
        b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>', b'<xf numFmtId="%d"/>' % number
    )
    assert code == Styles(data, THEME).number_format(0)


def test_existing_formats_when_some_are_added_then_unchanged():
    """Old indexes keep their meaning to the letter."""
    data = parts_of(by_openpyxl())["xl/styles.xml"]
    styles = Styles(data, THEME)
    before = [canonical(styles._xf(style)) for style in range(2)]
    styles.changed(1, Look(fill="123456", font_name="黑体"))
    after = Styles(styles.encode(), THEME)
    assert before == [canonical(after._xf(style)) for style in range(2)]


@pytest.mark.libreoffice
def test_mark_when_in_a_libreoffice_file_then_the_earlier_index(tmp_path):
    """Every format of a file saved by LibreOffice comes back with its own index."""
    styles = styles_of(converted(by_xlsxwriter(), tmp_path))
    for style in range(len(styles)):
        marked = styles.changed(style, Look(fill="FFF2CC"))
        assert style == styles.changed(marked, Look(fill=styles.look(style).fill))
