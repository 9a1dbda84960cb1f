"""Outcomes that the words of the actual pick: 效果明显, 优, 未建立; and plain yes or no."""

from __future__ import annotations

import re
from functools import lru_cache

from perf_xl.model.amounts import plain
from perf_xl.model.numerals import half_width
from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring.plan import Choice, Expr
from perf_xl.scoring.planning.draft import Draft, only_bonus, outcome_points
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact

_GRADE = (
    "非常明显|十分明显|特别明显|比较明显|较明显|较为明显|不明显|不够明显|明显|非常显著|十分显著|比较显著|较显著|较为显著|不显著|显著|很好|较好|良好|不好|好|一般|较差|很差|差|优秀|优良|优|良|中等|中|"
    "基本合格|不合格|合格|非常满意|比较满意|基本满意|不满意|较满意|满意|基本达标|不达标|未达标|达标|较完善|基本完善|不完善|完善|基本健全|不健全|健全|较大|很大|较小|大|小|较高|很高|较低|高|低|强|较强|弱|及时|不及时|基本及时|"
    "规范|基本规范|不规范|完整|基本完整|不完整|到位|基本到位|不到位|准确|不准确|基本准确|较快|较慢|有效|无效|基本有效|较有效|充分|较充分|不充分|合理|较合理|基本合理|不合理|无效果|有效果|无影响"
)
_LABEL = re.compile(
    rf"^(?P<stem>.*?)(?P<link>评价为|评定为|评为|等级为|结果为|情况为|程度为|为|:)?(?P<grade>{_GRADE})$"
)
LIKE_TARGET, FAULTLESS = "与目标一致", "没有该情况"
"""What stands for an answer that names no clause: the actual repeats the target, or denies the one fault."""
_DEGREE = re.compile("(?:非常|十分|特别|比较|较为|较|很|基本|不太|不够|不|未|欠|极)$")
_STEMS = re.compile(
    "(?:实施效果|使用效果|社会效果|整体效果|总体效果|效果|成效|效益|作用|程度|质量|水平|情况|影响|评价|改善|提升|提高|促进|完成|执行|保障|管理|整改|落实)$"
)
_JOINED = re.compile("且|并(?!未|不|非)|同时|以及|^(?:有|无|未|已|没有)[^,]*,(?:有|无|未|已|没有)")
_SEVERAL_OF = re.compile("连续(?:[两二三四五六]|\\d)|每(?:个|一)?(?:家|户|人|乡|镇|村|县|区|单位|部门|企业|学校)")
"""连续两年达标: 达标 says it of one year only."""
_PUNCTUATION = re.compile(r"[\s,，、。;；:：\"“”‘’'!！]")


@lru_cache(maxsize=8192)
def clean_word(text: str) -> str:
    """A word as it is compared: half-width, without punctuation and spaces."""
    return _PUNCTUATION.sub("", half_width(text))


def names_of(text: str) -> tuple[str, ...]:
    """What an actual may say to mean the fact ``text``.

    >>> names_of("降低行政成本效果较好的")
    ('降低行政成本效果较好', '较好', '效果较好')
    """
    names: list[str] = []
    for piece in [text, *re.split("或者|或", text)]:
        base = fact_text(piece)
        for segment in (base, base.split(",")[-1], re.split("[,、]", base)[-1]):
            short = fact_text(segment)
            names += [short, *_grades(short)]
    return tuple(dict.fromkeys(clean for name in names if (clean := clean_word(name))))


def _grades(text: str) -> list[str]:
    match = _LABEL.match(text)
    if match is None:
        return []
    degree = _DEGREE.search(match["stem"])
    if degree is not None:
        return [degree.group() + match["grade"]]
    stem = _STEMS.search(match["stem"])
    found = [match["grade"]]
    if stem is not None:
        found += [stem.group() + match["grade"]] + (
            [stem.group()[-2:] + match["grade"]] if len(stem.group()) > 2 else []
        )
    return found


def names_grade(text: str) -> bool:
    """Whether a text is no more than the name of a grade (优秀, 效果较好, 合格等次)."""
    return (
        re.fullmatch(
            rf"(?:(?:效果|评价|完成情况|评定|等次|等级)?(?:为|是)?(?:{_GRADE})(?:等次|档|等级|级|档次)?|[A-Da-d一二三四]+(?:级|等|档|类))[(:]?",
            text,
        )
        is not None
    )


def has_grade(text: str) -> bool:
    """Whether a fact ends with a grade (效果不明显)."""
    return _LABEL.match(text) is not None


