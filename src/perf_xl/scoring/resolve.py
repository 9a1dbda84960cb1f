"""A rule and its row to a plan, or the reason why there is none: which family the rule is of, and what the number counts."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.policy import Policy
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.bands import numeric_pieces
from perf_xl.scoring.choices import make_choices, names_grade
from perf_xl.scoring.counts import count_pieces, is_count_rule
from perf_xl.scoring.draft import Draft, fact_text, is_event_unit, make_draft, outcome_points
from perf_xl.scoring.facts import FactKind, read_fact
from perf_xl.scoring.ladder import is_ladder, ladder_pieces
from perf_xl.scoring.marks import find_marks
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.numeric import Scale
from perf_xl.scoring.plan import (
    Actual,
    Arith,
    Choice,
    Choose,
    Compare,
    Const,
    Measure,
    Piece,
    Plan,
    PlanNote,
    Refused,
    Target,
    const,
)
from perf_xl.scoring.row import Row, compatible, own_bounds
from perf_xl.scoring.sanity import check_plan

_REWRITE = "请改写成“……以上得……分”“每低……扣……分”“每发现一例扣……分”这样的句子。"


def resolve(rule: n.Rule, row: Row, policy: Policy) -> Plan:
    """The plan of ``rule`` in ``row``; Refused with the reason and the remedy."""
    _refuse_unreadable(rule)
    ranges = next((c for c in rule.clauses if isinstance(c, n.GradeRanges)), None)
    if ranges is not None:
        return _graded(ranges, row)
    _refuse_manual(rule)
    without = next((c.text for c in rule.clauses if isinstance(c, n.WithoutCase)), "")
    exempt = tuple(c.text for c in rule.clauses if isinstance(c, n.Exempt))
    main = _without_items(
        _without_enumeration(
            replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, (n.WithoutCase, n.Exempt))))
        )
    )
    main = _without_presence(main, without)
    plan = _resolve_main(main, row, policy)
    return replace(plan, without_case=without, exempt=exempt)


def _refuse_unreadable(rule: n.Rule) -> None:
    unknown = [c for c in rule.clauses if isinstance(c, n.Unknown)]
    if not unknown:
        return
    if len(unknown) == len(rule.clauses) and not _sounds_like_rule(unknown):
        raise Refused("not_a_rule", f"“{unknown[0].text}”不是评分标准，没有写怎样得分或扣分。", unreadable=True)
    raise Refused("not_understood", f"读不懂“{unknown[0].text}”，没有计分。{_REWRITE}")


def _sounds_like_rule(unknown: list[n.Unknown]) -> bool:
    text = "".join(u.text for u in unknown)
    return "=" not in text and "__" not in text and re.search("分|扣|得|评价|比例|考核|酌情", text) is not None


def _refuse_manual(rule: n.Rule) -> None:
    for clause in rule.clauses:
        if isinstance(clause, n.Manual):
            raise Refused("ranked", f"“{clause.text[:40]}”要按名次等表外情况评分，请由人计分。")
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    judged = [a for a in awards if isinstance(a.outcome, n.Judged)]
    real = [c for c in rule.clauses if isinstance(c, (n.Award, n.Step, n.Event)) and c not in judged]
    if judged and not real:
        outcome, condition = judged[0].outcome, judged[0].condition
        text = outcome.text if isinstance(outcome, n.Judged) else ""
        text = f"{condition.text}{text}" if isinstance(condition, n.Fact) else text
        raise Refused("judged", f"“{text if len(text) <= 30 else text[:29] + '…'}”要由人判断，不能自动计分。{_REWRITE}")
    if not real and any(isinstance(c, n.Item) for c in rule.clauses):
        raise Refused("points_not_given", "标准只列了评价要点，没有写每项多少分；请在各要点后写明分数。")
    if not real:
        raise Refused("no_outcome", "标准没有写怎样得分或扣分；请写明。", unreadable=not rule.clauses)


def _without_presence(rule: n.Rule, without: str) -> n.Rule:
    """没有此类项目的得满分；有此类项目的，…: in a row that applies, the second half of the sentence is given."""
    if not without:
        return rule
    absent = re.sub("^.*?(?:没有|无|未安排|不涉及)|(?:的|部门|单位)+$", "", without)
    clauses: list[n.Clause] = []
    for clause in rule.clauses:
        condition = clause.condition if isinstance(clause, n.Award) else None
        if isinstance(clause, n.Award) and isinstance(condition, n.Joined) and not condition.any_of and absent:
            kept = tuple(
                p
                for p in condition.parts
                if not (isinstance(p, n.Fact) and p.text.startswith(("有", "存在", "涉及")) and absent in p.text)
            )
            if len(kept) == 1:
                clause = replace(clause, condition=kept[0])  # noqa: PLW2901
        clauses.append(clause)
    return replace(rule, clauses=tuple(clauses))


def _without_items(rule: n.Rule) -> n.Rule:
    """①…②…以上每出现一例扣1分: the items only say what an event is."""
    items = [c for c in rule.clauses if isinstance(c, n.Item)]
    if not items:
        return rule
    events = [c for c in rule.clauses if isinstance(c, (n.Event, n.Step))]
    gained = [
        c.outcome for c in events if isinstance(c, n.Event) and c.size.number == 1 and isinstance(c.outcome, n.Points)
    ]
    graded = any(names_grade(item.text) for item in items)
    counted = len(events) == 1 and isinstance(events[0], n.Event) and events[0].size.unit in ("项", "条", "个", "点")
    if gained and counted and not graded:
        named = tuple(n.Award(n.Fact(item.text), gained[0], item.part) for item in items)
        return replace(rule, clauses=(*named, *(c for c in rule.clauses if not isinstance(c, (n.Item, n.Event)))))
    awards = [c for c in rule.clauses if isinstance(c, n.Award) and not isinstance(c.condition, n.Always)]
    if not events or awards:
        if awards and all(isinstance(a.outcome, (n.Deduct, n.ZeroMarks)) for a in awards):
            return replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, n.Item)))
        raise Refused("points_not_given", f"“{items[0].text[:30]}”这一项没有写多少分；请在各项后写明分数。")
    return replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, n.Item)))


def _without_enumeration(rule: n.Rule) -> n.Rule:
    """A remark such as 满分 after the points says nothing new."""
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    if len(awards) < 2:
        return rule
    echo = [a for a in awards if isinstance(a.condition, n.Always) and isinstance(a.outcome, n.FullMarks)]
    return replace(rule, clauses=tuple(c for c in rule.clauses if c not in echo))


def _resolve_main(rule: n.Rule, row: Row, policy: Policy) -> Plan:
    marks = find_marks(rule, row)
    if marks:
        total = sum((m.points for m in marks), Fraction(0))
        scaled = row.max_score is not None and total != row.max_score
        return Plan(Measure.PLAIN, const(total), scaled, marks=marks)
    _refuse_several(rule, row)
    draft = make_draft(rule, row, policy)
    measure, late_unit = _measure(rule, row)
    change = _change_way(rule) if measure is Measure.CHANGE else None
    scale = Scale(draft, measure, change, late_unit)
    pieces, refusal = _pieces(draft, scale)
    choices = _choices(draft, row)
    if not any(p.value is not None for p in pieces) and not any(c.value is not None for c in choices):
        if refusal is not None:
            raise refusal
        reasons = [p for p in pieces if p.reason] or None
        if reasons:
            raise Refused(reasons[0].code or "judged", reasons[0].reason)
        raise Refused("not_understood", f"标准没有读出可以计算的内容，没有计分。{_REWRITE}")
    if refusal is not None:
        draft.note(refusal.code, refusal.message)
    yes, no = _yes_no(draft, choices)
    pieces = _with_cut(pieces, draft)
    plan = Plan(
        measure, draft.top, draft.scaled, tuple(pieces), choices, _otherwise(draft), yes, no, late_unit=late_unit, due=_due(rule),
        share_rows=scale.shares, change_way="" if change is None else "up" if change is Way.HIGH else "down",
        notes=tuple(draft.notes), uses_target=scale.uses_target, references=_references(rule, row),
    )  # fmt: skip
    check_plan(plan, row)
    return _with_alternate(plan, draft, rule, row)


def _pieces(draft: Draft, scale: Scale) -> tuple[tuple[Piece, ...], Refused | None]:
    try:
        if is_ladder(draft.rule):
            return ladder_pieces(draft.rule, scale), None
        if scale.measure is Measure.COUNT:
            return count_pieces(draft), None
        return numeric_pieces(draft, scale), None
    except Refused as refusal:
        return (), refusal


def _with_cut(pieces: tuple[Piece, ...], draft: Draft) -> tuple[Piece, ...]:
    """Policy: so far above the target that points are taken off."""
    policy, row = draft.policy, draft.row
    if policy.overfulfilled_cut is None or row.direction != "more" or row.target is None or row.target <= 0:
        return pieces
    over = Compare(Op.GE, Actual(), Arith("*", Const(Fraction(policy.overfulfilled_ratio)), Target()))
    kept = Const(1 - Fraction(policy.overfulfilled_cut))
    draft.note(
        "policy_overfulfilled_cut",
        f"口径：达到目标值的 {float(policy.overfulfilled_ratio):g} 倍起，扣减 {float(policy.overfulfilled_cut):.0%} 的得分。",
    )
    return tuple(
        p if p.value is None else replace(p, value=Choose((over,), Arith("*", kept, p.value), p.value)) for p in pieces
    )


def _with_alternate(plan: Plan, draft: Draft, rule: n.Rule, row: Row) -> Plan:
    """100%得满分，每出现1项违规扣1分: a rate and a count; which one was typed shows by its unit."""
    if plan.measure is not Measure.RATE or not is_count_rule(rule):
        return plan
    other = replace(draft, notes=list(draft.notes))
    try:
        pieces = count_pieces(other)
    except Refused:
        return plan
    counted = Plan(Measure.COUNT, draft.top, draft.scaled, pieces, plan.choices, notes=tuple(other.notes))
    return replace(plan, parts=(("次数", counted),))


def _references(rule: n.Rule, row: Row) -> tuple[Fraction, ...]:
    bounds = [Fraction(b.number) / 100 for b in own_bounds(rule) if b.unit == "%"]
    return tuple(bounds if row.target is None else [row.target, *bounds])


# --- several indicators


def _refuse_several(rule: n.Rule, row: Row) -> None:
    """Subjects that are not the same thing make several indicators, and one actual cannot answer for them."""
    subjects = [s for clause in rule.clauses for s in _subjects(clause)]
    for subject in subjects:
        if re.search("(?:与|和|及|、|各)[^,]*(?:(?<![平人年月日户])均|都(?!市)|分别)", subject):
            raise Refused("several_indicators", f"“{subject[:30]}”说的不止一个指标，只填了一个实际值；请拆成几行。")
    distinct: list[str] = []
    for subject in subjects:
        core = subject_core(subject)
        if not core or any(_same(core, other) for other in distinct):
            continue
        distinct.append(core)
    if len(distinct) > 1:
        raise Refused(
            "several_indicators",
            f"标准里有几个指标（{'、'.join(s[:15] for s in distinct[:3])}），只填了一个实际值；请拆成几行。",
        )
    parts = {c.part for c in rule.clauses if isinstance(c, (n.Award, n.Step)) and c.part}
    tops = [
        c
        for c in rule.clauses
        if isinstance(c, n.Award)
        and isinstance(c.outcome, (n.FullMarks, n.Points))
        and not isinstance(c.condition, (n.Fact, n.Always))
    ]
    sums = [c.outcome.points for c in tops if isinstance(c.outcome, n.Points)]
    if len(parts) > 1 and len(sums) > 1 and row.max_score is not None and Fraction(sum(sums)) == row.max_score:
        raise Refused("several_indicators", "标准分几项分别给分，只填了一个实际值；请把各项拆成几行，或逐项填写。")


def _subjects(clause: n.Clause) -> list[str]:
    match clause:
        case n.Award(condition=condition):
            return _condition_subjects(condition)
        case n.Step(subject=subject):
            return [subject]
        case _:
            return []


def _condition_subjects(condition: n.Condition) -> list[str]:
    match condition:
        case n.Test(subject=subject) | n.Within(subject=subject) | n.AgainstTarget(subject=subject):
            return [subject]
        case n.Joined(parts):
            return [s for part in parts for s in _condition_subjects(part)]
        case _:
            return []


_FILLER = re.compile(
    r"^(?:确保|其中|期间|当|若|如|如果|凡|对|则|在|按|根据|年度|全年|年内|本年|当年|考核期内|实际|该项|的|指标|经|项目|工作|目标|任务|是否|总体|平均|各项|每|所有|其|与|和|为|有)+|(?:的|在|为|时|应|需|须|能|可|均|已|是|情况|与计划|与目标|与目标值|相比|指标|值|数值|结果|要求|达标|完成值|实际值|计划|为(?:优秀|优|良好|良|中等|中|合格|及格|一般|较差|差|不合格|不及格|达标|不达标))+$"
)


def subject_core(subject: str) -> str:
    """A subject without the words that name nothing; "" for 实际值, 完成率 and the like."""
    text = subject.rsplit(",", maxsplit=1)[-1]
    if text in w.GENERIC_SUBJECTS:
        return ""
    core = _FILLER.sub("", text)
    if names_grade(core):
        return ""
    return (
        ""
        if core in w.GENERIC_SUBJECTS
        or len(core) < 2
        or core in ("完成", "达到", "完成率", "完成比例", "实现", "完成数", "超额", "超")
        else core
    )


def _same(first: str, second: str) -> bool:
    if first in second or second in first:
        return True
    if len(first) > 5 and len(second) > 5 and first[-5:] == second[-5:]:
        return True
    shared = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 4 and first[-1] == second[-1] and shared * 2 >= min(len(first), len(second))


# --- what the number counts


def _measure(rule: n.Rule, row: Row) -> tuple[Measure, str]:
    steps = [c for c in rule.clauses if isinstance(c, n.Step)]
    late = [s for s in steps if s.way is Way.LATE]
    tests = [
        c.condition for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.condition, (n.Test, n.Within))
    ]
    late_tests = [t for t in tests if t.way is Way.LATE]
    if late or late_tests:
        units = {s.size.unit for s in late} | {(t.amount if isinstance(t, n.Test) else t.high).unit for t in late_tests}
        if units <= {"%"}:
            return Measure.RATE if row.rate else Measure.PLAIN, ""
        if row.target is not None and not late_tests and all(compatible(s.size.unit, row.unit) for s in late):
            return Measure.PLAIN, ""
        return Measure.LATE, _one_unit(units)
    if any(isinstance(c, n.Award) and isinstance(c.condition, n.Due) for c in rule.clauses) or row.due is not None:
        return Measure.LATE, row.unit if row.unit in ("天", "日", "个月", "月") else "天"
    if _is_change(rule, steps):
        return Measure.CHANGE, ""
    counting = bool(steps) and row.target is None and not _bounded(rule) and all(_counts_things(s) for s in steps)
    if (is_count_rule(rule) or counting) and not _numeric_main(rule, row):
        return Measure.COUNT, ""
    return (Measure.RATE if row.rate else Measure.PLAIN), ""


def _counts_things(step: n.Step) -> bool:
    """每少1人扣1分, 每增加1项加1分: without a target the actual is how many fewer, or more."""
    earning = isinstance(step.outcome, n.Bonus)
    return step.size.unit in EVENT_COUNTS and (step.way is Way.HIGH if earning else step.way is Way.LOW)


def _one_unit(units: set[str]) -> str:
    same = {"日": "天", "月": "个月", "个小时": "小时"}
    found = {same.get(u, u) for u in units}
    if len(found) > 1:
        raise Refused("several_units", f"迟延的单位不一致（{'、'.join(sorted(found))}），请统一。")
    return found.pop()


def _is_change(rule: n.Rule, steps: list[n.Step]) -> bool:
    """下降 5% 以上 measures a change; 低 5 个百分点以上不得分 beside steps that way is a distance from their base."""
    ways = {s.way for s in steps}
    for award in rule.clauses:
        condition = award.condition if isinstance(award, n.Award) else None
        if (
            not isinstance(condition, (n.Test, n.Within))
            or condition.way not in (Way.LOW, Way.HIGH)
            or condition.from_target
        ):
            continue
        if isinstance(award, n.Award) and isinstance(award.outcome, n.Bonus):
            continue
        earning = isinstance(award, n.Award) and isinstance(award.outcome, (n.FullMarks, n.Points, n.ShareOfMax))
        if earning or condition.way not in ways:
            return True
    return False


def _change_way(rule: n.Rule) -> Way:
    for clause in rule.clauses:
        if (
            isinstance(clause, n.Award)
            and isinstance(clause.condition, (n.Test, n.Within))
            and clause.condition.way in (Way.LOW, Way.HIGH)
        ):
            return clause.condition.way
    return Way.HIGH


def _numeric_main(rule: n.Rule, row: Row) -> bool:
    """Whether the number is measured, not counted: a rate, a target, or steps from a target."""
    if row.rate:
        return True
    if _flawless_count(rule, row):
        return False
    clauses = rule.clauses
    steps = [c for c in clauses if isinstance(c, n.Step)]
    events = [c for c in clauses if isinstance(c, n.Event)]
    if row.target is not None and not events and _all_about_target(rule):
        return True
    if steps and row.target is not None and not events:
        return True
    if events:
        short = all(e.shortfall for e in events)
        return short and row.target is not None and row.direction == "more"
    if steps and _threshold(rule):
        return True
    if steps:
        return not all(is_event_unit(s.size.unit) for s in steps) or _bounded(rule)
    return _bounded(rule) and not _faults(rule)


def _threshold(rule: n.Rule) -> bool:
    """不超过10件得满分，每增加1件扣1分: counted from the rule's own bound."""
    origins = any(isinstance(c, n.Step) and c.origin is not None for c in rule.clauses)
    return origins or any(
        isinstance(c, n.Award) and isinstance(c.condition, n.Test) and not c.condition.exact and c.condition.way is None
        and isinstance(c.outcome, (n.Points, n.FullMarks))
        for c in rule.clauses
    )  # fmt: skip


