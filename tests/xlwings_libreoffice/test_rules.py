"""Data validation and conditional formats."""

from __future__ import annotations

import datetime as dt

import pytest
import xlwings as xw

from tests.xlwings_libreoffice.coverage import covers


@covers("DataValidation.set_list", "DataValidation.source", "DataValidation.in_cell_dropdown", "DataValidation.type")
@covers("DataValidation.delete", "DataValidation.api", "Range.data_validation")
def test_lists(book, sheet):
    """Texts, a range, a name; deleted again."""
    cell = sheet["A1:A3"].data_validation
    assert ("none", None) == (cell.type, cell.source)
    cell.set_list(["≥", ">", "=", "定性"])
    assert ("list", "≥,>,=,定性", True) == (cell.type, cell.source, cell.in_cell_dropdown)
    cell.set_list(sheet["D1:D4"], in_cell_dropdown=False)
    assert ("=Sheet1!$D$1:$D$4", False) == (cell.source, cell.in_cell_dropdown)
    book.names.add("类型", "=Sheet1!$D$1:$D$4")
    cell.set_list(book.names["类型"])
    assert "=类型" == cell.source
    assert "mixed_criteria" == sheet["A1:A5"].data_validation.type
    assert "LIST" == cell.api.Type.value
    cell.delete()
    assert "none" == cell.type


@covers("DataValidation.set_rule", "DataValidation.operator", "DataValidation.formula1", "DataValidation.formula2")
@covers(
    "DataValidation.formula", "DataValidation.alert_style", "DataValidation.show_error", "DataValidation.ignore_blank"
)
@covers("DataValidation.show_input", "DataValidation.error_title", "DataValidation.error_message")
@covers("DataValidation.input_title", "DataValidation.input_message")
def test_comparisons_and_formulas(sheet):
    """Each kind with its operands; the alert as a new rule of Excel has it."""
    rule = sheet["B1:B9"].data_validation
    rule.set_decimal("between", 0, 1.5)
    assert ("decimal", "between", "=0", "=1.5") == (rule.type, rule.operator, rule.formula1, rule.formula2)
    assert ("stop", True, True, True) == (rule.alert_style, rule.show_error, rule.ignore_blank, rule.show_input)
    assert ["", "", "", ""] == [rule.error_title, rule.error_message, rule.input_title, rule.input_message]
    rule.set_whole_number("greater_than_or_equal", "=$A$1")
    assert ("whole_number", "greater_than_or_equal", "=$A$1", None) == (
        rule.type,
        rule.operator,
        rule.formula1,
        rule.formula2,
    )
    rule.set_date("less_than", dt.date(2027, 1, 1))
    assert ("date", "=DATE(2027,1,1)") == (rule.type, rule.formula1)
    rule.set_text_length("not_between", 1, 3)
    assert ("text_length", "not_between") == (rule.type, rule.operator)
    rule.set_custom("=AND(B1>1,B1<3)")
    assert ("custom", "=AND(B1>1,B1<3)", None) == (rule.type, rule.formula, rule.operator)
    sheet["C1"].data_validation.set_custom("=C1>1")
    assert "inconsistent" == sheet["B1:C1"].data_validation.type
    with pytest.raises(xw.XlwingsError, match="different validation rules"):
        sheet["B1:C1"].data_validation.set_custom("=C1>1")


@covers("Range.conditional_formats", "ConditionalFormats.add_cell_value", "ConditionalFormats.add_custom")
@covers("ConditionalFormats.__call__", "ConditionalFormats.__len__", "ConditionalFormats.__iter__")
@covers("ConditionalFormats.__contains__", "ConditionalFormats.api", "ConditionalFormats.parent")
@covers(
    "ConditionalFormat.type", "ConditionalFormat.operator", "ConditionalFormat.formula1", "ConditionalFormat.formula2"
)
@covers(
    "ConditionalFormat.formula", "ConditionalFormat.fill_color", "ConditionalFormat.font_color", "ConditionalFormat.api"
)
@covers("ConditionalFormat.font_bold", "ConditionalFormat.font_italic", "ConditionalFormat.stop_if_true")
def test_conditional_formats_are_added_on_top(book, sheet):
    """The newest rule comes first; sheet references and operators in Excel's grammar."""
    book.sheets.add("表二", after=sheet)
    rules = sheet["B2:B9"].conditional_formats
    rules.add_cell_value("between", 0, 60, fill_color="#ffff00", font_italic=True)
    rules.add_custom("=AND($A2>1,表二!$A$1<3)", font_color=(255, 0, 0), font_bold=True)
    first, second = rules
    assert ("custom", "=AND($A2>1,表二!$A$1<3)", (255, 0, 0), True) == (
        first.type,
        first.formula,
        first.font_color,
        first.font_bold,
    )
    assert ("cell_value", "between", "=0", "=60", (255, 255, 0), True) == (
        second.type,
        second.operator,
        second.formula1,
        second.formula2,
        second.fill_color,
        second.font_italic,
    )
    assert (2, True, False, True) == (len(rules), 2 in rules, 3 in rules, first.stop_if_true)
    assert second.impl.api.StyleName
    assert rules.api.getLength() == 1
    assert rules.impl.parent.address == "$B$2:$B$9"
    assert rules(2).operator == "between"


@covers("ConditionalFormats.add_cell_value", "ConditionalFormat.operator")
@pytest.mark.parametrize(
    "operator",
    [
        "equal_to",
        "not_equal_to",
        "greater_than",
        "less_than",
        "greater_than_or_equal",
        "less_than_or_equal",
        "not_between",
    ],
)
def test_every_comparison_reads_back(sheet, operator):
    """Written by one API of Calc and read by another; the numbers must agree."""
    second = 9 if operator == "not_between" else None
    rule = sheet["A1"].conditional_formats.add_cell_value(operator, 5, second, fill_color="#ff0000")
    assert (operator, "=5") == (rule.operator, rule.formula1)


@covers("ConditionalFormats.clear", "ConditionalFormat.set", "ConditionalFormat.delete")
def test_conditional_formats_change_and_go(sheet):
    """Fill and font change; cleared here, kept elsewhere."""
    rules = sheet["A1:A9"].conditional_formats
    rule = rules.add_cell_value("less_than", 60, fill_color="#ffff00")
    rule.set(fill_color="#00ff00", font_bold=True)
    assert ((0, 255, 0), True) == (rules[0].fill_color, rules[0].font_bold)
    with pytest.raises(NotImplementedError, match="condition"):
        rule.set(formula1=70)
    sheet["A1:A3"].conditional_formats.clear()
    assert (0, 1) == (len(sheet["A1:A3"].conditional_formats), len(sheet["A4:A9"].conditional_formats))
    sheet["A4"].conditional_formats[0].delete()
    assert 0 == len(sheet["A1:A9"].conditional_formats)
    with pytest.raises(NotImplementedError, match="add_color_scale"):
        rules.add_color_scale(["#f8696b", "#63be7b"])
