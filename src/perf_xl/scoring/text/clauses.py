"""Tokens to clauses: each clause is what stands before an outcome (扣1分, 得满分) and the outcome itself.

An outcome ends a clause, whatever the punctuation; a sentence without one is carried to the next clause or, if it is
plain prose, left as a remark. Nothing that holds a number or a word of the language is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from perf_xl.model.numerals import CIRCLED
from perf_xl.scoring.text.tokens import NUMERIC, Token

_MEANINGFUL = re.compile(
    r"[扣加减倍取除限仅酌折]|每|按|以.{1,8}为|由|经.{0,8}(?:认|批|同意)|认定|特殊|上不|另|另行|不计|不得|不超|(?<!均)不(?!含|包括|包含|同|论|分)"
)
"""What a remark in brackets may not hold, if it is to be passed over: it could change the score."""

_PROSE = frozenset({"TEXT", "OF", "COMMA", "YEAR", "REFERENCE", "RECURRING", "COLON", "PERIOD", "TOTAL_ITEMS", "AS_OF"})
_LIMITS = frozenset({"FLOOR", "TOP", "OFF", "BONUS_LIMIT", "LEAST"})
_VERBS = frozenset({"GET", "DEDUCT", "BONUS", "SHARE_NAME"})
_WHOLE = frozenset(
    {"FULL", "ZERO", "NO_DEDUCTION", "AS_FULL", "PROPORTION", "BY_LETTERS", "FORMULA", "JUDGED_RANGE", "JUDGED", "HALF"}
)
_SINGLE = frozenset({"ROUND_UP", "ROUND_DOWN", "BASIS", "EXCEPT", "CONTINUED", "BLANKS", "CALCULATION", "NO_BONUS"})
_VALUE_BEFORE = frozenset({"COMPARE", "EVENT", "EVERY", "EVERY_WAY", "WAY", "DASH", "OFTARGET", "SIGN"})
_VALUE_AFTER = frozenset({"UP", "DOWN", "UP_OPEN", "DOWN_OPEN", "DASH", "INCL", "EXCL", "COMPARE", "BETWEEN"})


@dataclass(slots=True)
class RawClause:
    """``prefix`` leads to ``outcome``; ``lead`` is prose of an earlier sentence; ``part`` the enumeration mark."""

    kind: str
    prefix: list[Token] = field(default_factory=list)
    outcome: list[Token] = field(default_factory=list)
    lead: list[Token] = field(default_factory=list)
    part: int = 0
    start: int = 0
    end: int = 0


def split(tokens: list[Token]) -> list[RawClause]:
    """The clauses of a rule, in order."""
    return _Splitter(_without_brackets(tokens)).run()


def merge_prose(tokens: list[Token], text: str) -> list[Token]:
    """Runs of prose as one TEXT each, without the punctuation around them; runs of mere punctuation vanish."""
    merged: list[Token] = []
    run: list[Token] = []
    for token in [*tokens, None]:
        if token is not None and token.kind in _PROSE:
            run.append(token)
            continue
        if run:
            start, end = run[0].start, run[-1].end
            whole = "".join(text[t.start : t.end] for t in run)
            piece = whole.strip(",、:()")
            piece = piece if any(t.kind not in ("OF", "COMMA", "COLON") for t in run) else ""
            if piece:
                apart = ("before" if whole[0] in ",、" else "", "after" if whole[-1] in ",、" else "")
                merged.append(Token("TEXT", piece, start, end, extra=apart))
            run = []
        if token is not None:
            merged.append(token)
    return merged


def _without_brackets(tokens: list[Token]) -> list[Token]:
    """Brackets around prose go with it (达成目标); around anything else they become a comma and a stop."""
    result: list[Token] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.kind != "LP":
            following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
            goes_on = following in _VERBS | _WHOLE or (following == "COMMA" and _outcome_follows(tokens, index + 2))
            kind = "COMMA" if goes_on and result and result[-1].kind in _ENDS_CONDITION else "STOP"
            result.append(replace(token, kind=kind) if token.kind == "RP" else token)
            index += 1
            continue
        close = next((i for i in range(index + 1, len(tokens)) if tokens[i].kind in ("RP", "LP")), None)
        inside = tokens[index + 1 : close] if close is not None and tokens[close].kind == "RP" else None
        told = inside is not None and len(inside) == 1 and inside[0].kind in ("PERCENT", "QUANTITY")
        if close is not None and inside is not None and told and result and result[-1].kind == "EVERY_WAY":
            result.append(inside[0])  # 每低于省定目标(95%)1个百分点
            index = close + 1
            continue
        if close is not None and inside is not None and [t.kind for t in inside] == ["DEFINITION"]:
            result.append(inside[0])
            index = close + 1
            continue
        if close is not None and inside is not None and all(t.kind in _PROSE | {"OR", "AND"} for t in inside):
            if _MEANINGFUL.search("".join(t.word for t in inside)):
                result.append(Token("ASIDE", "".join(t.word for t in inside), token.start, tokens[close].end))
            index = close + 1
            continue
        result.append(replace(token, kind="COMMA"))
        index += 1
    return result


_ENDS_CONDITION = NUMERIC | {
    "UP",
    "DOWN",
    "UP_OPEN",
    "DOWN_OPEN",
    "INCL",
    "EXCL",
    "INTERVAL",
    "TARGET_TEST",
    "OFTARGET_POST",
}


def more_listed(before: Token) -> bool:
    """Whether a share before a comma can begin a list of shares (100%、80%、60%、0)."""
    return before.kind == "PERCENT"


def _outcome_follows(tokens: list[Token], index: int) -> bool:
    return index < len(tokens) and tokens[index].kind in _VERBS | _WHOLE


class _Splitter:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = 0
        self.prefix: list[Token] = []
        self.held: list[Token] = []
        self.part = self.parts = 0
        self._first_mark = next(
            (int(m.group()) for t in tokens if t.kind == "MARK" and (m := re.search(r"\d+", t.word))), 1
        )
        self.clauses: list[RawClause] = []

    def run(self) -> list[RawClause]:
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            if token.kind == "STOP":
                self._hold()
                self.index += 1
            elif token.kind == "MARK":
                self._hold()
                self._begin_part(token)
            elif token.kind == "DEFINITION":
                self.clauses.append(RawClause("DEFINITION", outcome=[token], start=token.start, end=token.end))
                self.index += 1
            elif token.kind == "LABEL":
                self._hold()
                self._flush_held()
                self.index += 1
            elif token.kind in ("EXAMPLE", "EITHER"):
                self.index += 1
            elif token.kind in _LIMITS or token.kind in _SINGLE:
                self._single(token)
            elif token.kind in _WHOLE:
                self._outcome(1 + self._named_points())
            elif token.kind == "SHARE_NAME" and token.word.startswith("得分率") and not self.prefix:
                self.prefix.append(replace(token, kind="TEXT"))
                self.index += 1
            elif token.kind in _VERBS:
                self._outcome(2 if self._kind(1) in NUMERIC or self._kind(1) == "FRACTION" else 1)
            elif token.kind == "POINTS" and not self._is_value():
                self._outcome(1)
            else:
                self.prefix.append(token)
                self.index += 1
        self._hold()
        self._flush_held()
        return self.clauses

    def _kind(self, ahead: int) -> str:
        position = self.index + ahead
        return self.tokens[position].kind if 0 <= position < len(self.tokens) else ""

    def _named_points(self) -> int:
        """得基本分30分: the points belong to the name."""
        if self.tokens[self.index].kind != "FULL":
            return 0
        if self._kind(1) == "POINTS" or (self._kind(1) == "NUM" and self._kind(2) in ("", "STOP", "RP", "COMMA")):
            return 1
        return (
            2
            if self._kind(1) in ("COLON", "COMMA") and self._kind(2) == "POINTS" and self._kind(3) in ("", "STOP")
            else 0
        )

    def _is_value(self) -> bool:
        """90分以上: points that are compared, not given."""
        return self._kind(-1) in _VALUE_BEFORE or self._kind(1) in _VALUE_AFTER

    def _begin_part(self, token: Token) -> None:
        self.index += 1
        if token.word[0] in CIRCLED:
            self.part = CIRCLED.index(token.word[0]) + 1
        else:
            self.parts += 1
            self.part = self.parts
            printed = re.search(r"\d+", token.word)
            if printed is not None and int(printed.group()) not in (self.parts, self._first_mark + self.parts - 1):
                self.clauses.append(RawClause("DISORDER", outcome=[token], start=token.start, end=token.end))

    def _hold(self) -> None:
        """A sentence ends without an outcome: keep it for what follows."""
        if not any(t.kind not in ("OF", "COMMA", "COLON") for t in self.prefix):
            self.prefix = []
            return
        if self.part and all(t.kind in _PROSE | {"OR", "AND"} for t in self.prefix):
            self.clauses.append(self._raw("item", self.prefix))
            self.prefix = []
            return
        if self.held:
            self._flush_held()
        self.held, self.prefix = self.prefix, []

    def _flush_held(self) -> None:
        if self.held:
            self.clauses.append(self._raw("remark", self.held))
        self.held = []

    def _raw(self, kind: str, tokens: list[Token]) -> RawClause:
        return RawClause(kind, prefix=list(tokens), part=self.part, start=tokens[0].start, end=tokens[-1].end)

    def _single(self, token: Token) -> None:
        """A clause of one token (扣完为止); what stood before it stays, as prose of the same sentence."""
        if token.kind == "TOP" and all(t.kind in _PROSE for t in self.prefix):
            self.prefix = []  # 到位率超过100%的按100%计算: whose top it is
        if token.kind in _LIMITS and self.prefix:
            self._hold()
        self.clauses.append(RawClause(token.kind, outcome=[token], part=self.part, start=token.start, end=token.end))
        self.index += 1

    def _outcome(self, width: int) -> None:
        tokens = self.tokens[self.index : self.index + width]
        self.index += width
        tokens += self._more_of_outcome()
        prefix, lead = self.prefix, self.held
        if not any(t.kind not in ("OF", "COMMA", "COLON") for t in prefix):
            prefix, lead = lead, []
        first = (lead or prefix or tokens)[0]
        self.clauses.append(RawClause("award", prefix, tokens, lead, self.part, first.start, tokens[-1].end))
        self.prefix, self.held = [], []

    def _judged_before(self, more: list[Token]) -> bool:
        """视情况扣 1-5 分: the numbers belong to what a person decides."""
        before = more[-1] if more else self.tokens[self.index - 1]
        return before.kind == "JUDGED" or (bool(more) and before.kind in ("NUM", "DASH"))

    def _more_of_outcome(self) -> list[Token]:
        """不得分或者酌情扣分; 扣10%的分值; 扣2分/次; 分别得5分、3分: tokens that still belong to the outcome."""
        more: list[Token] = []
        while True:
            kind, following = self._kind(0), self._kind(1)
            if kind == "OR" and (following in _WHOLE or following in _VERBS):
                width = 3 if following in _VERBS and self._kind(2) in NUMERIC else 2
            elif (
                (kind in ("NUM", "POINTS", "DASH", "JUDGED_RANGE") and self._judged_before(more))
                or kind in {"PER", "OF_SCORE"}
                or (kind in ("UP", "DOWN") and self.tokens[self.index - 1].kind in ("PERCENT", "POINTS"))
            ):
                width = 1
            elif (
                kind in ("COMMA", "OPERATOR")
                and (
                    following == "POINTS"
                    or (following in ("PERCENT", "NUM") and more_listed(self.tokens[self.index - 1]))
                )
                and self._kind(2) in ("", "STOP", "COMMA", "OPERATOR", "FLOOR", "OF", "OF_SCORE", "FULL")
            ) or (
                kind == "COMMA"
                and following == "JUDGED"
                and self.tokens[self.index - 1].kind in ("JUDGED", "PROPORTION")
            ):
                width = 2
            else:
                return more
            more += self.tokens[self.index : self.index + width]
            self.index += width
