"""Formats of ranges: number formats, colours, fonts, alignment, borders, sizes."""

from __future__ import annotations

import pytest

from tests.xlwings_libreoffice.coverage import covers


@covers("Range.number_format")
@pytest.mark.parametrize(
    "code", ["0.00%", "yyyy-mm-dd", "#,##0.00;[Red]-#,##0.00", "@", '0"万元"', 'yyyy"年"m"月"', "h:mm:ss AM/PM"]
)
def test_number_formats_keep_excels_spelling(sheet, code):
    """Written and read in English codes."""
    sheet["A1:B2"].number_format = code
    assert code == sheet["A1:B2"].number_format


@covers("Range.number_format")
def test_number_format_defaults_and_mixes(sheet):
    """General for a new cell, None where cells differ, ValueError for nonsense."""
    sheet["A1"].number_format = "0.00"
    assert ("General", None) == (sheet["B1"].number_format, sheet["A1:B1"].number_format)
    with pytest.raises(ValueError, match="number format"):
        sheet["A1"].number_format = "yyyy["


@covers("Range.color", "Range.set_colors")
def test_colors(sheet):
    """Tuples, hex texts and Excel integers; None removes; mixed is None."""
    sheet["A1"].color = (255, 199, 206)
    sheet["B1"].color = "#c6efce"
    sheet["C1"].color = 0x0000FF  # Excel: blue, green, red
    assert [(255, 199, 206), (198, 239, 206), (255, 0, 0)] == [cell.color for cell in sheet["A1:C1"]]
    assert sheet["A1:B1"].color is None
    sheet["A1:C1"].set_colors([[None, ..., (1, 2, 3)]])
    assert [None, (198, 239, 206), (1, 2, 3)] == [cell.color for cell in sheet["A1:C1"]]


@covers("Range.font", "Font.bold", "Font.italic", "Font.size", "Font.color", "Font.name", "Font.api")
def test_fonts(sheet):
    """Western and Chinese text alike."""
    sheet["A1"].value = "绩效 abc"
    font = sheet["A1"].font
    font.bold, font.italic, font.size, font.color, font.name = True, True, 10.5, "#ff0000", "宋体"
    assert (True, True, 10.5, (255, 0, 0), "宋体") == (font.bold, font.italic, font.size, font.color, font.name)
    assert ("宋体", "宋体") == (font.api.CharFontName, font.api.CharFontNameAsian)
    assert (None, None) == (sheet["A1:B1"].font.bold, sheet["A1:B1"].font.size)
    font.bold = False
    assert font.bold is False


@covers("Range.horizontal_alignment", "Range.vertical_alignment", "Range.wrap_text", "Range.adjust_indent")
def test_alignment(sheet):
    """The words of xlwings; None where cells differ."""
    assert ("general", "bottom", False) == (
        sheet["A1"].horizontal_alignment,
        sheet["A1"].vertical_alignment,
        sheet["A1"].wrap_text,
    )
    for word in ("left", "center", "right", "justify", "distributed", "fill", "general"):
        sheet["A1"].horizontal_alignment = word
        assert word == sheet["A1"].horizontal_alignment
    for word in ("top", "center", "justify", "distributed", "bottom"):
        sheet["A1"].vertical_alignment = word
        assert word == sheet["A1"].vertical_alignment
    sheet["A1"].wrap_text = True
    assert (True, None) == (sheet["A1"].wrap_text, sheet["A1:B1"].wrap_text)
    with pytest.raises(NotImplementedError, match="center_across_selection"):
        sheet["A1"].horizontal_alignment = "center_across_selection"
    sheet["A1"].horizontal_alignment = "left"
    sheet["A1"].adjust_indent(2)
    sheet["A1"].adjust_indent(-1)
    assert 353 == sheet["A1"].api.ParaIndent


