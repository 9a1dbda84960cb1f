"""The work of the filling benchmark: a seeded list of project self-evaluations with 15 indicators, typed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

SEED = 20231019
INDICATORS = 15
TEMPLATE = next((Path(__file__).parents[1] / "templates" / "mof-project-self-evaluation").glob("*.xlsx"))
FORM_TEXT = "培训科技人员企业补助资金项目验收完成及时率服务对象满意度公共道路维护群众农业推广示范基地建设检查整改"
LEVELS = (
    ["产出指标", "数量指标"], ["产出指标", "数量指标"], ["产出指标", "数量指标"], ["产出指标", "质量指标"],
    ["产出指标", "质量指标"], ["产出指标", "时效指标"], ["产出指标", "时效指标"], ["产出指标", "成本指标"],
    ["效益指标", "经济效益指标"], ["效益指标", "社会效益指标"], ["效益指标", "社会效益指标"],
    ["效益指标", "生态效益指标"], ["效益指标", "可持续影响指标"], ["满意度指标", "服务对象满意度指标"],
    ["满意度指标", "服务对象满意度指标"],
)  # fmt: skip
Record = tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]
"""Fields, and the rows of tables."""
Columns = tuple[dict[str, Any], dict[str, dict[str, list[Any]]]]
"""Fields, and the columns of tables: what our filler is quickest with."""


def _words(random_: random.Random, least: int, most: int) -> str:
    return "".join(random_.choices(FORM_TEXT, k=random_.randint(least, most)))


def records(count: int, computed: Any) -> list[Record]:
    """``count`` records; ``computed(formula, cached)`` makes a value with a formula."""
    return list(stream(count, computed))


def stream(count: int, computed: Any) -> Iterator[Record]:
    """The same records, one after the other."""
    random_ = random.Random(SEED)
    return (_record(random_, number, computed) for number in range(count))


def in_columns(record: Record) -> Columns:
    """The same record with its tables turned."""
    fields, tables = record
    return fields, {name: {key: [row[key] for row in rows] for key in rows[0]} for name, rows in tables.items()}


def _record(random_: random.Random, number: int, computed: Any) -> Record:
    budget = Decimal(random_.randint(100, 99_999)) / 10
    spent = (budget * random_.randint(60, 100) / 100).quantize(Decimal("0.01"))
    fields = {
        "项目名称": f"{_words(random_, 6, 14)}“{number}”项目 <A&B>",
        "主管部门": _words(random_, 4, 8) + "局",
        "实施单位": _words(random_, 4, 10),
        "预期目标": _words(random_, 40, 160),
        "实际完成情况": _words(random_, 40, 160),
        "总分_分值": 100,
        "总分_得分": computed("G12", Decimal(random_.randint(600, 1000)) / 10),
    }
    sources = ("年度资金总额", "其中：当年财政拨款", "上年结转资金", "其他资金")
    funds = [
        {"来源": source, "年初预算数": budget, "全年预算数": budget, "全年执行数": spent if index < 2 else None,
         "执行率": computed("E7/D7", (spent / budget).quantize(Decimal("0.0001")))}
        for index, source in enumerate(sources)
    ]  # fmt: skip
    indicators = [
        {"一级指标": first, "二级指标": second, "三级指标": _words(random_, 4, 12), "年度指标值": f"≥{random_.randint(50, 100)}%",
         "实际完成值": random_.choice([f"{random_.randint(50, 100)}%", random_.randint(1, 500), "完成"]),
         "分值": Decimal(random_.randint(1, 40)) / 2, "得分": computed("ROUND(1,2)", Decimal(random_.randint(0, 2000)) / 100),
         "偏差原因": _words(random_, 5, 20) if random_.random() < 0.2 else None}
        for first, second in LEVELS
    ]  # fmt: skip
    return fields, {"资金": funds, "指标": indicators}