def _flawless_count(rule: n.Rule, row: Row) -> bool:
    """100%得满分，出现违规不得分 in a row that counts the faults."""
    percents = [c.condition for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.condition, n.Test)]
    only = all(t.amount.unit == "%" and t.amount.number == 100 for t in percents)
    return bool(percents) and only and row.target is None and row.unit in EVENT_COUNTS and is_count_rule(rule)


def _bounded(rule: n.Rule) -> bool:
    return any(
        isinstance(c, n.Award)
        and isinstance(c.condition, (n.Test, n.Within))
        and isinstance(c.outcome, (n.Points, n.FullMarks))
        for c in rule.clauses
    ) and not _faults(rule)


def _faults(rule: n.Rule) -> bool:
    from perf_xl.scoring.counts import _counted_faults

    return _counted_faults(rule)


def _all_about_target(rule: n.Rule) -> bool:
    for clause in rule.clauses:
        if (
            isinstance(clause, n.Award)
            and isinstance(clause.condition, n.Fact)
            and isinstance(clause.outcome, (n.Deduct, n.ZeroMarks))
        ):
            if read_fact(clause.condition).kind is not FactKind.MISSED:
                return False
    return True


def _due(rule: n.Rule) -> tuple[int | None, int, int] | None:
    for clause in rule.clauses:
        if isinstance(clause, n.Award) and isinstance(clause.condition, n.Due):
            due = clause.condition
            return due.year, due.month, due.day or 0
    return None


