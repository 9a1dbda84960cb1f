"""Text to :class:`Rule`: normalise, tokenise, split, parse, and put the clauses together.

Every character is accounted for: by a clause, or as a remark that holds no number and no word of the language. What is
neither becomes :class:`Unknown`, and a rule with an Unknown in it is never scored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.parsing.bounds import NotUnderstood, Shape
from perf_xl.scoring.parsing.parse import parse_prefix
from perf_xl.scoring.reading.facts import FactKind, read_fact, sounds_reached
from perf_xl.scoring.reading.merging import (
    earned_above,
    merge_formulas,
    refuse_leftovers,
    settle_bounds,
    with_distances,
    with_every,
    with_free_events,
    with_subject,
    with_whole,
    without_basis,
)
from perf_xl.scoring.reading.outcomes import listed_outcome, read_outcome
from perf_xl.scoring.reading.prefixes import (
    BEYOND,
    LATER,
    LIST_TAIL,
    basis_of,
    counted_end,
    prepare,
    told_target,
)
from perf_xl.scoring.reading.ranges import find_grade_ranges
from perf_xl.scoring.reading.sentences import clause_of, event_of
from perf_xl.scoring.text.clauses import RawClause, merge_prose, split
from perf_xl.scoring.text.normalize import LONGEST, Normal, normalize
from perf_xl.scoring.text.tokens import Token, tokenize


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something about the text worth telling, with the piece it is about."""

    code: str
    piece: str


@dataclass(frozen=True, slots=True)
class ReadRule:
    """A rule with what was noticed while reading it; ``too_long``: only looked at, not read."""

    rule: n.Rule
    notes: tuple[ReadNote, ...] = ()
    too_long: bool = False
    is_default: bool = False
    """Nothing was written: the rule of the row's type."""


_LABEL = re.compile(
    r"^(?:评分标准|评价标准|计分标准|评分办法|计分办法|评分方法|评价方法|计分方法|评分规则|评分细则|考核标准|扣分标准|评分依据|赋分标准|赋分规则|评扣分标准|评\(扣\)分标准|得分标准|说明|读作):"
)
_ASIDE = re.compile(r"[(（]口径[:：][^()（）]*[)）]")


def read(text: str) -> ReadRule:
    """The rule of a text; never raises."""
    if len(text) > LONGEST:
        return ReadRule(n.Rule((n.Unknown(text[:40]),)), too_long=True)
    normal = normalize(_ASIDE.sub("", text))
    body = normal.text.strip(";,")
    label = _LABEL.match(normal.text)
    if label is not None:
        normal = replace(normal, text=normal.text[label.end() :], offsets=normal.offsets[label.end() :])
    notes = [ReadNote("angle_bracket_read_as_sign", "")] if normal.angle_read_as_sign else []
    if not body:
        return ReadRule(n.Rule(()), tuple(notes))
    if re.match(r"(?:[1-9]|1\d|20)\.(?:\d{2,3}|0)(?:%|次|个|分|得|以)", body):
        return ReadRule(n.Rule((n.Unknown(normal.quote(0, 12)),)), tuple(notes))  # 3.100%: a list mark, or 3.1%?
    if re.match(r"(?:如|若|如果|凡|对于?)(?:属于?|是|为)[^,;]{2,20},", body):
        return ReadRule(n.Rule((n.Unknown(normal.quote(0, 20)),)), tuple(notes))  # a condition on the row itself
    if re.search("每个?(?:乡镇?|镇|村|社区|县|区|单位|部门|企业|学校)[^,;每]{0,8}每(?:少|低|缺|差)", body):
        return ReadRule(n.Rule((n.Unknown(normal.quote(0, 20)),)), tuple(notes))  # one number for several townships
    ranges = find_grade_ranges(normal.text)
    if ranges is not None:
        return ReadRule(n.Rule((ranges,)), tuple(notes))
    reader = _Reader(normal)
    tokens = tokenize(normal.text)
    if len({t.word for t in tokens if t.kind == "AS_OF"}) > 1:
        return ReadRule(n.Rule((n.Unknown(normal.quote(0, 40)),)), tuple(notes))  # several dates, several values
    clauses = merge_formulas(reader.clauses(split(tokens)))
    if not clauses and re.search("得|扣|计|加", normal.text) and "分" in normal.text:
        clauses = [n.Unknown(normal.quote(0, len(normal.text)))]
    clauses = settle_bounds(
        earned_above(
            with_subject(without_basis(with_distances(with_every(with_whole(with_free_events(clauses)))))), reader.tops
        ),
        normal.text,
    )
    return ReadRule(n.Rule(tuple(refuse_leftovers(clauses))), (*notes, *reader.notes))


