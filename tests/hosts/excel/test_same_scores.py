"""A column of PERF_SCORES says what the command line writes, to the last digit and word."""

from decimal import Decimal

import pytest

from perf_xl.commands.score import score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.functions.values import manual_text
from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.fill import fill_form
from tests.published.records import records
from tests.support import memory_of, published_record

INPUTS = ("text", "actual", "target", "comparison", "unit", "max_score", "name")
"""Of a rule's row, in the order of the function's arguments."""
FORMS = [f"{record.path.parent.name}/{record.path.stem}" for record in records()]


def scored_rows(name, path):
    """The indicators of a published form as 计算得分 leaves them."""
    record = published_record(name)
    path.write_bytes(fill_form(form_spec(record.form), record))
    return [row for form in score_workbook(memory_of(path)).forms for row in form.rows]


def column(values):
    """A column as the shim sends it."""
    return ("PxRange", tuple((float(v) if isinstance(v, Decimal) else v,) for v in values), "General", False, 1)


def shown(row):
    """What a cell shows for a scored row: points, nothing, or what a person has to do."""
    if row.row.input.actual is None:
        return ""
    return manual_text("；".join(n.message for n in row.outcome.notes)) if row.points is None else float(row.points)


@pytest.mark.parametrize("name", FORMS)
def test_scores_when_a_published_form_is_scored_by_function_then_are_those_of_the_command(name, tmp_path):
    """All indicators of a form in one call, as in a sheet."""
    rows = scored_rows(name, tmp_path / "表.xlsx")
    columns = [column([getattr(row.row.input, key) for row in rows]) for key in INPUTS]
    found = answer("PERF_SCORES", columns) if rows else []
    assert [[shown(row)] for row in rows] == found


def test_scores_when_asked_again_then_truth_values_and_numbers_are_told_apart():
    """Kept answers are kept by kind: TRUE is not 1, and neither is the text."""
    rule = "每出现1次扣1分，扣完为止"
    for actual in (1.0, True, "1", 1.0, True):
        alone = answer("PERF_SCORE", [rule, actual, 0.0, "≤", "次", 5.0, "违规次数"])
        column_ = answer("PERF_SCORES", [column([rule] * 2), column([actual] * 2), 0.0, "≤", "次", 5.0, "违规次数"])
        assert [[alone]] * 2 == column_
        assert (actual is True) == isinstance(alone, str)
