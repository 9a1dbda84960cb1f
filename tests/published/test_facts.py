"""The facts of the reports' prose, held against the transcribed tables."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tests.published.records import PUBLISHED, cell_of, leading_number, load, records

FACTS = load(PUBLISHED / "facts.yml")
RECORDS = records()


def test_facts_when_read_then_complete_and_the_value_stands_in_the_sentence():
    """Every fact has its six parts; a value other than 0 is written in the sentence it is taken from."""
    assert len({fact["id"] for fact in FACTS}) == len(FACTS) == 62
    for fact in FACTS:
        assert list(fact) == ["id", "value", "unit", "sentence", "where", "about"]
        assert list(fact["where"]) == ["document", "report", "chapter"]
        assert fact["value"] == 0 or f"{fact['value']}{fact['unit'] or ''}" in fact["sentence"]


def test_facts_when_held_against_their_cells_then_these_differ():
    """The authors' contradictions between text and tables, as docs/forms/transcription.md lists them."""
    differing = {}
    for fact in FACTS:
        for about in fact["about"]:
            if "form" not in about or "part_of" in about:
                continue
            cell = cell_of(about, RECORDS)
            if leading_number(cell if cell is not None else Decimal(0)) != fact["value"]:
                differing[fact["id"]] = (fact["value"], cell)
    assert differing == {
        "一般公共预算财政拨款": (1832, Decimal("596.39")),
        "招商引资项目": (21, "22个"),
        "引进合同资金": (Decimal("83.5"), "20亿"),
        "引进三类五百强企业": (2, "3家"),
        "预算控制率得分": (0, 4),
    }


def test_facts_when_parts_are_added_then_these_differ():
    """Parts of 基本支出 add up twice; 编制数 and 年初预算数 do not."""
    parts: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    totals: dict[tuple[str, str], Decimal] = {}
    for fact in FACTS:
        for about in fact["about"]:
            if "part_of" in about:
                key = (about["field"], about["part_of"])
                parts[key] += fact["value"]
                totals[key] = cell_of(about, RECORDS)
    assert {key: (parts[key], totals[key]) for key in parts} == {
        ("编制数", "行政编制＋事业编制"): (25, 34),
        ("基本支出", "人员支出＋公用支出"): (Decimal("584.64"), Decimal("584.64")),
        ("基本支出", "按功能分类"): (Decimal("584.64"), Decimal("584.64")),
        ("资金_年初预算数", "基本支出＋项目支出（年初）"): (Decimal("594.25"), Decimal("596.39")),
    }


def test_facts_when_projects_are_listed_then_fourteen_as_in_the_base_data():
    """The project report names fourteen projects; their amounts are those of the base data, one cent over the total."""
    amounts = [fact["value"] for fact in FACTS if fact["id"].startswith("项目_")]
    assert (len(amounts), sum(amounts)) == (14, Decimal("1247.37"))
