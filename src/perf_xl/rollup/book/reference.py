"""Sheet 参考得分: the projects' scores weighted by 全年预算数; for reference, never in an official cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book.paper import Column, Formula, Paper
from perf_xl.rollup.book.styles import MONEY, NUMBER
from perf_xl.rollup.rows import weights
from perf_xl.rollup.summary import Summary

SHEET = "参考得分"
COLUMNS = (
    Column("序号", 6),
    Column("项目", 34, "left"),
    Column("实施单位", 24, "left"),
    Column("得分", 12, "right", NUMBER),
    Column("全年预算数\n（权重，万元）", 16, "right", MONEY),
    Column("说明", 40, "left"),
)


def write_reference(paper: Paper, summary: Summary) -> None:
    """The sheet; the average stays blank, with the count of what is missing, until every project has score and weight."""
    paper.columns(COLUMNS)
    paper.heading("部门参考得分（默认权重，仅供参考）")
    paper.head(COLUMNS, repeat=True, freeze=True)
    first = paper.row
    pairs: list[tuple[Fraction, Fraction]] = []
    for number, entry in enumerate(summary.entries, start=1):
        score, weight = entry.total_score.value, weights(entry)[0]
        if score is not None and weight is not None and weight > 0:
            pairs.append((Fraction(score), weight))
        missing = [text for text, value in (("未得分", score), ("没有全年预算数", weight)) if value is None]
        paper.body(COLUMNS, [number, entry.project, entry.unit, score, weight, "、".join(missing) or None])
    last = paper.row - 1
    scores, money = f"D{first}:D{last}", f"E{first}:E{last}"
    left = len(summary.entries) - summary.whole.score.numbers
    count_left = f"ROWS({scores})-COUNT({scores})"
    average = (
        f'IF(OR(COUNT({money})<ROWS({money}),MIN({money})<=0),"",ROUND(SUMPRODUCT({scores},{money})/SUM({money}),2))'
    )
    now: CellValue = f"还有 {left} 项未得分" if left else _average(pairs, len(summary.entries))
    if summary.blocked:
        paper.body(COLUMNS, [None, "加权平均（参考）", None, "有多份表，暂不计算", None, None], total=True)
    else:
        formula = Formula(f'IF({count_left}>0,"还有 "&({count_left})&" 项未得分",{average})', now)
        paper.body(COLUMNS, [None, "加权平均（参考）", None, formula, None, None], total=True)
    paper.note(
        "口径说明：得分取自各项目表的总分；参考得分为各项目得分按全年预算数加权的平均，不是部门整体支出自评得分，不填入官方表格。有一项未得分就不给出平均数。"
    )
    paper.finish(landscape=False)


def _average(pairs: list[tuple[Fraction, Fraction]], count: int) -> Decimal | None:
    if len(pairs) < count or not pairs:
        return None
    weight = sum((weight for _, weight in pairs), Fraction(0))
    return round_half_up(sum((score * own for score, own in pairs), Fraction(0)) / weight)