def _is_bonus(clause: n.Clause) -> bool:
    return isinstance(clause, (n.Award, n.Step, n.Event)) and isinstance(clause.outcome, n.Bonus)


_PARTS = re.compile(
    "(?:以上|上述|前述|评价|考核|要点|要素|内容|各?项|[两二三四五六七八九十\\d]+(?:项|点|个)|指标|均|,)*"
)
"""What names the parts of an enumeration, and nothing else."""


class _Reader:
    def __init__(self, normal: Normal) -> None:
        self.normal = normal
        self.notes: list[ReadNote] = []
        self.read_any = False
        self.tops: list[n.Award] = []
        """满分5分 without a condition: the top of what steps earn."""
        self.bare: list[n.Award] = []
        """得10分 without a condition: alone the points of the row, beside other bands a clause that lost its half."""

    def clauses(self, raws: list[RawClause]) -> list[n.Clause]:
        continued = any(raw.kind == "CONTINUED" for raw in raws)
        clauses: list[n.Clause] = []
        for raw in raws:
            clauses += self._clause(raw, continued=continued)
            self.read_any = self.read_any or raw.kind not in ("remark", "BASIS", "item", "DEFINITION")
        if self.bare and sum(isinstance(c, n.Award) for c in clauses) > 1:
            clauses = [n.Unknown("得分前面没有条件") if c in self.bare else c for c in clauses]
        if any(raw.kind == "NO_BONUS" for raw in raws) and any(_is_bonus(c) for c in clauses):
            clauses.append(n.Unknown(next(self._quote(raw) for raw in raws if raw.kind == "NO_BONUS")))
        if any(raw.kind == "ROUND_UP" for raw in raws):
            clauses = [replace(c, round_up=True) if isinstance(c, (n.Step, n.Event)) else c for c in clauses]
        return clauses

    def _quote(self, raw: RawClause) -> str:
        return self.normal.quote(raw.start, raw.end)

    def _clause(self, raw: RawClause, *, continued: bool) -> list[n.Clause]:
        match raw.kind:
            case "award":
                try:
                    return self._award(raw, continued=continued)
                except NotUnderstood:
                    return [n.Unknown(self._quote(raw))]
            case "remark":
                return self._remark(raw)
            case "item":
                return [n.Item(self._text(raw.prefix), raw.part)]
            case "FLOOR":
                return [n.Limit("floor", None, raw.part)]
            case "TOP":
                return [n.Limit("top", raw.outcome[0].number, raw.part)]
            case "OFF":
                return [n.Limit("most_off", raw.outcome[0].number, raw.part)]
            case "BONUS_LIMIT":
                return [n.Limit("most_bonus", raw.outcome[0].number, raw.part)]
            case "LEAST":
                return [n.Limit("least", raw.outcome[0].number, raw.part)]
            case "BASIS":
                return [n.Basis(basis_of(raw.outcome[0].word))]
            case "DEFINITION":
                name, _, body = raw.outcome[0].word.rpartition("=")
                return [n.Definition(name, body)]
            case "EXCEPT":
                return [n.Exempt(raw.outcome[0].word)]
            case "ROUND_UP" | "ROUND_DOWN" | "NO_BONUS":
                return []
            case "CONTINUED":
                return [n.Continued()]
            case _:
                return [n.Unknown(self._quote(raw))]

    def _text(self, tokens: list[Token]) -> str:
        """The normalised text of a run of tokens, without the punctuation around it."""
        if not tokens:
            return ""
        return "".join(self.normal.text[t.start : t.end] for t in tokens).strip(",、:;()[]")

    def _remark(self, raw: RawClause) -> list[n.Clause]:
        """A sentence without an outcome: prose is let go, anything more is not understood."""
        kinds = {t.kind for t in raw.prefix}
        text = self._text(raw.prefix)
        told = told_target(merge_prose(raw.prefix, self.normal.text))
        if told is not None and not told[1]:
            return [told[0]]
        if "RANKED" in kinds:
            return [n.Manual(text)]
        if "NO_DOUBLE" in kinds and kinds <= {"NO_DOUBLE", "EVERY_UNIT", "TEXT", "OF", "COMMA"} and len(text) <= 24:
            return [n.Limit("once")]
        prose = {
            "TEXT",
            "OF",
            "COMMA",
            "COLON",
            "YEAR",
            "REFERENCE",
            "RECURRING",
            "PERIOD",
            "AS_OF",
            "OR",
            "AND",
            "TARGET_TEST",
            "BETWEEN",
        }
        if kinds - prose or w.SUSPICIOUS.search(text):
            return [n.Unknown(self._quote(raw))]
        if self.read_any and not w.HARMLESS.search(text):
            return [n.Unknown(self._quote(raw))]
        return []

    def _award(self, raw: RawClause, *, continued: bool) -> list[n.Clause]:
        listed = self._listed(raw)
        if listed is not None:
            return listed
        outcome, per, notes = read_outcome(raw.outcome, self.normal.text)
        self.notes += [ReadNote(code, self._quote(raw)) for code in notes]
        if any(t.kind == "RANKED" for t in [*raw.lead, *raw.prefix]):
            return [n.Manual(self._text([*raw.lead, *raw.prefix, *raw.outcome]))]
        held = told_target(merge_prose(raw.lead, self.normal.text)) if raw.lead else None
        if held is not None and not held[1]:
            return [held[0], *self._award(replace(raw, lead=[]), continued=continued)]
        lead = self._lead(raw)
        halves = self._wanted_and_step(raw, outcome, lead)
        if halves is not None:
            return halves
        try:
            prefix = prepare(merge_prose(raw.prefix, self.normal.text), self.normal.text)
        except NotUnderstood:
            return [n.Award(n.Fact(self._text(raw.prefix), numbered=True), outcome, raw.part)]
        special = self._special(prefix, raw, outcome)
        if special is not None:
            return special
        if per is not None:
            return [n.Event(self._text(raw.prefix), per, outcome, part=raw.part)]
        each = raw.outcome[0].kind == "GET" and "各" in raw.outcome[0].word
        if each and isinstance(outcome, (n.Points, n.ShareOfMax)) and _PARTS.fullmatch(self._text(raw.prefix)):
            return [n.Event("", n.Amount(Decimal(1), "项"), outcome, part=raw.part)]  # ①…；②…。各2分
        if not prefix:
            bare = raw.outcome[0].kind == "GET" and raw.outcome[0].word.lstrip(",").startswith(("得", "计", "记"))
            award = n.Award(n.Always(), outcome, raw.part)
            self.bare += [award] if bare else []
            self.tops += [award] if raw.outcome[0].kind == "FULL" and "满分" in raw.outcome[0].word else []
            return [award]
        if LATER.fullmatch(self._text(raw.prefix)) or BEYOND.fullmatch(self._text(raw.prefix)):
            return [n.Award(n.Otherwise(), outcome, raw.part)]
        if prefix[0].kind == "ELSE" and len(prefix) > 1 and any(t.kind in ("EVERY_WAY", "EVERY") for t in prefix[1:3]):
            prefix = prefix[1:]  # 否则每超1%扣…: on the bad side is where steps lie anyway
        told = told_target(prefix)
        if told is not None and not told[1] and isinstance(outcome, (n.Computed, n.Proportion)):
            return [told[0], n.Award(n.Always(), outcome, raw.part)]
        if told is not None and told[1]:
            return [told[0], self._award_of(told[1], raw, outcome, lead, continued=continued)]
        if prefix[-1].kind == "ELSE" and len(prefix) > 1:
            main = replace(raw, prefix=[t for t in raw.prefix if t.start < prefix[-1].start])
            wanted = self._award_of(prefix[:-1], main, n.FullMarks(), lead, continued=continued)
            return [wanted, n.Award(n.Otherwise(), outcome, raw.part)]
        found = self._award_of(prefix, raw, outcome, lead, continued=continued)
        either = found.condition if isinstance(found, n.Award) else None
        plain = isinstance(either, n.Joined) and all(isinstance(p, n.Test) and p.way is None for p in either.parts)
        if isinstance(either, n.Joined) and either.any_of and plain and isinstance(outcome, (n.ZeroMarks, n.Deduct)):
            return [n.Award(part, outcome, raw.part) for part in either.parts]  # 低于80%或高于120%的
        return [found]

    def _wanted_and_step(self, raw: RawClause, outcome: n.Outcome, lead: str) -> list[n.Clause] | None:
        """不少于4次，少1次扣0.5分: what is wanted, and what each one less of it costs."""
        at = max((i for i, t in enumerate(raw.prefix) if t.kind == "COMMA"), default=0)
        first, second = raw.prefix[:at], [t for t in raw.prefix[at + 1 :] if t.kind != "OF"]
        single = [t.kind for t in second] == ["WAY", "QUANTITY"] and second[1].number == 1
        if not first or not single or not isinstance(outcome, n.Deduct):
            return None
        try:
            wanted, step = (
                self._award_of(
                    prepare(merge_prose(tokens, self.normal.text), self.normal.text),
                    replace(raw, prefix=tokens),
                    gives,
                    lead,
                    continued=False,
                )
                for tokens, gives in ((first, n.FullMarks()), (second, outcome))
            )
        except NotUnderstood:
            return None
        test = wanted.condition if isinstance(wanted, n.Award) else None
        sides = {n.Op.GE: "LOW", n.Op.GT: "LOW", n.Op.LE: "HIGH", n.Op.LT: "HIGH"}
        plain = isinstance(test, n.Test) and test.way is None and test.amount.unit == second[1].unit
        return [wanted, step] if plain and isinstance(test, n.Test) and sides.get(test.op) == second[0].word else None

    def _listed(self, raw: RawClause) -> list[n.Clause] | None:
        """满意、基本满意、不满意分别得5分、3分、0分; 低于80%、70%的，分别扣1分、2分: one award for each name or bound."""
        verb = raw.outcome[0]
        outcomes = [o for t in raw.outcome if (o := listed_outcome(verb.kind, t)) is not None]
        each = verb.kind == "GET" and "各" in verb.word
        if verb.kind not in ("GET", "POINTS", "DEDUCT") or (len(outcomes) < 2 and not each):
            return None
        prefix = [t for t in raw.prefix if t.kind != "RESPECTIVELY"]
        bounds = self._listed_bounds(prefix, outcomes, raw.part)
        if bounds is not None:
            return bounds
        if verb.kind == "DEDUCT":
            return self._listed_events(prefix, outcomes, raw.part)
        number = [t for t in prefix if t.number is not None]
        told = len(number) == 1 and number[0].kind == "QUANTITY" and number[0].number == len(outcomes) and not each
        words = ("TEXT", "OF", "COMMA", "COLON")
        if any(t.kind not in words and not (told and (t is number[0] or t.extra == ("差",))) for t in prefix):
            return None
        before = prefix if not told else prefix[: prefix.index(number[0])]
        text = re.sub(LIST_TAIL, "", re.sub('["“”]', "", re.sub("^(?:按照?|分为?)", "", self._text(before))))
        names = [x for x in re.split("[、,]", text) if x]
        if each and len(outcomes) == 1:
            outcomes = outcomes * len(names)
        if len(names) != len(outcomes) or len(names) < 2:
            return None
        return [n.Award(n.Fact(name), outcome, raw.part) for name, outcome in zip(names, outcomes, strict=True)]

    def _listed_events(self, prefix: list[Token], outcomes: list[n.Outcome], part: int) -> list[n.Clause] | None:
        """迟报、漏报一次各扣0.5分、1分: one kind of event for each name."""
        number = [t for t in prefix if t.number is not None]
        if (
            len(number) != 1
            or number[0] is not prefix[-1]
            or number[0].number != 1
            or not w.is_event_unit(number[0].unit)
        ):
            return None
        names = [x for x in self._text(prefix[:-1]).split("、") if x]
        if len(names) != len(outcomes) or any(re.search(r"[,\d]", name) for name in names):
            return None
        size = n.Amount(Decimal(1), number[0].unit)
        return [n.Event(name, size, outcome, part=part) for name, outcome in zip(names, outcomes, strict=True)]

    def _listed_bounds(self, prefix: list[Token], outcomes: list[n.Outcome], part: int) -> list[n.Clause] | None:
        """低于80%、70%、60%: the comparison once, its bounds after it."""
        values = [t for t in prefix if t.number is not None]
        compares = [t for t in prefix if t.kind == "COMPARE"]
        plain = all(t.kind in ("TEXT", "OF", "COMMA", "COMPARE", values[0].kind) for t in prefix) if values else False
        if len(values) != len(outcomes) or len(values) < 2 or len(compares) != 1 or not plain:
            return None
        if compares[0].start > values[0].start or any(t.kind == "TEXT" and t.start > compares[0].start for t in prefix):
            return None
        subject = self._text([t for t in prefix if t.start < compares[0].start])
        op = n.Op(compares[0].word)
        tests = [n.Test(op, n.Amount(t.number, t.unit), subject=subject) for t in values if t.number is not None]
        return [n.Award(test, outcome, part) for test, outcome in zip(tests, outcomes, strict=True)]

    def _award_of(
        self, prefix: list[Token], raw: RawClause, outcome: n.Outcome, lead: str, *, continued: bool
    ) -> n.Clause:
        try:
            shape = parse_prefix(prefix)
        except NotUnderstood:
            return self._fallback(prefix, raw, outcome, lead)
        return clause_of(shape, raw, outcome, lead, self._text(raw.prefix), continued=continued)

    def _lead(self, raw: RawClause) -> str:
        """Prose of an earlier sentence; with numbers or words of the language in it, nothing is understood."""
        if not raw.lead:
            return ""
        before, self.read_any = self.read_any, False
        found = self._remark(replace(raw, prefix=raw.lead))
        self.read_any = before
        if found:
            raise NotUnderstood
        return self._text(raw.lead)

    def _special(self, prefix: list[Token], raw: RawClause, outcome: n.Outcome) -> list[n.Clause] | None:
        """没有此类项目的按满分计算; 若……可不扣分."""
        text = self._text(raw.prefix)
        kind = raw.outcome[0].kind
        if kind == "AS_FULL" and re.match(r"(?:如|若)?(?:没有|无|未|不涉及|不适用)", text):
            return [n.WithoutCase(text)]
        absent = re.match(
            r"(?:年度内|当年|本年|年内|全年)?(?:如|若)?(?:无|没有|未安排|未开展)[^,;]{1,16}(?:项目|业务|任务|支出|采购|资金|预算|计划|安排|事项|情况|需求|指标)(?:的)?(?:部门|单位)?$|(?:如|若)?(?:不涉及|不适用|无此项|无该项|没有该项|没有此项|当年无|年度内无|本年无)",
            text,
        )
        if absent and isinstance(outcome, n.FullMarks):
            return [n.WithoutCase(text)]
        conditional = re.match(r"(?:但|若|如|因|对|由于|属于|属|经)", text)
        if kind == "NO_DEDUCTION" and (conditional or raw.outcome[0].word.startswith("可")):
            return [n.Exempt(text)]
        del prefix
        fact = not any(t.number is not None for t in raw.prefix) and text
        if (
            kind == "NO_DEDUCTION"
            and fact
            and read_fact(n.Fact(text)).kind is FactKind.OTHER
            and not sounds_reached(text)
        ):
            return [n.Exempt(text)]
        return None

    def _fallback(self, prefix: list[Token], raw: RawClause, outcome: n.Outcome, lead: str) -> n.Clause:
        """No sentence of the grammar: an event described in free words, or a fact that a person reads."""
        last = max((i for i, t in enumerate(prefix) if t.kind in ("EVERY", "EVERY_UNIT", "EVERY_WAY")), default=-1)
        text = self._text(raw.prefix)
        if any(t.kind == "ASIDE" for t in prefix):
            raise NotUnderstood
        if last < 0 and re.match("每(?!个|年|月|季|周|日|天|村)", text):
            raise NotUnderstood
        if last < 0:
            counted = counted_end(prefix, outcome)
            if counted is not None:
                return n.Event(
                    self._text([t for t in raw.prefix if t.start < counted.start]),
                    n.Amount(Decimal(1), counted.unit),
                    outcome,
                    part=raw.part,
                )
            numbered = any(t.number is not None for t in prefix) or re.search(r"\d", text) is not None
            if any(
                t.kind in ("WAY", "COMPARE", "PERCENT", "OFTARGET", "INTERVAL", "VAGUE", "SIGN", "ELSE") for t in prefix
            ):
                numbered = True
            return n.Award(n.Fact(text, numbered), outcome, raw.part)
        if isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax)) and prefix[last].kind == "EVERY_UNIT":
            return n.Award(n.Fact(text, numbered=True), outcome, raw.part)
        shape = self._every(prefix[last:])
        before = self._text(prefix[:last])
        if shape.event is None or ("," in before and re.search(r"\d[^,]*,", before)):
            raise NotUnderstood
        return event_of(shape, raw, outcome, ",".join(x for x in (lead, before) if x))

    def _every(self, tokens: list[Token]) -> Shape:
        """每引进1个10亿元以上项目: what is counted may itself be told with numbers, up to the next comma."""
        try:
            return parse_prefix(tokens)
        except NotUnderstood:
            rest = tokens[2:]
            text = self.normal.text[rest[0].start : rest[-1].end] if rest else ""
            sizes = all(t.kind in ("TEXT", "QUANTITY", "UP", "DOWN", "TARGET_TEST", "AND", "OR") for t in rest)
            if tokens[0].kind != "EVERY" or not rest or not sizes or re.search("[,;]", text):
                raise
            shape = parse_prefix(tokens[:2])
            shape.fields["noun"] = text
            return shape
