"""The transcription of the published tables: complete, named as agreed, free of traces of the extraction."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

import pytest

from tests.published.names import ROOT, form_names
from tests.published.records import PUBLISHED, Record, leading_number, records, total

RECORDS = records()
NAMES = form_names()
each_record = pytest.mark.parametrize("record", RECORDS, ids=lambda r: f"{r.path.parent.name}/{r.path.stem}")
LEVEL2_OF = {
    "产出指标": {"数量指标", "质量指标", "时效指标", "成本指标"},
    "效益指标": {"经济效益指标", "社会效益指标", "生态效益指标", "可持续影响指标"},
    "满意度指标": {"服务对象满意度指标"},
    "成本指标": {"经济成本指标", "社会成本指标", "生态环境成本指标"},
}
NUMBER_COLUMNS = {"分值", "得分", "一级分值", "二级分值", "全年预算数", "全年执行数", "拟投入资金"}


def of(form: str) -> list[Record]:
    """The records of one form id."""
    return [record for record in RECORDS if record.form == form]


def only(form: str) -> Record:
    """The one record of a form id."""
    (record,) = of(form)
    return record


def test_forms_when_counted_then_27_of_ten_ids():
    """One department target each, two and six projects, four department-level tables and twelve projects."""
    expected = {
        "zhijiang-2025-department-target": 1,
        "suixi-2026-department-target": 1,
        "suixi-2026-project-target": 2,
        "wuchuan-2024-department-target": 1,
        "wuchuan-2024-project-target": 6,
        "zhijiang-2023-department-common": 1,
        "zhijiang-2023-department-base-data": 1,
        "zhijiang-2023-department-self-evaluation": 1,
        "zhijiang-2023-project-common": 1,
        "zhijiang-2023-project-self-evaluation": 12,
    }
    assert Counter(record.form for record in RECORDS) == expected
    assert sum(expected.values()) == 27


def test_files_when_numbered_then_in_order_without_gap():
    """NN of the file names runs from 01 in each document."""
    for folder in sorted(path for path in PUBLISHED.iterdir() if path.is_dir()):
        numbers = [int(path.name[:2]) for path in sorted(folder.glob("*.yml"))]
        assert numbers == list(range(1, len(numbers) + 1)), folder.name


@each_record
def test_names_when_compared_with_the_page_then_exactly_those(record):
    """Every field and column of docs/forms/names.md is there (null where blank), and nothing else."""
    names = NAMES[record.form]
    assert set(record.fields) == names.fields
    assert set(record.tables) == set(names.tables)
    for table, rows in record.tables.items():
        for row in rows:
            assert [key for key in row if key != "应属"] == names.tables[table]


@each_record
def test_text_when_read_then_no_trace_of_the_extraction(record):
    """No LaTeX, tags, page rules or stray spaces; a contact's name and number stay apart by one space."""
    text = record.path.read_text(encoding="utf-8")
    assert re.findall(r"\\[a-z]|\$|</?p>|---|#", text) == []
    values = [value for key, value in record.fields.items() if key != "负责人及电话"]
    values += [value for rows in record.tables.values() for row in rows for value in row.values()]
    assert [value for value in values if isinstance(value, str) and (" " in value or not value.strip())] == []


def test_files_when_searched_then_no_telephone_number():
    """Telephone numbers are masked, and names are 某某某."""
    for path in PUBLISHED.rglob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"(?<![0-9.])(?:1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])", text) == []
    people = {"填表人", "单位负责人", "负责人及电话"}
    signed = [value for record in RECORDS for key, value in record.fields.items() if key in people and value]
    assert {re.sub(r"某某某|1X{10}| ", "", value) for value in signed} == {""}


@each_record
def test_numbers_when_read_then_numbers_are_numbers_and_rates_text(record):
    """Points and amounts are numbers, a rate is the text shown; only Wuchuan prints amounts with their unit."""
    for rows in record.tables.values():
        for row in rows:
            typed = {key: type(value) for key, value in row.items() if key in NUMBER_COLUMNS and value is not None}
            assert set(typed.values()) <= {Decimal}
            assert row.get("执行率") in {None, "100%"}


@each_record
def test_levels_when_read_then_every_row_has_both_and_they_fit(record):
    """Level columns are filled down, and a level-2 name stands under its level-1 name."""
    for row in record.tables.get("指标", []):
        level1, level2 = row["一级指标"], row["二级指标"]
        assert level1
        assert level2
        if record.form.endswith("-common"):
            continue
        assert level2 in LEVEL2_OF[re.sub(r"\([0-9]+分\)$", "", level1)]


@each_record
def test_meaning_when_given_then_differs_and_is_explained(record):
    """应属 names another pair of levels than the typed one, and the transcription page tells why."""
    page = (ROOT / "docs/forms/transcription.md").read_text(encoding="utf-8")
    section = page.split(f"`{record.path.parent.name}/{record.path.name}`")[1].split("\n### ")[0]
    for row in record.tables.get("指标", []):
        if meant := row.get("应属"):
            assert meant != [row["一级指标"], row["二级指标"]]
            if not record.form.endswith("-common"):
                assert meant[1] in LEVEL2_OF[meant[0]]
            assert row["三级指标"] in section


