"""Defined names of workbooks and sheets."""

from __future__ import annotations

import pytest
import xlwings as xw

from tests.xlwings_libreoffice.coverage import covers


@covers(
    "Names.__iter__",
    "Names.add",
    "Names.__call__",
    "Names.__len__",
    "Names.contains",
    "Names.snapshot",
    "Book.names",
    "Names.api",
)
@covers("Name.name", "Name.refers_to", "Name.refers_to_range", "Name.delete", "Name.api")
def test_names_have_two_scopes(book, sheet):
    """The workbook's collection lists both, as Excel's does; a sheet's own name comes first there."""
    other = book.sheets.add("评分 表", after=sheet)
    book.names.add("项目名称", "=Sheet1!$B$2")
    sheet.names.add("得分", "=Sheet1!$C$3:$C$9")
    other.names.add("得分", "='评分 表'!$A$1")
    assert ["项目名称", "Sheet1!得分", "'评分 表'!得分"] == [name.name for name in book.names]
    assert (1, 1, 3) == (len(sheet.names), len(other.names), len(book.names))
    assert "$C$3:$C$9" == sheet["得分"].address
    assert "$A$1" == other["得分"].address
    assert ("=Sheet1!$B$2", "评分 表") == (
        book.names["项目名称"].refers_to,
        book.names["'评分 表'!得分"].refers_to_range.sheet.name,
    )
    assert book.names["项目名称"].api.Name == "项目名称"
    assert book.names.api.Count == 1
    book.names["项目名称"].delete()
    assert (False, True) == ("项目名称" in book.names, "得分" in sheet.names)
    with pytest.raises(KeyError):
        book.names["没有"]


@covers("Name.refers_to", "Name.name", "Name.refers_to_range")
def test_constants_formulas_and_new_names(book, sheet):
    """A name may stand for a text or a formula; it may be redefined and renamed."""
    book.names.add("满分", "=100")
    sheet.names.add("_px_form", '="mof"')
    assert ("=100", '="mof"') == (book.names["满分"].refers_to, sheet.names["_px_form"].refers_to)
    with pytest.raises(xw.NoSuchObjectError):
        book.names["满分"].refers_to_range  # noqa: B018
    book.names["满分"].refers_to = "=SUM(Sheet1!$A$1:$A$3)"
    book.names["满分"].name = "总分"
    sheet["A1"].value = [[1], [2], [3]]
    sheet["B1"].formula = "=总分"
    assert ("=SUM(Sheet1!$A$1:$A$3)", 6.0) == (book.names["总分"].refers_to, sheet["B1"].value)


@covers("Range.name", "Names.add")
def test_a_range_knows_its_name(book, sheet):
    """Set through the range; read from exactly these cells."""
    sheet["A1:B2"].name = "块"
    assert ("块", None) == (sheet["A1:B2"].name.name, sheet["A1"].name)
    book.names.add("块", "=Sheet1!$C$1")
    assert "$C$1" == book.names["块"].refers_to_range.address


@covers("Name.refers_to")
def test_names_follow_inserted_rows(sheet):
    """A row inserted inside makes the area grow."""
    sheet.names.add("指标", "=Sheet1!$A$1:$A$5")
    sheet["3:4"].insert("down")
    assert "=Sheet1!$A$1:$A$7" == sheet.names["指标"].refers_to
