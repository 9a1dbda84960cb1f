"""The exact walker: a plan and an actual to a score, in fractions, with the steps told in Chinese.

One rounding, at the end, half away from zero. The formula walker computes the same plan in a spreadsheet; neither
knows the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from perf_xl.model.amounts import exact, plain, round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.policy import Policy
from perf_xl.scoring.actuals import BLANK, NOT_APPLICABLE, Marks, Num, Reading, Span, Text, Unusable, read_actual
from perf_xl.scoring.choices import clean_word
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import (
    Absolute,
    Actual,
    Arith,
    Choice,
    Choose,
    Compare,
    Const,
    Expr,
    MaxScore,
    Measure,
    Piece,
    Plan,
    PlanNote,
    Steps,
    Target,
)
from perf_xl.scoring.row import Row


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A score (None: a person must say, see ``notes``), what the formula's actual is, and how it came about."""

    score: Decimal | None
    notes: tuple[PlanNote, ...] = ()
    trace: tuple[str, ...] = ()
    actual: Decimal | str | None = None


class NoValue(Exception):  # noqa: N818 - an answer, not a defect
    """No number comes out: a division by zero, a missing target."""


@dataclass(slots=True)
class _Frame:
    actual: Fraction
    target: Fraction | None
    max_score: Fraction | None
    mode: str | None = None
    steps: list[tuple[Fraction, Fraction, Fraction]] | None = None


