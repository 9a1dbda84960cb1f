"""What xlwings calls the engine: its name, its apps, and how single values are prepared and cleaned."""

from __future__ import annotations

import datetime as dt
import math
import numbers
import sys
from collections.abc import Callable
from typing import Any

from xlwings_libreoffice.apps import Apps
from xlwings_libreoffice.values import CellError


class Engine:
    """The engine ``libreoffice``."""

    name = "libreoffice"
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:  # noqa: ARG004 - xlwings' signature
        """A value as the write stage takes it: text, bool, float, datetime, or ``""`` for blanks and NaN."""
        if value is None or _is_missing(value):
            return ""
        if isinstance(value, (bool, str, int, float, dt.datetime, dt.date)):
            return value
        if hasattr(value, "item"):  # NumPy scalars
            return Engine.prepare_xl_data_element(value.item(), None)
        return float(value) if isinstance(value, numbers.Number) or hasattr(value, "__float__") else str(value)

    @staticmethod
    def clean_value_data(
        data: list[list[Any]],
        datetime_builder: Callable[..., Any],
        empty_as: Any,
        number_builder: Callable[[float], Any] | None,
        err_to_str: bool,
    ) -> list[list[Any]]:
        """Raw values as the caller's options want them."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, CellError):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime):
                return value if datetime_builder is dt.datetime else _built(value, datetime_builder)
            if number_builder is not None and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


def _built(value: dt.datetime, builder: Callable[..., Any]) -> Any:
    return builder(
        year=value.year,
        month=value.month,
        day=value.day,
        hour=value.hour,
        minute=value.minute,
        second=value.second,
        microsecond=value.microsecond,
        tzinfo=None,
    )


def _is_missing(value: Any) -> bool:
    if isinstance(value, float):
        return math.isnan(value)
    pandas = sys.modules.get("pandas")
    return pandas is not None and (value is pandas.NaT or value is pandas.NA)
