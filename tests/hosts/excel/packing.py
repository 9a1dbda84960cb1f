"""What the shim's ``PxPack`` does, in Python: tests/addin/test_shim_in_libreoffice.py runs the real one."""

from typing import Any

from perf_xl.hosts.excel.packed import COLUMN

KINDS = {str: "t", float: "n", type(None): " "}


def packed(values: Any) -> Any:
    """A column of texts, numbers and blanks as the shim sends it; anything else unchanged."""
    if not isinstance(values, tuple | list) or any(len(row) != 1 for row in values):
        return values
    cells = [row[0] for row in values]
    texts = [cell for cell in cells if isinstance(cell, str)]
    if any(type(cell) not in KINDS for cell in cells) or "\0" in "".join(texts):
        return values
    kinds = "".join(KINDS[type(cell)] for cell in cells)
    numbers = [cell for cell in cells if isinstance(cell, float)]
    return (COLUMN, kinds, "\0".join([*texts, ""]), (*numbers, 0.0))
