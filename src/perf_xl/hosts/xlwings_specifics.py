"""What a host must know beyond xlwings' own objects: protection, locked cells, merges, hidden names, links, borders."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from perf_xl.errors import PerfXlError
from perf_xl.model.cells import Area, CellRef

STRUCTURE_LOCKED = "工作簿“{name}”的结构有密码保护，不能增删工作表。请先在“审阅 → 保护工作簿”里撤销。"

Sides = tuple[Any, ...]
"""The borders of one cell as the host keeps them; opaque to everybody else."""


class Specifics(Protocol):
    """One implementation a host. All arguments are ``xlwings`` objects; all texts of errors are Chinese sentences."""

    def is_protected(self, sheet: Any) -> bool:
        """Whether the sheet is protected."""

    def has_password(self, sheet: Any) -> bool:
        """Whether the protection asks for a password."""

    def opened(self, sheet: Any) -> AbstractContextManager[None]:
        """Take a protection without password off, and put the same back at the end."""

    def structure_opened(self, book: Any) -> AbstractContextManager[None]:
        """Let sheets come and go: take a protection without password off and put it back; else ProtectedError."""

    def unseen_rows(self, sheet: Any, rows: Sequence[int]) -> int:
        """How many of these rows are hidden or filtered out."""

    def locked(self, rng: Any) -> bool | None:
        """Whether the cells are locked; None if they differ."""

    def set_locked(self, rng: Any, locked: bool) -> None:
        """Lock or open cells."""

    def first_locked(self, rng: Any) -> CellRef | None:
        """The first locked cell of a range."""

    def number_formats(self, rng: Any) -> list[list[str]]:
        """The number format of each cell."""

    def merges(self, sheet: Any) -> list[Area]:
        """The merged areas of a sheet."""

    def notes(self, sheet: Any) -> dict[tuple[int, int], str]:
        """The notes of a sheet by row and column."""

    def is_hidden_name(self, name: Any) -> bool:
        """Whether a defined name is kept out of the users' sight."""

    def hide_name(self, name: Any) -> None:
        """Keep a defined name out of sight, where the host can."""

    def link(self, rng: Any) -> str | None:
        """The target of a cell's hyperlink."""

    def remove_link(self, rng: Any) -> None:
        """Take a cell's hyperlink away; its text stays."""

    def sides(self, rng: Any) -> Sides:
        """The borders of one cell."""

    def is_unfilled(self, rng: Any) -> bool:
        """Whether the host is sure that none of several cells has a fill."""

    def common_sides(self, rng: Any) -> Sides | None:
        """The borders of several cells, if the host is sure that all lines of all of them are alike."""

    def put_sides(self, rng: Any, sides: Sides) -> None:
        """Give cells the borders that :meth:`sides` or :meth:`common_sides` told of them."""

    def frame(self, rng: Any, color: str) -> None:
        """A thin line of this colour (``RRGGBB``) on all sides of every cell; "" takes the lines away."""

    def copy_formats(self, source: Any, target: Any) -> None:
        """Give cells the formats of others, of the same shape."""

    def set_choices(self, rng: Any, choices: Sequence[str]) -> None:
        """Give cells a drop-down list in place of any other; none for no choices."""

    def reset_width(self, sheet: Any, column: int) -> None:
        """Give a column the sheet's default width."""

    def grouped(self, book: Any, label: str) -> AbstractContextManager[Any]:
        """Make the writes inside one step of the host's own undo list, where it has one that survives us."""

    def in_words(self, error: Exception, book_title: str) -> PerfXlError | None:
        """The host's error as a sentence for a clerk; None if it is none of the host's."""
