"""A workbook file as a host: read and patched without Excel, every part that no edit names left byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from perf_xl.errors import FileProblem, InputError
from perf_xl.hosts import files_restore
from perf_xl.hosts.files_access import read_file, refuse_unwritable, write_file
from perf_xl.hosts.files_diff import changed_cells
from perf_xl.hosts.files_edits import Editor
from perf_xl.model.cells import Area, Cell, CellRef, DefinedName, Edit, Look, Restored
from perf_xl.ooxml import notes
from perf_xl.ooxml.cells import read_cell
from perf_xl.ooxml.package import Package, in_words
from perf_xl.ooxml.sheet import Sheet
from perf_xl.ooxml.workbook import Workbook


class FilesWorkbook:
    """An ``.xlsx`` or ``.xlsm`` file; meets ``CellWriter``. Edits stay in memory until :meth:`save`."""

    def __init__(self, data: bytes, path: Path) -> None:
        self.path = path
        self._disk = files_restore.digest(data)
        self._data = data
        self._book = Workbook(Package.parse(data, str(path)))
        self._undo: list[tuple[str, Package]] = []

    @classmethod
    def open(cls, path: str | Path) -> FilesWorkbook:
        """The workbook in a file; FileProblem in words if it cannot be read."""
        path = Path(path)
        return cls(read_file(path), path)

    # reading

    @property
    def source(self) -> str:
        """The file's name."""
        return self.path.name

    def sheets(self) -> Sequence[str]:
        """The tabs that hold cells, in order, hidden ones included."""
        return [tab.name for tab in self._book.worksheets()]

    def is_hidden(self, sheet: str) -> bool:
        """Whether the tab is hidden."""
        self._sheet(sheet)
        return next(tab.hidden for tab in self._book.tabs if tab.name == sheet)

    def names(self) -> Sequence[DefinedName]:
        """All defined names."""
        with in_words(str(self.path)):
            return self._book.names.all()

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        self._sheet(ref.sheet)
        with in_words(str(self.path)):
            return read_cell(self._book, ref)

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of an area, row by row."""
        self._sheet(area.sheet)
        columns = range(area.left, area.right + 1)
        with in_words(str(self.path)):
            return [
                [read_cell(self._book, CellRef(area.sheet, row, column)) for column in columns]
                for row in range(area.top, area.bottom + 1)
            ]

    def used_area(self, sheet: str) -> Area | None:
        """The smallest area that holds every non-empty cell."""
        found = self._sheet(sheet)
        with in_words(str(self.path)):
            box = found.used_box()
        return None if box is None else Area(sheet, *box)

    def merges(self, sheet: str) -> Sequence[Area]:
        """Merged areas, in order."""
        found = self._sheet(sheet)
        with in_words(str(self.path)):
            return sorted(Area(sheet, *box) for box in found.merges())

    def note(self, ref: CellRef) -> str | None:
        """The text of the cell's note."""
        self._sheet(ref.sheet)
        with in_words(str(self.path)):
            return notes.read_note(self._book, ref)

    def look(self, ref: CellRef) -> Look:
        """The cell's present format."""
        sheet = self._sheet(ref.sheet)
        with in_words(str(self.path)):
            return self._book.styles.look(sheet.style(ref.row, ref.column))

    def is_protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""
        return self._sheet(sheet).protection() is not None

    def _sheet(self, name: str) -> Sheet:
        if not self._book.has_sheet(name):
            raise InputError(f"文件“{self.path.name}”里没有工作表“{name}”。请检查工作表名。")
        return self._book.sheet(name)

    # writing

    def apply(self, edits: Sequence[Edit], *, label: str, unlock: bool = False) -> None:
        """Apply all edits in memory, or none."""
        before = self._book.package.copy()
        try:
            with in_words(str(self.path)):
                editor = Editor(self._book, unlock=unlock)
                for edit in edits:
                    editor.apply(edit)
                editor.finish()
        except Exception:
            self._book = Workbook(before)
            raise
        self._undo.append((label, before))

    def to_bytes(self) -> bytes:
        """The workbook as it stands, as a file's bytes."""
        return self._book.package.to_bytes() if self._undo else self._data

    def save(self, path: str | Path | None = None) -> None:
        """Write the file in one step. In place, what :meth:`restore` needs is kept beside it."""
        if path is not None and Path(path) != self.path:
            write_file(Path(path), self.to_bytes())
            return
        refuse_unwritable(self.path)
        on_disk = read_file(self.path) if self.path.exists() else None
        if on_disk is not None and files_restore.digest(on_disk) != self._disk:
            raise FileProblem(
                str(self.path), "在读取之后被别的程序改过", "为免覆盖别人的改动，没有写入。请重新运行一次。"
            )
        data = self.to_bytes()
        if on_disk is not None and self._undo:
            label = "、".join(dict.fromkeys(label for label, _ in self._undo))
            files_restore.keep(self.path, files_restore.Record(label, on_disk, files_restore.digest(data)))
        write_file(self.path, data)
        self._reload(data)

    def _reload(self, data: bytes) -> None:
        self._data, self._disk, self._undo = data, files_restore.digest(data), []

    def restore(self) -> Restored | None:
        """Take the last :meth:`apply` back; after a save, put the bytes back that the file had before it."""
        if self._undo:
            label, before = self._undo.pop()
            now, self._book = self._book, Workbook(before)
            return Restored(label, changed_cells(now, self._book))
        record = files_restore.find(self.path)
        if record is None:
            return None
        if files_restore.digest(read_file(self.path)) != record.written:
            reason = "在上一步绩效操作之后又被改过"
            raise FileProblem(str(self.path), reason, "为免丢失后来的改动，没有撤销。请在 Excel 中手工改回。")
        now, self._book = self._book, Workbook(Package.parse(record.before, str(self.path)))
        write_file(self.path, record.before)
        files_restore.drop(self.path)
        self._reload(record.before)
        return Restored(record.label, changed_cells(now, self._book))
