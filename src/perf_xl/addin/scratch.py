"""What the self-test works on: one call for each function, a small filled form, a data file. All of it made up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import from_json
from perf_xl.hosts.fill import fill_form

RULE = "每低于1个百分点扣0.5分，扣完为止"
CASES: dict[str, tuple[Any, ...]] = {
    "PERF_SCORE": (RULE, 0.95, 0.98, "≥", "", 10.0),
    "PERF_SCORES": (RULE, 0.95, 0.98, "≥", "", 10.0),
    "PERF_EXEC_RATE": (100.0, 85.5),
    "PERF_EXPLAIN": ("群众满意度", "服务对象满意度指标"),
    "PERF_READ": (RULE, 10.0),
    "PERF_CHECK": ("产出指标", "质量指标", "合格率", "≥", 95.0, "个"),
    "PERF_ROLLUP": (3.0, 100.0, "绝对值"),
}
"""One call for each function, by plain values."""

FORM = "zhijiang-2023-project-self-evaluation"
_FUNDS = ("年度资金总额", "其中：中央补助", "省级资金", "市级资金", "其他资金")
_ROWS = (
    ("产出指标", "数量指标", "培训场次", "≥10场", "9场"),
    ("产出指标", "质量指标", "培训合格率", "≥95%", "97%"),
    ("产出指标", "时效指标", "完成及时率", "100%", "100%"),
    ("效益指标", "社会效益指标", "带动就业人数", "≥50人", "60人"),
    ("满意度指标", "服务对象满意度指标", "学员满意度", "≥90%", "92%"),
)


def record() -> dict[str, Any]:
    """A project's self-evaluation, in the shape of ``perf-xl read``."""
    funds = [{"来源": name, "全年预算数": 100, "全年执行数": 85.5} for name in _FUNDS[:1]]
    keys = ("一级指标", "二级指标", "三级指标", "年度指标值", "全年完成值")
    return {
        "form": FORM,
        "fields": {"项目资金名称": "自检用项目", "项目实施单位": "自检用单位"},
        "tables": {"资金": funds, "指标": [dict(zip(keys, row, strict=True)) for row in _ROWS]},
    }


def scratch_form(path: Path) -> Path:
    """The form as a workbook at ``path``."""
    spec = form_spec(FORM)
    path.write_bytes(fill_form(spec, from_json(record(), spec)))
    return path


def scratch_data(path: Path) -> Path:
    """A data file of one record at ``path``."""
    path.write_text(json.dumps(record(), ensure_ascii=False) + "\n", encoding="utf-8")
    return path
