"""Whatever people type: no check fails, a fix is final, and the same form gives the same findings."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.checks.row import check_row
from perf_xl.checks.signs import plain_form
from perf_xl.forms.catalog import form_ids
from perf_xl.forms.records import FormRecord, Row
from perf_xl.model.cells import CellValue
from perf_xl.model.values import parse_value
from tests.checks.support import HERE, findings_of, load_yaml, record_of

TYPED = st.one_of(
    st.none(),
    st.sampled_from(
        ["", "—", "无", "≥95%", "》９５％", "6个及以上", "约13", "13.8万元", "#DIV/0!", "0", "-5", "100", "1", "定性", "≥",
         "2026年12月31日前", "2026.13.1", "增长7%", "每半年", "=100%", "未完成", "酌情扣分", "90%以上得10分，每下降1%扣1分",
         "（50分）", "\n", "　", "1e400", "9" * 40, "产出指标", "满意度"]
    ),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9),
    st.text(max_size=12),
)  # fmt: skip
CLEAN: dict[str, FormRecord] = {form: record_of(load_yaml(HERE / "clean" / f"{form}.yml")) for form in form_ids()}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(CLEAN)), st.lists(st.tuples(st.integers(0, 10_000), TYPED), max_size=6))
def test_check_when_anything_is_typed_anywhere_then_no_check_fails(form: str, typed: list[tuple[int, CellValue]]):
    """No value in any cell makes a check crash, and checking again gives the same."""
    record = with_typed(CLEAN[form], typed)
    found = findings_of(record, "复核")
    assert [] == [finding.message for finding in found if finding.code == "PX901"]
    assert found == findings_of(record, "复核")


def with_typed(record: FormRecord, typed: list[tuple[int, CellValue]]) -> FormRecord:
    """The record with values typed over some of its entries."""
    fields = dict(record.fields)
    tables = {name: [Row(dict(row.values), row.cells) for row in rows] for name, rows in record.tables.items()}
    places = [(fields, name) for name in fields]
    places += [(row.values, name) for rows in tables.values() for row in rows for name in row.values]
    for number, value in typed:
        values, name = places[number % len(places)]
        values[name] = value
    return replace(record, fields=fields, tables=tables)


@given(st.text(alphabet="》〉《〈≥≤><=＞＜０１９９0159.．%％个家 以上", max_size=10))
def test_plain_form_when_applied_then_it_reads_the_same_and_is_final(text: str):
    """The right characters mean what the odd ones meant, and need no second fix."""
    plain = plain_form(text)
    if plain is not None:
        assert parse_value(plain) == parse_value(text)
        assert plain_form(plain) is None


@given(st.tuples(TYPED, TYPED, TYPED, TYPED, TYPED, TYPED))
def test_row_when_anything_is_typed_then_a_finding_or_none(typed: tuple[CellValue, ...]):
    """=PERF_CHECK never fails, and never tells of the program itself."""
    found = check_row(*typed)
    assert found is None or found.code != "PX901"


def test_row_when_right_then_none_and_when_wrong_then_its_first_finding():
    """The root cause comes first; a row of a form without 指标类型 is held to that form."""
    assert check_row("产出指标", "数量指标", "科技培训", "≥", Decimal(5), "次") is None
    assert check_row(None, None, None, None, None, None) is None
    found = check_row("产出指标", "数量指标", "完成率", None, Decimal(1), None)
    assert found is not None
    assert found.code == "PX307"
    found = check_row("产出指标", "数量指标", "科技培训", "≥", "5次", None)
    assert found is not None
    assert found.code == "PX303"
