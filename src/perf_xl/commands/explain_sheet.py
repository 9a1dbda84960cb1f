"""The sheet 得分说明: how one score, rate or total came about, a step a row, to be read beside the form and printed."""

from __future__ import annotations

from decimal import Decimal

from perf_xl.commands.explain import CellExplanation
from perf_xl.commands.own_sheet import BODY_LOOK, GUIDE_LOOK, HEAD_LOOK, LINK_COLOR, TITLE_LOOK, OwnSheet
from perf_xl.forms.heights import text_height
from perf_xl.model.cells import (
    Area,
    CellReader,
    CellRef,
    CellWriter,
    Edit,
    Look,
    SetLink,
    SetLook,
    SetMerge,
    SetName,
    SetRowHeight,
    SetValue,
)
from perf_xl.model.references import absolute_cell, quote_sheet

EXPLANATION = OwnSheet("得分说明", "_px_explain", (6.0, 61.0))
"""As wide as an A4 page."""
_EXPLAINED = "_px_explained"
"""Hidden name of the cell that the sheet explains; it moves with inserted rows."""
GUIDE = "由“这个得分怎么来的？”生成，再选一个得分点一次即换成它的说明。不需要时可删除本表，或点“撤销上一步绩效操作”。"
_TOP = 5


def show_explanation(workbook: CellWriter, cell: CellRef, told: CellExplanation) -> CellRef:
    """Write the steps behind ``cell`` into the sheet, in place of an earlier one's; gives the cell to go to.

    ProtectedError where the workbook's structure is protected by a password.
    """
    tab, edits = EXPLANATION.start(workbook)
    edits.append(SetName(_EXPLAINED, tab, absolute_cell(cell), hidden=True))
    workbook.apply([*edits, *_contents(tab, cell, told)], label="得分说明", unlock=True)
    return CellRef(tab, 1, 1)


def explained_cell(workbook: CellReader, selected: CellRef) -> CellRef:
    """The cell that a person asks about: the selected one, or on our own sheet the one explained there."""
    if EXPLANATION.find(workbook) != selected.sheet:
        return selected
    kept = (name.area for name in workbook.names() if name.name == _EXPLAINED and name.sheet == selected.sheet)
    area = next(kept, None)
    return selected if area is None else area.first


def _contents(tab: str, cell: CellRef, told: CellExplanation) -> list[Edit]:
    edits: list[Edit] = []
    for row, text, look in ((1, told.heading, TITLE_LOOK), (2, f"单元格：{cell}", GUIDE_LOOK), (3, GUIDE, GUIDE_LOOK)):
        area = Area(tab, row, 1, row, 2)
        edits += [SetValue(CellRef(tab, row, 1), text), SetMerge(area), SetLook(area, look)]
        edits.append(SetRowHeight(tab, row, max(20.0, text_height(text, EXPLANATION.widths, look.font_size or 10))))
    edits.append(SetLink(CellRef(tab, 2, 1), f"{quote_sheet(cell.sheet)}!{cell.a1}"))
    edits.append(SetLook(Area(tab, 2, 1, 2, 2), Look(font_color=LINK_COLOR)))
    edits += [SetValue(CellRef(tab, _TOP - 1, 1), "步骤"), SetValue(CellRef(tab, _TOP - 1, 2), "怎样算")]
    edits.append(SetLook(Area(tab, _TOP - 1, 1, _TOP - 1, 2), HEAD_LOOK))
    for number, step in enumerate(told.steps, 1):
        edits += _step(tab, _TOP - 1 + number, number, step)
    return edits


def _step(tab: str, row: int, number: int, step: str) -> list[Edit]:
    return [
        SetValue(CellRef(tab, row, 1), Decimal(number)),
        SetValue(CellRef(tab, row, 2), step),
        SetLook(Area(tab, row, 1, row, 2), BODY_LOOK),
        SetLook(Area(tab, row, 1, row, 1), Look(horizontal="center")),
        SetRowHeight(tab, row, max(20.0, text_height(step, EXPLANATION.widths[1:], 10))),
    ]
