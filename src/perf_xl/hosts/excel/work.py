"""What a ribbon action gets, and what all of them share: the person's Excel, the policy, and how a result is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perf_xl.errors import InputError
from perf_xl.hosts.excel.desk import Desk
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.model.cells import CellRef
from perf_xl.policy import DEFAULT_POLICY, Policy

NEXT = " → 点“下一处问题”"


@dataclass(frozen=True, slots=True)
class Work:
    """One press of a button: the person's Excel, and how to say how far the work is."""

    desk: Desk
    say: Callable[[str], None]

    @property
    def policy(self) -> Policy:
        """The policy near the workbook, the default for one that is not saved."""
        from perf_xl.commands.settings import policy_of  # noqa: PLC0415 - with the first command

        folder = self.desk.folder()
        return DEFAULT_POLICY if folder is None else policy_of(folder, None)

    def selected(self) -> CellRef:
        """The selected cell; InputError if it is not a cell."""
        area = self.desk.selection()
        if area is None:
            raise InputError("请先选中一个单元格")
        return area.first

    def written(self, sentence: str, label: str, changed: bool) -> Shown:
        """A sentence; after a write with what of it cannot be seen, and with Ctrl+Z taking it back."""
        if not changed:
            return Shown(sentence)
        unseen = self.desk.unseen_rows()
        said, arrow, step = sentence.partition(" → ")
        hidden = f"（其中 {unseen} 行被筛选或隐藏，看不见）" if unseen else ""
        return Shown(f"{said}{hidden}{arrow}{step}", undo_label=label)


Action = Callable[[Work], Shown]


def free(path: Path) -> Path:
    """The path, or one with a number where something stands already: nothing is ever overwritten."""
    number, found = 1, path
    while found.exists():
        number += 1
        found = path.with_name(f"{path.stem}（{number}）{path.suffix}")
    return found
