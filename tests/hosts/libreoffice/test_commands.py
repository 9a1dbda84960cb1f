"""One command, two hosts: memory and LibreOffice agree cell for cell, and Calc computes what we wrote as cached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perf_xl.commands.check import check_workbook
from perf_xl.commands.defaults import fill_defaults
from perf_xl.commands.marks import clear_marks, mark_workbook
from perf_xl.commands.rate import rate_workbook
from perf_xl.commands.score import clear_blocks, score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.model.cells import Area, CellReader, CellRef, CellWriter
from tests.support import memory_of, published_record

FORMS = ["zhijiang-2025/01", "zhijiang-2023/03", "zhijiang-2023/05"]

COMMANDS: dict[str, Callable[[CellWriter], object]] = {
    "defaults": fill_defaults,
    "rate": rate_workbook,
    "score": score_workbook,
    "check": lambda workbook: mark_workbook(workbook, check_workbook(workbook).open),
}


@pytest.fixture(params=FORMS)
def pair(request, app, tmp_path):
    """The same filled form in memory and in LibreOffice."""
    record = published_record(request.param)
    path = tmp_path / "表.xlsx"
    path.write_bytes(fill_form(form_spec(record.form), record))
    book = app.books.open(path)
    yield memory_of(path), libreoffice_workbook(book)
    book.close()


def contents(workbook: CellReader) -> dict[str, object]:
    """Formula or value, and note, of every cell that has one; formulas with their values."""
    found: dict[str, object] = {}
    for sheet in workbook.sheets():
        area = workbook.used_area(sheet) or Area(sheet, 1, 1, 1, 1)
        block = workbook.block(area)
        refs = [
            CellRef(sheet, row, column)
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        ]
        cells = [cell for row in block for cell in row]
        found[sheet] = {
            ref.a1: (cell.formula, cell.value, workbook.note(ref))
            for ref, cell in zip(refs, cells, strict=True)
            if cell.value not in (None, "") or cell.formula is not None
        }
    return found


def keys(workbook: CellReader) -> list[tuple[str, str | None]]:
    """The findings, as far as they can be compared."""
    return [finding.key for finding in check_workbook(workbook).findings]


def test_commands_give_the_same_on_both_hosts(pair):
    """In the order of the work: each cell, formula, computed value and note; the sheet 校验结果; the findings."""
    memory, office = pair
    assert contents(memory) == contents(office)
    for name, command in COMMANDS.items():
        command(memory)
        command(office)
        assert contents(memory) == contents(office), name
    assert keys(memory) == keys(office)


def test_commands_are_taken_back_one_by_one(pair):
    """撤销上一步绩效操作 until nothing is left; each step gives what was there before it."""
    _, office = pair
    states = [contents(office)]
    for command in (rate_workbook, score_workbook):
        command(office)
        states.append(contents(office))
    while len(states) > 1:
        after = states.pop()
        if after != states[-1]:
            office.restore()
        assert states[-1] == contents(office)


def test_marks_and_score_block_go_without_a_trace(pair):
    """清除标记 and 清除评分区 give the form back."""
    memory, office = pair
    before = contents(office)
    COMMANDS["check"](office)
    clear_marks(office)
    assert before == contents(office)
    for workbook in (memory, office):
        score_workbook(workbook)
        clear_blocks(workbook)
    assert contents(memory) == contents(office)
