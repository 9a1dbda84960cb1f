"""A form of ours that lost some of its names (deleted rows, cut and paste, other programs) gets them back."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.forms.adopt import adopt
from perf_xl.forms.align import align, texts_of
from perf_xl.forms.detect import FormSheet
from perf_xl.forms.grid import grid_of
from perf_xl.forms.labels import labels_of
from perf_xl.forms.locate import Located, locate
from perf_xl.forms.naming import ECHO_PREFIX
from perf_xl.forms.read_table import table_areas
from perf_xl.forms.recognize import Candidate
from perf_xl.forms.sheet_view import SheetView
from perf_xl.model.cells import Area, CellReader, Edit, SetName
from perf_xl.model.references import absolute


@dataclass(frozen=True, slots=True)
class Repair:
    """What can be put right: the edits, the names they give back, and the names for which no place was found."""

    edits: tuple[Edit, ...]
    restored: tuple[str, ...]
    lost: tuple[str, ...]


def repair(reader: CellReader, sheet: FormSheet) -> Repair:
    """The missing names of ``sheet``, found by the labels beside them; names that work are left alone.

    A column of a table that still has other columns gets their rows. A table that lost all its names is adopted anew,
    with a footer row where it has none.
    """
    missing = missing_names(sheet)
    if not missing:
        return Repair((), (), ())
    view = SheetView(reader, sheet.sheet)
    located = locate(sheet.spec, view, align(labels_of(sheet.spec), texts_of(view)))
    areas = {name: _area(sheet, name, located) for name in missing}
    found = {name: area for name, area in areas.items() if area is not None}
    whole = {table for table, row in located.footers.items() if _all_lost(sheet, table)}
    if whole:
        kept = {name: item.area for name, item in sheet.names.items() if item.area is not None}
        footers = {table: located.footers[table] for table in whole}
        edits = adopt(Candidate(sheet.sheet, sheet.spec, 1.0, Located({**kept, **found}, [], footers)))
    else:
        edits = [
            SetName(name, sheet.sheet, absolute(area), hidden=name.startswith(ECHO_PREFIX))
            for name, area in found.items()
        ]
    lost = tuple(name for name in missing if name not in found and not name.startswith(ECHO_PREFIX))
    return Repair(tuple(edits), tuple(found), lost)


def missing_names(sheet: FormSheet) -> list[str]:
    """Names of the form that the sheet lost, or that no longer refer to a place on it."""
    wanted = grid_of(sheet.spec).names()
    return [name for name in wanted if name not in sheet.names or not _works(sheet, name)]


def _works(sheet: FormSheet, name: str) -> bool:
    area = sheet.names[name].area
    return area is not None and area.sheet == sheet.sheet


def _all_lost(sheet: FormSheet, table: str) -> bool:
    layout = sheet.spec.table(table)
    return layout is not None and not table_areas(sheet, layout)


def _area(sheet: FormSheet, name: str, located: Located) -> Area | None:
    """Where ``name`` belongs: the place found, with the rows of the columns of its table that still have a name."""
    place = located.areas.get(name)
    table = next((t for t in sheet.spec.tables() if name in {t.name_of(column) for column in t.columns}), None)
    if table is None or place is None:
        return place
    neighbours = list(table_areas(sheet, table).values())
    if not neighbours:
        return place
    return Area(place.sheet, neighbours[0].top, place.left, neighbours[0].bottom, place.left)
