"""The labels of a form found on a sheet: the best match that keeps their reading order."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.forms.labels import Label, plain_label
from perf_xl.forms.outside import squeezed
from perf_xl.forms.sheet_view import SheetView
from perf_xl.model.cells import Area

_MOST_TEXTS = 1500


@dataclass(frozen=True, slots=True)
class Found:
    """A label on the sheet: the (perhaps merged) area it stands in, and how well it matches."""

    label: Label
    area: Area
    likeness: float


def texts_of(view: SheetView) -> list[tuple[Area, str]]:
    """The texts of a sheet with their areas, in reading order."""
    texts: list[tuple[Area, str]] = []
    for row, column, value in view.filled():
        if isinstance(value, str):
            area = view.merge(row, column) or Area(view.sheet, row, column, row, column)
            texts.append((area, value))
        if len(texts) == _MOST_TEXTS:
            break
    return texts


def align(labels: tuple[Label, ...], texts: list[tuple[Area, str]]) -> list[Found]:
    """The matches that weigh most together, labels and cells in the same order (a weighted longest common sequence)."""
    known = {label.text for label in labels if label.pattern is None}
    whole = [squeezed(text) for _, text in texts]
    said = [(text, plain, plain in known) for text, plain in zip(whole, map(plain_label, whole), strict=True)]
    scores = [[_score(label, *text) for text in said] for label in labels]
    best = [[0.0] * (len(texts) + 1) for _ in range(len(labels) + 1)]
    for i in range(len(labels) - 1, -1, -1):
        for j in range(len(texts) - 1, -1, -1):
            taken = best[i + 1][j + 1] + scores[i][j] if scores[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    return _walk(labels, texts, scores, best)


def _score(label: Label, whole: str, text: str, exact_elsewhere: bool) -> float:
    """The weight of the match; a text that is another label to the letter is not taken for a misspelt one."""
    likeness = label.likeness(whole, text)
    if likeness < 1.0 and exact_elsewhere:
        return 0.0
    return likeness * (label.weight + 0.01)


def _walk(
    labels: tuple[Label, ...], texts: list[tuple[Area, str]], scores: list[list[float]], best: list[list[float]]
) -> list[Found]:
    found: list[Found] = []
    i = j = 0
    while i < len(labels) and j < len(texts):
        score = scores[i][j]
        if score and best[i][j] == best[i + 1][j + 1] + score:
            found.append(Found(labels[i], texts[j][0], score / (labels[i].weight + 0.01)))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found
