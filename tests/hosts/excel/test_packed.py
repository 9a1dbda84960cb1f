"""Packed columns: whatever way the cells come, they are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.excel.messages import FUNCTION_CRASHED
from perf_xl.hosts.excel.packed import unpacked
from perf_xl.hosts.excel.variants import KEPT_ROWS, from_variant
from tests.hosts.excel.packing import packed

CELLS = (
    st.none()
    | st.floats(allow_nan=False)
    | st.sampled_from([0.0, -0.0, 1.0, "", " ", "1", "t", "n", "98%", "\0", "a\0", "\0b", "\ud800"])
    | st.text(max_size=5)
)
ODD = st.booleans() | st.sampled_from([-2146826281, 1])
"""An error as pywin32 hands it over, and what the shim leaves in cells of their own."""
COLUMNS = st.lists(CELLS, min_size=2, max_size=12) | st.lists(CELLS | ODD, min_size=2, max_size=12)
FORMATS = st.sampled_from(["General", "0.00%", "yyyy-m-d", "@"])


def column(cells):
    """The cells below each other, as ``Value2`` has them."""
    return tuple((cell,) for cell in cells)


def same(one, other):
    """Equal with equal types: 1 is neither True nor 1.0 here."""
    return repr(one) == repr(other)


@given(COLUMNS)
def test_unpacked_when_a_column_was_packed_then_gives_its_cells_back(cells):
    """Bit for bit, an empty cell empty; a column with a NUL, an error or a boolean is not packed."""
    assert same([list(row) for row in column(cells)], [list(row) for row in unpacked(packed(column(cells)))])


@given(st.data(), COLUMNS, st.booleans())
def test_from_variant_when_the_column_is_packed_then_reads_it_as_cell_by_cell(data, cells, date1904):
    """One number format for all, and one a cell, packed as well."""
    many = st.lists(FORMATS, min_size=len(cells), max_size=len(cells)).map(column)
    formats = data.draw(FORMATS | many)
    alone = [
        from_variant(("PxRange", cell, formats if isinstance(formats, str) else formats[row][0], date1904, 1))
        for row, cell in enumerate(cells)
    ]
    plain = (column(cells), formats)
    for sent in (plain, tuple(map(packed, plain)), tuple(map(packed, plain))):
        assert same(column(alone), from_variant(("PxRange", *sent, date1904, 1)))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=6), FORMATS)
def test_answer_when_columns_are_packed_then_is_that_of_each_row_alone(rows, number_format):
    """Actuals, targets and points of any kind: the same text or number as PERF_SCORE of the row's cells."""
    rule = "每低于1个百分点扣0.5分，扣完为止"
    columns = [("PxRange", packed(column(cells)), number_format, False, 1) for cells in zip(*rows, strict=True)]
    together = answer("PERF_SCORES", (rule, *columns[:2], "≥", "%", columns[2]))
    cells = [[("PxRange", cell, number_format, False, 1) for cell in row] for row in rows]
    alone = [[answer("PERF_SCORE", (rule, actual, target, "≥", "%", points))] for actual, target, points in cells]
    assert same(alone, together)


@pytest.mark.parametrize(
    "kinds, texts, numbers", [("t", "", (0.0,)), ("t", "a\0b\0", (0.0,)), ("n", "", (0.0,)), (" ", "", (1.0, 0.0))]
)
def test_unpacked_when_the_parts_do_not_fit_then_raises_and_the_cell_says_so(kinds, texts, numbers):
    """Cells in wrong rows would be scores of other rows."""
    column = ("PxColumn", kinds, texts, numbers)
    with pytest.raises(ValueError, match="does not fit"):
        unpacked(column)
    assert FUNCTION_CRASHED == answer("PERF_EXEC_RATE", (("PxRange", column, "General", False, 1), 1.0))


def sent(*cells, number_format="General"):
    """A packed column in its range."""
    return ("PxRange", packed(column(cells)), number_format, False, 1)


def test_from_variant_when_a_column_comes_again_then_is_the_one_kept():
    """Only equal cells with the same number format are the same column."""
    kept = from_variant(sent(0.5, "x"))
    assert kept is from_variant(sent(0.5, "x"))
    others = [sent(0.5, "y"), sent(0.6, "x"), sent("0.5", "x"), sent("x", 0.5), sent(0.5, "x", number_format="0%")]
    assert all(not same(kept, from_variant(other)) for other in others)


def test_from_variant_when_a_column_is_very_long_then_does_not_keep_it():
    """What is kept stays small."""
    cells = [0.5] * (KEPT_ROWS + 1)
    one, other = from_variant(sent(*cells)), from_variant(sent(*cells))
    assert one is not other
    assert same(one, other)


def test_from_variant_when_zero_has_a_sign_then_is_zero_whatever_came_before():
    """-0.0 equals 0.0, so they are kept as one."""
    assert "((Decimal('0'),), (Decimal('0'),))" == repr(from_variant(sent(-0.0, 0.0)))
    assert "Decimal('0')" == repr(from_variant(-0.0))


def test_answer_when_one_column_stands_for_two_arguments_then_each_reads_it_its_own_way():
    """Kept apart by argument: 「10分」 is ten points, but no actual of that kind."""
    rule, values = "每低于1个百分点扣0.5分，扣完为止", ["10分", "95%"]
    same_column = sent(*values)
    together = answer("PERF_SCORES", (rule, same_column, "98%", "≥", "%", same_column))
    assert [[answer("PERF_SCORE", (rule, value, "98%", "≥", "%", value))] for value in values] == together


def test_answer_when_one_cell_changes_then_only_its_row_changes():
    """The other columns come again as they were."""
    rules, targets = sent(*["每低于1个百分点扣0.5分"] * 3), sent(0.98, 0.98, 0.98, number_format="0%")
    first = answer("PERF_SCORES", (rules, sent(0.95, 0.96, 0.97, number_format="0%"), targets, "≥", "%", 10.0))
    second = answer("PERF_SCORES", (rules, sent(0.95, 0.90, 0.97, number_format="0%"), targets, "≥", "%", 10.0))
    assert [[8.5], [9.0], [9.5]] == first
    assert [[8.5], [6.0], [9.5]] == second
