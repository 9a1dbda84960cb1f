"""The exact walker: a plan and an actual to a score, in fractions, with the steps told in Chinese.

One rounding, at the end, half away from zero. The formula walker computes the same plan in a spreadsheet; neither
knows the other.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from perf_xl.model.amounts import exact, round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.policy import Policy
from perf_xl.scoring.arithmetic import Frame, NoValue, breakpoints, holds, number, top_of, value_of
from perf_xl.scoring.evaluate.actuals import NOT_APPLICABLE, read_actual
from perf_xl.scoring.evaluate.answers import choose
from perf_xl.scoring.evaluate.doubts import doubt
from perf_xl.scoring.evaluate.evaluation import Evaluation, finished, rounded
from perf_xl.scoring.evaluate.graded import graded, marked
from perf_xl.scoring.evaluate.readings import BLANK, Marks, Num, Reading, Span, Text, Unusable
from perf_xl.scoring.evaluate.told import amount, overfulfilled, part_step_notes, told_step
from perf_xl.scoring.plan import (
    Choice,
    Measure,
    Piece,
    Plan,
    PlanNote,
)
from perf_xl.scoring.planning.choices import clean_word
from perf_xl.scoring.row import Row


def evaluate(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
    """The score of ``typed`` under ``plan``."""
    result = _evaluate(plan, row, policy, typed)
    if plan.notes and result.score is not None:
        result = replace(result, notes=tuple(dict.fromkeys((*result.notes, *plan.notes))))
    if result.score is None or _is_full(plan, row, result.score, policy):
        return result
    if plan.exempt:
        note = PlanNote("exception_open", f"标准有例外“{plan.exempt[0][:30]}”，要由人确认不属于例外后计分。")
        return Evaluation(None, (note,), actual=None)
    if plan.open_bonus:
        note = PlanNote("bonus_not_counted", f"标准另有加分“{plan.open_bonus}”，本行没有填报，按没有加分计。")
        result = replace(result, notes=(*result.notes, note))
    return result


def _is_full(plan: Plan, row: Row, score: Decimal, policy: Policy) -> bool:
    top = top_of(plan, row)
    full = row.max_score if plan.scaled and row.max_score is not None else top
    return score >= round_half_up(full, policy.decimals)


def _evaluate(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
    word = str(typed).strip() if isinstance(typed, str) else ""
    if word in NOT_APPLICABLE:
        return _not_applicable(plan, row, policy)
    if plan.grades is not None:
        return graded(plan, row, policy, typed)
    copied = _copied_target(row, typed)
    if copied and policy.copied_target == "needs_input":
        return Evaluation(None, (PlanNote("actual_copies_target", "实际完成值照抄了目标值；按口径要由人核实后填写。"),))
    if copied and row.target is None and (same := choose(plan, row, word)) is not None:
        result = _chosen(plan, row, policy, same, word)
        return result if row.qualitative else replace(result, notes=(*result.notes, _COPIED))
    reading = read_actual(plan, row, policy, typed)
    if (
        not plan.pieces
        and plan.no_number is not None
        and not isinstance(reading, (Text, Marks))
        and reading is not BLANK
    ):
        return Evaluation(None, (plan.no_number,))
    if isinstance(reading, Unusable) and reading is not BLANK and plan.parts:
        reading = Text(word)
    if isinstance(reading, Unusable):
        return Evaluation(None, (PlanNote(reading.code, reading.message),))
    if isinstance(reading, Marks):
        return marked(plan, row, policy, reading)
    chosen = choose(plan, row, word) if word else None
    if chosen is not None:
        return _chosen(plan, row, policy, chosen, word)
    other = _alternate(plan, row, policy, typed, reading)
    if other is not None:
        return other
    if copied and row.target is not None and isinstance(reading, Span):
        result = _numeric(plan, row, policy, Num(row.target), word)
        return replace(result, notes=(*result.notes, _COPIED))
    if isinstance(reading, Span):
        return _span(plan, row, policy, reading, word)
    if isinstance(reading, Num):
        return _numeric(plan, row, policy, reading, word or str(typed))
    return _words_only(plan, row, word)


_COPIED = PlanNote("actual_copies_target", "实际完成值与目标值的写法相同，按达到目标值计；请核实。")


def _copied_target(row: Row, typed: CellValue) -> bool:
    """An actual that repeats the target's text and says more than a number (≥95%, 效果明显)."""
    if not isinstance(typed, str) or not row.target_text:
        return False
    same = clean_word(typed) == clean_word(row.target_text)
    return same and re.fullmatch(r"-?[\d.,]+%?", clean_word(typed)) is None


