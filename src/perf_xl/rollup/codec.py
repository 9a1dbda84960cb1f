"""Entries as JSON and back, exactly: decimals as text, dates in ISO form. For the cache of an incremental roll-up."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from perf_xl.model.cells import CellValue
from perf_xl.rollup.entries import Amount, FormEntry, FundLine, Identity, IndicatorLine, Item, Place

CODEC = "2"
"""Changes whenever the shape does: older caches are then read anew."""


def dumps(entries: list[FormEntry]) -> str:
    """The entries of one workbook."""
    return json.dumps([_from_entry(entry) for entry in entries], ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> list[FormEntry]:
    """The entries that :func:`dumps` wrote; KeyError, TypeError or ValueError for anything else."""
    return [_to_entry(data) for data in json.loads(text)]


def _value(value: CellValue) -> Any:
    match value:
        case Decimal():
            return ["n", str(value)]
        case dt.datetime():
            return ["t", value.isoformat()]
        case dt.date():
            return ["d", value.isoformat()]
        case dt.time():
            return ["h", value.isoformat()]
        case _:
            return value


def _to_value(data: Any) -> CellValue:
    if not isinstance(data, list):
        return data  # type: ignore[no-any-return]  # text, bool or None
    kind, text = data
    readers: dict[str, Any] = {
        "n": Decimal,
        "t": dt.datetime.fromisoformat,
        "d": dt.date.fromisoformat,
        "h": dt.time.fromisoformat,
    }
    return readers[kind](text)  # type: ignore[no-any-return]


def _place(place: Place | None) -> list[str] | None:
    return None if place is None else [place.file, place.sheet, place.cell]


def _to_place(data: list[str] | None) -> Place | None:
    return None if data is None else Place(*data)


def _amount(amount: Amount) -> list[Any]:
    return [_value(amount.value), amount.state, _value(amount.typed), _place(amount.place)]


def _to_amount(data: list[Any]) -> Amount:
    value, state, typed, place = data
    return Amount(_to_value(value), state, _to_value(typed), _to_place(place))  # type: ignore[arg-type]


def _from_entry(entry: FormEntry) -> dict[str, Any]:
    identity = entry.identity
    return {
        "identity": [identity.form, identity.year, identity.unit, identity.project],
        "plain": [
            entry.level,
            entry.kind,
            entry.title,
            entry.project,
            entry.unit,
            entry.department,
            entry.file,
            entry.sheet,
        ],
        "hidden": entry.hidden,
        "place": _place(entry.place),
        "funds": [[f.source, f.is_total, _amount(f.initial), _amount(f.budget), _amount(f.spent)] for f in entry.funds],
        "indicators": [_from_indicator(line) for line in entry.indicators],
        "scores": [_amount(entry.total_score), _amount(entry.reference_score)],
        "other": [[name, _amount(amount)] for name, amount in entry.other],
        "items": [[i.name, _amount(i.budget), _amount(i.spent), _place(i.place)] for i in entry.items],
        "unread": list(entry.unread),
        "route": entry.route,
    }


def _from_indicator(line: IndicatorLine) -> list[Any]:
    values = [_value(value) for value in (line.target, line.actual, line.max_score, line.score)]
    texts = [line.level1, line.level2, line.name, line.unit, line.comparison]
    return [texts, values, _place(line.place), [list(cell) for cell in line.cells], line.has_actual]


def _to_indicator(data: list[Any]) -> IndicatorLine:
    (level1, level2, name, unit, comparison), values, place, cells, has_actual = data
    target, actual, max_score, score = (_to_value(value) for value in values)
    own = Place(*place)
    pairs = tuple((what, cell) for what, cell in cells)
    return IndicatorLine(
        level1, level2, name, target, actual, unit, comparison, max_score, score, own, pairs, has_actual
    )


def _to_entry(data: dict[str, Any]) -> FormEntry:
    level, kind, title, project, unit, department, file, sheet = data["plain"]
    total, reference = (_to_amount(amount) for amount in data["scores"])
    return FormEntry(
        identity=Identity(*data["identity"]),
        level=level,
        kind=kind,
        title=title,
        project=project,
        unit=unit,
        department=department,
        file=file,
        sheet=sheet,
        hidden=data["hidden"],
        place=_to_place(data["place"]),
        funds=tuple(
            FundLine(source, is_total, *(_to_amount(a) for a in rest)) for source, is_total, *rest in data["funds"]
        ),
        indicators=tuple(_to_indicator(line) for line in data["indicators"]),
        total_score=total,
        reference_score=reference,
        other=tuple((name, _to_amount(amount)) for name, amount in data["other"]),
        items=tuple(Item(n, _to_amount(b), _to_amount(s), Place(*p)) for n, b, s, p in data["items"]),
        unread=tuple(data["unread"]),
        route=data["route"],
    )
