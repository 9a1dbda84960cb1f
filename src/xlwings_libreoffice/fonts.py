"""Fonts of cells. Calc keeps Western and Asian fonts apart; a font set through xlwings is set for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.bridge import enum
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.protection import refuse_locked

if TYPE_CHECKING:
    from xlwings_libreoffice.range_base import RangeBase

_NORMAL, _BOLD = 100.0, 150.0


@implements(bc.Font)
class Font:
    """The font of a range; each property is None where the cells differ."""

    def __init__(self, rng: RangeBase) -> None:
        self._range = rng

    @property
    def api(self) -> Any:
        """The UNO range, whose ``Char…`` properties are the font."""
        return self._range.api

    def _set(self, name: str, value: Any) -> None:
        refuse_locked(self._range.sheet, self._range.box)
        target = self._range.api
        target.setPropertyValue(name, value)
        target.setPropertyValue(f"{name}Asian", value)

    @property
    def bold(self) -> bool | None:
        """Whether it is bold."""
        weight = self._range.common("CharWeight")
        return None if weight is None else weight >= _BOLD

    @bold.setter
    def bold(self, value: bool) -> None:
        self._set("CharWeight", _BOLD if value else _NORMAL)

    @property
    def italic(self) -> bool | None:
        """Whether it is italic."""
        posture = self._range.common("CharPosture")
        return None if posture is None else posture.value != "NONE"

    @italic.setter
    def italic(self, value: bool) -> None:
        self._set("CharPosture", enum("awt.FontSlant", "ITALIC" if value else "NONE"))

    @property
    def size(self) -> float | None:
        """Its size in points."""
        size = self._range.common("CharHeight")
        return None if size is None else float(size)

    @size.setter
    def size(self, value: float) -> None:
        self._set("CharHeight", float(value))

    @property
    def name(self) -> str | None:
        """Its name: the Asian one where it differs from the Western one and the first cell has Chinese text."""
        western, asian = self._range.common("CharFontName"), self._range.common("CharFontNameAsian")
        return asian if western != asian and _is_asian(self._range) else western  # type: ignore[no-any-return]

    @name.setter
    def name(self, value: str) -> None:
        self._set("CharFontName", value)

    @property
    def color(self) -> Color | None:
        """Its colour; None for automatic."""
        return from_office(self._range.common("CharColor"))

    @color.setter
    def color(self, value: Any) -> None:
        refuse_locked(self._range.sheet, self._range.box)
        self.api.CharColor = to_office(value)


def _is_asian(rng: RangeBase) -> bool:
    text = rng.sheet.uno_cell(rng.box.top, rng.box.left).String
    return any("\u2e80" <= character <= "\uffef" for character in text)
