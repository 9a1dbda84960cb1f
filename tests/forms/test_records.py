"""The JSON shape of ``perf-xl read``, both ways."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row, from_json, to_json
from perf_xl.model.cells import CellValue
from tests.forms.sheets import filled, published, published_files, said

PROJECT = form_spec("zhijiang-2023-project-self-evaluation")


def test_to_json_then_the_shape_of_interfaces():
    """file, sheet, form, version, fields, tables; rows with _cell."""
    row: dict[str, CellValue] = {
        "一级指标": "产出指标",
        "二级指标": "数量指标",
        "三级指标": "科技培训",
        "年度指标值": "5次",
        "全年完成值": Decimal(5),
        "未完成原因": None,
    }
    record = FormRecord(PROJECT.id, fields={"主管部门": "某局"}, tables={"指标": [Row(row)]})
    (back,) = read_forms(filled(PROJECT, record))
    data = to_json(back, PROJECT, file="甲.xlsx")
    assert list(data) == ["file", "sheet", "form", "version", "fields", "tables"]
    assert (data["file"], data["sheet"], data["form"]) == ("甲.xlsx", PROJECT.sheet, PROJECT.id)
    assert data["tables"]["指标"] == [{**row, "全年完成值": 5, "_cell": "D15"}]
    assert data["fields"]["主管部门"] == "某局"
    assert data["fields"]["说明"] is None


def test_to_json_when_english_keys_then_the_aliases_of_the_layout():
    """level1 to actual, and names without an alias as they are."""
    record = FormRecord(
        PROJECT.id, tables={"指标": [Row({"一级指标": "产出指标", "三级指标": "甲", "全年完成值": "1"})]}
    )
    data = to_json(record, PROJECT, english=True)
    assert data["tables"]["指标"] == [{"level1": "产出指标", "level3": "甲", "actual": "1", "_cell": None}]


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (Decimal("76.0"), 76),
        (Decimal("481.9"), 481.9),
        (Decimal(0), 0),
        (None, None),
        ("95%", "95%"),
        (dt.datetime.fromisoformat("2024-05-08"), "2024-05-08"),
        (dt.date(2024, 5, 8), "2024-05-08"),
        (True, True),
    ],
)
def test_to_json_then_values_are_raw(value, plain):
    """Text, number, ISO date, null for blank."""
    data = to_json(FormRecord(PROJECT.id, fields={"说明": value}), PROJECT)
    assert data["fields"]["说明"] == plain
    assert type(data["fields"]["说明"]) is type(plain)


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("path", published_files()[::3], ids=lambda path: path.stem)
def test_from_json_when_given_what_was_read_then_the_same_record(path, english):
    """What was read can be generated again, with Chinese or English keys."""
    spec, record = published(path)
    (back,) = read_forms(filled(spec, record))
    again = from_json(json.loads(json.dumps(to_json(back, spec, english=english), ensure_ascii=False)), spec)
    assert said(again) == said(back)


def test_from_json_when_a_key_is_unknown_then_the_known_ones_are_named():
    """A typing error is not dropped in silence."""
    with pytest.raises(InputError, match="fields 中的“主管部们”不是“项目支出绩效目标自评表”的字段"):
        from_json({"fields": {"主管部们": "某局"}}, PROJECT)
    with pytest.raises(InputError, match="没有名为“指标表”的表格，请改用：资金、指标"):
        from_json({"tables": {"指标表": []}}, PROJECT)


def test_from_json_when_the_transcription_notes_the_meaning_of_a_row_then_it_is_passed_over():
    """应属 is meaning, not cell content."""
    record = from_json(
        {"tables": {"指标": [{"三级指标": "甲", "应属": ["产出指标", "数量指标"], "_cell": "D1"}]}}, PROJECT
    )
    assert record.rows("指标")[0].values["三级指标"] == "甲"
    assert "应属" not in record.rows("指标")[0].values
