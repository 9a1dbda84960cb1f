"""The sheets that commands make for themselves: 校验结果, 得分说明, 口径设置. Known by a hidden name, never by their title."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from perf_xl.forms.naming import constant
from perf_xl.model.cells import AddSheet, CellReader, DefinedName, DeleteSheet, Edit, Look, SetColumnWidth, SetName

TITLE_LOOK = Look(font_name="黑体", font_size=14, bold=True, vertical="center", wrap=True)
GUIDE_LOOK = Look(font_name="宋体", font_size=10, font_color="595959", vertical="center", wrap=True)
HEAD_LOOK = Look(
    fill="DDEBF7",
    font_name="宋体",
    font_size=10,
    bold=True,
    border="B7C4D3",
    horizontal="center",
    vertical="center",
    wrap=True,
)
BODY_LOOK = Look(font_name="宋体", font_size=10, border="B7C4D3", vertical="center", wrap=True)
LINK_COLOR = "0563C1"


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet of ours: its title, the hidden name by which it is known, its column widths in characters."""

    title: str
    mark: str
    widths: tuple[float, ...]

    def marked(self, workbook: CellReader) -> DefinedName | None:
        """The hidden name, if the sheet is there."""
        return next((name for name in workbook.names() if name.name == self.mark and name.sheet is not None), None)

    def find(self, workbook: CellReader) -> str | None:
        """The tab; None if there is none. A sheet of the user's own with the same title is not ours."""
        name = self.marked(workbook)
        return None if name is None else name.sheet

    def removal(self, workbook: CellReader) -> list[Edit]:
        """The edit that takes the sheet away."""
        tab = self.find(workbook)
        return [] if tab is None else [DeleteSheet(tab)]

    def start(self, workbook: CellReader, refers_to: str = constant("1")) -> tuple[str, list[Edit]]:
        """The tab, and the edits that make it anew and empty, in place of the old one; ``refers_to`` of its name."""
        tab = self.find(workbook) or _free(self.title, workbook.sheets())
        edits: list[Edit] = [*self.removal(workbook), AddSheet(tab), SetName(self.mark, tab, refers_to, hidden=True)]
        return tab, edits + [SetColumnWidth(tab, column, width) for column, width in enumerate(self.widths, 1)]


def _free(title: str, taken: Sequence[str]) -> str:
    return next(name for name in (title, *(f"{title}{n}" for n in range(2, 100))) if name not in taken)
