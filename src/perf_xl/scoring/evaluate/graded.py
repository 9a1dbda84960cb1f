"""Shares of a 定性 row and parts of an enumeration: what a person filled in, checked against the rule."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellValue
from perf_xl.policy import Policy
from perf_xl.scoring.arithmetic import number
from perf_xl.scoring.evaluate.answers import contains
from perf_xl.scoring.evaluate.evaluation import Evaluation, finished
from perf_xl.scoring.evaluate.readings import BLANK, Marks
from perf_xl.scoring.plan import Arith, Const, MaxScore, Plan, PlanNote
from perf_xl.scoring.planning.choices import clean_word
from perf_xl.scoring.row import Row


def graded(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
    """A share on a row of three grades, checked against the grade named beside it (convention 9)."""
    grades = plan.grades
    if grades is None:
        raise AssertionError
    text = "" if typed is None else str(typed).strip()
    if not text:
        return Evaluation(None, (PlanNote(BLANK.code, BLANK.message),))
    match = re.fullmatch(r"(?P<word>.*?)[\s(（:：,，]*(?P<n>\d+(?:\.\d+)?)\s*[%％]\s*[)）]?", text)
    if match is None:
        named = "、".join(f"{g.name}（{_percent(g.high)}-{_percent(g.low)}）" for g in grades.grades)
        return Evaluation(
            None,
            (
                PlanNote(
                    "share_missing",
                    f"“{text[:20]}”只是一个档次，各档只给了区间（{named}）；请在实际完成值里填写完成比例，如“85%”。",
                ),
            ),
        )
    share = Fraction(Decimal(match["n"])) / 100
    word = clean_word(match["word"])
    if share > 1:
        return Evaluation(None, (PlanNote("share_out_of_range", f"完成比例“{match['n']}%”超过 100%；请核对。"),))
    if word:
        grade = [g for g in grades.grades if clean_word(g.name) == word] or [
            g for g in grades.grades if _contains_grade(g.name, word)
        ]
        if len(grade) != 1:
            return Evaluation(
                None,
                (PlanNote("actual_not_in_rule", f"“{match['word'].strip()}”不是标准里的档次；请按标准的用词填写。"),),
            )
        low, high = Fraction(grade[0].low), Fraction(grade[0].high)
        top = grade[0] is grades.grades[0]
        if not (low <= share < high or (top and share == high)):
            return Evaluation(
                None,
                (
                    PlanNote(
                        "share_outside_grade",
                        f"{match['n']}% 不在“{grade[0].name}”的区间 {_percent(grade[0].high)}-{_percent(grade[0].low)} 内；请核对。",
                    ),
                ),
            )
    value = Arith("*", Const(share), MaxScore())
    note = PlanNote("share_given", f"按填写的完成比例 {match['n']}% 计分。")
    return finished(value, plan, row, policy, (f"完成比例 {match['n']}% × 分值",), (note,), exact(share), share)


def _contains_grade(name: str, word: str) -> bool:
    return contains(clean_word(name), word)


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def marked(plan: Plan, row: Row, policy: Policy, marks: Marks) -> Evaluation:
    if marks.count is not None:
        return _counted_marks(plan, row, policy, marks.count)
    fulfilled = [m for m in plan.marks if m.number in marks.numbers]
    if len(fulfilled) != len(marks.numbers):
        return Evaluation(None, (PlanNote("marks_out_of_range", "填的序号不在标准里；请核对。"),))
    left = next((m for m in plan.marks if m.open and m.number not in marks.numbers), None)
    if left is not None:
        return Evaluation(None, (PlanNote("judged", f"“{left.text[:30]}”没有做到，扣多少分要由人判断。"),))
    total = sum((m.points for m in fulfilled), Fraction(0))
    told = "、".join(f"{_circled(m.number)}{number(m.points)}分" for m in fulfilled) or "没有做到的项"
    canonical = "".join(_circled(m.number) for m in fulfilled)
    if plan.veto and total:
        return _vetoed(plan)
    return finished(Const(total), plan, row, policy, (f"做到的项：{told}",), (), canonical or Decimal(0), Fraction(0))


def _vetoed(plan: Plan) -> Evaluation:
    return Evaluation(None, (PlanNote("fact_missing", f"还要看有没有“{plan.veto[:30]}”；请由人计分。"),))


def _counted_marks(plan: Plan, row: Row, policy: Policy, count: int) -> Evaluation:
    points = {m.points for m in plan.marks}
    if len(points) > 1 and count not in (0, len(plan.marks)):
        return Evaluation(
            None, (PlanNote("marks_needed", "各项分值不同，只填项数分不清是哪几项；请填写序号，如“①③”。"),)
        )
    if count < len(plan.marks) and any(m.open for m in plan.marks):
        return Evaluation(None, (PlanNote("judged", "没有做到的项扣多少分要由人判断。"),))
    total = (
        sum((m.points for m in plan.marks), Fraction(0))
        if count == len(plan.marks)
        else count * points.pop()
        if count
        else Fraction(0)
    )
    if plan.veto and total:
        return _vetoed(plan)
    return finished(Const(total), plan, row, policy, (f"做到 {count} 项",), (), Decimal(count), Fraction(count))


def _circled(number: int) -> str:
    return "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"[number - 1] if number <= 20 else f"({number})"
