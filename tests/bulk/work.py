"""Functions that other processes import by name, and folders compared whole."""

from __future__ import annotations

import os
import time
from pathlib import Path

from perf_xl.bulk.produce import Order, Product
from perf_xl.errors import InputError

HEAD = {"job": "test", "form": "甲"}


def double(number: int) -> int:
    """Twice the number; 13 is refused, 14 is a bug, 15 kills its process."""
    if number == 13:
        raise InputError("13 不吉利。")
    if number == 14:
        raise ValueError("a bug")
    if number == 15:
        os._exit(1)
    return 2 * number


def pause(seconds: float) -> float:
    """Wait; gives the time waited."""
    time.sleep(seconds)
    return seconds


def zip_of(text: str) -> bytes:
    """Bytes that begin and end as a workbook does."""
    return b"PK\x03\x04" + text.encode() * 50 + b"PK\x05\x06" + bytes(18)


def make(text: str) -> Product:
    """A file of the text; 坏 cannot be made."""
    if text == "坏":
        raise InputError("这一份坏了。")
    return Product(zip_of(text), (f"注：{text}",) if text.endswith("5") else ())


def slow_make(text: str) -> Product:
    """The same, slowly enough to be killed in the middle."""
    time.sleep(0.002)
    return make(text)


def orders(count: int) -> list[Order]:
    """Orders in two subfolders."""
    return [Order(f"{i % 2}/{i:04} 项目.xlsx", f"in{i}", f"文{i}") for i in range(count)]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
