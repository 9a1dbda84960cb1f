"""Names that were lost and found again by the labels beside them."""

from __future__ import annotations

import pytest

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.detect import form_sheets
from perf_xl.forms.naming import FORM_NAME
from perf_xl.forms.read import read_forms
from perf_xl.forms.repair import missing_names, repair
from perf_xl.model.cells import DefinedName, SetName, SetValue
from tests.forms.sheets import empty_form, filled, published, published_files, said

ONE_EACH = list({published(path)[0].id: path for path in published_files()}.values())


def lose(workbook, *names):
    """Delete defined names of the only sheet."""
    workbook.apply([SetName(name, workbook.sheets()[0], None) for name in names], label="删名称")


@pytest.mark.parametrize("path", ONE_EACH, ids=lambda path: published(path)[0].id)
def test_repair_when_every_second_name_is_lost_then_the_form_reads_as_before(path):
    """Fields and columns of every form."""
    spec, record = published(path)
    workbook = filled(spec, record)
    before = said(read_forms(workbook)[0])
    lose(workbook, *spec.defined_names()[::2])
    (sheet,) = form_sheets(workbook)
    fix = repair(workbook, sheet)
    assert set(fix.restored) == set(spec.defined_names()[::2])
    assert fix.lost == ()
    workbook.apply(list(fix.edits), label="修复", unlock=True)
    assert said(read_forms(workbook)[0]) == before


@pytest.mark.parametrize("path", ONE_EACH, ids=lambda path: published(path)[0].id)
def test_repair_when_only_the_form_is_known_then_the_form_reads_as_before(path):
    """All names but the hidden ones of form and version."""
    spec, record = published(path)
    workbook = filled(spec, record)
    before = said(read_forms(workbook)[0])
    lose(workbook, *(name.name for name in workbook.names() if name.name not in (FORM_NAME, "_px_version")))
    (sheet,) = form_sheets(workbook)
    workbook.apply(list(repair(workbook, sheet).edits), label="修复", unlock=True)
    assert said(read_forms(workbook)[0]) == before


def test_repair_when_nothing_is_lost_then_nothing_is_done():
    """A sound form is left alone."""
    workbook = empty_form(form_spec("zhijiang-2023-project-self-evaluation"))
    (sheet,) = form_sheets(workbook)
    assert repair(workbook, sheet).edits == ()


def test_repair_when_the_label_is_gone_too_then_the_name_stays_lost_and_is_told():
    """No guess without a label."""
    spec = form_spec("zhijiang-2023-project-self-evaluation")
    workbook = empty_form(spec)
    label = next(name.area for name in workbook.names() if name.name == "主管部门")
    assert label is not None
    workbook.apply([SetValue(type(label.first)(spec.sheet, label.top, 1), None)], label="删标签")
    lose(workbook, "主管部门")
    (sheet,) = form_sheets(workbook)
    assert repair(workbook, sheet).lost == ("主管部门",)


def test_missing_names_when_a_name_is_broken_then_it_counts_as_lost():
    """#REF! is no place."""
    spec = form_spec("zhijiang-2023-project-self-evaluation")
    workbook = empty_form(spec)
    workbook.apply([SetName("说明", spec.sheet, "#REF!")], label="弄坏")
    (sheet,) = form_sheets(workbook)
    assert isinstance(sheet.names["说明"], DefinedName)
    assert missing_names(sheet) == ["说明"]
