"""Filling and scoring in one go gives the workbook that filling and then 计算得分 gives, cell by cell."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.score_form import score_form
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill_scored import fill_scored, scored_workbook
from perf_xl.hosts.scored_funding import NotForTemplateError
from perf_xl.hosts.scored_template import Scored, scored_template
from perf_xl.model.cells import CellValue
from perf_xl.policy import DEFAULT_POLICY, Policy

FORMS = ["mof-project-self-evaluation"]
"""The forms with 得分 and 总分 whose rates all stand in one table: a compiled template scores them."""
OTHERS = [
    "zhijiang-2023-department-self-evaluation",
    "zhijiang-2023-project-self-evaluation",
    "suixi-2026-project-target",
]
RULES = (
    "达到90%以上得满分，每降低1个百分点扣0.5分，扣完为止",
    "完成率≥95%得6分；80%（含）-95%得3分；低于80%不得分",
    "按计划完成得满分，否则按实际值/计划值*指标分值计分",
    "酌情给分",
    None,
)
LEVELS = [("产出指标（50分）", "数量指标"), ("效益指标", "社会效益指标"), ("满意度指标", "服务对象满意度指标")]
Beside = list[dict[str, CellValue]]


def made(spec: FormSpec, seed: int, count: int, **more: CellValue) -> tuple[FormRecord, Beside]:
    """A record with rows, rules beside them, and funding lines; everything from the seed."""
    rng = random.Random(seed)
    rows, beside = [], Beside()
    table = spec.table("指标")
    assert table is not None
    for index in range(count):
        level1, level2 = LEVELS[index * 3 // count]
        values: dict[str, CellValue] = dict.fromkeys(column.name for column in table.columns)
        actuals: list[CellValue] = [f"{rng.randint(50, 120)}%", Decimal(rng.randint(1, 9)), "已完成", None, "5.0"]
        targets: list[CellValue] = [f"≥{rng.randint(80, 95)}%", Decimal(5), "≤8次", "保障到位"]
        actual, target = rng.choice(actuals), rng.choice(targets)
        values |= {"一级指标": level1, "二级指标": level2, "三级指标": f"指标{index}率", "年度指标值": target}
        values |= {"实际完成值": actual, "分值": Decimal(rng.randint(1, 12)) / 2} | more
        rows.append(Row(values))
        rule = rng.choice(RULES)
        beside.append({"规则": rule} if rule else {})
    fields: dict[str, CellValue] = {"年度": Decimal(2026)}
    return FormRecord(spec.id, spec.version, fields=fields, tables={"指标": rows, **funds(spec, rng)}), beside


def funds(spec: FormSpec, rng: random.Random) -> dict[str, list[Row]]:
    """Amounts in every funding line that the form prints, some blank, zero or with a unit."""
    tables = {}
    for table in spec.tables():
        columns = {column.en: column.name for column in table.columns if column.en}
        if {"budget", "spent", "rate"} <= columns.keys():
            rows = []
            for line in table.rows:
                values: dict[str, CellValue] = dict.fromkeys(column.name for column in table.columns)
                values[table.key.name] = line.get(table.key.name)
                values[columns["budget"]] = rng.choice([Decimal(rng.randint(1, 9999)), Decimal(0), None, "13.8万元"])
                values[columns["spent"]] = rng.choice([Decimal(rng.randint(1, 9999)) / 100, Decimal(3), None, "2万元"])
                rows.append(Row(values))
            tables[table.name] = rows
    return tables


def said(data: bytes, spec: FormSpec) -> dict[str, Any]:
    """Cells with value, formula and number format; names; merges."""
    book = FilesWorkbook(data, spec.template_path)
    sheet = book.sheets()[0]
    used = book.used_area(sheet)
    assert used is not None
    cells = {
        (used.top + row, used.left + column): (
            None if cell.value == "" else cell.value,
            cell.formula,
            cell.number_format,
        )
        for row, line in enumerate(book.block(used))
        for column, cell in enumerate(line)
    }
    names = sorted((name.name, name.refers_to, name.hidden) for name in book.names())
    return {"cells": cells, "names": names, "merges": sorted(map(str, book.merges(sheet)))}


@pytest.mark.parametrize("policy", [DEFAULT_POLICY, Policy(decimals=1)], ids=["default", "own"])
@pytest.mark.parametrize("count", [1, 4, 15])
@pytest.mark.parametrize("form", FORMS)
def test_fill_scored_when_a_template_can_then_it_is_the_workbook_of_single_edits(
    form: str, count: int, policy: Policy
) -> None:
    """Scores, rates, total, formulas, names and formats; the second time from what was kept, with the same bytes."""
    spec = form_spec(form)
    template = scored_template(spec, policy)
    assert template is not None
    for seed in range(4):
        record, beside = made(spec, seed, count)
        quick, careful = template.fill(record, beside), scored_workbook(spec, record, beside, policy)
        assert said(quick.data, spec) == said(careful.data, spec)
        assert (quick.total, quick.rows) == (careful.total, careful.rows)
        assert template.fill(record, beside) == quick


@pytest.mark.parametrize("form", FORMS)
def test_fill_scored_when_read_again_then_the_scores_are_those_of_score_form(form: str) -> None:
    """Scored once more, nothing differs and nothing has to be written: the values in the file are right."""
    spec = form_spec(form)
    done: Scored = fill_scored(spec, *made(spec, 7, 15))
    book = FilesWorkbook(done.data, spec.template_path)
    (record,) = read_forms(book)
    again = score_form(book, record, spec, DEFAULT_POLICY)
    assert again is not None
    assert [row.points for row in again.rows] == [row.points for row in done.rows]
    assert any(row.points is not None for row in done.rows)
    assert (again.total, again.differing, again.edits) == (done.total, (), ())


def test_fill_scored_when_every_part_has_a_score_then_the_total_is_their_sum() -> None:
    """15 rows at their targets and 80 % spent: full points, and 8 of 10 for the execution rate."""
    spec = form_spec(FORMS[0])
    record, _ = made(spec, 1, 15, 年度指标值="≥90%", 实际完成值="95%", 分值=Decimal(6))
    money: dict[str, CellValue] = {"全年预算数": Decimal(1000), "全年执行数": Decimal(800)}
    record.tables["资金"] = [
        Row(row.values | (money if number == 0 else {})) for number, row in enumerate(record.rows("资金"))
    ]
    done = fill_scored(spec, record)
    assert done.total == 98
    book = FilesWorkbook(done.data, spec.template_path)
    (found,) = read_forms(book)
    assert found.fields["总分_得分"] == 98
    assert [row.values["得分"] for row in found.rows("指标")] == [6] * 15
    assert found.rows("资金")[0].values["执行率"] == "80.00%"


@pytest.mark.parametrize(
    ("field", "row"),
    [("总分_得分", {}), ("", {"得分": Decimal(3)}), ("", {"三级指标": None}), ("", {"实际完成值": True})],
)
def test_fill_scored_when_something_is_typed_where_a_score_stands_then_the_careful_way_keeps_it(
    field: str, row: dict[str, CellValue]
) -> None:
    """A typed 得分 or 总分 is kept as 计算得分 keeps it; a row that is no indicator has no score."""
    spec = form_spec(FORMS[0])
    record, beside = made(spec, 3, 3, **row)
    if field:
        record.fields[field] = Decimal(77)
    template = scored_template(spec, DEFAULT_POLICY)
    assert template is not None
    with pytest.raises(NotForTemplateError):
        template.fill(record, beside)
    done, careful = fill_scored(spec, record, beside), scored_workbook(spec, record, beside)
    assert said(done.data, spec) == said(careful.data, spec)
    (found,) = read_forms(FilesWorkbook(done.data, Path("a.xlsx")))
    assert found.fields["总分_得分"] == record.fields.get("总分_得分", found.fields["总分_得分"])
    assert [line.values["得分"] for line in found.rows("指标") if "得分" in row] == [3] * (3 if "得分" in row else 0)


def test_fill_scored_when_an_amount_has_more_digits_than_a_cell_keeps_then_the_rate_is_that_of_the_cell() -> None:
    """What is computed is what the file holds, not what it was rounded from."""
    spec = form_spec(FORMS[0])
    record, beside = made(spec, 5, 3)
    money: dict[str, CellValue] = {"全年预算数": Decimal(7), "全年执行数": Decimal(10) / 7}
    record.tables["资金"] = [Row(row.values | money) for row in record.rows("资金")]
    done, careful = fill_scored(spec, record, beside), scored_workbook(spec, record, beside)
    assert said(done.data, spec) == said(careful.data, spec)


@pytest.mark.parametrize("form", OTHERS)
def test_fill_scored_when_a_form_is_not_for_the_template_then_it_is_scored_cell_by_cell(form: str) -> None:
    """Forms without 得分, and one whose rate is a single field."""
    spec = form_spec(form)
    assert scored_template(spec, DEFAULT_POLICY) is None
    table = spec.table("指标")
    assert table is not None
    values: dict[str, CellValue] = dict.fromkeys(column.name for column in table.columns)
    values[table.key.name] = "验收合格率"
    target, actual = table.role("target"), table.role("actual")
    values |= {target.name: "≥90%"} if target else {}
    values |= {actual.name: "95%"} if actual else {}
    values |= {"分值": Decimal(5)} if "分值" in values else {}
    beside: Beside = [{"规则": RULES[0], "分值": Decimal(5), **({} if actual else {"实际值": "95%"})}]
    done = fill_scored(spec, FormRecord(form, spec.version, tables={"指标": [Row(values)]}), beside)
    assert [row.points is not None for row in done.rows] == [True]


def test_fill_scored_when_a_row_says_true_after_one_said_1_then_it_is_not_taken_for_it() -> None:
    """Rows are kept by what they say, and True equals 1."""
    spec = form_spec(FORMS[0])
    for actual in (Decimal(1), True, Decimal(1)):
        record, beside = made(spec, 2, 3, 实际完成值=actual, 年度指标值=Decimal(1))
        done, careful = fill_scored(spec, record, beside), scored_workbook(spec, record, beside)
        assert (done.total, done.rows) == (careful.total, careful.rows)
        assert said(done.data, spec) == said(careful.data, spec)
