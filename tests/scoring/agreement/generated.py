"""Rules made from numbers, with the score computed from the same numbers by hand: nothing of the language is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import floor

from hypothesis import strategies as st

F = Fraction
Score = Callable[[Fraction], Fraction | None]


@dataclass(frozen=True)
class Made:
    """A rule text, its row, and the score of an actual (a rate as a fraction); None: a person must say."""

    text: str
    max_score: Decimal
    comparison: str | None
    target: str | None
    unit: str | None
    score: Score

    def __repr__(self) -> str:
        return f"{self.text} | {self.comparison}{self.target}{self.unit} {self.max_score}"


def to_cents(score: Fraction | None, top: Decimal) -> Decimal | None:
    """Clamped to 0 and the full points, rounded half up to 2 places: 10 × 41/64 = 6.40625 is 6.41."""
    if score is None:
        return None
    inside = max(F(0), min(score, F(top)))
    scaled = floor(inside * 100 + F(1, 2))
    return (Decimal(scaled) / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


tops = st.sampled_from([Decimal(n) for n in ("1", "2", "2.5", "3", "5", "7.5", "8", "10", "12.5", "20", "30", "100")])
percents = st.integers(400, 1000).map(lambda n: Decimal(n) / 10)
points = st.sampled_from([Decimal(n) for n in ("0.1", "0.2", "0.25", "0.3", "0.5", "1", "1.5", "2", "3")])
sizes = st.sampled_from([Decimal(n) for n in ("0.1", "0.5", "1", "2", "3", "5", "10")])
amounts = st.integers(1, 500_000).map(lambda n: Decimal(n) / 100)


def show(number: Decimal) -> str:
    """Digits without trailing zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@st.composite
def steps_down(draw: st.DrawFn) -> Made:
    """≥ p 得满分，每低 s 个百分点扣 q 分, with or without a cut-off."""
    top, bound, size, off = draw(tops), draw(percents), draw(sizes), draw(points)
    cut = draw(st.none() | st.integers(1, 30))
    word = draw(st.sampled_from(["个百分点", "%"]))
    head = draw(
        st.sampled_from(
            [
                "≥{p}%得{m}分",
                "达到{p}%（含）以上得{m}分",
                "不低于{p}%的，计{m}分",
                "{p}%及以上得满分",
                "达到{p}%得{m}分",
            ]
        )
    )
    verb = draw(
        st.sampled_from(["每低{s}{w}扣{q}分", "每降低{s}{w}，扣{q}分", "每下降{s}{w}的扣{q}分", "每减少{s}{w}减{q}分"])
    )
    text = f"{head}，{verb}，扣完为止".format(p=show(bound), m=show(top), s=show(size), q=show(off), w=word)
    low = None if cut is None else bound - cut
    text += "" if low is None else f"；低于{show(low)}%不得分"

    def score(x: Fraction) -> Fraction | None:
        if low is not None and x < F(low) / 100:
            return F(0)
        gap = F(bound) / 100 - x
        return F(top) if gap <= 0 else F(top) - floor(gap / (F(size) / 100)) * F(off)

    return Made(text, top, "≥", f"{show(bound)}%", "%", score)


@st.composite
def steps_up(draw: st.DrawFn) -> Made:
    """Costs: every s% of the target above it takes q off."""
    top, target, size, off = draw(tops), draw(amounts), draw(sizes), draw(points)
    head = draw(st.sampled_from(["控制在目标值以内得{m}分", "不超过目标值得满分", "小于等于目标值的，得{m}分"]))
    text = f"{head}，每超出{{s}}%扣{{q}}分".format(m=show(top), s=show(size), q=show(off))

    def score(x: Fraction) -> Fraction | None:
        gap = x - F(target)
        return F(top) if gap <= 0 else F(top) - floor(gap / (F(target) * F(size) / 100)) * F(off)

    return Made(text, top, "≤", show(target), "万元", score)


