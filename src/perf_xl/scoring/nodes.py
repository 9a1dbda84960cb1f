"""The syntax of a rule: small frozen nodes, without any knowledge of a row.

A :class:`Rule` is its clauses in the order of the text. Amounts are as written (``Amount(5, "%")``), free text (facts,
subjects) is kept in normalised spelling. Walkers use ``match`` and ``assert_never``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Literal


class Op(Enum):
    """A comparison, by its sign."""

    GE = "≥"
    GT = ">"
    LE = "≤"
    LT = "<"
    EQ = "="

    @property
    def words(self) -> str:
        """How the restatement says it."""
        return {"≥": "大于等于", ">": "大于", "≤": "小于等于", "<": "小于", "=": "等于"}[self.value]


class Way(Enum):
    """The direction a step counts in, or a band lies in."""

    LOW = "低"
    HIGH = "高"
    APART = "相差"
    LATE = "推迟"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit as written: ``%``, ``百分点``, ``分``, a classifier, "" for none."""

    number: Decimal
    unit: str = ""


# --- conditions


@dataclass(frozen=True, slots=True)
class Test:
    """The actual compared with ``amount``; ``of_target``: with that share of the target. ``way``: 下降 5% 以上."""

    __test__ = False  # not a test class of pytest

    op: Op
    amount: Amount
    of_target: bool = False
    subject: str = ""
    way: Way | None = None
    exact: bool = False
    """Written without any comparison (「100%得满分」): how far it reaches is decided with the row."""
    from_target: bool = False
    """低于目标值5个百分点以内: with ``way``, a distance from the target."""

    @property
    def amount_unit(self) -> str:
        """The unit of the bound."""
        return self.amount.unit


@dataclass(frozen=True, slots=True)
class Within:
    """The actual between two bounds; ``None`` for a bound whose inclusion the text does not mark."""

    low: Amount
    high: Amount
    low_closed: bool | None = None
    high_closed: bool | None = None
    of_target: bool = False
    subject: str = ""
    way: Way | None = None
    from_target: bool = False

    @property
    def amount_unit(self) -> str:
        """The unit of the bounds."""
        return self.high.unit


@dataclass(frozen=True, slots=True)
class AgainstTarget:
    """The actual compared with the target itself; GE is also 达标, LT 未达标 where the text gives no direction."""

    op: Op
    reached: bool | None = None
    """True for 达标, 完成目标; False for 未达标, 没有完成; None for a plain comparison (大于目标值)."""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Done by a day; parts that the text leaves open are None (「5月份」, 「12月31日前」)."""

    year: int | None
    month: int
    day: int | None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a person reads off: 有台账, 效果明显. ``numbered``: the text holds numbers that were not understood."""

    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Joined:
    """Several conditions that must hold together (``any_of``: one of them)."""

    parts: tuple[Condition, ...]
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class Otherwise:
    """否则, 其他, 其余."""


@dataclass(frozen=True, slots=True)
class Always:
    """No condition: 基础分100分."""


Condition = Test | Within | AgainstTarget | Due | Fact | Joined | Otherwise | Always


# --- outcomes


@dataclass(frozen=True, slots=True)
class Points:
    """得 N 分."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class FullMarks:
    """得满分, 不扣分."""


@dataclass(frozen=True, slots=True)
class ZeroMarks:
    """不得分."""


@dataclass(frozen=True, slots=True)
class Deduct:
    """扣 N 分, or (``share``) 扣 N%, a fraction of the 分值."""

    amount: Decimal | Fraction
    share: bool = False


@dataclass(frozen=True, slots=True)
class Bonus:
    """加 N 分."""

    amount: Decimal | Fraction
    share: bool = False


@dataclass(frozen=True, slots=True)
class ShareOfMax:
    """得 N% 的分值, as a fraction."""

    share: Fraction


@dataclass(frozen=True, slots=True)
class Proportion:
    """按比例得分; ``deducting``: 按比例扣分. ``name``: what the text says the proportion is of, if not generic."""

    deducting: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Computed:
    """得分 = a formula."""

    formula: Expression


@dataclass(frozen=True, slots=True)
class Judged:
    """A person decides: 酌情扣分, 扣1-3分."""

    text: str


Outcome = Points | FullMarks | ZeroMarks | Deduct | Bonus | ShareOfMax | Proportion | Computed | Judged


# --- formulas written in the text


@dataclass(frozen=True, slots=True)
class Constant:
    """A number of a formula; a percent as written."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Name:
    """A variable by its Chinese name."""

    text: str


@dataclass(frozen=True, slots=True)
class Binary:
    """One of + - * /."""

    op: Literal["+", "-", "*", "/"]
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Magnitude:
    """|实际值-目标值|."""

    inner: Expression


Expression = Constant | Name | Binary | Magnitude


# --- clauses


@dataclass(frozen=True, slots=True)
class Award:
    """Under a condition, an outcome. ``part``: the enumeration mark it stands under, 0 for none."""

    condition: Condition
    outcome: Outcome
    part: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """每低 5% 扣 2 分. ``given``: a condition a person must confirm first; ``round_up``: part steps count whole."""

    way: Way | None
    size: Amount
    outcome: Outcome
    subject: str = ""
    given: str = ""
    round_up: bool = False
    from_target: bool = False
    part: int = 0
    origin: Test | None = None
    """低于98%的，每低1%…: the bound the step counts from."""
    base: str = ""
    """每低于全省平均水平1个百分点: a base that only the row's target can give."""


@dataclass(frozen=True, slots=True)
class Event:
    """每发现 1 例…扣 2 分. ``each`` False: once, however often."""

    what: str
    size: Amount
    outcome: Outcome
    given: str = ""
    shortfall: bool = False
    """每少1次: counted from the target where there is one."""
    part: int = 0
    round_up: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A part of an enumeration that has no points of its own."""

    text: str
    part: int = 0


@dataclass(frozen=True, slots=True)
class Limit:
    """How far points may go: 扣完为止, 最多扣 N 分, 最多加 N 分, 最高 N 分, 最低 N 分."""

    kind: Literal["floor", "most_off", "most_bonus", "top", "least", "once"]
    points: Decimal | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Basis:
    """以 100% 为标准; ``target``: said in passing to be the target (目标 98%，每低……)."""

    amount: Amount
    target: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """预算执行率=支出数/预算数*100%: what a name of the rule means; the actual is that number, or the row gives its terms."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Exempt:
    """An exception a person must rule out before points are taken off: 不可抗力除外."""

    text: str


@dataclass(frozen=True, slots=True)
class WithoutCase:
    """没有此类项目的按满分计算."""

    text: str


@dataclass(frozen=True, slots=True)
class Continued:
    """以此类推."""


@dataclass(frozen=True, slots=True)
class GradeRange:
    """A grade whose points lie in a range of shares, ``high`` down to ``low``, as fractions."""

    name: str
    high: Decimal
    low: Decimal


@dataclass(frozen=True, slots=True)
class GradeRanges:
    """Grades with ranges, from which a person chooses a share."""

    grades: tuple[GradeRange, ...]


@dataclass(frozen=True, slots=True)
class Manual:
    """A sentence that leaves the whole score to a person: 根据材料评定, 按排名折算."""

    text: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A piece that is not understood; a rule that holds one is never scored."""

    text: str


Clause = (
    Award
    | Step
    | Event
    | Item
    | Limit
    | Basis
    | Definition
    | Exempt
    | WithoutCase
    | Continued
    | GradeRanges
    | Manual
    | Unknown
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as read: its clauses in order."""

    clauses: tuple[Clause, ...]
