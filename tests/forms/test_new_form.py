"""docs/forms/new-form.md: a form made from nothing, by following the page to the letter."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row, from_json
from perf_xl.forms.spec import KINDS
from perf_xl.forms.template import template_bytes
from tests.forms.sheets import filled, said

PAGE = (Path(__file__).parents[2] / "docs/forms/new-form.md").read_text(encoding="utf-8")
FORM = "yunxi-2027-project-target"


@pytest.fixture
def spec(tmp_path, monkeypatch):
    """The form of the page, in a folder of own forms."""
    layout = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert layout is not None
    (tmp_path / FORM).mkdir()
    (tmp_path / FORM / "layout.toml").write_text(layout[1], encoding="utf-8")
    monkeypatch.setenv("PERF_XL_FORMS", str(tmp_path))
    return form_spec(FORM)


def test_new_form_when_there_is_only_a_layout_then_the_template_is_built(spec):
    """No code, no workbook: the TOML file is enough."""
    sheet = load_workbook(io.BytesIO(template_bytes(spec))).active
    assert set(spec.defined_names()) <= set(sheet.defined_names)
    assert sheet["A1"].value == "2027年云溪县项目支出绩效目标表"
    assert sheet.protection.sheet


def test_new_form_when_filled_then_read_back(spec):
    """Reading and filling work on it as on the official ones."""
    row = {
        "一级指标": "产出指标",
        "二级指标": "数量指标",
        "三级指标": "培训人次",
        "指标类型": "≥",
        "指标值": 300,
        "计量单位": "人次",
    }
    data = {
        "fields": {"年度": 2028, "项目名称": "技能培训", "预算金额": 13.8},
        "tables": {"指标": [row, row | {"三级指标": "期数"}]},
    }
    record = from_json(data, spec)
    (back,) = read_forms(filled(spec, record))
    assert said(back)[1] == said(record)[1]
    assert {name: back.fields[name] for name in record.fields} == record.fields


def test_new_form_when_the_page_lists_the_kinds_then_all_of_them():
    """The vocabulary of the page is complete."""
    table = PAGE.split("**填写的种类**")[1].split("**英文键**")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= set(KINDS)


def test_new_form_when_a_row_is_missing_a_cell_then_the_message_of_the_page(tmp_path):
    """The example of an error is what the program says."""
    from perf_xl.errors import InputError
    from perf_xl.forms.load import load_layout

    layout = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert layout is not None
    path = tmp_path / "layout.toml"
    path.write_text(layout[1].replace('"project_name", span = 6', '"project_name", span = 5'), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape("的 block[1].rows[0]：各单元格共占 6 列，应为 7 列。")):
        load_layout(path)
    assert "的 block[1].rows[0]：各单元格共占 6 列，应为 7 列。" in PAGE


def test_template_bytes_when_a_workbook_lies_beside_the_layout_then_it_is_taken(spec):
    """A county may restyle its template in Excel; the names must stay."""
    spec.template_path.write_bytes(b"restyled")
    template_bytes.cache_clear()
    assert template_bytes(spec) == b"restyled"


def test_new_form_is_not_an_official_one():
    """Without the folder of own forms it is unknown."""
    from perf_xl.errors import InputError

    with pytest.raises(InputError, match=FORM):
        form_spec(FORM)


def test_record_of_own_form_when_empty_then_one_blank_row(spec):
    """A table is never left without a row to write in."""
    (back,) = read_forms(filled(spec, FormRecord(spec.id, tables={"指标": []})))
    assert back.rows("指标") == []
    (again,) = read_forms(filled(spec, FormRecord(spec.id, tables={"指标": [Row({"三级指标": "甲"})]})))
    assert [row.values["三级指标"] for row in again.rows("指标")] == ["甲"]
