"""Looks of many cells as few areas, with the same result as one after the other."""

import random
from decimal import Decimal

from perf_xl.hosts.xlwings_gathering import gathered, rectangles
from perf_xl.model.cells import Area, CellRef, Edit, InsertRows, Look, SetColumnWidth, SetLook, SetValue

BOX = Look(border="9DC3E6")


def one(row, column):
    """A cell as an area."""
    return Area("表", row, column, row, column)


def look(row, column, **fields):
    """One cell's look."""
    return SetLook(one(row, column), Look(**fields))


def test_gathered_when_cells_get_the_same_look_then_it_is_one_area_before_the_values():
    """A table written cell by cell, its columns set to a width in between."""
    edits: list[Edit] = []
    for row in (1, 2, 3):
        for column in (4, 5):
            edits += [SetValue(CellRef("表", row, column), Decimal(row)), SetLook(one(row, column), BOX)]
            edits.append(SetColumnWidth("表", column, 9.0))
    looks, *others = gathered(edits)
    assert [SetLook(Area("表", 1, 4, 3, 5), BOX)] == looks
    assert [edit for edit in edits if not isinstance(edit, SetLook)] == [edit for group in others for edit in group]


def test_gathered_when_a_later_look_differs_then_the_later_one_holds():
    """Field by field."""
    [looks] = gathered([look(1, 1, bold=True, fill="FFFFFF"), look(1, 1, bold=False), look(2, 1, bold=False)])
    expected = [SetLook(one(1, 1), Look(fill="FFFFFF")), SetLook(Area("表", 1, 1, 2, 1), Look(bold=False))]
    assert expected == looks


def test_gathered_when_a_look_gives_a_number_format_then_that_keeps_its_place_among_the_values():
    """A program may give a cell another format when it takes a date or a formula in."""
    value = SetValue(CellRef("表", 1, 1), Decimal(1))
    groups = list(gathered([value, look(1, 1, number_format="0%", bold=True)]))
    assert [[look(1, 1, bold=True)], [value], [look(1, 1, number_format="0%")]] == groups


def test_gathered_when_rows_move_between_then_looks_stay_on_their_side():
    """Addresses mean other cells afterwards."""
    move = InsertRows("表", 1, 1, like=2)
    groups = list(gathered([look(1, 1, bold=True), move, look(2, 1, bold=True)]))
    assert [[look(1, 1, bold=True)], [move], [look(2, 1, bold=True)]] == groups


def test_gathered_when_lines_of_two_kinds_are_drawn_then_in_their_order():
    """Neighbours share a line: the later one shows."""
    edits = [look(1, 1, border="9DC3E6"), look(1, 2, border=""), look(1, 3, border="9DC3E6")]
    assert [[edit] for edit in edits] == list(gathered(edits))


def test_rectangles_when_any_cells_are_given_then_cover_each_of_them_once_and_no_other():
    """Random patterns."""
    pick = random.Random(7)
    for _ in range(50):
        cells = {("表", pick.randrange(1, 9), pick.randrange(1, 9)) for _ in range(30)}
        areas = rectangles(sorted(cells))
        covered = [("表", row, column) for area in areas for row in range(area.top, area.bottom + 1)
                   for column in range(area.left, area.right + 1)]  # fmt: skip
        assert sorted(cells) == sorted(covered)
