"""Data validation. Formulas cross as text in Excel's grammar; inside Calc they are kept as tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError
from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import quoted
from xlwings_libreoffice.bridge import common, enum
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.protection import refuse_locked

if TYPE_CHECKING:
    from xlwings_libreoffice.range_base import RangeBase

TYPES = {
    "whole_number": "WHOLE",
    "decimal": "DECIMAL",
    "date": "DATE",
    "time": "TIME",
    "text_length": "TEXT_LEN",
    "list": "LIST",
    "custom": "CUSTOM",
}
OPERATORS = {
    "between": "BETWEEN",
    "not_between": "NOT_BETWEEN",
    "equal_to": "EQUAL",
    "not_equal_to": "NOT_EQUAL",
    "greater_than": "GREATER",
    "less_than": "LESS",
    "greater_than_or_equal": "GREATER_EQUAL",
    "less_than_or_equal": "LESS_EQUAL",
}
_ALERTS = {"STOP": "stop", "WARNING": "warning", "INFO": "information", "MACRO": "stop"}
_TYPE_WORDS = {office: word for word, office in TYPES.items()}
_OPERATOR_WORDS = {office: word for word, office in OPERATORS.items()}
_COMPARING = {"whole_number", "decimal", "date", "time", "text_length"}
_SHOWN_UNSORTED = 1
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')


@implements(bc.DataValidation)
class DataValidation:
    """The validation rule of a range."""

    def __init__(self, rng: RangeBase) -> None:
        self._range = rng

    @property
    def api(self) -> Any:
        """The UNO validation of the first cell."""
        return self._range.api.Validation

    @property
    def type(self) -> str:
        """The kind of rule; ``none``, ``mixed_criteria`` or ``inconsistent`` if the cells do not share one."""
        rule = common(self._range.api, "Validation")
        if rule is not None:
            return "none" if rule.Type.value == "ANY" else _TYPE_WORDS.get(rule.Type.value, "unknown")
        kinds = {part.Validation.Type.value for part in self._uniform_parts()}
        return "mixed_criteria" if "ANY" in kinds else "inconsistent"

    def _uniform_parts(self) -> list[Any]:
        groups = self._range.api.getUniqueCellFormatRanges()
        return [groups.getByIndex(index).getByIndex(0) for index in range(groups.Count)]

    def _rule(self, *types: str) -> Any:
        kind = self.type
        if kind in ("none", "mixed_criteria", "inconsistent") or (types and kind not in types):
            return None
        return self.api

    def _formula(self, number: int) -> str | None:
        rule = self.api
        text = rule.getFormula1() if number == 1 else rule.getFormula2()
        return self._range.sheet.book.grammar.from_calc(text, rule.getSourcePosition()) if text else None

    @property
    def operator(self) -> str | None:
        """The comparison."""
        rule = self._rule(*_COMPARING)
        return None if rule is None else _OPERATOR_WORDS.get(rule.getOperator().value)

    @property
    def formula1(self) -> str | None:
        """The first operand."""
        return None if self._rule(*_COMPARING) is None else self._formula(1)

    @property
    def formula2(self) -> str | None:
        """The second operand of a between."""
        return self._formula(2) if self.operator in ("between", "not_between") else None

    @property
    def formula(self) -> str | None:
        """The formula of a custom rule."""
        return None if self._rule("custom") is None else self._formula(1)

    @property
    def source(self) -> str | None:
        """The source of a list: ``甲,乙`` or ``=Sheet1!$A$1:$A$3``."""
        if self._rule("list") is None:
            return None
        text = self._formula(1) or ""
        literals = _LITERAL.findall(text) if text.startswith('="') else []
        return ",".join(item.replace('""', '"') for item in literals) or text

    @property
    def in_cell_dropdown(self) -> bool | None:
        """Whether a list shows its arrow."""
        rule = self._rule("list")
        return None if rule is None else bool(rule.ShowList)

    @property
    def ignore_blank(self) -> Any:
        """Whether blank cells pass."""
        return self._property("IgnoreBlankCells")

    @property
    def input_title(self) -> Any:
        """The title of the prompt."""
        return self._property("InputTitle")

    @property
    def input_message(self) -> Any:
        """The text of the prompt."""
        return self._property("InputMessage")

    @property
    def show_input(self) -> Any:
        """Whether the prompt is shown."""
        return self._property("ShowInputMessage")

    @property
    def error_title(self) -> Any:
        """The title of the alert."""
        return self._property("ErrorTitle")

    @property
    def error_message(self) -> Any:
        """The text of the alert."""
        return self._property("ErrorMessage")

    @property
    def show_error(self) -> Any:
        """Whether the alert is shown."""
        return self._property("ShowErrorMessage")

    @property
    def alert_style(self) -> str | None:
        """``stop``, ``warning`` or ``information``."""
        rule = self._rule()
        return None if rule is None else _ALERTS[rule.ErrorAlertStyle.value]

    def _property(self, name: str) -> Any:
        rule = self._rule()
        return None if rule is None else rule.getPropertyValue(name)

    def set_list(self, source: Any, in_cell_dropdown: bool) -> None:
        """A list of texts, of a range's values or of a name."""
        self._set("list", None, _list_formula(source), None, ShowList=_SHOWN_UNSORTED if in_cell_dropdown else 0)

    def set_rule(self, rule_type: str, operator: str | None, formula1: str, formula2: str | None) -> None:
        """A comparison or a custom formula."""
        self._set(rule_type, operator, formula1, formula2)

    def delete(self) -> None:
        """Take the rule away."""
        refuse_locked(self._range.sheet, self._range.box)
        rule = self.api
        rule.Type = enum("sheet.ValidationType", "ANY")
        self._range.api.Validation = rule

    def _set(self, kind: str, operator: str | None, formula1: str, formula2: str | None, **more: Any) -> None:
        if self.type in ("mixed_criteria", "inconsistent"):
            raise XlwingsError(
                "Cannot update data validation because the target cells have different validation rules."
            )
        refuse_locked(self._range.sheet, self._range.box)
        rule, grammar, place = self.api, self._range.sheet.book.grammar, self._position
        is_new = rule.Type.value == "ANY"
        rule.Type = enum("sheet.ValidationType", TYPES[kind])
        rule.setOperator(enum("sheet.ConditionOperator", OPERATORS[operator or "equal_to"]))
        rule.setSourcePosition(place)
        rule.setTokens(0, grammar.parse(formula1, place))
        rule.setTokens(1, grammar.parse(formula2, place) if formula2 is not None else ())
        if is_new:
            more = {"ShowErrorMessage": True, "ShowInputMessage": True, "IgnoreBlankCells": True, **more}
        for name, value in more.items():
            rule.setPropertyValue(name, value)
        self._range.api.Validation = rule

    @property
    def _position(self) -> Any:
        return self._range.sheet.uno_cell(self._range.box.top, self._range.box.left).CellAddress


def _list_formula(source: Any) -> str:
    if hasattr(source, "box"):
        return f"={quoted(source.sheet.name)}!{source.address}"
    if hasattr(source, "refers_to"):
        return f"={source.name}"
    return "=" + ",".join('"' + item.replace('"', '""') + '"' for item in source)  # Calc wants one string an entry
