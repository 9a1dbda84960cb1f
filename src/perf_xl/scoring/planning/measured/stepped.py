"""Steps: from where, which way, how far, and what is said for the good side."""

from __future__ import annotations

from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Absolute, Arith, Compare, Const, Expr, Measure, Piece, Refused, Steps, const
from perf_xl.scoring.planning.draft import Draft, change_points, outcome_points
from perf_xl.scoring.planning.measured.bases import step_base, whole_is_100
from perf_xl.scoring.planning.measured.changes import counts_deviation, own_deviation
from perf_xl.scoring.planning.measured.placed import Placed, is_always, label_of
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, Scale, X, compare, reached_op


class Stepped(Placed):
    """Adds the pieces of a rule that counts steps."""

    def _earned_by_step(self) -> Piece | None:
        """每完成1%得0.1分, and nothing else: from nothing upward."""
        rest = [c for c in self.draft.rule.clauses if not isinstance(c, n.Limit) and not is_always(c)]
        reached = [c for c in rest if isinstance(c, n.Award) and isinstance(c.outcome, (n.FullMarks, n.Points))]
        if len(rest) != 1 + len(reached) or len(reached) > 1 or len(self.draft.steps) != 1:
            return None
        step = self.draft.steps[0]
        per = outcome_points(self.draft, step.outcome) if isinstance(step.outcome, (n.Points, n.ShareOfMax)) else None
        if per is None or step.way is not None or step.size.unit not in ("%", "百分点"):
            return None
        whole: Expr = const(0)
        if self.scale.measure is Measure.PLAIN:
            self.scale.shares = True
            whole = self.scale.target()
        count = Steps(X, self.scale.step(step.size, whole), self.draft.policy.part_steps)
        return Piece((), Arith("*", count, per), "按步得分")

    def _with_bonus(self, value: Expr) -> Expr:
        for step in self.draft.steps:
            if isinstance(step.outcome, n.Bonus):
                if step.given:
                    continue  # on full points a bonus changes nothing
                base = step_base(self.scale, step)
                value = Arith("+", value, step_value(self.scale, step, self._distance(step, base), base))
        return value

    def _distance(self, step: n.Step, base: Expr) -> Expr:
        way = self._step_way(step)
        if way is Way.LATE:
            return X
        outside = self._outside()
        if way is Way.APART and outside is not None:
            return outside
        if way is Way.APART:
            return Absolute(X) if counts_deviation(self.scale) else Absolute(Arith("-", X, base))
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
        base = self._base_points()
        if base is not None:
            return base
        deducting = any(isinstance(s.outcome, n.Deduct) for s in self.draft.steps)
        if not deducting and self.fact_award is not None:
            text = label_of(self.fact_award.condition)
            raise Refused("fact_missing", f"要先确认“{text}”，才知从几分起加；请由人计分。")
        return self.draft.top if deducting else const(0)

    def _base_points(self) -> Expr | None:
        """基础分8分，每超1个加1分: what bonuses are added to, if it is less than the top."""
        given = [c.outcome for c in self.draft.rule.clauses if isinstance(c, n.Award) and is_always(c)]
        adding = any(isinstance(s.outcome, n.Bonus) for s in self.draft.steps)
        points = next((Fraction(o.points) for o in given if isinstance(o, n.Points)), None)
        top = self.draft.top_points
        return Const(points) if adding and points is not None and top is not None and points < top else None

    def _step_pieces(self, *, has_start: bool) -> list[Piece]:
        start = self._start()
        apart = any(getattr(b.award.condition, "way", None) is Way.APART for b in self.bands)
        if apart and not own_deviation(self.scale) and any(s.way is not Way.APART for s in self.draft.steps):
            raise Refused(
                "bands_conflict", "标准先按偏差给分，又按高低扣分，不知按哪个数算；请写成“偏差每增加……扣……分”。"
            )
        pieces: list[Piece] = []
        ways: list[Way] = []
        for step in self.draft.steps:
            way = self._step_way(step)
            if any(self._step_way(s) is way and s is not step for s in self.draft.steps):
                raise Refused("several_steps", "同一方向写了几种按步扣分，不知怎么合计；请只保留一种。")
            ways.append(way)
            self._check_direction(step, way)
            pieces.append(self._step_piece(step, way, start))
        if not has_start:
            pieces += self._implied_start(start, ways)
        return pieces

    def _step_piece(self, step: n.Step, way: Way, start: Expr) -> Piece:
        base = const(0) if way is Way.LATE else self._biting_base(step, way)
        amount = step_value(self.scale, step, self._distance(step, base), base)
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

    def _biting_base(self, step: n.Step, way: Way) -> Expr:
        """低于90%不得分；90%以上的，每低1个百分点…: below the cut-off nothing is left, so the steps count from the target."""
        base = step_base(self.scale, step)
        if not isinstance(step.outcome, n.Deduct) or not self._is_dead(base, way):
            return base
        whole = self.scale.target() if self.draft.row.target is not None else const(1)
        rate = self.scale.measure is Measure.RATE and whole_is_100(self.scale)
        if (self.draft.row.target is None and not rate) or self._is_dead(whole, way):
            raise Refused(
                "step_never_counts",
                f"“每{way.value}{step.size.number:f}{step.size.unit}”从不得分的界线起扣，永远扣不到；请写明从多少起扣。",
            )
        return whole

    def _is_dead(self, base: Expr, way: Way) -> bool:
        """Whether a cut-off leaves nothing on the whole side on which steps from ``base`` would count."""
        start = self._value(base)
        if way not in (Way.LOW, Way.HIGH) or start is None or any(self._is_start(b) for b in self.bands):
            return False
        ops = (Op.LE, Op.LT) if way is Way.LOW else (Op.GE, Op.GT)
        cuts = [t.right for t in self.cuts if t.left == X and t.op in ops]
        bounds = [bound for bound in map(self._value, cuts) if bound is not None]
        return any(bound >= start if way is Way.LOW else bound <= start for bound in bounds)

    def _implied_start(self, start: Expr, ways: list[Way]) -> list[Piece]:
        """Nothing is said for the good side: nothing is taken off there."""
        step = self.draft.steps[0]
        if Way.APART in ways or Way.LATE in ways or len(ways) > 1:
            return []
        base = self._biting_base(step, ways[0])
        if any(s.origin is not None for s in self.draft.steps) and self.bands and base == step_base(self.scale, step):
            return []
        op = Op.GE if ways[0] is Way.LOW else Op.LE
        return [
            Piece(
                (compare(op, X, base),),
                start,
                "没有达到扣分的范围" if isinstance(step.outcome, n.Deduct) else "没有达到加分的范围",
                stated=False,
            )
        ]

    def _check_direction(self, step: n.Step, way: Way) -> None:
        """A rule that takes off for what the row's sign calls good was written for another row."""
        sign = {"≥": Way.LOW, ">": Way.LOW, "≤": Way.HIGH, "<": Way.HIGH}.get(self.draft.row.sign or "")
        both = len({self._step_way(s) for s in self.draft.steps}) > 1
        if self.scale.measure is Measure.CHANGE or both or sign is None or way not in (Way.LOW, Way.HIGH):
            return
        if isinstance(step.outcome, n.Deduct) and way is not sign:
            raise Refused(
                "direction_conflict",
                f"指标类型是“{self.draft.row.sign}”，标准却在{'低' if way is Way.LOW else '高'}了时扣分，两者矛盾；请改正。",
            )


