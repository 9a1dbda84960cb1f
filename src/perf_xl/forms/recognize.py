"""Workbooks without our names, typed by hand, copied or restyled: which form a sheet is, and what it says.

Recognition goes by the printed labels and headings, wherever they were shifted to. It never guesses in silence: a sheet
is one of our forms only when its labels clearly say so, and the candidates with their confidence are given back.
"""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.forms.align import Found, align, texts_of
from perf_xl.forms.catalog import form_specs
from perf_xl.forms.detect import FormSheet
from perf_xl.forms.labels import foreign_labels, labels_of, plain_label
from perf_xl.forms.locate import Located, locate
from perf_xl.forms.naming import FORM_NAME
from perf_xl.forms.read import read_sheet
from perf_xl.forms.records import FormRecord
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import Area, CellReader, DefinedName
from perf_xl.model.references import absolute

SURE = 0.6
"""Least share of a form's labels, by weight, for a sheet to be that form."""
CLEAR = 0.1
"""Least lead over the next form."""
LOST = 0.34
"""Largest share of a form's names that may be missing."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form a sheet may be: ``confidence`` from 0 to 1, and where its names would be."""

    sheet: str
    spec: FormSpec
    confidence: float
    located: Located

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the form for which no place was found."""
        return tuple(self.located.missing)


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was made of a sheet: candidates from the most likely down; ``form`` is set when there is no doubt."""

    sheet: str
    candidates: tuple[Candidate, ...]

    @property
    def form(self) -> Candidate | None:
        """The candidate the sheet surely is; None when in doubt."""
        if not self.candidates:
            return None
        best = self.candidates[0]
        lead = best.confidence - (self.candidates[1].confidence if len(self.candidates) > 1 else 0)
        lost = len(best.missing) / len(best.spec.defined_names())
        return best if best.confidence >= SURE and lead >= CLEAR and lost <= LOST else None


def recognize(reader: CellReader) -> list[Recognition]:
    """One recognition for each visible sheet that is not empty and does not carry our names already."""
    named = {name.sheet for name in reader.names() if name.name == FORM_NAME}
    sheets = [sheet for sheet in reader.sheets() if sheet not in named and not reader.is_hidden(sheet)]
    return [recognize_sheet(reader, sheet) for sheet in sheets if reader.used_area(sheet) is not None]


def recognize_sheet(reader: CellReader, sheet: str) -> Recognition:
    """The forms that ``sheet`` may be, at most three, the likeliest first."""
    view = SheetView(reader, sheet)
    texts = texts_of(view)
    ranked = sorted(
        (
            (_confidence(spec, found, texts), spec, found)
            for spec in form_specs()
            if (found := align(labels_of(spec), texts))
        ),
        key=lambda item: -item[0],
    )
    likely = [item for item in ranked[:3] if item[0] > SURE / 2]
    return Recognition(
        sheet,
        tuple(Candidate(sheet, spec, round(share, 3), locate(spec, view, found)) for share, spec, found in likely),
    )


def _confidence(spec: FormSpec, found: list[Found], texts: list[tuple[Area, str]]) -> float:
    """The share of the form's labels that was found, by weight; labels that only other forms print count against it."""
    foreign = foreign_labels(spec)
    against = sum(foreign.get(plain, 0.0) for plain in {plain_label(text) for _, text in texts})
    whole = sum(label.weight for label in labels_of(spec)) + against
    return sum(item.label.weight * item.likeness for item in found) / whole if whole else 0.0


def read_recognized(reader: CellReader, candidate: Candidate) -> FormRecord:
    """What the sheet says when it is taken for ``candidate``; nothing is written."""
    names = {
        name: DefinedName(name, candidate.sheet, absolute(area), area) for name, area in candidate.located.areas.items()
    }
    return read_sheet(reader, FormSheet(candidate.sheet, candidate.spec, candidate.spec.version, names))