# --- words


def _choices(draft: Draft, row: Row) -> tuple[Choice, ...]:
    choices = make_choices(draft)
    del row
    return choices


def _otherwise(draft: Draft) -> Choice | None:
    """否则不得分, for words that deny the fact before it."""
    for award in draft.awards:
        if isinstance(award.condition, n.Otherwise):
            reason = award.outcome.text if isinstance(award.outcome, n.Judged) else ""
            return Choice(
                ("否则",), outcome_points(draft, award.outcome), "否则", f"“{reason}”要由人判断。" if reason else ""
            )
    return None


def _yes_no(draft: Draft, choices: tuple[Choice, ...]) -> tuple[int | None, int | None]:
    """The one positive fact and its opposite, for an actual of 有, 是, 无, 否."""
    facts = [a for a in draft.awards if isinstance(a.condition, n.Fact)]
    positive = [i for i, a in enumerate(facts) if isinstance(a.outcome, (n.Points, n.FullMarks))]
    negative = [i for i, a in enumerate(facts) if isinstance(a.outcome, (n.ZeroMarks, n.Deduct, n.Judged))]
    if len(facts) != len(choices):
        return None, None
    yes = positive[0] if len(positive) == 1 else None
    no = negative[0] if len(negative) == 1 and len(facts) <= 2 else None
    return yes, no


# --- ranges of grades


def _graded(ranges: n.GradeRanges, row: Row) -> Plan:
    if row.max_score is None:
        raise Refused("max_score_missing", "没有分值，无法按比例给分；请填写分值。")
    if row.sign not in (None, "定性") or row.target is not None:
        raise Refused("not_qualitative", "标准按三档给分（定性指标用），本行却是定量指标；请改用定量的评分标准。")
    return Plan(
        Measure.PLAIN,
        const(row.max_score),
        grades=ranges,
        notes=(PlanNote("grade_is_range", "各档只给出分值区间，要由人填写完成比例。"),),
    )


__all__ = ["fact_text", "resolve"]