def step_value(scale: Scale, step: n.Step, distance: Expr, base: Expr) -> Expr:
    """What the steps in ``distance`` come to, within their limit."""
    outcome = step.outcome
    if isinstance(outcome, n.Judged):
        raise Refused("judged", f"“{outcome.text[:30]}”要由人判断，不能自动计分；请写明每步扣多少分。")
    if not isinstance(outcome, (n.Deduct, n.Bonus)):
        raise Refused("not_understood", "标准里“每……”后面没有写扣多少分；请写成“每……扣……分”。")
    mode = "ceil" if step.round_up else scale.draft.policy.part_steps
    count = Steps(distance, scale.step(step.size, base), mode)
    value: Expr = Arith("*", count, change_points(scale.draft, outcome))
    limit = _limit_after(scale.draft, step)
    return value if limit is None else Arith("min", value, limit)


def _limit_after(draft: Draft, step: n.Step) -> Expr | None:
    kind = "most_off" if isinstance(step.outcome, n.Deduct) else "most_bonus"
    alone = sum(isinstance(c, (n.Step, n.Event)) for c in draft.rule.clauses) == 1
    seen = alone  # 扣分上限5分，每低1个百分点扣1分: the limit may stand first
    for clause in draft.rule.clauses:
        if clause is step:
            seen = True
        elif seen and isinstance(clause, n.Step):
            same = isinstance(clause.outcome, type(step.outcome))
            if same:
                return None
        elif seen and isinstance(clause, n.Limit) and clause.kind == kind and clause.points is not None:
            return Const(Fraction(clause.points))
    return None
