"""Which way an indicator is added up, and whether it reached its target: cases a budget officer can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.kinds import Kind
from perf_xl.rollup.rows import IndicatorRow, read_row
from tests.rollup.make import entry

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    listed = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [pytest.param(case, id=f"{case['name']} {case['target']} {case['actual']}") for case in listed]


def row(case: dict[str, Any], choices: Choices = NO_CHOICES) -> IndicatorRow:
    indicator = (case["name"], case["target"], case["actual"])
    form = entry(indicators=[indicator], level2=case.get("level2", "数量指标"))
    return read_row(form.indicators[0], choices)


@pytest.mark.parametrize("case", cases("kinds"))
def test_row_of_a_kind_when_read_then_kind_and_unit_are_as_stated(case: dict[str, Any]) -> None:
    """cases/kinds.yml."""
    result = row(case)
    assert (result.kind.label, result.unit) == (case["kind"], case["unit"])


@pytest.mark.parametrize("case", cases("outcomes"))
def test_row_when_compared_with_its_target_then_outcome_is_as_stated(case: dict[str, Any]) -> None:
    """cases/outcomes.yml."""
    outcome = row(case).outcome
    assert outcome is not None
    assert outcome.label == case["outcome"]


def test_kind_when_a_person_chose_another_then_theirs_holds() -> None:
    """The choices file corrects what unit and name suggest."""
    case = {"name": "营业收入达到标准", "target": "≥2000万元", "actual": "≥2000万元"}
    corrected = row(case, Choices(kinds={"营业收入达到标准": Kind.ADD}))
    assert (row(case).kind, corrected.kind, corrected.reason) == (Kind.AVERAGE, Kind.ADD, "按汇总口径文件")


def test_every_kind_when_decided_then_has_a_reason() -> None:
    """The reason is shown beside the kind."""
    reasons = [row(case.values[0]).reason for case in cases("kinds")]
    assert all(reasons)
