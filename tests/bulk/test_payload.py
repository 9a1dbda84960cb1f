"""Records as bytes: nothing lost, equal records equal bytes; and the file they wait in."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.bulk.payload import Filled, packed, unpacked
from perf_xl.bulk.spool import Spool
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import FormRecord, Row
from perf_xl.model.cells import CellValue
from tests.bulk.data import FORM

SPEC = form_spec(FORM)
TABLE = next(table for table in SPEC.tables() if table.name == "指标")


def pack(value: CellValue) -> bytes:
    """A record that has ``value`` in a field and in a row, packed."""
    rows = Filled(2, {"实际完成值": [None, value]})
    return packed({"项目名称": value, "主管部门": None}, {"指标": rows, "资金": Filled(0, {})}, SPEC)


def record(value: CellValue) -> FormRecord:
    """The same as a record."""
    row: dict[str, CellValue] = {column.name: None for column in TABLE.columns}
    rows = [Row(row), Row(row | {"实际完成值": value})]
    return FormRecord(
        FORM, SPEC.version, fields={"项目名称": value, "主管部门": None}, tables={"指标": rows, "资金": []}
    )


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.datetimes(),
    st.times(),
)


@given(VALUES)
def test_unpacked_when_packed_then_the_record_is_the_same(value: CellValue) -> None:
    """Texts, exact numbers of any length, days, truth values and blanks come back as they were."""
    found = unpacked(pack(value), SPEC)
    assert found == record(value)
    assert type(found.fields["项目名称"]) is type(value)


@pytest.mark.parametrize(("one", "other"), [("3", "3.0"), ("1E+3", "1000"), ("0.10", "0.1"), ("-0", "0")])
def test_packed_when_numbers_are_equal_then_the_bytes_are(one: str, other: str) -> None:
    """However a number was written, the file that is made of it is the same."""
    assert pack(Decimal(one)) == pack(Decimal(other))


def test_packed_when_columns_come_in_another_order_then_the_bytes_are_the_same() -> None:
    """The order of a file's columns is no part of the record."""
    columns: dict[str, list[CellValue]] = {"三级指标": ["甲"], "分值": [Decimal(2)]}
    turned = dict(reversed(columns.items()))
    assert packed({}, {"指标": Filled(1, columns)}, SPEC) == packed({}, {"指标": Filled(1, turned)}, SPEC)


def test_packed_when_a_day_looks_like_a_text_then_they_differ() -> None:
    """A hash of the payload tells a day from the text that looks like it, and 1 from true."""
    texts: list[CellValue] = ["2026-01-02T00:00:00", dt.datetime(2026, 1, 2), "1", Decimal(1), True]  # noqa: DTZ001
    assert len({pack(value) for value in texts}) == len(texts)


def test_spool_when_more_than_memory_holds_then_all_pieces_come_back_in_order() -> None:
    """Twice over, as a pre-flight and a second look would read them."""
    pieces = [bytes([number % 251]) * (number * 7000) for number in range(80)]
    with closing(Spool()) as spool:
        for piece in pieces:
            spool.add(piece)
        assert len(spool) == len(pieces)
        assert list(spool) == pieces
        assert list(spool) == pieces
