"""Where the cells of a layout stand."""

from __future__ import annotations

import pytest

from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.grid import grid_of
from perf_xl.forms.load import load_layout
from tests.forms.test_load import GOOD


def grid(tmp_path, old="", new=""):
    """The grid of the small layout, changed in one place."""
    path = tmp_path / "layout.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    return grid_of(load_layout(path))


def test_grid_when_a_table_follows_then_header_body_and_footer_below(tmp_path):
    """Names span from the header to the footer."""
    small = grid(tmp_path)
    assert small.names() == {"项目名称": (1, 2, 1, 2), "指标_三级指标": (2, 1, 5, 1), "指标_指标值": (2, 2, 5, 2)}
    assert small.bottom == 5


def test_grid_when_a_cell_reaches_down_then_the_next_row_makes_room(tmp_path):
    """As in an HTML table."""
    rows = '[{ label = "a", down = 2 }, { field = "项目名称" }], [{ field = "乙" }]'
    small = grid(tmp_path, '[{ label = "项目名称" }, { field = "项目名称" }]', rows)
    assert small.names()["乙"] == (2, 2, 2, 2)


def test_grid_when_a_table_has_no_header_then_the_row_above_is_it(tmp_path):
    """The name begins at the row above, where a total may stand."""
    small = grid(tmp_path, "blank = 2", "blank = 2\nheader = false")
    assert small.names()["指标_三级指标"] == (1, 1, 4, 1)


def test_grid_when_a_label_repeats_a_field_then_it_has_a_hidden_name(tmp_path):
    """The echo shows the year before; the field has no default here."""
    rows = '[{ label = "{年度-1}年" }, { field = "年度", default = 2024, kind = "year" }]'
    small = grid(tmp_path, '[{ label = "项目名称" }, { field = "项目名称" }]', rows)
    assert small.names()["_px_echo_年度_1"] == (1, 1, 1, 1)
    assert small.cells[0].value == "2023年"


@pytest.mark.parametrize("form", form_ids())
def test_grid_of_every_form_then_filled_without_gap_or_overlap(form):
    """Every cell of the rectangle is placed exactly once."""
    placed = grid_of(form_spec(form))
    cells = [
        (row, column)
        for cell in placed.cells
        for row in range(cell.box[0], cell.box[2] + 1)
        for column in range(cell.box[1], cell.box[3] + 1)
    ]
    assert len(cells) == len(set(cells)) == placed.bottom * placed.width
