"""Conditional formats: comparisons and formulas with a fill, colour, bold or italic.

Colour scales, data bars and icon sets of a file are listed by kind; they are neither made nor changed. Of the rules on
the same cells Calc applies the first that holds, as if each had ``stop_if_true``.
"""

from __future__ import annotations

import numbers
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import Box, of_uno
from xlwings_libreoffice.bridge import any_value, enum, properties
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.protection import refuse_locked
from xlwings_libreoffice.validation import OPERATORS

if TYPE_CHECKING:
    from xlwings_libreoffice.range_base import RangeBase

_CONDITION = 0
_KINDS = {1: "color_scale", 2: "data_bar", 3: "icon_set"}
_OPERATORS = {
    0: "equal_to",
    1: "less_than",
    2: "greater_than",
    3: "less_than_or_equal",
    4: "greater_than_or_equal",
    5: "not_equal_to",
    6: "between",
    7: "not_between",
}
_FORMULA = 24
"""What an entry made from a formula answers as its operator (7.4); it is not among the published constants."""
_BOLD = 150.0
_NO_TOKENS: tuple[Any, ...] = ()


@implements(bc.ConditionalFormats)
class ConditionalFormats:
    """The rules that touch a range, those of highest priority first."""

    def __init__(self, rng: RangeBase) -> None:
        self._range = rng

    @property
    def api(self) -> Any:
        """The UNO conditional formats of the sheet."""
        return self._range.sheet.api.ConditionalFormats

    @property
    def parent(self) -> RangeBase:
        """The range."""
        return self._range

    def _formats(self) -> list[Any]:
        touching = []
        for known in self.api.getConditionalFormats():
            boxes = [of_uno(address) for address in known.Range.RangeAddresses]
            if any(box.meet(self._range.box) for box in boxes):
                touching.append(known)
        return touching

    def _all(self) -> list[ConditionalFormat]:
        return [
            ConditionalFormat(self._range, known, index) for known in self._formats() for index in range(known.Count)
        ]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[ConditionalFormat]:
        return iter(self._all())

    def __call__(self, key: int) -> ConditionalFormat:
        return self._all()[key - 1]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, numbers.Number) and 1 <= int(key) <= len(self)  # type: ignore[call-overload]

    def add_cell_value(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A comparison of the cell's value; it becomes the first rule."""
        operator = enum("sheet.ConditionOperator", OPERATORS[spec["operator"]])
        return self._add(operator, spec["formula1"], spec["formula2"], spec)

    def add_custom(self, spec: dict[str, Any]) -> ConditionalFormat:
        """A formula; it becomes the first rule."""
        return self._add(enum("sheet.ConditionOperator", "FORMULA"), spec["formula"], None, spec)

    def _add(self, operator: Any, formula1: str, formula2: str | None, spec: dict[str, Any]) -> ConditionalFormat:
        refuse_locked(self._range.sheet, self._range.box)
        self._refuse_scales("add a rule beside")
        rules = self._range.api.ConditionalFormat
        former = [_as_properties(rules.getByIndex(index)) for index in range(rules.Count)]
        rules.clear()
        rules.addNew(
            properties(
                Operator=operator,
                Formula1=self._tokens(formula1),
                Formula2=self._tokens(formula2),
                SourcePosition=self._position,
                StyleName=new_style(self._range.sheet.book.api, spec),
            )
        )
        for rule in former:
            rules.addNew(rule)
        self._range.api.ConditionalFormat = rules
        return self(1)

    def clear(self) -> None:
        """Take the rules off these cells; elsewhere they stay."""
        refuse_locked(self._range.sheet, self._range.box)
        self._refuse_scales("clear")
        for known in self._formats():
            boxes = [of_uno(address) for address in known.Range.RangeAddresses]
            rules = self._range.sheet.uno_range(boxes[0].corner).ConditionalFormat
            kept = [_as_properties(rules.getByIndex(index)) for index in range(rules.Count)]
            self.api.removeByID(known.ID)
            for box in boxes:
                for rest in box.without(self._range.box):
                    self._put_back(rest, kept)

    def _put_back(self, box: Box, kept: list[tuple[Any, ...]]) -> None:
        target = self._range.sheet.uno_range(box)
        rules = target.ConditionalFormat
        for rule in kept:
            rules.addNew(rule)
        target.ConditionalFormat = rules

    def _refuse_scales(self, what: str) -> None:
        kinds = {rule.type for rule in self._all()} & set(_KINDS.values())
        if kinds:
            raise NotImplementedError(f"The LibreOffice engine cannot {what} conditional formats of type {min(kinds)}")

    def _tokens(self, formula: str | None) -> Any:
        tokens = _NO_TOKENS if formula is None else self._range.sheet.book.grammar.parse(formula, self._position)
        return any_value("[]com.sun.star.sheet.FormulaToken", tokens)

    @property
    def _position(self) -> Any:
        return self._range.sheet.uno_cell(self._range.box.top, self._range.box.left).CellAddress


def _as_properties(rule: Any) -> tuple[Any, ...]:
    return properties(
        Operator=rule.Operator,
        Formula1=rule.Formula1,
        Formula2=rule.Formula2,
        SourcePosition=rule.SourcePosition,
        StyleName=rule.StyleName,
    )


def new_style(document: Any, spec: dict[str, Any]) -> str:
    """A cell style with the fill and font of a rule; gives its name."""
    name = f"Rule {uuid.uuid4().hex[:8]}"
    document.StyleFamilies.getByName("CellStyles").insertByName(
        name, document.createInstance("com.sun.star.style.CellStyle")
    )
    _dress(document.StyleFamilies.getByName("CellStyles").getByName(name), spec)
    return name


def _dress(style: Any, spec: dict[str, Any]) -> None:
    for suffix in ("", "Asian"):
        if "font_bold" in spec:
            style.setPropertyValue(f"CharWeight{suffix}", _BOLD if spec["font_bold"] else 100.0)
        if "font_italic" in spec:
            slant = enum("awt.FontSlant", "ITALIC" if spec["font_italic"] else "NONE")
            style.setPropertyValue(f"CharPosture{suffix}", slant)
    if "fill_color" in spec:
        style.CellBackColor = to_office(spec["fill_color"])
    if "font_color" in spec:
        style.CharColor = to_office(spec["font_color"])


@implements(bc.ConditionalFormat)
class ConditionalFormat:
    """One rule."""

    def __init__(self, rng: RangeBase, known: Any, index: int) -> None:
        self._range = rng
        self._format = known
        self._index = index

    @property
    def api(self) -> Any:
        """The UNO entry."""
        return self._format.getByIndex(self._index)

    @property
    def type(self) -> str:
        """``cell_value``, ``custom``, ``color_scale``, ``data_bar``, ``icon_set`` or ``unknown``."""
        entry = self.api
        if entry.getType() != _CONDITION:
            return _KINDS.get(entry.getType(), "unknown")
        if entry.Operator == _FORMULA:
            return "custom"
        return "cell_value" if entry.Operator in _OPERATORS else "unknown"

    @property
    def stop_if_true(self) -> bool | None:
        """True for rules with a style, see the module."""
        return True if self.type in ("cell_value", "custom") else None

    @property
    def operator(self) -> str | None:
        """The comparison of a cell-value rule."""
        return _OPERATORS[self.api.Operator] if self.type == "cell_value" else None

    @property
    def formula1(self) -> str | None:
        """Its first operand."""
        return self._text(self.api.Formula1) if self.type == "cell_value" else None

    @property
    def formula2(self) -> str | None:
        """Its second operand."""
        return self._text(self.api.Formula2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The formula of a custom rule."""
        return self._text(self.api.Formula1) if self.type == "custom" else None

    def _text(self, formula: str) -> str:
        corner = self._format.Range.RangeAddresses[0]
        place = self._range.sheet.uno_cell(corner.StartRow + 1, corner.StartColumn + 1).CellAddress
        return self._range.sheet.book.grammar.from_calc(formula, place)

    def _style(self) -> Any:
        if self.type not in ("cell_value", "custom"):
            return None
        return self._range.sheet.book.api.StyleFamilies.getByName("CellStyles").getByName(self.api.StyleName)

    @property
    def fill_color(self) -> Color | None:
        """The fill it gives."""
        style = self._style()
        return from_office(style.CellBackColor) if style else None

    @property
    def font_color(self) -> Color | None:
        """The font colour it gives."""
        style = self._style()
        return from_office(style.CharColor) if style else None

    @property
    def font_bold(self) -> bool | None:
        """Whether it makes bold."""
        style = self._style()
        return style.CharWeight >= _BOLD if style else None

    @property
    def font_italic(self) -> bool | None:
        """Whether it makes italic."""
        style = self._style()
        return style.CharPosture.value != "NONE" if style else None

    def set(self, changes: dict[str, Any]) -> None:
        """Change fill and font; the condition itself cannot be changed, add a new rule instead."""
        if changes.keys() & {"operator", "formula1", "formula2", "formula"}:
            raise NotImplementedError("The LibreOffice engine cannot change the condition of a conditional format")
        look = {
            "fill_color": self.fill_color,
            "font_color": self.font_color,
            "font_bold": self.font_bold,
            "font_italic": self.font_italic,
            **changes,
        }
        self.api.StyleName = new_style(self._range.sheet.book.api, look)

    def delete(self) -> None:
        """Take the rule away, from all cells that have it."""
        if self._format.Count == 1:
            self._range.sheet.api.ConditionalFormats.removeByID(self._format.ID)
        else:
            self._format.removeByIndex(self._index)
