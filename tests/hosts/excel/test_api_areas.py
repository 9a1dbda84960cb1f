"""What Excel tells of many cells at once, with how many questions; on the recording stand-in."""

from perf_xl.hosts.excel.api.areas import merged_areas, number_formats
from perf_xl.model.cells import Area
from tests.hosts.excel.excel import Sheet

WHOLE = Area("表", 1, 1, 32, 16)


def test_number_formats_when_all_are_alike_then_is_one_question():
    """A sheet without formats."""
    sheet = Sheet(32, 16, {})
    assert [(WHOLE, "General")] == list(number_formats(sheet, WHOLE))
    assert ["A1:P32"] == sheet.asked


def test_number_formats_when_one_column_differs_then_cover_every_cell_once_with_few_questions():
    """512 cells; each part has its cells' own format."""
    sheet = Sheet(32, 16, {f"C{row}": "0%" for row in range(1, 33)})
    parts = list(number_formats(sheet, WHOLE))
    cells = [(row, column) for area, _ in parts for row in range(area.top, area.bottom + 1)
             for column in range(area.left, area.right + 1)]  # fmt: skip
    assert sorted(set(cells)) == sorted(cells)
    assert len(cells) == 512
    assert {3} == {column for area, same in parts if same == "0%" for column in range(area.left, area.right + 1)}
    assert len(sheet.asked) <= 9


def test_merged_areas_when_there_are_some_then_each_is_listed_once_and_the_rest_is_passed_over():
    """One across, one down, one of several rows and columns."""
    sheet = Sheet(32, 16, {}, ("A1:P1", "A3:A9", "C3:D5"))
    expected = [Area("表", 1, 1, 1, 16), Area("表", 3, 1, 9, 1), Area("表", 3, 3, 5, 4)]
    assert expected == merged_areas(sheet, WHOLE)
    assert len(sheet.asked) <= 120


def test_merged_areas_when_there_are_none_then_is_one_question():
    """The score block's part of a sheet, and most sheets."""
    sheet = Sheet(32, 16, {})
    assert [] == merged_areas(sheet, WHOLE)
    assert 1 == len(sheet.asked)
