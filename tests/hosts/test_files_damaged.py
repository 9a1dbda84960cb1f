"""Damaged workbooks: whatever is broken in them, the answer is a result or one sentence, never a traceback."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from perf_xl.errors import FileProblem, PerfXlError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    Edit,
    InsertRows,
    Look,
    SetFormula,
    SetLook,
    SetName,
    SetNote,
    SetValue,
)
from perf_xl.ooxml.compile import Template
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, parts_of, prefixed, replaced

SAMPLES = [by_xlsxwriter(), by_openpyxl(), prefixed(by_xlsxwriter())]


def use(data: bytes) -> None:
    """Read everything and write something of each kind."""
    workbook = FilesWorkbook(data, Path("坏.xlsx"))
    for sheet in workbook.sheets():
        used = workbook.used_area(sheet)
        if used is not None and (used.bottom - used.top) * (used.right - used.left) < 5_000:
            workbook.block(used)
        workbook.merges(sheet)
        workbook.note(CellRef(sheet, 1, 1))
        workbook.look(CellRef(sheet, 1, 1))
    workbook.names()
    sheet = workbook.sheets()[0]
    edits: list[Edit] = [
        SetValue(CellRef(sheet, 2, 2), "x"),
        SetFormula(CellRef(sheet, 3, 3), "1+1", Decimal(2)),
        SetNote(CellRef(sheet, 1, 1), "注"),
        InsertRows(sheet, 5, 1, 4),
        DeleteRows(sheet, 8, 1),
        SetLook(Area(sheet, 1, 1, 2, 2), Look(fill="FF0000")),
        AddSheet("新表"),
        SetName("名称", sheet, "1"),
    ]
    workbook.apply(edits, label="写", unlock=True)
    workbook.to_bytes()
    Template.compile(workbook.to_bytes()).fill({}, {"指标": [{"分值": 1}] * 9})


def damaged(random_: random.Random) -> bytes:
    """A workbook with some bytes of the file, or of one part, changed, lost or replaced by a senseless number."""
    data = random_.choice(SAMPLES)
    if random_.random() < 0.2:
        raw = bytearray(data)
        for _ in range(4):
            raw[random_.randrange(len(raw))] = random_.randrange(256)
        return bytes(raw)
    name, content = random_.choice(list(parts_of(data).items()))
    kind = random_.randrange(4)
    if kind == 0:
        return replaced(data, {name: b""})
    part = bytearray(content)
    place = random_.randrange(len(part))
    if kind == 1:
        part[place] = random_.randrange(256)
    elif kind == 2:
        del part[place : place + random_.randint(1, 40)]
    else:
        spans = [match.span() for match in re.finditer(rb'"\d+"', content)] or [(0, 0)]
        start, end = random_.choice(spans)
        part[start:end] = random_.choice([b'""', b'"-1"', b'"99999999999"', b'"x"', b'"1.5"'])
    return replaced(data, {name: bytes(part)})


@pytest.mark.parametrize("seed", range(150))
def test_damaged_file_when_used_then_a_result_or_one_sentence(seed):
    """Any other exception fails the test, and so does a refusal that is not Chinese."""
    said = ""
    try:
        use(damaged(random.Random(seed)))
    except PerfXlError as error:
        said = str(error)
    assert said == "" or re.search("[一-鿿]", said)


def test_workbook_when_it_has_no_sheet_of_cells_then_said_in_words():
    """A list of sheets that is empty."""
    part = re.sub(
        rb"<sheets>.*</sheets>", b"<sheets></sheets>", parts_of(SAMPLES[0])["xl/workbook.xml"], flags=re.DOTALL
    )
    with pytest.raises(FileProblem, match="没有工作表"):
        FilesWorkbook(replaced(SAMPLES[0], {"xl/workbook.xml": part}), Path("空.xlsx"))
