"""Sheet 参考得分: the projects' scores weighted by 全年预算数; for reference, never in an official cell."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book.paper import Column, Formula, Paper
from perf_xl.rollup.book.styles import MONEY, NUMBER
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.rows import weights
from perf_xl.rollup.summary import Summary

SHEET = "参考得分"
COLUMNS = (
    Column("序号", 6),
    Column("项目", 34, "left"),
    Column("实施单位", 24, "left"),
    Column("总分得分", 11, "right", NUMBER),
    Column("评分区\n参考得分", 11, "right", NUMBER),
    Column("采用", 11, "right", NUMBER),
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
    left = 0
    for number, entry in enumerate(summary.entries, start=1):
        row, weight = paper.row, weights(entry)[0]
        score = score_of(entry)
        left += score is None
        if score is not None and weight is not None and weight > 0:
            pairs.append((Fraction(score), weight))
        missing = [text for text, value in (("未得分", score), ("没有全年预算数", weight)) if value is None]
        used = Formula(f'IF(D{row}<>"",D{row},IF(E{row}<>"",E{row},""))', score)
        official, own = entry.total_score.value, entry.reference_score.value
        paper.body(
            COLUMNS, [number, entry.project, entry.unit, official, own, used, weight, "、".join(missing) or None]
        )
    last = paper.row - 1
    scores, money = f"F{first}:F{last}", f"G{first}:G{last}"
    count_left = f"ROWS({scores})-COUNT({scores})"
    average = (
        f'IF(OR(COUNT({money})<ROWS({money}),MIN({money})<=0),"",ROUND(SUMPRODUCT({scores},{money})/SUM({money}),2))'
    )
    now: CellValue = f"还有 {left} 项未得分" if left else _average(pairs, len(summary.entries))
    result: object = Formula(f'IF({count_left}>0,"还有 "&({count_left})&" 项未得分",{average})', now)
    if summary.blocked:
        result = "有多份表，暂不计算"
    paper.body(COLUMNS, [None, "加权平均（参考）", None, None, None, result, None, None], total=True)
    paper.note(
        "口径说明：采用项目表的总分得分，没有的用评分区按默认权重算出的参考得分；参考得分为各项目得分按全年预算数加权的平均，不是部门整体支出自评得分，不填入官方表格。有一项未得分就不给出平均数。"
    )
    paper.finish(landscape=False)


def score_of(entry: FormEntry) -> Decimal | None:
    """The form's own 总分, else the total of its score block."""
    return entry.total_score.value if entry.total_score.value is not None else entry.reference_score.value


def _average(pairs: list[tuple[Fraction, Fraction]], count: int) -> Decimal | None:
    if len(pairs) < count or not pairs:
        return None
    weight = sum((weight for _, weight in pairs), Fraction(0))
    return round_half_up(sum((score * own for score, own in pairs), Fraction(0)) / weight)