def _not_applicable(plan: Plan, row: Row, policy: Policy) -> Evaluation:
    if plan.without_case:
        note = PlanNote("not_applicable_full", f"标准规定“{plan.without_case[:30]}”按满分计。")
        return finished(plan.top, plan, row, policy, ("不适用，按满分计",), (note,), "不适用", Fraction(0))
    if policy.rescale_not_applicable:
        return Evaluation(
            None, (PlanNote("not_applicable_rescaled", "不适用：本行不计分，其余各行按比例折算（口径）。"),)
        )
    return Evaluation(
        None, (PlanNote("not_applicable", "填了“不适用”，标准没有说怎么计分；请由人决定剔除还是计满分。"),)
    )


# --- words


def _chosen(plan: Plan, row: Row, policy: Policy, choice: Choice, word: str) -> Evaluation:
    if choice.value is None:
        reason = choice.reason or f"“{choice.label}”怎样计分标准没有写明；请由人计分。"
        return Evaluation(None, (PlanNote("judged", reason),))
    name = choice.names[0] if choice.names else word
    return finished(
        choice.value, plan, row, policy, (f"实际完成值“{word}”对应“{choice.label}”",), (), name, Fraction(0)
    )


def _words_only(plan: Plan, row: Row, word: str) -> Evaluation:
    if plan.no_number is not None and all(c.whole for c in plan.choices) and not plan.pieces and plan.choices:
        return Evaluation(None, (plan.no_number,))
    if plan.choices and not plan.marks:
        labels = "、".join(c.label for c in plan.choices[:4])
        wanted = "请填写数值" if row.target is not None and plan.pieces else "请按标准的用词填写"
        message = f"实际完成值“{word[:20]}”对不上标准里的任何一档（{labels}）；{wanted}。"
        return Evaluation(None, (PlanNote("actual_not_in_rule", message),))
    shown = word if len(word) <= 20 else word[:19] + "…"
    wanted = {
        Measure.LATE: "没有说明完成日期或推迟多久，标准也没有写这种情况怎么计分；请填写完成日期，或由人计分",
        Measure.COUNT: "不是次数，无法计分；请填写次数（没有发生填 0）",
    }.get(plan.measure, "不是数，无法计分；请填写数值")
    if plan.marks:
        wanted = "不是项的序号，无法计分；请填写做到的各项序号，如“①③”"
    return Evaluation(None, (PlanNote("actual_unreadable", f"实际完成值“{shown}”{wanted}。"),))


def _alternate(plan: Plan, row: Row, policy: Policy, typed: CellValue, reading: Reading) -> Evaluation | None:
    """A rule over a rate and a number of events: which was typed shows by its unit."""
    if not plan.parts:
        return None
    text = str(typed)
    counted = plan.parts[0][1]
    if "%" in text or "％" in text or row.unit == "%":
        return None
    result = _evaluate(counted, row, policy, typed)
    if isinstance(reading, Num) and not re.search(r"[^\d.\s]", text) and not row.unit:
        return Evaluation(None, (PlanNote("unit_missing", f"“{text}”是比率还是次数分不清；请写明 % 或单位。"),))
    return result


# --- numbers


def _numeric(plan: Plan, row: Row, policy: Policy, reading: Num, typed: str) -> Evaluation:
    if not plan.pieces:
        words_wanted = PlanNote("actual_unreadable", "标准按文字档次评分，请按标准的用词填写实际完成值。")
        return Evaluation(None, (plan.no_number or words_wanted,))
    doubtful = doubt(plan, row, reading.value, typed)
    if doubtful is not None:
        return Evaluation(None, (doubtful,))
    result = _at(plan, row, policy, reading.value, typed)
    if reading.other is not None:
        other = _at(plan, row, policy, reading.other, typed)
        if other.score != result.score:
            message = f"实际完成值“{typed}”没有写 %，分不清是 {number(reading.value * 100)}% 还是 {number(reading.other * 100)}%；请写明 %。"
            return Evaluation(None, (PlanNote("percent_doubtful", message),))
    if reading.note:
        note = PlanNote(reading.note, "实际完成值按“占目标值的百分比”理解。")
        result = replace(result, notes=(*result.notes, note))
    return result


