"""The pieces of a numeric rule in the order in which they are asked: cut-offs, bands, steps, the rest."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.draft import Draft, fact_text, outcome_points
from perf_xl.scoring.facts import FactKind, read_fact
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.numeric import DIRECTION_UNKNOWN, NEGATED, Band, Numeric, Scale, X, compare, reached_op
from perf_xl.scoring.plan import Absolute, Arith, Choose, Compare, Const, Expr, Measure, Piece, Refused, Steps, const


def numeric_pieces(draft: Draft, scale: Scale) -> tuple[Piece, ...]:
    """All pieces over the number; Refused where the rule cannot be put together for this row."""
    return _Assembly(draft, scale).pieces()


class _Assembly:
    def __init__(self, draft: Draft, scale: Scale) -> None:
        self.draft = draft
        self.scale = scale
        self.numeric = Numeric(draft, scale)
        self.steps = self.numeric.steps
        self.bands: list[Band] = []
        self.vetoes: list[str] = []
        self.fact_award: n.Award | None = None
        self.otherwise: n.Award | None = None
        self.score_cut: n.Award | None = None
        self.unclear: Piece | None = None

    def pieces(self) -> tuple[Piece, ...]:
        whole = self._earned_by_step()
        if whole is not None:
            for award in self.draft.awards:
                self._place(award)
            return (*(p for b in self.bands for p in self._band(b, reached=False)), whole)
        based = any(isinstance(a.outcome, (n.FullMarks, n.Points)) for a in self.draft.awards)
        for award in self.draft.awards:
            if isinstance(award.outcome, n.Bonus) and based:
                self.draft.note("bonus_not_counted", "加分项没有填报，按没有加分计；加分后也不超过分值。")
                continue
            self._place(award)
        if self.steps:
            self.vetoes += [
                b.fact for b in self.bands if b.fact and isinstance(b.award.outcome, (n.FullMarks, n.Points))
            ]
        pieces: list[Piece] = []
        if self.steps or self._proportional():
            pieces += [self._piece(b) for b in self.bands if self._is_cut_off(b)]
            self.bands = [b for b in self.bands if not self._is_cut_off(b)]
        reached = [b for b in self.bands if self._is_start(b)] if self.steps else []
        for band in self._ordered():
            pieces += self._band(band, reached=band in reached)
        if self.steps:
            pieces += self._step_pieces(has_start=bool(reached))
        pieces += self._rest()
        pieces = self._with_score_cut(pieces)
        return tuple(self._with_limits(self._with_vetoes(piece)) for piece in pieces)

    def _earned_by_step(self) -> Piece | None:
        """每完成1%得0.1分, and nothing else: from nothing upward."""
        rest = [c for c in self.draft.rule.clauses if not isinstance(c, n.Limit) and not _always(c)]
        reached = [c for c in rest if isinstance(c, n.Award) and isinstance(c.outcome, (n.FullMarks, n.Points))]
        if len(rest) != 1 + len(reached) or len(reached) > 1 or len(self.steps) != 1:
            return None
        step = self.steps[0]
        per = outcome_points(self.draft, step.outcome) if isinstance(step.outcome, (n.Points, n.ShareOfMax)) else None
        if per is None or step.way is not None or step.size.unit not in ("%", "百分点"):
            return None
        whole: Expr = const(0)
        if self.scale.measure is Measure.PLAIN:
            self.scale.shares = True
            whole = self.scale.target()
        count = Steps(X, self.scale.step(step.size, whole), self.draft.policy.part_steps)
        return Piece((), Arith("*", count, per), "按步得分")

    # --- sorting the awards

    def _place(self, award: n.Award) -> None:
        condition, outcome = award.condition, award.outcome
        if isinstance(condition, n.Otherwise):
            self.otherwise = award
            return
        if self._cuts_score(condition, outcome):
            self.score_cut = award
            return
        try:
            found = self.numeric.tests(condition, outcome)
        except Refused as refused:
            if refused is not DIRECTION_UNKNOWN:
                raise
            self.unclear = Piece((), None, _label(condition), refused.message, refused.code)
            return
        if found is not None:
            tests, fact = found
            self.bands.append(Band(award, tests, _label(condition), fact))
            return
        text = condition.text if isinstance(condition, n.Fact) else _label(condition)
        if _numbered(condition):
            raise Refused(
                "not_understood", f"读不懂“{fact_text(text)[:30]}”，没有计分；请改写成“……以上得……分”这样的句子。"
            )
        best = isinstance(outcome, (n.FullMarks, n.Points))
        done = isinstance(outcome, n.ZeroMarks) and self.scale.measure is Measure.LATE
        if done and isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.MISSED:
            return  # a day of completion, or a delay, says that it was done
        if best and self.fact_award is None:
            self.fact_award = award
        elif isinstance(outcome, (n.ZeroMarks, n.Deduct, n.Judged)):
            self.vetoes.append(fact_text(text))
        else:
            raise Refused("several_facts", f"“{fact_text(text)[:30]}”要由人判断，本行的数不能说明；请由人计分。")

    def _cuts_score(self, condition: n.Condition, outcome: n.Outcome) -> bool:
        """低于60分不得分 after a proportion, in a row that does not count in 分: a cut on the score."""
        points = isinstance(condition, n.Test) and condition.amount.unit == "分"
        return points and self.draft.row.unit != "分" and isinstance(outcome, n.ZeroMarks)

    def _proportional(self) -> bool:
        return any(
            isinstance(a.outcome, (n.Proportion, n.Computed)) for a in self.draft.rule.clauses if isinstance(a, n.Award)
        )

    @staticmethod
    def _is_cut_off(band: Band) -> bool:
        return isinstance(band.award.outcome, n.ZeroMarks) and not band.fact

    @staticmethod
    def _is_start(band: Band) -> bool:
        return isinstance(band.award.outcome, (n.FullMarks, n.Points)) and not band.fact

    def _ordered(self) -> list[Band]:
        """One-sided bands from the strictest side, where the stricter gives the better outcome."""
        ordered = list(self.bands)
        for ops in ((Op.GE, Op.GT), (Op.LE, Op.LT)):
            places = [i for i, b in enumerate(ordered) if _one_sided(b, ops)]
            chosen = [ordered[i] for i in places]
            keys = [self._value(b.tests[0].right) for b in chosen]
            if len(chosen) < 2 or any(key is None for key in keys):
                continue
            ranked = sorted(zip(keys, chosen, strict=True), key=lambda pair: pair[0] or 0, reverse=ops[0] is Op.GE)
            for place, (_, band) in zip(places, ranked, strict=True):
                ordered[place] = band
        return ordered

    def _value(self, expr: Expr) -> Fraction | None:
        """A bound as a number, if the row's target gives it."""
        match expr:
            case Const(value):
                return value
            case Arith("*", Const(share), _) if self.draft.row.target is not None:
                return share * self.draft.row.target
            case _:
                return self.draft.row.target

    # --- bands

    def _band(self, band: Band, *, reached: bool) -> list[Piece]:
        outcome = band.award.outcome
        if band.fact:
            reason = f"还要看“{fact_text(band.fact)[:30]}”，本行只填了一个数；请由人计分。"
            return [Piece(band.tests, None, band.label, reason, "fact_missing")]
        if isinstance(outcome, n.Proportion):
            if self.numeric.proportion_base_unclear():
                return [Piece(band.tests, None, band.label, _BASE_UNCLEAR, "proportion_base_unclear")]
            extra, value = self.numeric.proportion(outcome)
            pieces = [replace(p, tests=(*band.tests, *p.tests), stated=False) for p in extra]
            return pieces if value is None else [*pieces, Piece(band.tests, value, f"{band.label}，按比例")]
        if isinstance(outcome, n.Computed):
            self._check_formula_direction(outcome.formula)
            return [Piece(band.tests, self.numeric.formula(outcome.formula), f"{band.label}，按公式")]
        if isinstance(outcome, n.Judged):
            return [Piece(band.tests, None, band.label, f"“{outcome.text[:20]}”要由人判断。", "judged")]
        going_on = self._continued(band)
        if going_on is not None:
            return going_on
        value = outcome_points(self.draft, outcome)
        if value is None:
            raise Refused("not_understood", "标准里有一句没有读懂；请改写。")
        value = self._with_bonus(value) if reached else value
        return [
            Piece(
                band.tests,
                self._checked(value, outcome),
                band.label,
                "得分超过分值，不知以哪个为准；请改正标准。",
                "points_differ_from_max_score",
            )
        ]

    def _checked(self, value: Expr, outcome: n.Outcome) -> Expr | None:
        """得60分 in a row of 20: not known what is meant (convention 14)."""
        top = self.draft.top_points
        too_many = isinstance(outcome, n.Points) and top is not None and Fraction(outcome.points) > top
        return None if too_many else value

    def _piece(self, band: Band) -> Piece:
        return Piece(band.tests, const(0), band.label)

    def _continued(self, band: Band) -> list[Piece] | None:
        """偏10%-15%扣1.5分，以此类推: the pattern goes on, one more step for every further range."""
        going_on = any(isinstance(c, n.Continued) for c in self.draft.rule.clauses)
        condition, outcome = band.award.condition, band.award.outcome
        if not going_on or not isinstance(condition, n.Within) or not isinstance(outcome, n.Deduct):
            return None
        withins = [b for b in self.bands if isinstance(b.award.condition, n.Within)]
        if len(withins) != 1:
            return None
        low, high = self.scale.bound(condition.low), self.scale.bound(condition.high)
        subject = band.tests[0].left
        count = Arith("+", const(1), _steps(Arith("-", subject, low), Arith("-", high, low)))
        off = Arith("*", count, Const(Fraction(outcome.amount)))
        return [
            Piece((band.tests[0],), Arith("-", self.draft.top, off), f"{band.label}，以此类推"),
            Piece((compare(Op.LT, subject, low),), self.draft.top, "没有达到扣分的范围"),
        ]

    # --- steps

    def _with_bonus(self, value: Expr) -> Expr:
        for step in self.steps:
            if isinstance(step.outcome, n.Bonus):
                if step.given:
                    continue  # on full points a bonus changes nothing
                base = self.numeric.step_base(step)
                value = Arith("+", value, self.numeric.step_value(step, self._distance(step, base), base))
        return value

    def _distance(self, step: n.Step, base: Expr) -> Expr:
        way = self._step_way(step)
        if way is Way.LATE:
            return X
        outside = self._outside()
        if way is Way.APART and outside is not None:
            return outside
        if way is Way.APART:
            return Absolute(Arith("-", X, base)) if not self.numeric._own_deviation() else Absolute(X)  # noqa: SLF001
        return Arith("-", base, X) if way is Way.LOW else Arith("-", X, base)

    def _outside(self) -> Expr | None:
        """在95%-105%之间得满分，每偏离1个百分点…: the distance from the nearer end of the range."""
        ranges = [
            b.award.condition for b in self.bands if self._is_start(b) and isinstance(b.award.condition, n.Within)
        ]
        if not ranges:
            return None
        low, high = self.scale.bound(ranges[0].low), self.scale.bound(ranges[0].high)
        return Arith("max", Arith("-", low, X), Arith("-", X, high))

    def _step_way(self, step: n.Step) -> Way:
        if step.way is Way.LATE and self.scale.measure is not Measure.LATE:
            return Way.HIGH  # 目标 30 天，每推迟 1 天: counted from the target
        if step.way is not None:
            return step.way
        op = reached_op(self.draft)
        if self.draft.row.direction is None:
            raise DIRECTION_UNKNOWN
        if op is Op.EQ:
            raise Refused("direction_unknown", "标准没有说低了还是高了扣分；请写成“每低……扣……分”或“每高……扣……分”。")
        return Way.LOW if op in (Op.GE, Op.GT) else Way.HIGH

    def _start(self) -> Expr:
        positive = [b for b in self.bands if self._is_start(b)]
        values = {repr(outcome_points(self.draft, b.award.outcome)) for b in positive}
        if len(values) > 1:
            raise Refused("several_starts", "标准里有几档得分又有按步扣分，不知从哪一档起扣；请写明。")
        if positive:
            return outcome_points(self.draft, positive[0].award.outcome) or self.draft.top
        deducting = any(isinstance(s.outcome, n.Deduct) for s in self.steps)
        return self.draft.top if deducting or self.fact_award is not None else const(0)

    def _step_pieces(self, *, has_start: bool) -> list[Piece]:
        start = self._start()
        pieces: list[Piece] = []
        ways: list[Way] = []
        for step in self.steps:
            way = self._step_way(step)
            if any(self._step_way(s) is way and s is not step for s in self.steps):
                raise Refused("several_steps", "同一方向写了几种按步扣分，不知怎么合计；请只保留一种。")
            ways.append(way)
            self._check_direction(step, way)
            pieces.append(self._step_piece(step, way, start))
        if not has_start:
            pieces += self._implied_start(start, ways)
        return pieces

    def _step_piece(self, step: n.Step, way: Way, start: Expr) -> Piece:
        base = const(0) if way is Way.LATE else self.numeric.step_base(step)
        amount = self.numeric.step_value(step, self._distance(step, base), base)
        bonus = isinstance(step.outcome, n.Bonus)
        value = Arith("+" if bonus else "-", start, amount)
        tests: tuple[Compare, ...] = ()
        if way in (Way.LOW, Way.HIGH):
            strict = step.origin is not None and step.origin.op in (Op.LT, Op.GT)
            ops = (Op.LT, Op.GT) if strict else (Op.LE, Op.GE)
            tests = (compare(ops[0] if way is Way.LOW else ops[1], X, base),)
        size = f"每{way.value}{step.size.number:f}{step.size.unit}"
        label = f"{size}{'加' if bonus else '扣'}分"
        if step.given and not bonus:
            return Piece(tests, None, label, f"要先确认“{step.given[:30]}”；请由人计分。", "fact_missing")
        if step.given and isinstance(start, Const) and start.value == 0:
            return Piece(tests, None, label, f"要先确认“{step.given[:30]}”；请由人计分。", "fact_missing")
        return Piece(tests, value, label, stated=not bonus)

    def _implied_start(self, start: Expr, ways: list[Way]) -> list[Piece]:
        """Nothing is said for the good side: nothing is taken off there."""
        step = self.steps[0]
        if Way.APART in ways or Way.LATE in ways or len(ways) > 1:
            return []
        if any(s.origin is not None for s in self.steps) and self.bands:
            return []
        base = self.numeric.step_base(step)
        op = Op.GE if ways[0] is Way.LOW else Op.LE
        return [
            Piece(
                (compare(op, X, base),),
                start,
                "没有达到扣分的范围" if isinstance(step.outcome, n.Deduct) else "没有达到加分的范围",
            )
        ]

    def _check_direction(self, step: n.Step, way: Way) -> None:
        """A rule that takes off for what the row's sign calls good was written for another row."""
        sign = {"≥": Way.LOW, ">": Way.LOW, "≤": Way.HIGH, "<": Way.HIGH}.get(self.draft.row.sign or "")
        both = len({self._step_way(s) for s in self.steps}) > 1
        if self.scale.measure is Measure.CHANGE or both or sign is None or way not in (Way.LOW, Way.HIGH):
            return
        if isinstance(step.outcome, n.Deduct) and way is not sign:
            raise Refused(
                "direction_conflict",
                f"指标类型是“{self.draft.row.sign}”，标准却在{'低' if way is Way.LOW else '高'}了时扣分，两者矛盾；请改正。",
            )

    # --- what is left

    def _rest(self) -> list[Piece]:
        pieces: list[Piece] = []
        always = [a for a in self.draft.rule.clauses if isinstance(a, n.Award) and isinstance(a.condition, n.Always)]
        for award in always:
            if isinstance(award.outcome, n.Proportion):
                pieces += self._whole_proportion(award.outcome)
            elif isinstance(award.outcome, n.Computed):
                self._check_formula_direction(award.outcome.formula)
                pieces.append(Piece((), self.numeric.formula(award.outcome.formula), "按公式"))
            elif isinstance(award.outcome, (n.Deduct, n.Bonus, n.ZeroMarks, n.ShareOfMax)):
                raise Refused("not_understood", "标准里有一个分数没有说在什么情况下用；请写明条件。")
        if self.otherwise is not None and self.fact_award is not None and not self.steps:
            text = fact_text(self.fact_award.condition.text if isinstance(self.fact_award.condition, n.Fact) else "")
            pieces.append(
                Piece((), None, "其他情况", f"还要看“{text[:30]}”，本行只填了一个数；请由人计分。", "fact_missing")
            )
        elif self.otherwise is not None:
            pieces += self._band(Band(self.otherwise, (), "其他情况"), reached=False)
        pieces += self._implied_reached(pieces)
        return pieces if self.unclear is None else [*pieces, self.unclear]

    def _whole_proportion(self, outcome: n.Proportion) -> list[Piece]:
        """按完成比例得分: reached is full, the rest in proportion."""
        if self.numeric.proportion_base_unclear():
            return [Piece((), None, "按比例", _BASE_UNCLEAR, "proportion_base_unclear")]
        row = self.draft.row
        base = self.scale.target() if row.target is not None else self.numeric._own_base()  # noqa: SLF001
        extra, value = self.numeric.proportion(outcome)
        reached = Piece((compare(reached_op(self.draft), X, base),), self.draft.top, "达到目标值")
        if any(self._is_start(b) for b in self.bands):
            reached_list: list[Piece] = []
        else:
            reached_list = [reached]
        if any(isinstance(a.outcome, n.Computed) for a in self.draft.awards):
            return []
        return [*reached_list, *extra] if value is None else [*reached_list, *extra, Piece((), value, "按比例")]

    def _implied_reached(self, pieces: list[Piece]) -> list[Piece]:
        """达不到要求不得分, and nothing else: reached is full."""
        if pieces or self.steps or len(self.bands) != 1 or self.fact_award is not None:
            return []
        band = self.bands[0]
        condition, outcome = band.award.condition, band.award.outcome
        missed = isinstance(condition, n.AgainstTarget) and condition.reached is False
        missed = missed or (isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.MISSED)
        if not missed or not isinstance(outcome, (n.ZeroMarks, n.Deduct)) or len(band.tests) != 1:
            return []
        return [Piece((replace(band.tests[0], op=NEGATED[band.tests[0].op]),), self.draft.top, "达到目标值")]

    def _check_formula_direction(self, formula: n.Expression) -> None:
        """实际/计划×分值 where less is better would take points off for doing well."""
        row = self.draft.row
        if row.direction == "less" and row.sign in ("≤", "<") and _rises(formula, self.numeric):
            raise Refused(
                "direction_conflict", f"指标类型是“{row.sign}”，公式却是实际值越大得分越高，两者矛盾；请改正公式。"
            )

    def _with_vetoes(self, piece: Piece) -> Piece:
        """A fact that takes points off and is not answered leaves only a 0 certain."""
        if self._flawless(piece):
            return piece
        if not self.vetoes or piece.value is None or (isinstance(piece.value, Const) and piece.value.value == 0):
            return piece
        reason = f"还要看有没有“{self.vetoes[0][:30]}”；请由人计分。"
        return Piece(piece.tests, None, piece.label, reason, "fact_missing")

    def _flawless(self, piece: Piece) -> bool:
        """100%得满分，出现违规不得分: at 100% nothing happened."""
        if len(self.bands) != 1 or self.scale.measure is not Measure.RATE or piece.label != self.bands[0].label:
            return False
        condition = self.bands[0].award.condition
        return (
            isinstance(condition, n.Test)
            and condition.exact
            and condition.amount == n.Amount(condition.amount.number, "%")
            and condition.amount.number == 100
        )

    def _with_score_cut(self, pieces: list[Piece]) -> list[Piece]:
        if self.score_cut is None or not isinstance(self.score_cut.condition, n.Test):
            return pieces
        test = self.score_cut.condition
        limit = Fraction(test.amount.number)
        top = self.draft.top_points
        if not (self.steps or self._proportional()):
            raise Refused("not_understood", f"“{test.amount.number:f}分”是得分还是实际值，标准没有说清；请写明。")
        if top is not None and limit >= top:
            if top == 100 or limit > 100:
                raise Refused("points_differ_from_max_score", "标准里的得分线不低于分值；请改正。")
            self.draft.note("score_cut_scaled", f"得分线 {test.amount.number:f} 分按 100 分制理解。")
            limit = limit * top / 100
        return [
            p
            if p.value is None
            else replace(
                p, value=Choose((compare(test.op, _clamped(self.draft, p.value), Const(limit)),), const(0), p.value)
            )
            for p in pieces
        ]

    def _with_limits(self, piece: Piece) -> Piece:
        least = self.draft.limit("least")
        if least is None or least.points is None or piece.value is None or not self.steps:
            return piece
        if isinstance(piece.value, Const):
            return piece
        return replace(piece, value=Arith("max", piece.value, Const(Fraction(least.points))))


