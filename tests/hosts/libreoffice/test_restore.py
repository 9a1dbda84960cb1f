"""撤销 on an open workbook after all that can happen in between: a restart, typing, moved rows, closing without saving."""

from __future__ import annotations

import pytest

from perf_xl.commands.check import check_workbook
from perf_xl.commands.marks import mark_workbook
from perf_xl.commands.rows import add_row, delete_rows
from perf_xl.commands.score import score_workbook
from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.score_block import find_block
from perf_xl.hosts.excel.results import restore_sentence
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.hosts.xlwings_journal import journal
from perf_xl.model.cells import Area, CellRef
from tests.hosts.libreoffice.test_commands import contents
from tests.support import published_record

FORM = "zhijiang-2023/05"


class Opened:
    """A filled form open in LibreOffice; each :meth:`workbook` is that of a server started anew."""

    def __init__(self, app, folder):
        record = published_record(FORM)
        self.app, self.folder, self.path = app, folder, folder / "表.xlsx"
        self.path.write_bytes(fill_form(form_spec(record.form), record))
        self.book = app.books.open(self.path)

    def workbook(self):
        """Nothing of the last one is left but what is on disk."""
        return libreoffice_workbook(self.book, journal(self.folder / "undo", str(self.path)))

    def open_again(self, *, save):
        """Close the workbook, with or without saving, and open it again."""
        if save:
            self.book.save()
        self.book.close()
        self.book = self.app.books.open(self.path)

    @property
    def cells(self):
        """Everything that stands in it."""
        return contents(self.workbook())

    @property
    def sheet(self):
        """The form's sheet of xlwings."""
        return self.book.sheets[0]


@pytest.fixture
def opened(app, tmp_path):
    """One form."""
    made = Opened(app, tmp_path)
    yield made
    made.book.close()


def third_level(workbook):
    """The first indicator's name."""
    [area] = [name.area for name in workbook.names() if name.name == "指标_三级指标" and name.area]
    return CellRef(area.sheet, area.top + 1, area.left)


def test_restore_when_the_server_was_restarted_then_gives_back_what_was(opened):
    """Two writes, each taken back by a process of its own."""
    before = opened.cells
    mark_workbook(opened.workbook(), check_workbook(opened.workbook()).findings)
    marked = opened.cells
    score_workbook(opened.workbook())
    assert "计算得分" == opened.workbook().restore().label
    assert marked == opened.cells
    assert "校验标记" == opened.workbook().restore().label
    assert before == opened.cells
    assert None is opened.workbook().restore()


def test_restore_when_saved_closed_and_opened_again_then_still_works(opened):
    """The next morning."""
    before = opened.cells
    score_workbook(opened.workbook())
    opened.open_again(save=True)
    assert "计算得分" == opened.workbook().restore().label
    assert before == opened.cells


def test_restore_when_the_write_was_not_saved_then_there_is_nothing_to_take_back(opened):
    """Closed without saving: the workbook is as it was before."""
    score_workbook(opened.workbook())
    opened.open_again(save=False)
    before = opened.cells
    assert None is opened.workbook().restore()
    assert before == opened.cells


def test_restore_when_a_person_typed_over_a_cell_then_keeps_it_and_says_so(opened):
    """All the rest goes back; typing elsewhere does not matter."""
    before = opened.cells
    score_workbook(opened.workbook())
    block = find_block(opened.workbook(), opened.sheet.name)
    assert block is not None
    score, name = block.ref("得分", third_level(opened.workbook()).row), third_level(opened.workbook())
    opened.sheet.api.unprotect("")
    opened.sheet[score.a1].value = 3
    opened.sheet[name.a1].value = "改过的指标"
    restored = opened.workbook().restore()
    assert (score,) == restored.kept
    assert restore_sentence(restored).endswith(f"1 处之后改过，保留（{score.a1}）")
    after = opened.cells[opened.sheet.name]
    assert 3 == after.pop(score.a1)[1]
    assert "改过的指标" == after.pop(name.a1)[1]
    before[opened.sheet.name].pop(name.a1)
    assert before[opened.sheet.name] == after


def test_restore_when_rows_were_moved_since_then_refuses_and_changes_nothing(opened):
    """Nothing can be put back in its place; the sentence says where to look."""
    score_workbook(opened.workbook())
    row = third_level(opened.workbook()).row + 1
    opened.sheet.api.unprotect("")
    opened.sheet[f"{row}:{row}"].insert("down")
    before = opened.cells
    with pytest.raises(InputError, match=r"“计算得分”之后改动过 .*不能整步撤销"):
        opened.workbook().restore()
    assert before == opened.cells


def test_restore_when_a_row_was_deleted_then_it_is_back_with_all_names(opened):
    """The print area too, which LibreOffice lets nobody define anew."""
    before, names = opened.cells, {(name.name, name.refers_to) for name in opened.workbook().names()}
    name = third_level(opened.workbook())
    delete_rows(opened.workbook(), Area(name.sheet, name.row, name.column, name.row, name.column))
    assert before != opened.cells
    opened.workbook().restore()
    assert before == opened.cells
    assert names == {(name.name, name.refers_to) for name in opened.workbook().names()}


def test_restore_when_a_new_row_was_filled_then_refuses_to_delete_it(opened):
    """What a person typed into it would be lost."""
    new = add_row(opened.workbook(), third_level(opened.workbook()))
    opened.sheet[new.a1].value = "新指标"
    before = opened.cells
    with pytest.raises(InputError, match=rf"改动过 .*{new.a1}"):
        opened.workbook().restore()
    assert before == opened.cells
    opened.sheet[new.a1].value = None
    opened.workbook().restore()
    assert "新指标" not in str(opened.cells)
