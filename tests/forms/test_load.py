"""Layouts: what is refused, and how the error says where."""

from __future__ import annotations

import pytest

from perf_xl.errors import FileProblem, InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.load import load_layout

GOOD = """
id = "demo"
version = "1"
title = "演示表"
region = "某县"
level = "project"
kind = "target"
[page]
widths = [10, 20]
[[block]]
rows = [[{ label = "项目名称" }, { field = "项目名称" }]]
[[block]]
table = "指标"
columns = [{ name = "三级指标", kind = "level3", en = "level3" }, { name = "指标值", kind = "value", en = "target" }]
blank = 2
"""


def load(tmp_path, text):
    """The layout written to a file and loaded."""
    path = tmp_path / "layout.toml"
    path.write_text(text, encoding="utf-8")
    return load_layout(path)


def test_load_layout_when_it_is_right_then_fields_and_columns(tmp_path):
    """The small language in one example."""
    spec = load(tmp_path, GOOD)
    assert spec.defined_names() == ("项目名称", "指标_三级指标", "指标_指标值")
    assert spec.table("指标").role("target").name == "指标值"
    assert spec.template_path == tmp_path / "演示表.xlsx"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('version = "1"\n', "", "的 version：缺少这一项。"),
        ("version = ", "verzion = ", "的 version：缺少这一项。"),
        ('level = "project"', 'level = "projekt"', "的 level：“projekt”不在可选值之内（project、department）。"),
        ("widths = [10, 20]", 'widths = ["10", 20]', "的 page.widths[0]：应为数字，现为“10”。"),
        ("widths = [10, 20]", "widths = [10, 20, 30]", "的 block[0].rows[0]：各单元格共占 2 列，应为 3 列。"),
        (
            'field = "项目名称"',
            'field = "项目名称", kidn = "text"',
            "的 block[0].rows[0][1].kidn：不认识这一项，请检查拼写。",
        ),
        (
            'field = "项目名称"',
            'field = "2023年"',
            "的 block：名称“2023年”只能由汉字、字母、数字、“_”和“.”组成，并以汉字或字母开头。",
        ),
        ('field = "项目名称"', 'field = "指标_指标值"', "的 block：名称“指标_指标值”重复。"),
        (
            'field = "项目名称"',
            'field = "年度", pattern = "年度"',
            "的 block[0].rows[0][1].pattern：文字里没有填写位置“{年度}”。",
        ),
        ('field = "项目名称"', 'field = "年度", label = "年度"', "的 block[0].rows[0][1].label：标签里没有填写位置"),
        (
            'label = "项目名称" }',
            'label = "项目名称", down = 2 }',
            "的 block[0].rows：有单元格的 down 超出了本块的最后一行。",
        ),
        ("blank = 2", "", "的 block[1].rows：表格至少要有一行"),
        ("blank = 2", 'rows = [["a", "b", "c"]]', "的 block[1].rows[0]：应为按列排列的值（至多 2 个）"),
        ("blank = 2", "blank = 2\ngrow = true", "的 block[1].grow：不认识这一项，请检查拼写。"),
        ('kind = "value"', 'kind = "vlaue"', "的 block[1].columns[1].kind：“vlaue”不在可选值之内"),
    ],
)
def test_load_layout_when_something_is_wrong_then_file_and_key_path_are_named(tmp_path, old, new, message):
    """Every complaint says where."""
    with pytest.raises(InputError) as caught:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert str(tmp_path / "layout.toml") in str(caught.value)
    assert message in str(caught.value)


def test_load_layout_when_the_file_is_no_toml_then_the_line_is_named(tmp_path):
    """A syntax error is a problem of the file."""
    with pytest.raises(FileProblem, match=r"不是有效的 TOML 文件.*line 3"):
        load(tmp_path, 'id = "a"\nversion = "1"\ntitle = 演示\n')


def test_load_layout_when_the_file_is_missing_then_says_so(tmp_path):
    """A wrong path is a sentence, no traceback."""
    with pytest.raises(FileProblem, match="不存在"):
        load_layout(tmp_path / "layout.toml")


def test_form_spec_when_the_form_is_unknown_then_the_known_ones_are_named():
    """The message lists the ids."""
    with pytest.raises(InputError, match=r"没有名为“no-such-form”的表。可用的表：.*zhijiang-2025-department-target"):
        form_spec("no-such-form")


def test_form_ids_when_a_folder_of_own_layouts_is_named_then_its_forms_are_known(tmp_path, monkeypatch):
    """A county's own form needs a folder and no code."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "layout.toml").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("PERF_XL_FORMS", str(tmp_path))
    assert "demo" in form_ids()
    assert form_spec("demo").title == "演示表"


def test_form_ids_then_the_eleven_official_forms(monkeypatch):
    """Every form of the published documents, and the national one."""
    monkeypatch.delenv("PERF_XL_FORMS", raising=False)
    assert len(form_ids()) == 11


@pytest.mark.parametrize("form", form_ids())
def test_english_aliases_of_every_official_form_then_complete_and_unique(form):
    """perf-xl read --keys en has a key for everything."""
    spec = form_spec(form)
    fields = [field.en for field in spec.fields()]
    assert all(fields)
    assert len(set(fields)) == len(fields)
    for table in spec.tables():
        columns = [column.en for column in table.columns]
        assert all(columns)
        assert len(set(columns)) == len(columns)