def make_choices(draft: Draft) -> tuple[Choice, ...]:
    """One choice for each fact of the rule."""
    found: list[Choice] = []
    for award in draft.awards:
        condition = award.condition
        if isinstance(condition, n.Joined) and all(isinstance(p, n.Fact) for p in condition.parts):
            text = "且".join(p.text for p in condition.parts if isinstance(p, n.Fact))
        elif isinstance(condition, n.Joined) and condition.any_of:
            text = "或".join(p.text for p in condition.parts if isinstance(p, n.Fact))
        elif isinstance(condition, n.Fact):
            text = condition.text
        elif isinstance(condition, n.AgainstTarget) and condition.reached is not None and draft.row.target is None:
            text = f"{condition.subject}{'达到' if condition.reached else '未达到'}预期目标或{'' if condition.reached else '未'}达到目标"
        else:
            continue
        if not text:
            continue
        label = fact_text(text)[:30]
        joined = _JOINED.search(fact_text(text)) is not None or _SEVERAL_OF.search(text) is not None
        names = (clean_word(fact_text(text)),) if joined else names_of(text)
        found.append(Choice(names, _value(draft, award.outcome), label, _reason(award.outcome), joined))
    return _without_doubles(found)


def counted_choices(draft: Draft) -> tuple[Choice, ...]:
    """一次验收通过得满分，二次验收通过得60%, in a row of words: how often it took, told as the rule tells it."""
    if not draft.row.qualitative or draft.row.target is not None:
        return _times_open(draft)
    found: list[Choice] = []
    for award in draft.awards:
        test = award.condition
        if (
            not isinstance(test, n.Test)
            or test.way is not None
            or test.amount.unit not in EVENT_COUNTS
            or not test.subject
        ):
            continue
        above = {n.Op.GE: ("及以上", "以上")}.get(test.op, ("",) if test.exact else ())
        numbers = (plain(test.amount.number), *_SAID.get(int(test.amount.number), ()))
        ends = [test.subject[i:] for i in range(len(test.subject) - 1)]
        names = [f"{number}{test.amount.unit}{more}{end}" for end in ends for number in numbers for more in above]
        if names:
            value, reason = _value(draft, award.outcome), _reason(award.outcome)
            found.append(Choice(tuple(names), value, names[0], reason, whole=True))
    return _without_doubles(found)


def _times_open(draft: Draft) -> tuple[Choice, ...]:
    """验收合格, where 一次性验收合格 and 二次验收合格 give different points: at which time is not said."""
    tests = [a.condition for a in draft.awards if isinstance(a.condition, n.Test)]
    facts = [fact_text(a.condition.text) for a in draft.awards if isinstance(a.condition, n.Fact)]
    subjects = {t.subject for t in tests if t.subject and t.amount.unit in EVENT_COUNTS and t.way is None}
    return tuple(
        Choice((clean_word(s),), None, s, f"“{s}”没有说是第几次；请写明第几次{s}。", whole=True)
        for s in sorted(subjects)
        if any(f != s and f.endswith(s) and f.startswith(("一次", "首次", "第一次", "一次性")) for f in facts)
    )


_SAID = {1: ("一",), 2: ("二", "两"), 3: ("三",), 4: ("四",), 5: ("五",)}


def reached_choice(draft: Draft) -> Choice | None:
    """An actual equal to a target in words (2023年度, 每月1次) is reached (convention 16); None where that gives no points.

    Only for a row whose target no number can be compared with.
    """
    row = draft.row
    if not row.target_text or row.target is not None or row.qualitative:
        return None
    for award in (c for c in draft.rule.clauses if isinstance(c, n.Award)):
        whole = isinstance(award.condition, n.Always) and isinstance(award.outcome, n.Proportion)
        if whole or (_is_reached(award.condition) and isinstance(award.outcome, (n.Points, n.FullMarks))):
            value = draft.top if whole else _value(draft, award.outcome)
            return Choice((clean_word(row.target_text),), value, "与指标值相同", whole=True)
    return None


def _is_reached(condition: n.Condition) -> bool:
    if isinstance(condition, n.AgainstTarget):
        return condition.reached is True and not condition.subject
    return isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.REACHED


def _value(draft: Draft, outcome: n.Outcome) -> Expr | None:
    if isinstance(outcome, n.Bonus) and not only_bonus(draft.rule):
        return None
    value = outcome_points(draft, outcome)
    if isinstance(outcome, n.Points) and draft.top_points is not None and outcome.points > draft.top_points:
        return None
    return value


def _reason(outcome: n.Outcome) -> str:
    match outcome:
        case n.Judged(text):
            return f"“{text[:20]}”要由人判断。"
        case n.Bonus():
            return "只填了加分的情况，没有填完成情况；请由人计分。"
        case n.Proportion() | n.Computed():
            return "按比例计分要填实际完成的数，不能只填文字。"
        case _:
            return ""


def _without_doubles(choices: list[Choice]) -> tuple[Choice, ...]:
    """A name that several choices would answer to answers to none, unless it is all that one clause says.

    Nor does the grade at a clause's end (整改后仍不合格) where another clause begins with it (不合格经整改合格).
    """
    whole = [choice.names[0] for choice in choices if choice.names]
    count: dict[str, int] = {}
    for choice in choices:
        for name in choice.names:
            count[name] = count.get(name, 0) + 1
    kept = []
    for choice in choices:
        own = choice.names[:1]
        names = tuple(
            name
            for name in choice.names
            if (count[name] == 1 and not (name not in own and any(w.startswith(name) and w not in own for w in whole)))
            or (name in own and whole.count(name) == 1)
        )
        kept.append(Choice(names, choice.value, choice.label, choice.reason, choice.whole))
    return tuple(kept)