def test_twelve_projects_when_added_then_926_42_of_926_42():
    """The twelve self-evaluations execute what they budget, each fully by one source."""
    projects = of("zhijiang-2023-project-self-evaluation")
    totals = [record.tables["资金"][0] for record in projects]
    assert (total(totals, "全年预算数"), total(totals, "全年执行数")) == (Decimal("926.42"), Decimal("926.42"))
    for record in projects:
        head, *sources = record.tables["资金"]
        assert head["来源"] == "年度资金总额"
        for column in ("全年预算数", "全年执行数"):
            assert total(sources, column) == head[column]


def test_base_data_when_added_then_one_cent_more_than_its_total():
    """Fourteen items make 1247.37 against the printed 1247.36: the authors' difference, kept."""
    record = only("zhijiang-2023-department-base-data")
    rows = record.tables["项目支出"]
    assert len(rows) == 14
    assert total(rows, "决算数_本年") == Decimal("1247.37")
    assert record.fields["项目支出合计_决算数_本年"] == Decimal("1247.36")
    assert total(rows, "预算数_本年") == record.fields["项目支出合计_预算数_本年"] == Decimal("101.52")
    parts = ("办公经费", "水费电费差旅费", "会议费培训费")
    assert sum(record.fields[f"{part}_决算数_上年"] for part in parts) == record.fields["公用经费_决算数_上年"]


def test_self_evaluation_when_added_then_85_of_100():
    """10 points of the funds line and the eleven indicators; 50 + 30 + 10 by level-1 label."""
    record = only("zhijiang-2023-department-self-evaluation")
    rows = record.tables["指标"]
    fields = record.fields
    assert total(rows, "分值") + fields["资金_分值"] == fields["总分_分值"] == 100
    assert total(rows, "得分") + fields["资金_得分"] == fields["总分_得分"] == 85
    for level1 in {row["一级指标"] for row in rows}:
        points = Decimal(re.findall(r"\(([0-9]+)分\)", level1)[0])
        assert total([row for row in rows if row["一级指标"] == level1], "分值") == points


@pytest.mark.parametrize(
    ("form", "score"), [("zhijiang-2023-department-common", 97), ("zhijiang-2023-project-common", 95)]
)
def test_common_indicators_when_added_then_100_points_and_the_score(form, score):
    """A merged 分值 or 得分 stands once, in the first of its rows."""
    rows = only(form).tables["指标"]
    assert (total(rows, "分值"), total(rows, "得分")) == (Decimal(100), Decimal(score))


def test_department_common_when_added_then_points_of_each_level():
    """Level-2 points cover their rows (履职效益 carries 10 and 12), level-1 points cover their level-2 points."""
    rows = only("zhijiang-2023-department-common").tables["指标"]
    groups = {(row["一级指标"], row["一级分值"], row["二级指标"], row["二级分值"]) for row in rows}
    for level1, points1, level2, points2 in groups:
        mine = [row for row in rows if (row["二级指标"], row["二级分值"]) == (level2, points2)]
        assert total(mine, "分值") == points2
        assert sum(group[3] for group in groups if group[0] == level1) == points1


@pytest.mark.parametrize("form", ["suixi-2026-department-target", "wuchuan-2024-department-target"])
def test_department_targets_when_added_then_expenditure_is_income(form):
    """基本支出, 项目支出 and 其他事业发展性支出 make 财政拨款 and 其他资金."""
    fields = only(form).fields
    spent = sum(fields[name] or 0 for name in ("基本支出", "项目支出", "其他事业发展性支出"))
    assert spent == fields["财政拨款"] + (fields["其他资金"] or 0)


def test_wuchuan_when_tasks_meet_projects_then_same_amounts_but_not_the_total():
    """Six tasks of 22.6 are the six projects; 项目支出 says 31.1 (the authors' gap, kept)."""
    department = only("wuchuan-2024-department-target")
    amounts = {row["名称"] + "经费": row["拟投入资金"] for row in department.tables["任务"]}
    projects = {r.fields["项目名称"]: leading_number(r.fields["当年度金额"]) for r in of("wuchuan-2024-project-target")}
    assert projects == amounts
    assert (sum(amounts.values()), department.fields["项目支出"]) == (Decimal("22.6"), Decimal("31.1"))


def test_targets_of_2025_when_rules_are_added_then_90_points():
    """Points stand only in the rules: 30 + 30 + 10 + 20."""
    rows = only("zhijiang-2025-department-target").tables["指标"]
    points: Counter[str] = Counter()
    for row in rows:
        points[row["一级指标"]] += int(re.findall(r"得([0-9]+)分", row["评分标准"])[0])
    assert points == {"产出指标": 30, "效益指标": 30, "满意度指标": 10, "成本指标": 20}