def evaluate(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
    """The score of ``typed`` under ``plan``."""
    result = _evaluate(plan, row, policy, typed)
    if plan.notes and result.score is not None:
        result = replace(result, notes=tuple(dict.fromkeys((*result.notes, *plan.notes))))
    if plan.exempt and result.score is not None and not _is_full(plan, row, result.score, policy):
        note = PlanNote("exception_open", f"标准有例外“{plan.exempt[0][:30]}”，要由人确认不属于例外后计分。")
        return Evaluation(None, (note,), actual=None)
    return result


def _is_full(plan: Plan, row: Row, score: Decimal, policy: Policy) -> bool:
    top = _top(plan, row)
    full = row.max_score if plan.scaled and row.max_score is not None else top
    return score >= round_half_up(full, policy.decimals)


def _evaluate(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
    word = str(typed).strip() if isinstance(typed, str) else ""
    if word in NOT_APPLICABLE:
        return _not_applicable(plan, row, policy)
    if plan.grades is not None:
        return _graded(plan, row, policy, typed)
    copied = _copied_target(row, typed)
    if copied and policy.copied_target == "needs_input":
        return Evaluation(None, (PlanNote("actual_copies_target", "实际完成值照抄了目标值；按口径要由人核实后填写。"),))
    reading = read_actual(plan, row, policy, typed)
    if isinstance(reading, Unusable) and reading is not BLANK and plan.parts:
        reading = Text(word)
    if isinstance(reading, Unusable):
        return Evaluation(None, (PlanNote(reading.code, reading.message),))
    if isinstance(reading, Marks):
        return _marked(plan, row, policy, reading)
    chosen = _choose(plan, row, word) if word else None
    if chosen is not None:
        return _chosen(plan, row, policy, chosen, word)
    other = _alternate(plan, row, policy, typed, reading)
    if other is not None:
        return other
    if copied and row.target is not None and isinstance(reading, Span):
        result = _numeric(plan, row, policy, Num(row.target), word)
        return replace(
            result,
            notes=(
                *result.notes,
                PlanNote("actual_copies_target", "实际完成值与目标值的写法相同，按达到目标值计；请核实。"),
            ),
        )
    if isinstance(reading, Span):
        return _span(plan, row, policy, reading, word)
    if isinstance(reading, Num):
        return _numeric(plan, row, policy, reading, word or str(typed))
    return _words_only(plan, row, word)


def _copied_target(row: Row, typed: CellValue) -> bool:
    """An actual that repeats the target's text and says more than a number (≥95%, 效果明显)."""
    if not isinstance(typed, str) or not row.target_text:
        return False
    same = clean_word(typed) == clean_word(row.target_text)
    return same and re.fullmatch(r"-?[\d.,]+%?", clean_word(typed)) is None


def _not_applicable(plan: Plan, row: Row, policy: Policy) -> Evaluation:
    if plan.without_case:
        note = PlanNote("not_applicable_full", f"标准规定“{plan.without_case[:30]}”按满分计。")
        return _finished(plan.top, plan, row, policy, ("不适用，按满分计",), (note,), "不适用", Fraction(0))
    if policy.rescale_not_applicable:
        return Evaluation(
            None, (PlanNote("not_applicable_rescaled", "不适用：本行不计分，其余各行按比例折算（口径）。"),)
        )
    return Evaluation(
        None, (PlanNote("not_applicable", "填了“不适用”，标准没有说怎么计分；请由人决定剔除还是计满分。"),)
    )


# --- words


def _choose(plan: Plan, row: Row, word: str) -> Choice | None:
    """The one clause an actual's words pick."""
    text = clean_word(word)
    if not text or not plan.choices:
        return None
    exact_hits = [c for c in plan.choices if text in c.names]
    if len(exact_hits) == 1:
        return exact_hits[0]
    if exact_hits:
        return None
    best = _top_choice(plan, row)
    if row.qualitative and row.target_text and text == clean_word(row.target_text):
        return best if best is not None else _full_choice(plan)
    if re.search(r"\d", text):
        return None  # a number is never a word of a clause
    held = [c for c in plan.choices if not c.whole and any(_contains(name, text) for name in c.names)]
    if len(held) == 1 and len(text) >= 2:
        return held[0]
    answer = _yes_or_no(plan, text) if not held else None
    denied = text.startswith("不") and any(name.endswith(text[1:]) for c in plan.choices for name in c.names)
    if answer is None and not held and (denied or _NEGATIVE_GRADE.fullmatch(text)):
        return plan.otherwise
    return answer


_NEGATIVE_GRADE = re.compile(
    "(?:效果|成效|作用|质量|情况|程度|提升|改善)?(?:不明显|不显著|不好|较差|很差|差|不合格|不达标|不满意|无效果|无效|没有效果|无提升|无改善|不到位|不完善|不健全|不规范|不及时)"
)


def _contains(name: str, text: str) -> bool:
    """Whether ``name`` holds ``text`` as a word of its own: 不配合 is not 配合, 较好 is not 好."""
    at = name.find(text)
    if at < 0 or len(text) < 2:
        return False
    before = name[at - 1 : at]
    return before not in set("不未无没非较很比最更基分够欠")


def _top_choice(plan: Plan, row: Row) -> Choice | None:
    """The best named grade, if it is the full score."""
    frame = _Frame(Fraction(0), row.target, row.max_score)
    tops = [c for c in plan.choices if c.value is not None and _value(c.value, frame) == _value(plan.top, frame)]
    return tops[0] if len(tops) == 1 else None


def _full_choice(plan: Plan) -> Choice | None:
    """Only deductions are written: nothing found is full."""
    if (
        plan.choices
        and all(c.value is None or c.value != plan.top for c in plan.choices)
        and plan.measure is Measure.COUNT
    ):
        return Choice(("与目标一致",), plan.top, "与目标值一致")
    return None


_YES = frozenset(
    {
        "是",
        "有",
        "已",
        "√",
        "符合",
        "满足",
        "已完成",
        "完成",
        "达标",
        "已达标",
        "达到",
        "符合要求",
        "已落实",
        "到位",
        "合格",
    }
)
_NO = frozenset(
    {
        "否",
        "无",
        "没有",
        "×",
        "不符合",
        "不满足",
        "未完成",
        "没有完成",
        "未达标",
        "不达标",
        "未达到",
        "不符合要求",
        "未落实",
        "不到位",
        "不合格",
    }
)


def _yes_or_no(plan: Plan, text: str) -> Choice | None:
    """有 and 无, 是 and 否, for the one fact they can answer."""
    positive = plan.choices[plan.yes] if plan.yes is not None else None
    negative = plan.choices[plan.no] if plan.no is not None else None
    if positive is not None and (text in _YES or text.startswith("已")) and _answers(positive, text):
        return positive
    if text in _NO:
        if negative is not None and (positive is None or _answers_no(positive, text)):
            return negative if positive is not None or text not in ("无", "没有", "否") else None
        if positive is not None and _answers_no(positive, text):
            return plan.otherwise
    if positive is None and negative is not None and len(plan.choices) == 1:
        return _opposite(plan, negative, text)
    return None


def _answers(choice: Choice, text: str) -> bool:
    if text in ("是", "√"):
        return True
    if choice.whole:
        return False
    if text.startswith("已") and len(text) > 2:
        return any(name.startswith(text.removeprefix("已经").removeprefix("已")) for name in choice.names)
    stem = text.removeprefix("已")
    return bool(stem) and any(
        name.startswith(stem) or (len(stem) > 1 and _contains(name, stem)) for name in choice.names
    )


def _answers_no(choice: Choice, text: str) -> bool:
    if text in ("否", "×"):
        return True
    if text in ("无", "没有"):
        return any(name.startswith("有") for name in choice.names)
    stem = re.sub("^(?:未|不|没有|没)", "", text)
    return any(_contains(name, stem) or name.startswith(stem) for name in choice.names)


def _opposite(plan: Plan, fault: Choice, text: str) -> Choice | None:
    """已通报 answers 未通报的扣1分: the fault did not happen."""
    for name in fault.names:
        stem = re.sub("^(?:未能?|没有|没|无|不)", "", name)
        if stem != name and (text in (f"已{stem}", f"已经{stem}", stem) or (len(text) >= 2 and stem.startswith(text))):
            return Choice((text,), plan.top, "没有该情况")
    return None


def _chosen(plan: Plan, row: Row, policy: Policy, choice: Choice, word: str) -> Evaluation:
    if choice.value is None:
        reason = choice.reason or f"“{choice.label}”怎样计分标准没有写明；请由人计分。"
        return Evaluation(None, (PlanNote("judged", reason),))
    name = choice.names[0] if choice.names else word
    return _finished(
        choice.value, plan, row, policy, (f"实际完成值“{word}”对应“{choice.label}”",), (), name, Fraction(0)
    )


def _words_only(plan: Plan, row: Row, word: str) -> Evaluation:
    del row
    if plan.choices and not plan.marks:
        labels = "、".join(c.label for c in plan.choices[:4])
        message = f"实际完成值“{word[:20]}”对不上标准里的任何一档（{labels}）；请按标准的用词填写。"
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


# --- grades and marks


def _graded(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Evaluation:
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
    return _finished(value, plan, row, policy, (f"完成比例 {match['n']}% × 分值",), (note,), exact(share), share)


def _contains_grade(name: str, word: str) -> bool:
    return _contains(clean_word(name), word)


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def _marked(plan: Plan, row: Row, policy: Policy, marks: Marks) -> Evaluation:
    if marks.count is not None:
        return _counted_marks(plan, row, policy, marks.count)
    fulfilled = [m for m in plan.marks if m.number in marks.numbers]
    if len(fulfilled) != len(marks.numbers):
        return Evaluation(None, (PlanNote("marks_out_of_range", "填的序号不在标准里；请核对。"),))
    left = next((m for m in plan.marks if m.open and m.number not in marks.numbers), None)
    if left is not None:
        return Evaluation(None, (PlanNote("judged", f"“{left.text[:30]}”没有做到，扣多少分要由人判断。"),))
    total = sum((m.points for m in fulfilled), Fraction(0))
    told = "、".join(f"{_circled(m.number)}{_number(m.points)}分" for m in fulfilled) or "没有做到的项"
    canonical = "".join(_circled(m.number) for m in fulfilled)
    return _finished(Const(total), plan, row, policy, (f"做到的项：{told}",), (), canonical or Decimal(0), Fraction(0))


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
    return _finished(Const(total), plan, row, policy, (f"做到 {count} 项",), (), Decimal(count), Fraction(count))


def _circled(number: int) -> str:
    return "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"[number - 1] if number <= 20 else f"({number})"


# --- numbers


def _numeric(plan: Plan, row: Row, policy: Policy, reading: Num, typed: str) -> Evaluation:
    if not plan.pieces:
        return Evaluation(
            None, plan.notes or (PlanNote("actual_unreadable", "标准按文字档次评分，请按标准的用词填写实际完成值。"),)
        )
    result = _at(plan, row, policy, reading.value, typed)
    if reading.other is not None:
        other = _at(plan, row, policy, reading.other, typed)
        if other.score != result.score:
            message = f"实际完成值“{typed}”没有写 %，分不清是 {_number(reading.value * 100)}% 还是 {_number(reading.other * 100)}%；请写明 %。"
            return Evaluation(None, (PlanNote("percent_doubtful", message),))
    if reading.note:
        note = PlanNote(reading.note, "实际完成值按“占目标值的百分比”理解。")
        result = replace(result, notes=(*result.notes, note))
    return result


def _at(plan: Plan, row: Row, policy: Policy, actual: Fraction, typed: str) -> Evaluation:
    frame = _Frame(actual, row.target, row.max_score)
    try:
        piece = next((p for p in plan.pieces if all(_holds(t, frame) for t in p.tests)), None)
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


def piece_at(plan: Plan, row: Row, actual: Fraction) -> Piece | None:
    """The piece that answers for an actual; None in a gap."""
    frame = _Frame(actual, row.target, row.max_score)
    try:
        return next((p for p in plan.pieces if all(_holds(t, frame) for t in p.tests)), None)
    except NoValue:
        return None


def value_at(plan: Plan, row: Row, actual: Fraction) -> Fraction | None:
    """The unrounded score of an actual; None where a person must say. NoValue for a division by zero."""
    piece = piece_at(plan, row, actual)
    if piece is None or piece.value is None:
        return None
    return _clamp(_value(piece.value, _Frame(actual, row.target, row.max_score)), plan, row)


def _worked(plan: Plan, row: Row, policy: Policy, piece: Piece, frame: _Frame, typed: str) -> Evaluation:
    frame.steps = []
    value = piece.value
    if value is None:
        raise AssertionError
    raw = _value(value, frame)
    steps = frame.steps
    told = [f"实际完成值 {typed}", f"适用：{piece.label}"]
    notes: list[PlanNote] = []
    if len(steps) == 1:
        told = [_told_step(plan, piece, frame, typed, raw, *steps[0])]
    for distance, size, count in steps:
        if len(steps) > 1:
            told.append(f"差距 {_amount(plan, distance)}，每 {_amount(plan, size)} 为一步，计 {_number(count)} 步")
        if distance > 0 and (distance / size).denominator != 1:
            notes += _part_step_notes(plan, row, policy, value, frame, count)
    notes += _overfulfilled(row, policy, frame.actual)
    return _rounded(raw, plan, row, policy, tuple(told), tuple(notes), exact(frame.actual))


def _told_step(
    plan: Plan,
    piece: Piece,
    frame: _Frame,
    typed: str,
    raw: Fraction,
    distance: Fraction,
    size: Fraction,
    count: Fraction,
) -> str:
    """90% 起，实际 87%，低 3 个百分点，每 1 个百分点扣 0.5 分，扣 1.5 分."""
    start = _before_steps(plan, piece, frame, count)
    change = raw - start if start is not None else Fraction(0)
    verb = "扣" if change < 0 or (change == 0 and "扣" in piece.label) else "加"
    per = (
        f"每 {_amount(plan, size)}{verb} {_number(abs(change) / count)} 分"
        if count
        else f"每 {_amount(plan, size)}{verb}分，不满一步"
    )
    total = f"，{verb} {_number(abs(change))} 分" if count else ""
    if plan.measure is Measure.COUNT:
        return f"实际完成值 {typed}，{per}{total}"
    if plan.measure is Measure.LATE:
        return f"实际完成值 {typed}，迟延 {_amount(plan, distance)}，{per}{total}"
    low = "低" in piece.label
    base = frame.actual + distance if low else frame.actual - distance
    way = "低" if low else "高" if "高" in piece.label else "相差"
    since = f"{_level(plan, base)} 起，" if way != "相差" else ""
    return f"{since}实际 {typed}，{way} {_amount(plan, distance)}，{per}{total}"


def _before_steps(plan: Plan, piece: Piece, frame: _Frame, count: Fraction) -> Fraction | None:
    """The points before the steps."""
    del plan, count
    value = piece.value
    if isinstance(value, Arith) and value.op in "+-":
        return _value(value.left, _Frame(frame.actual, frame.target, frame.max_score))
    return None


def _level(plan: Plan, value: Fraction) -> str:
    return f"{_number(value * 100)}%" if plan.measure in (Measure.RATE, Measure.CHANGE) else _number(value)


def _part_step_notes(
    plan: Plan, row: Row, policy: Policy, value: Expr, frame: _Frame, count: Fraction
) -> list[PlanNote]:
    """What the other readings of a part step would give."""
    del count
    readings = []
    for mode, name in (("floor", "不足一步不计"), ("ceil", "不足一步按一步计"), ("linear", "按比例计")):
        other = _clamp(_value(value, _Frame(frame.actual, frame.target, frame.max_score, mode)), plan, row)
        readings.append(f"{name}得 {plain(round_half_up(other, policy.decimals))} 分")
    return [PlanNote("part_step_ignored", f"不满一步的部分：{'，'.join(readings)}。")]


def _overfulfilled(row: Row, policy: Policy, actual: Fraction) -> list[PlanNote]:
    if row.direction != "more" or row.target is None or row.target <= 0:
        return []
    ratio = actual / row.target
    if ratio < Fraction(policy.overfulfilled_ratio):
        return []
    return [
        PlanNote(
            "overfulfilled",
            f"实际完成值是目标值的 {_number(round_half_fraction(ratio * 100))}%，请说明原因并核对目标值。",
        )
    ]


def round_half_fraction(value: Fraction) -> Fraction:
    """To one decimal place, for messages."""
    return Fraction(round_half_up(value, 1))


def _finished(
    value: Expr, plan: Plan, row: Row, policy: Policy, told: tuple[str, ...], notes: tuple[PlanNote, ...],
    canonical: Decimal | str | None, actual: Fraction,
) -> Evaluation:  # fmt: skip
    raw = _value(value, _Frame(actual, row.target, row.max_score))
    return _rounded(raw, plan, row, policy, told, notes, canonical)


def _rounded(
    raw: Fraction, plan: Plan, row: Row, policy: Policy, told: tuple[str, ...], notes: tuple[PlanNote, ...],
    canonical: Decimal | str | None,
) -> Evaluation:  # fmt: skip
    """Clamp, scale, round once."""
    clamped = _clamp(raw, plan, row)
    score = round_half_up(clamped, policy.decimals)
    top = _top(plan, row)
    if raw < 0:
        notes = (*notes, PlanNote("floor_assumed", "扣分超过分值，按 0 分计。"))
    if plan.scaled:
        told = (
            *told,
            f"按 100 分制得 {_number(round_half_fraction4(max(Fraction(0), min(raw, top))))} 分，折算为得 {plain(score)} 分",
        )
    else:
        told = (*told, f"得 {plain(score)} 分")
    return Evaluation(score, notes, told, canonical)


def round_half_fraction4(value: Fraction) -> Fraction:
    """To four decimal places, for messages."""
    return Fraction(round_half_up(value, 4))


_NOTHING = Fraction(0)


def _top(plan: Plan, row: Row) -> Fraction:
    """The rule's full points."""
    if isinstance(plan.top, Const):
        return plan.top.value
    return _value(plan.top, _Frame(_NOTHING, row.target, row.max_score))


def _clamp(raw: Fraction, plan: Plan, row: Row) -> Fraction:
    top = _top(plan, row)
    inside = _NOTHING if raw < 0 else min(raw, top)
    if plan.scaled and row.max_score is not None and top:
        return inside * row.max_score / top
    return inside


def _holds(test: Compare, frame: _Frame) -> bool:
    left, right = _value(test.left, frame), _value(test.right, frame)
    match test.op:
        case Op.GE:
            return left >= right
        case Op.GT:
            return left > right
        case Op.LE:
            return left <= right
        case Op.LT:
            return left < right
        case Op.EQ:
            return left == right
        case _:
            assert_never(test.op)


def _value(expr: Expr, frame: _Frame) -> Fraction:
    kind = type(expr)
    if kind is Const:
        return expr.value  # type: ignore[union-attr]
    if kind is Actual:
        return frame.actual
    match expr:
        case Const(value):
            return value
        case Actual():
            return frame.actual
        case Target():
            if frame.target is None:
                raise NoValue
            return frame.target
        case MaxScore():
            if frame.max_score is None:
                raise NoValue
            return frame.max_score
        case Arith(op, left, right):
            return _arith(op, _value(left, frame), _value(right, frame))
        case Absolute(inner):
            return abs(_value(inner, frame))
        case Steps():
            return _steps(expr, frame)
        case Choose(tests, yes, no):
            return _value(yes if all(_holds(t, frame) for t in tests) else no, frame)
        case _:
            assert_never(expr)


def _arith(op: str, left: Fraction, right: Fraction) -> Fraction:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            if right == 0:
                raise NoValue
            return left / right
        case "min":
            return min(left, right)
        case _:
            return max(left, right)


def _steps(expr: Steps, frame: _Frame) -> Fraction:
    distance, size = _value(expr.distance, frame), _value(expr.size, frame)
    if size <= 0:
        raise NoValue
    ratio = max(Fraction(0), distance) / size
    mode = frame.mode or expr.mode
    count = ratio if mode == "linear" else Fraction(ceil(ratio) if mode == "ceil" else floor(ratio))
    if frame.steps is not None and distance > 0:
        frame.steps.append((distance, size, count))
    return count


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
    marks = sorted({*_breakpoints(plan, row), *(b for b in (span.low, span.high) if b is not None)})
    tiny = Fraction(1, 10**9)
    reach = max((abs(m) for m in marks), default=Fraction(1)) * 1000 + 10**6
    low = span.low if span.low is not None else (Fraction(0) if span.high is None or span.high >= 0 else -reach)
    high = span.high if span.high is not None else reach
    points = {low if span.low_closed else low + tiny, high if span.high_closed else high - tiny}
    for mark in marks:
        points |= {p for p in (mark, mark - tiny, mark + tiny) if low < p < high}
    ordered = sorted(points)
    middles = {(a + b) / 2 for a, b in zip(ordered, ordered[1:], strict=False)}
    return sorted(points | middles)


def _breakpoints(plan: Plan, row: Row) -> set[Fraction]:
    """Values of the actual at which a test changes its answer."""
    found: set[Fraction] = set()
    for piece in plan.pieces:
        for test in piece.tests:
            found |= crossings(test, row)
    return found


def crossings(test: Compare, row: Row) -> set[Fraction]:
    """The actuals at which a test changes its answer: where left = right, for the linear and absolute forms that bounds have."""
    frames = [_Frame(Fraction(x), row.target, row.max_score) for x in (0, 1)]
    try:
        differences = [_value(test.left, f) - _value(test.right, f) for f in frames]
    except NoValue:
        return set()
    slope = differences[1] - differences[0]
    found = {-differences[0] / slope} if slope else set()
    if isinstance(test.left, Absolute):
        bound = _value(test.right, frames[0])
        centre = row.target if row.target is not None and isinstance(test.left.inner, Arith) else Fraction(0)
        found |= {centre - bound, centre + bound}
    return found


# --- numbers in words


def _number(value: Fraction) -> str:
    return plain(exact(value)) if _terminates(value) else plain(round_half_up(value, 4))


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _amount(plan: Plan, value: Fraction) -> str:
    if plan.measure in (Measure.RATE, Measure.CHANGE):
        return f"{_number(value * 100)} 个百分点"
    return f"{_number(value)}{plan.late_unit}"
