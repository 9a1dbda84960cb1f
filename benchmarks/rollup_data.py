"""Workbooks for the reading and roll-up benchmarks: 项目支出绩效目标自评表, seeded, as this package or as Excel stores them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.rollup.excel_like import as_excel_stores

from perf_xl.forms.catalog import form_spec
from perf_xl.ooxml.compile import Template

SEED = 20231231
FORM = "zhijiang-2023-project-self-evaluation"
SHEET = "项目支出绩效目标自评表"
SOURCES = ("年度资金总额", "其中：中央补助", "省级资金", "市级资金", "其他资金")
INDICATORS = (
    ("产出指标", "数量指标", "科技培训", "次"), ("产出指标", "数量指标", "新建专家服务基地", "个"),
    ("产出指标", "数量指标", "新申报高企", "家"), ("产出指标", "质量指标", "发放及时率", "%"),
    ("产出指标", "质量指标", "发放成功率", "%"), ("产出指标", "时效指标", "完成时间", None),
    ("产出指标", "成本指标", "预算成本", "万元"), ("效益指标", "经济效益指标", "推动农业农村经济发展", None),
    ("效益指标", "社会效益指标", "及时提供技术指导服务", None), ("效益指标", "可持续影响指标", "实现经济健康稳定发展", None),
    ("满意度指标", "服务对象满意度指标", "群众满意度", "%"), ("满意度指标", "服务对象满意度指标", "企业满意度", "%"),
)  # fmt: skip
_WORDS = "深入推广科技特派员制度加强和规范农村管理服务工作鼓励引导人才服务乡村振兴推动农业现代化建设协助培养引进高层次"
Record = tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]


def records(count: int, *, departments: int = 0, own_names: bool = False) -> Iterator[Record]:
    """``count`` records; one 主管部门 for every hundred projects unless ``departments`` says how many.

    ``own_names``: no two projects share the name of an indicator.
    """
    chance = random.Random(SEED)
    for number in range(count):
        fields, tables = _record(chance, number, number % departments if departments else number // 100)
        if own_names:
            for row in tables["指标"]:
                row["三级指标"] = f"第{number}号{row['三级指标']}"
        yield fields, tables


def _record(chance: random.Random, number: int, department: int) -> Record:
    budget = Decimal(chance.randint(100, 99_999)) / 100
    spent = (budget * chance.randint(60, 100) / 100).quantize(Decimal("0.01"))
    texts = ["".join(chance.choices(_WORDS, k=chance.randint(40, 90))) for _ in range(2)]
    fields: dict[str, Any] = {
        "项目资金名称": f"第{number}号项目 <A&B>", "负责人及电话": "某某某 1XXXXXXXXXX", "主管部门": f"第{department}局",
        "项目实施单位": f"第{department}局", "年初设定目标": texts[0], "全年实际完成情况": texts[1], "说明": "无",
    }  # fmt: skip
    part = chance.randrange(1, 5)
    funds = [
        {"来源": source, "全年预算数": budget if n in (0, part) else None, "全年执行数": spent if n in (0, part) else None,
         "执行率": None}
        for n, source in enumerate(SOURCES)
    ]  # fmt: skip
    rows = [
        {"一级指标": first, "二级指标": second, "三级指标": name, "年度指标值": _value(chance, unit, "≥"),
         "全年完成值": _value(chance, unit, ""), "未完成原因": None}
        for first, second, name, unit in INDICATORS
    ]  # fmt: skip
    return fields, {"资金": funds, "指标": rows}


def _value(chance: random.Random, unit: str | None, sign: str) -> str:
    return f"{sign}{chance.randint(50, 100)}{unit}" if unit else chance.choice(["长效", "提高", "明显"])


def write_workbooks(
    folder: Path, count: int, *, excel: bool, departments: int = 0, own_names: bool = False
) -> list[Path]:
    """``count`` workbooks in ``folder``, 1,000 a subfolder; ``excel``: texts in a shared table, as Excel saves them."""
    template = Template.compile(
        form_spec(FORM).template_path.read_bytes(), levels={"指标": ("一级指标", "二级指标")}, fixed={"资金"}
    )
    files = []
    for number, (fields, tables) in enumerate(records(count, departments=departments, own_names=own_names)):
        path = folder / f"{number // 1000:03d}" / f"{number:06d}.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = template.fill(fields, tables)
        path.write_bytes(as_excel_stores(data) if excel else data)
        files.append(path)
    return files
