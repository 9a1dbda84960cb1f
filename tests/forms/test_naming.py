"""Defined names: what Excel accepts, and what the shipped forms use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from perf_xl.forms.catalog import form_specs
from perf_xl.forms.grid import grid_of
from perf_xl.forms.naming import constant, constant_text, name_fault

_RESERVED = ("Print_Area", "Print_Titles", "_FilterDatabase")


@pytest.mark.parametrize(
    "name", ["2023年预算数", "“三公”经费", "执行率B/A", "_执行率", "三 公", "", "执行率%", "a" * 256]
)
def test_name_fault_when_excel_would_repair_the_file_then_says_why(name):
    """Names that begin with a digit, hold quotes, signs or blanks are refused."""
    assert name_fault(name) is not None


@pytest.mark.parametrize("name", ["AB12", "r", "R1C1", "c2", "XFD1048576", "rc"])
def test_name_fault_when_it_looks_like_a_cell_then_says_so(name):
    """A name must not be readable as an address in either style."""
    assert name_fault(name) == "看起来像单元格地址"


@pytest.mark.parametrize("name", ["年度", "指标_三级指标", "三公经费_决算数_上年", "评分_得分", "Total.sum"])
def test_name_fault_when_the_name_is_fine_then_none(name):
    """The names of names.md pass."""
    assert name_fault(name) is None


def test_names_of_every_shipped_form_are_accepted_by_excel():
    """Fields, columns and hidden technical names of all forms."""
    for spec in form_specs():
        names = grid_of(spec).names()
        assert [name for name in names if name_fault(name.removeprefix("_px_"))] == []
        assert not set(names) & set(_RESERVED)


def _promised(form: str) -> set[str]:
    """The words of a form's row in docs/forms/names.md; a row that refers to another has its words too."""
    page = (Path(__file__).parents[2] / "docs/forms/names.md").read_text(encoding="utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {form} "))
    other = re.search(r"同 ([\w-]+)", row)
    return set(re.findall(r"[\w\u4e00-\u9fff]+", row)) | (_promised(other[1]) if other else set())


@pytest.mark.parametrize("spec", form_specs(), ids=lambda spec: spec.id)
def test_names_of_every_shipped_form_are_those_of_the_contract(spec):
    """docs/forms/names.md and the layouts say the same; of the base data the row names rows and columns apart."""
    names = {field.name for field in spec.fields()} | {column.name for t in spec.tables() for column in t.columns}
    if spec.kind == "base-data":
        names = {part for name in names for part in re.split(r"_(?=决算数|预算数)", name)}
        names = {f"_{name}" if name in ("决算数_上年", "预算数_本年", "决算数_本年") else name for name in names}
        names = {name for name in names if not name.startswith("_")}
    assert names - _promised(spec.id) == set()
    assert {table.name for table in spec.tables()} - _promised(spec.id) == set()


def test_constant_when_read_back_then_the_same_text():
    """Quotes are doubled inside a constant name."""
    assert constant_text(constant('a"b')) == 'a"b'
    assert constant_text("'表'!$A$1") is None


def test_constant_when_long_then_in_pieces_that_excel_takes():
    """A literal holds 255 characters; quotes at a seam come back too."""
    text = '分"' * 300
    assert all(len(piece) <= 510 for piece in constant(text).split("&"))
    assert text == constant_text(constant(text))
    assert constant_text('"a"&B1') is None
