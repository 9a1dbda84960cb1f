"""Several indicators in one rule: subjects that are not the same thing, and one actual that cannot answer for them."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.plan import Refused
from perf_xl.scoring.planning.choices import names_grade
from perf_xl.scoring.row import Row


def refuse_several(rule: n.Rule, row: Row) -> None:
    """Subjects that are not the same thing make several indicators, and one actual cannot answer for them."""
    _refuse_events_beside(rule)
    subjects = [s for clause in rule.clauses for s in _subjects(clause)]
    for subject in subjects:
        joined = [
            x for x in re.split("[、和与及]", subject_core(subject)) if re.search("(?:率|比例|比重|满意度)双?$", x)
        ]
        if len(joined) > 1 or re.search("(?:与|和|及|、|各)[^,]*(?:(?<![平人年月日户])均|都(?!市)|分别)", subject):
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


def check_definitions(rule: n.Rule, row: Row) -> None:
    """A rate that the rule defines is the row's own number, or a share of the row's target; otherwise it is unknown."""
    defined = [c for c in rule.clauses if isinstance(c, n.Definition)]
    outer = [d for d in defined if not any(d.name and d.name in other.body for other in defined)]
    if len({c for c in rule.clauses if isinstance(c, n.Basis)}) > 1:
        raise Refused("several_indicators", "标准写了几个目标值，只填了一个实际值；请拆成几行。")
    if not outer:
        return
    if len({d.name for d in outer}) > 1:
        names = "、".join(d.name for d in outer if d.name)
        raise Refused("several_indicators", f"标准定义了几个数（{names[:40]}），只填了一个实际值；请拆成几行。")
    if not row.rate and _COMPLETION.fullmatch(outer[0].body) is None and not _is_row(outer[0].name, row):
        raise Refused(
            "formula_input_missing",
            f"标准按“{outer[0].name or outer[0].body}”计分，本行的计量单位是“{row.unit or '（空）'}”，没有这个数；请由人计分。",
        )


_COMPLETION = re.compile(
    r"\(?[^/]*(?:实际|完成|支出|执行|到位)[^/]*/[^/]*(?:目标|计划|预算|任务|指标|应|总|安排|下达)[^/]*?\)?(?:\*100%)?"
)
"""A definition that says: the actual as a share of the target."""


def _is_row(name: str, row: Row) -> bool:
    bare = re.sub(r"[()（）]|^(?:本|当|全)?年度?", "", name)
    return bool(bare) and bool(row.name) and (bare in row.name or row.name in bare)


def _refuse_events_beside(rule: n.Rule) -> None:
    """Faults counted beside grades or beside steps of a rate: one actual cannot tell both."""
    events = [c for c in rule.clauses if isinstance(c, n.Event) and isinstance(c.outcome, n.Deduct)]
    if not events:
        return
    grades = {
        c.outcome
        for c in rule.clauses
        if isinstance(c, n.Award)
        and isinstance(c.condition, n.Fact)
        and isinstance(c.outcome, (n.Points, n.FullMarks, n.ShareOfMax))
    }
    rates = [
        c
        for c in rule.clauses
        if isinstance(c, n.Step) and isinstance(c.outcome, n.Deduct) and c.size.unit in ("%", "百分点")
    ]
    if len(grades) > 1 or rates:
        raise Refused(
            "several_indicators",
            f"标准除了按完成情况给分，还按“{events[0].what[:20] or '每' + events[0].size.unit}”的次数扣分，只填了一个实际值；请拆成几行。",
        )


def of_absolute_value(rule: n.Rule) -> bool:
    """Whether a rule speaks of the number without its sign."""
    return any("绝对值" in subject for clause in rule.clauses for subject in _subjects(clause))


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
    r"^(?:确保|其中|期间|当|若|如|如果|凡|对|则|在|按|根据|年度|全年|年内|本年|当年|考核期内|实际|该项|的|指标|经|项目|工作|目标|任务|是否|总体|平均|各项|每|所有|其|与|和|为|有)+|(?:的|绝对值|在|为|时|应|需|须|能|可|均|已|是|情况|与计划|与目标|与目标值|相比|指标|值|数值|结果|要求|达标|完成值|实际值|计划|为(?:优秀|优|良好|良|中等|中|合格|及格|一般|较差|差|不合格|不及格|达标|不达标))+$"
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


_TAIL = re.compile(
    "(?:的|总|个|种类|及|和|的?(?:数量|数|量|额|值|率|比例|比率|情况|结果|得分|评价|程度|水平|总分|次数|天数|时间|金额|面积|幅度|指标|(?:变动|增长|控制|完成|执行|超支|压减|下降|降低)率|工作|任务|项目|人数|问题|事件|事项))+"
)
"""What may follow a noun without making it another thing."""


def _same(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    if short in long:
        return long.endswith(short) or _TAIL.fullmatch(long.rpartition(short)[2]) is not None
    if len(first) > 5 and len(second) > 5 and first[-5:] == second[-5:]:
        return True
    shared = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        shared += 1
    return shared >= 4 and first[-1] == second[-1] and shared * 2 >= min(len(first), len(second))
