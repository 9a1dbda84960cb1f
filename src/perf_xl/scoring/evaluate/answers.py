"""Which clause the words of an actual pick: exact names first, then a name that holds them, then yes and no."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring.arithmetic import Frame, value_of
from perf_xl.scoring.plan import Choice, Measure, Plan
from perf_xl.scoring.planning.choices import FAULTLESS, LIKE_TARGET, clean_word
from perf_xl.scoring.row import Row


def choose(plan: Plan, row: Row, word: str) -> Choice | None:
    """The one clause an actual's words pick."""
    text = clean_word(word)
    if not text or not plan.choices:
        return None
    exact_hits = [c for c in plan.choices if text in c.names]
    if len(exact_hits) == 1:
        return exact_hits[0]
    if exact_hits:
        return None
    named = [c for c in plan.choices if grade_of(text) in {grade_of(name) for name in c.names}]
    if len(named) == 1:
        return named[0]
    best = _top_choice(plan, row)
    if row.qualitative and row.target_text and text == clean_word(row.target_text):
        return best if best is not None else _full_choice(plan)
    if re.search(r"\d", text):
        return None  # a number is never a word of a clause
    held = [c for c in plan.choices if not c.whole and any(contains(name, text) for name in c.names)]
    if len(held) == 1 and len(text) >= 2:
        return held[0]
    answer = _yes_or_no(plan, text) if not held else None
    stem = re.sub("^(?:未|没有|没|尚未|不)", "", text)
    if answer is None and not held and stem != text and len(stem) >= 2 and len(plan.choices) == 1:
        fact = plan.choices[0]
        if fact.value is not None and any(name.startswith(stem) for name in fact.names):
            return plan.otherwise
    denied = text.startswith("不") and any(name.endswith(text[1:]) for c in plan.choices for name in c.names)
    if answer is None and not held and (denied or _NEGATIVE_GRADE.fullmatch(text)):
        return plan.otherwise
    return answer


_LABELLED = re.compile(
    r"(?:评[分价定]标准|[①-⑳]|(?:(?:评价|评定|考核|考评|评审|验收|评估|综合)(?:等级|结果|等次|档次|意见)?|等级|等次|结果|档次)(?:评定|评价)?为|(?:被)?评(?:定)?为)?"
    r"(?P<grade>[^①-⑳]+?)(?:等次|等级|级别|档次|级|等|档|类)?"
)
_NUMERALS = frozenset("一二三四五六123456")
_SAME_GRADE = {"优秀": "优", "良好": "良", "中等": "中"}


def grade_of(text: str) -> str:
    """The bare grade of an answer, the words around it left out, so that 优秀等次, 评定为优 and 优 are the same.

    >>> grade_of("评定为优秀等次"), grade_of("b级"), grade_of("①健全")
    ('优', 'B', '健全')
    """
    match = _LABELLED.fullmatch(text)
    grade = text if match is None or match["grade"] in _NUMERALS else match["grade"]
    return _SAME_GRADE.get(grade, grade).upper()


_NEGATIVE_GRADE = re.compile(
    "(?:效果|成效|作用|质量|情况|程度|提升|改善)?(?:不明显|不显著|不好|较差|很差|差|不合格|不达标|不满意|无效果|无效|没有效果|无提升|无改善|不到位|不完善|不健全|不规范|不及时)"
)


def contains(name: str, text: str) -> bool:
    """Whether ``name`` holds ``text`` as a word of its own: 不配合 is not 配合, 较好 is not 好."""
    at = name.find(text)
    if at < 0 or len(text) < 2:
        return False
    before = name[at - 1 : at]
    if name[max(0, at - 2) : at] == "基本":
        return False
    return before not in set("不未无没非较很比最更基分够欠") and not (before.isascii() and before.isalnum())


def _top_choice(plan: Plan, row: Row) -> Choice | None:
    """The best named grade, if it is the full score."""
    frame = Frame(Fraction(0), row.target, row.max_score)
    tops = [c for c in plan.choices if c.value is not None and value_of(c.value, frame) == value_of(plan.top, frame)]
    return tops[0] if len(tops) == 1 else None


def _full_choice(plan: Plan) -> Choice | None:
    """Only deductions are written: nothing found is full."""
    if (
        plan.choices
        and all(c.value is None or c.value != plan.top for c in plan.choices)
        and plan.measure is Measure.COUNT
    ):
        return Choice((LIKE_TARGET,), plan.top, "与目标值一致")
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
        name.startswith(stem) or (len(stem) > 1 and contains(name, stem)) for name in choice.names
    )


def _answers_no(choice: Choice, text: str) -> bool:
    if text in ("否", "×"):
        return True
    if text in ("无", "没有"):
        return any(name.startswith("有") for name in choice.names)
    stem = re.sub("^(?:未|不|没有|没)", "", text)
    return any(contains(name, stem) or name.startswith(stem) for name in choice.names)


def _opposite(plan: Plan, fault: Choice, text: str) -> Choice | None:
    """已通报 answers 未通报的扣1分: the fault did not happen."""
    for name in fault.names:
        stem = re.sub("^(?:未能?|没有|没|无|不)", "", name)
        if stem != name and (text in (f"已{stem}", f"已经{stem}", stem) or (len(text) >= 2 and stem.startswith(text))):
            return Choice((FAULTLESS,), plan.top, "没有该情况")
    return None