_BASE_UNCLEAR = "标准的满分线与目标值不同，按比例计分不知以哪个为基数；请写明公式。"


def _clamped(draft: Draft, value: Expr) -> Expr:
    return Arith("max", const(0), Arith("min", draft.top, value))


def _steps(distance: Expr, size: Expr) -> Expr:
    return Steps(distance, size, "floor")


def _one_sided(band: Band, ops: tuple[Op, Op]) -> bool:
    plain = len(band.tests) == 1 and band.tests[0].op in ops and not band.fact
    return plain and isinstance(band.award.outcome, (n.Points, n.FullMarks, n.ZeroMarks, n.Deduct, n.ShareOfMax))


def _rises(formula: n.Expression, numeric: Numeric) -> bool:
    """Whether the formula is a product or quotient with the actual above the line."""
    match formula:
        case n.Binary("*", left, right):
            return _rises(left, numeric) or _rises(right, numeric)
        case n.Binary("/", left, _):
            return _rises(left, numeric)
        case n.Name(text):
            from perf_xl.scoring.numeric import variable_kind

            return variable_kind(text, numeric.row.name) == "actual"
        case _:
            return False


def _always(clause: n.Clause) -> bool:
    return isinstance(clause, n.Award) and isinstance(clause.condition, n.Always)


def _numbered(condition: n.Condition) -> bool:
    """Whether a fact holds numbers: then it is a bound that was not understood."""
    match condition:
        case n.Fact(_, numbered):
            return numbered
        case n.Joined(parts):
            return any(_numbered(part) for part in parts)
        case _:
            return False


def _label(condition: n.Condition) -> str:
    """A condition in a few words, for the trace."""
    match condition:
        case n.Test():
            return f"{condition.op.value}{condition.amount.number:f}{condition.amount.unit}"
        case n.Within():
            return f"{condition.low.number:f}{condition.low.unit}—{condition.high.number:f}{condition.high.unit}"
        case n.AgainstTarget():
            return f"{condition.op.value}目标值"
        case n.Fact():
            return fact_text(condition.text)[:30]
        case n.Joined():
            return "、".join(_label(part) for part in condition.parts)
        case _:
            return "其他情况"


__all__ = ["NEGATED", "numeric_pieces"]
