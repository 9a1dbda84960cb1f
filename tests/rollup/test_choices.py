"""The choices file, and each way it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from perf_xl.errors import PerfXlError
from perf_xl.rollup.choices import NO_CHOICES, load_choices
from perf_xl.rollup.kinds import Kind

GOOD = """
年度: 2023
种类: 自评
采用: ['自评表\\科技三项经费（最终版）.xlsx']
可汇总: [科技 培训]
应报项目: [科技三项经费]
汇总方式:
  营业收入达到标准: 绝对值
同一指标:
  服务企业满意率: 服务企业满意度
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "汇总口径.yml"
    path.write_text(text, "utf-8")
    return path


def test_choices_when_read_then_are_normalised(tmp_path: Path) -> None:
    """Names as the roll-up compares them, paths with either slash; a byte order mark does no harm."""
    found = load_choices(write(tmp_path, "\ufeff" + GOOD))
    assert (found.year, found.form_kind, found.expected) == (2023, "self-evaluation", ("科技三项经费",))
    assert found.confirmed == {"科技培训"}
    assert found.kinds == {"营业收入达到标准": Kind.ADD}
    assert found.indicator("服务企业满意率") == "服务企业满意度"
    assert found.keeps("/送/自评表/科技三项经费（最终版）.xlsx", "表")
    assert not found.keeps("/送/科技三项经费（最终版）.xlsx", "表")


def test_sheet_when_named_then_only_that_sheet_is_kept() -> None:
    """「文件.xlsx!工作表」."""
    found = NO_CHOICES.with_more(keep=["甲.xlsx!新表"])
    assert (found.keeps("送/甲.xlsx", "新表"), found.keeps("送/甲.xlsx", "旧表")) == (True, False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("年: 2023", "没有“年”这一项"),
        ("年度: 23", "“年度”是“23”"),
        ("种类: 决算", "“自评”或“目标”"),
        ("采用: 甲.xlsx", "“采用”应为一列文字"),
        ("汇总方式: 3", "“汇总方式”下每行应为"),
        ("汇总方式:\n  甲: 相加", "“绝对值”“相对值”或“定性”"),
        ("年度: [", "不能作为汇总口径读取（第 1 行附近）"),
        ("- 年度", "不能作为汇总口径读取"),
    ],
)
def test_choices_when_wrong_then_one_sentence_says_what(text: str, message: str, tmp_path: Path) -> None:
    """File, key, value, remedy."""
    with pytest.raises(PerfXlError, match=message) as error:
        load_choices(write(tmp_path, text))
    assert "汇总口径.yml" in str(error.value)


def test_choices_when_missing_then_says_so(tmp_path: Path) -> None:
    """No traceback."""
    with pytest.raises(PerfXlError, match="不存在"):
        load_choices(tmp_path / "没有.yml")