@st.composite
def bands(draw: st.DrawFn) -> Made:
    """Three bands and nothing below, in four notations."""
    top = draw(st.sampled_from([Decimal(10), Decimal(8), Decimal("7.5")]))
    first = draw(st.integers(80, 99))
    second, third = first - draw(st.integers(1, 15)), first - draw(st.integers(16, 40))
    middle, least = draw(st.integers(4, 7)), draw(st.integers(1, 3))
    forms = [
        f"≥{first}%得{show(top)}分；[{second}%,{first}%)得{middle}分；[{third}%,{second}%)得{least}分；<{third}%不得分",
        f"{first}%（含）以上计{show(top)}分；{second}%（含）-{first}%，计{middle}分；{third}%（含）-{second}%，计{least}分；低于{third}%计0分",
        f"大于等于{first}%的得{show(top)}分，小于{first}%且大于等于{second}%的得{middle}分，小于{second}%且大于等于{third}%的得{least}分，小于{third}%不得分",
        f"{first}%以上得{show(top)}分，{second}%以上得{middle}分，{third}%以上得{least}分，{third}%以下不得分",
    ]
    text = draw(st.sampled_from(forms))

    def score(x: Fraction) -> Fraction | None:
        steps = ((first, F(top)), (second, F(middle)), (third, F(least)))
        return next((value for bound, value in steps if x >= F(bound, 100)), F(0))

    return Made(text, top, "≥", f"{first}%", "%", score)


@st.composite
def proportions(draw: st.DrawFn) -> Made:
    """Reached is full, else in proportion; sometimes nothing below a pass mark."""
    top, target = draw(tops), draw(amounts)
    mark = draw(st.none() | st.sampled_from([50, 60, 80]))
    text = draw(
        st.sampled_from(
            [
                "完成目标值得满分，未完成的按比例得分",
                "按计划完成得满分，否则按实际值/计划值*指标分值计分",
                "按完成比例计分，最高不超过分值",
            ]
        )
    )
    text += "" if mark is None else f"，完成率低于{mark}%不得分"

    def score(x: Fraction) -> Fraction | None:
        share = x / F(target)
        if mark is not None and share < F(mark, 100):
            return F(0)
        return F(top) if share >= 1 else F(top) * share

    return Made(text, top, "≥", show(target), "个", score)


@st.composite
def costs(draw: st.DrawFn) -> Made:
    """Less is better, in proportion: target ÷ actual."""
    top, target = draw(tops), draw(amounts)

    def score(x: Fraction) -> Fraction | None:
        return F(top) if x <= F(target) else F(top) * F(target) / x

    return Made("达到目标得满分，未达到的按比例得分", top, "≤", show(target), "万元", score)


@st.composite
def events(draw: st.DrawFn) -> Made:
    """每发现一例扣 q 分, sometimes with a cut-off by count."""
    top, off = draw(tops), draw(points)
    cut = draw(st.none() | st.integers(2, 6))
    text = draw(
        st.sampled_from(["每发现一例扣{q}分", "每出现1例违规扣{q}分，扣完为止", "发现1例扣{q}分", "扣{q}分/例"])
    ).format(q=show(off))
    text += "" if cut is None else f"；{cut}例及以上不得分"

    def score(x: Fraction) -> Fraction | None:
        if x < 0:
            return None
        if cut is not None and x >= cut:
            return F(0)
        return F(top) - floor(x) * F(off)

    return Made(text, top, None, None, "例", score)


@st.composite
def pass_marks(draw: st.DrawFn) -> Made:
    """The formula with a pass mark that the forms' own notes give."""
    top, mark = draw(tops), draw(st.integers(30, 90))
    text = f"完成率小于{mark}%不得分；大于等于{mark}%的，得分=（实际完成率-{mark}%）/（1-{mark}%）×指标分值"

    def score(x: Fraction) -> Fraction | None:
        return F(0) if x < F(mark, 100) else (x - F(mark, 100)) / (1 - F(mark, 100)) * F(top)

    return Made(text, top, "≥", "100%", "%", score)


rules = st.one_of(steps_down(), steps_up(), bands(), proportions(), costs(), events(), pass_marks())
"""One rule of any kind."""


def actuals(made: Made) -> list[Fraction]:
    """Bounds, their neighbourhood, zero, over-fulfilment, odd places; in the scale of the row."""
    target = F(made.target.rstrip("%")) if made.target else F(3)
    if made.unit == "%":
        around = [target + F(k, 10) for k in (-400, -150, -100, -51, -50, -31, -30, -15, -10, -5, -1, 0, 1, 5, 200)]
        return [x / 100 for x in (*around, F(0), F(60), F(5999, 100), F(100), F(120), F(1, 3).limit_denominator(100))]
    if made.unit == "例":
        return [F(n) for n in (-1, 0, 1, 2, 3, 5, 6, 7, 40)] + [F(3, 2)]
    factors = (F(0), F(1, 2), F(3, 5), F(7, 8), F(99, 100), F(1), F(101, 100), F(103, 100), F(11, 10), F(2))
    return [target * f for f in factors] + [F(1, 100), F(12345, 100)]