def _at(plan: Plan, row: Row, policy: Policy, actual: Fraction, typed: str) -> Evaluation:
    frame = Frame(actual, row.target, row.max_score)
    try:
        piece = next((p for p in plan.pieces if all(holds(t, frame) for t in p.tests)), None)
        if piece is None and plan.parts:
            message = f"标准按出现问题的次数扣分，实际完成值“{typed}”不是次数；请填写次数，如“2次”。"
            return Evaluation(None, (PlanNote("count_missing", message),))
        if piece is None:
            return Evaluation(
                None, (PlanNote("value_in_gap", f"实际完成值“{typed}”落在标准没有写到的范围；请由人计分或补全标准。"),)
            )
        if piece.value is None:
            return Evaluation(None, (PlanNote(piece.code or "judged", piece.reason),))
        return _worked(plan, row, policy, piece, frame, typed)
    except NoValue:
        return Evaluation(None, (PlanNote("division_by_zero", "公式的除数为 0，无法计算；请由人计分。"),))


def _worked(plan: Plan, row: Row, policy: Policy, piece: Piece, frame: Frame, typed: str) -> Evaluation:
    frame.steps = []
    value = piece.value
    if value is None:
        raise AssertionError
    raw = value_of(value, frame)
    steps = frame.steps
    told = [f"实际完成值 {typed}", f"适用：{piece.label}"]
    notes: list[PlanNote] = []
    if len(steps) == 1:
        told = [told_step(plan, piece, frame, typed, raw, *steps[0])]
    for distance, size, count in steps:
        if len(steps) > 1:
            told.append(f"差距 {amount(plan, distance)}，每 {amount(plan, size)} 为一步，计 {number(count)} 步")
        if distance > 0 and (distance / size).denominator != 1:
            notes += part_step_notes(plan, row, policy, value, frame)
    notes += overfulfilled(row, policy, frame.actual)
    return rounded(raw, plan, row, policy, tuple(told), tuple(notes), exact(frame.actual))


# --- intervals


def _span(plan: Plan, row: Row, policy: Policy, span: Span, typed: str) -> Evaluation:
    """Scored only if every value in the interval gives the same score (convention 16)."""
    results = [_at(plan, row, policy, value, typed) for value in _samples(plan, row, span)]
    scores = {r.score for r in results}
    if not plan.pieces or len(scores) != 1 or None in scores:
        message = f"实际完成值“{typed}”是一个范围，范围内得分不同；请填写具体数值。"
        return Evaluation(None, (PlanNote("actual_carries_comparison", message),))
    note = PlanNote(
        "actual_carries_comparison", f"实际完成值“{typed}”是一个范围，范围内得分相同，已计分；请填写具体数值。"
    )
    best = results[0]
    kept = tuple(n for n in best.notes if n.code != "part_step_ignored")
    return Evaluation(best.score, (*kept, note), best.trace, best.actual)


def _samples(plan: Plan, row: Row, span: Span) -> list[Fraction]:
    """Both ends, every bound of the plan in between, a point on either side of each, and one far out."""
    marks = sorted({*breakpoints(plan, row), *(b for b in (span.low, span.high) if b is not None)})
    tiny = Fraction(1, 10**7)  # the formula sees 8 places
    reach = max((abs(m) for m in marks), default=Fraction(1)) * 1000 + 10**6
    low = span.low if span.low is not None else (Fraction(0) if span.high is None or span.high >= 0 else -reach)
    high = span.high if span.high is not None else reach
    points = {low if span.low_closed else low + tiny, high if span.high_closed else high - tiny}
    for mark in marks:
        points |= {p for p in (mark, mark - tiny, mark + tiny) if low < p < high}
    ordered = sorted(points)
    middles = {(a + b) / 2 for a, b in pairwise(ordered)}
    return sorted(points | middles)
