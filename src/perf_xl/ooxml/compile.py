"""A template compiled once: parsed, given its rows, cut at its named cells; then filled as often as wanted.

The shape of a workbook depends on how many rows its tables have. Each shape is made once, by the same row moves as in
:mod:`perf_xl.ooxml.rows`, and kept; filling a record then only joins texts and compresses one part.
"""

from __future__ import annotations

from collections import ChainMap, OrderedDict
from collections.abc import Collection, Mapping, Sequence

from perf_xl.errors import InputError
from perf_xl.ooxml.columns import Table, row_count
from perf_xl.ooxml.fill import Filler
from perf_xl.ooxml.fillvalues import Value
from perf_xl.ooxml.grow import Band, Outline, outline_of
from perf_xl.ooxml.levels import Covered, covered_in
from perf_xl.ooxml.package import Package, in_words
from perf_xl.ooxml.packing import Engine, compressor
from perf_xl.ooxml.shape import Plan, Shape, make_shape
from perf_xl.ooxml.workbook import Workbook

KEPT_SLOTS = 30_000
"""How many slots the shapes that a template keeps may have together; the least recently used goes first."""


class Template:
    """An ``.xlsx`` with our names, compiled. Any such file works, also one restyled in Excel or WPS."""

    def __init__(self, package: Package, plan: Plan, outline: Outline, *, date1904: bool) -> None:
        self._package = package
        self._plan = plan
        self._outline = outline
        self._shapes: OrderedDict[tuple[int, ...], Shape] = OrderedDict()
        self._slots = 0
        self._filler = Filler(plan.sheet, date1904=date1904)
        self._bands = [(band, levels is None) for band, levels in zip(outline.bands, plan.levels, strict=True)]

    @classmethod
    def compile(
        cls,
        data: bytes,
        *,
        path: str = "模板.xlsx",
        sheet: str | None = None,
        levels: Mapping[str, Sequence[str]] | None = None,
        fixed: Collection[str] = (),
        hidden: Collection[str] = (),
        level: int = 2,
        engine: Engine = "zlib",
    ) -> Template:
        """Compile the workbook in ``data``; ``path`` names it in messages.

        ``sheet``: the form's tab, by default the first with sheet-scoped names. ``levels``: by table the columns whose
        equal neighbours are merged downwards (一级指标, 二级指标), by default the leading columns that the template merges.
        ``fixed``: tables whose rows are printed and never grow, with merges that stay. ``hidden``: technical names of
        cells (``_…``) that are filled as fields all the same. ``level`` and ``engine``: compression;
        level 2 takes half the time of level 6, for files 3 % larger. FileProblem for a file that is no
        workbook, InputError for one without our names.
        """
        package = Package.parse(data, path)
        book = Workbook(package.copy())
        with in_words(path):
            tab = sheet or _form_sheet(book)
            if not book.has_sheet(tab):
                raise InputError(f"模板“{path}”里没有工作表“{tab}”。请检查工作表名。")
            outline = outline_of(book, tab, hidden)
            merges = book.sheet(tab).merges()
        printed = [band for band in outline.bands if not set(fixed).isdisjoint(band.tables)]
        found = tuple(
            None if band in printed else _levels_of(path, band, levels or {}) or tuple(band.merged_levels(merges))
            for band in outline.bands
        )
        covered = dict(ChainMap(*(dict(covered_in(band, merges)) for band in printed)))
        plan = Plan(tab, found, covered, frozenset(hidden), compressor(engine, level))
        return cls(package, plan, outline, date1904=book.date1904)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the single fields."""
        return tuple(self._outline.fields)

    @property
    def tables(self) -> Mapping[str, tuple[str, ...]]:
        """The columns of each table."""
        return {name: tuple(columns) for band in self._outline.bands for name, columns in band.tables.items()}

    @property
    def covered(self) -> Covered:
        """Of the tables with printed rows: for each row the columns whose cells the template's merges cover."""
        return self._plan.covered

    @property
    def sheet(self) -> str:
        """The tab that is filled."""
        return self._plan.sheet

    def fill(self, record: Mapping[str, Value], tables: Mapping[str, Table]) -> bytes:
        """The workbook of one record: fields by name; tables by name, as rows or as columns (which is quicker).

        A number, date or truth value is written typed; a text stays text; None makes the cell blank; a key that is not
        given leaves the cell as in the template; a key that the template does not know is left out (see :attr:`fields`,
        :attr:`tables` for checking before). In a cell with a formula the value is the formula's cached one; without a
        value the program that opens the file computes it. InputError, naming sheet and cell, for a value that Excel
        cannot hold.
        """
        shape = self._shape(tuple([_rows_of(band, tables, is_printed=printed) for band, printed in self._bands]))
        return self._filler.fill(shape, record, tables)

    def _shape(self, counts: tuple[int, ...]) -> Shape:
        shape = self._shapes.get(counts)
        if shape is not None:
            self._shapes.move_to_end(counts)
            return shape
        book = Workbook(self._package.copy())
        with in_words(self._package.path):
            shape = make_shape(book, self._plan, counts)
        self._shapes[counts] = shape
        self._slots += len(shape.cut.slots)
        while self._slots > KEPT_SLOTS and len(self._shapes) > 1:
            _, oldest = self._shapes.popitem(last=False)
            self._slots -= len(oldest.cut.slots)
        return shape


def _rows_of(band: Band, tables: Mapping[str, Table], *, is_printed: bool) -> int:
    """How many rows the band has when it is filled with these tables; InputError for more than the form prints."""
    count = 0
    for name in band.tables:
        if name in tables:
            count = max(count, row_count(tables[name]), 1)
    if not count:
        return band.count
    if not is_printed:
        return count
    if count > band.count:
        name = next(name for name in band.tables if name in tables and row_count(tables[name]) == count)
        raise InputError(f"表“{name}”有 {count} 行数据，模板中固定为 {band.count} 行。请删去多余的行。")
    return band.count


def _levels_of(path: str, band: Band, levels: Mapping[str, Sequence[str]]) -> tuple[int, ...]:
    for name, columns in band.tables.items():
        missing = [column for column in levels.get(name, ()) if column not in columns]
        if missing:
            raise InputError(f"模板“{path}”的表“{name}”没有列“{'、'.join(missing)}”。请检查版式与模板是否一致。")
        if name in levels:
            return tuple(columns[column] for column in levels[name])
    return ()


def _form_sheet(book: Workbook) -> str:
    scoped = {name.sheet for name in book.names.all() if not name.name.startswith("_xlnm") and name.sheet}
    for tab in book.worksheets():
        if tab.name in scoped:
            return tab.name
    raise InputError(f"模板“{book.package.path}”里没有绩效表格的名称，不能用来填充。请重新下载模板。")