@covers("Range.borders", "Borders.__getitem__", "Borders.set", "Borders.line_style", "Borders.weight", "Borders.color")
@covers("Borders.clear", "Borders.api", "Border.line_style", "Border.weight", "Border.color", "Border.api")
def test_borders(sheet):
    """By side, by group and all at once; clearing leaves nothing."""
    block = sheet["B2:D4"]
    block.borders.set("outside", line_style="continuous", weight="medium", color="#0000ff")
    edge = block.borders["edge_top"]
    assert ("continuous", "medium", (0, 0, 255)) == (edge.line_style, edge.weight, edge.color)
    assert block.borders["inside_vertical"].line_style is None
    block.borders.set("inside", line_style="dot", weight="hairline")
    assert ("dot", "hairline") == (
        block.borders["inside_horizontal"].line_style,
        block.borders["inside_horizontal"].weight,
    )
    assert (None, None) == (block.borders.line_style, block.borders.weight)
    block.borders["diagonal_down"].line_style = "dash"
    assert ("dash", None) == (
        sheet["C3"].borders["diagonal_down"].line_style,
        sheet["C3"].borders["diagonal_up"].line_style,
    )
    block.borders.clear()
    assert {None} == {block.borders[side].line_style for side in ("edge_left", "inside_vertical", "diagonal_down")}
    block.borders.line_style, block.borders.weight, block.borders.color = "continuous", "thin", (1, 2, 3)
    assert ("continuous", "thin", (1, 2, 3)) == (block.borders.line_style, block.borders.weight, block.borders.color)
    assert block.borders.api is not None
    assert block.borders["edge_left"].api.Color == 0x010203


@covers("Range.column_width", "Range.row_height", "Range.width", "Range.height", "Range.left", "Range.top")
def test_sizes(sheet):
    """Characters for columns, points for rows; None where they differ; limits are refused."""
    sheet["A:B"].column_width = 20
    sheet["1:2"].row_height = 30
    assert (20, 30) == (sheet["A1:B2"].column_width, sheet["A1:B2"].row_height)
    assert (None, None) == (sheet["A1:C1"].column_width, sheet["A1:A3"].row_height)
    assert (pytest.approx(2 * 145 * 0.75, abs=0.2), pytest.approx(60, abs=0.1)) == (
        sheet["A1:B2"].width,
        sheet["A1:B2"].height,
    )
    assert (pytest.approx(145 * 0.75, abs=0.2), pytest.approx(30, abs=0.1)) == (sheet["B2"].left, sheet["B2"].top)
    with pytest.raises(ValueError, match="255"):
        sheet["A1"].column_width = 300
    with pytest.raises(ValueError, match="409"):
        sheet["A1"].row_height = 500


@covers("Range.autofit", "Sheet.autofit")
def test_autofit_widens_for_long_text(sheet):
    """Columns grow with their text, and rows with wrapped lines."""
    before = sheet["A1"].column_width
    sheet["A1"].value = "一段很长很长的指标解释" * 4
    sheet.autofit("c")
    assert sheet["A1"].column_width > before * 3
    sheet["A1"].column_width, sheet["A1"].wrap_text = 20, True
    sheet["A1"].rows.autofit()
    assert sheet["A1"].row_height > 30


@covers("Range.row_hidden", "Range.column_hidden")
def test_hidden_rows_and_columns(sheet):
    """Hidden by hand, shown again; None where they differ."""
    sheet["2:3"].rows.hidden = True
    assert (True, None, False) == (sheet["2:3"].rows.hidden, sheet["1:2"].rows.hidden, sheet["1:1"].rows.hidden)
    sheet["B:B"].columns.hidden = True
    assert (True, None) == (sheet["B:B"].columns.hidden, sheet["A:B"].columns.hidden)
    sheet["2:3"].rows.hidden = False
    assert sheet["2:3"].rows.hidden is False


@covers("Range.row_hidden", "Range.raw_value")
def test_filtered_rows_are_hidden_and_still_read_and_written(sheet):
    """A filter hides rows; blocks cover them all the same, as in Excel."""
    sheet["A1"].value = [["单位"], ["甲"], ["乙"], ["甲"]]
    area = sheet["A1:A4"].api
    descriptor = area.createFilterDescriptor(True)
    import uno

    field = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
    field.Field, field.IsNumeric, field.StringValue = 0, False, "甲"
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.setFilterFields((field,))
    descriptor.ContainsHeader = True
    area.filter(descriptor)
    assert [False, False, True, False] == [sheet[row, 0].rows.hidden for row in range(4)]
    sheet["B1:B4"].value = [[1], [2], [3], [4]]
    assert [1.0, 2.0, 3.0, 4.0] == sheet["B1:B4"].value
