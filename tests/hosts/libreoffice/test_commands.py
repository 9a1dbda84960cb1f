"""One command, three hosts: memory, files and LibreOffice agree cell for cell, and Calc computes what we cached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from perf_xl.commands.check import check_workbook
from perf_xl.commands.defaults import fill_defaults
from perf_xl.commands.explain import explain_cell
from perf_xl.commands.marks import clear_marks, mark_workbook
from perf_xl.commands.rate import rate_workbook
from perf_xl.commands.rollup import rollup_workbooks
from perf_xl.commands.score import clear_blocks, score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.score_block import find_block
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.model.cells import Area, CellReader, CellRef, CellWriter
from perf_xl.rollup.book.headlines import headlines
from tests.support import memory_of, published_record

FORMS = ["zhijiang-2025/01", "zhijiang-2023/03", "zhijiang-2023/05"]

COMMANDS: dict[str, Callable[[CellWriter], object]] = {
    "defaults": fill_defaults,
    "rate": rate_workbook,
    "score": score_workbook,
    "check": lambda workbook: mark_workbook(workbook, check_workbook(workbook).open),
}


@pytest.fixture(params=FORMS)
def hosts(request, app, tmp_path):
    """The same filled form in memory, as a file, and in LibreOffice."""
    record = published_record(request.param)
    path = tmp_path / "表.xlsx"
    path.write_bytes(fill_form(form_spec(record.form), record))
    book = app.books.open(path)
    yield memory_of(path), FilesWorkbook.open(path), libreoffice_workbook(book)
    book.close()


@pytest.fixture
def pair(hosts):
    """Memory and LibreOffice."""
    return hosts[0], hosts[2]


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
            ref.a1: (cell.formula, None if cell.value == "" else cell.value, workbook.note(ref))
            for ref, cell in zip(refs, cells, strict=True)
            if cell.value not in (None, "") or cell.formula is not None
        }
    return found


def keys(workbook: CellReader) -> list[tuple[str, str | None]]:
    """The findings, as far as they can be compared."""
    return [finding.key for finding in check_workbook(workbook).findings]


def explained(workbook: CellReader) -> list[str]:
    """「这个得分怎么来的？」 of every score in the block and of the first 执行率."""
    record = read_forms(workbook)[0]
    block = find_block(workbook, record.sheet)
    assert block is not None
    rows = [row.cells["三级指标"].row for row in record.rows("指标") if row.values["三级指标"] is not None]
    found = [explain_cell(workbook, block.ref("得分", row)) for row in rows]
    return [line for item in found for line in (item.heading, *item.steps)]


def test_commands_give_the_same_on_every_host(hosts):
    """In the order of the work: each cell, formula, computed value and note; the sheet 校验结果; findings, words."""
    memory, *others = hosts
    for other in others:
        assert contents(memory) == contents(other)
    for name, command in COMMANDS.items():
        command(memory)
        for other in others:
            command(other)
            assert contents(memory) == contents(other), name
    for other in others:
        assert keys(memory) == keys(other)
        assert explained(memory) == explained(other)


def test_roll_up_of_open_workbooks_is_the_same_on_every_host(app, tmp_path):
    """汇总到部门 over two projects: the sentences of 填报情况 and every figure of the projects."""
    readers: dict[str, list[CellReader]] = {"memory": [], "files": [], "libreoffice": []}
    books = []
    for stem in ("05", "06"):
        record = published_record(f"zhijiang-2023/{stem}")
        path = tmp_path / f"{stem}.xlsx"
        path.write_bytes(fill_form(form_spec(record.form), record))
        books.append(app.books.open(path))
        readers["memory"].append(memory_of(path))
        readers["files"].append(FilesWorkbook.open(path))
        readers["libreoffice"].append(libreoffice_workbook(books[-1]))
    summaries = {host: rollup_workbooks(workbooks) for host, workbooks in readers.items()}
    shown = {
        host: (headlines(summary), summary.budget, summary.spent, [entry.project for entry in summary.entries])
        for host, summary in summaries.items()
    }
    for book in books:
        book.close()
    assert shown["memory"] == shown["files"] == shown["libreoffice"]
    assert 2 == len(shown["memory"][3])


def test_restore_gives_every_host_its_form_back(hosts):
    """撤销上一步绩效操作 after scoring: nothing of it is left, in memory, in the file and in LibreOffice."""
    for workbook in hosts:
        before = contents(workbook)
        score_workbook(workbook)
        assert before != contents(workbook)
        assert "计算得分" == workbook.restore().label
        assert before == contents(workbook)


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
