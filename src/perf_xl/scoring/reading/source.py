"""The text that is being read, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass, field

from perf_xl.scoring import nodes as n
from perf_xl.scoring.reading.prefixes import prepare
from perf_xl.scoring.text.clauses import RawClause, merge_prose
from perf_xl.scoring.text.normalize import Normal
from perf_xl.scoring.text.tokens import Token


@dataclass(frozen=True, slots=True)
class ReadNote:
    """Something about the text worth telling, with the piece it is about."""

    code: str
    piece: str


@dataclass(slots=True)
class Source:
    """One text while its clauses are made."""

    normal: Normal
    notes: list[ReadNote] = field(default_factory=list)
    read_any: bool = False
    """Whether a clause stood before the one that is read now."""
    tops: list[n.Award] = field(default_factory=list)
    """满分5分 without a condition: the top of what steps earn."""
    bare: list[n.Award] = field(default_factory=list)
    """得10分 without a condition: alone the points of the row, beside other bands a clause that lost its half."""

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text

    def quote(self, raw: RawClause) -> str:
        """A clause as it was typed."""
        return self.normal.quote(raw.start, raw.end)

    def words(self, tokens: list[Token]) -> str:
        """The normalised text of a run of tokens, without the punctuation around it."""
        return "".join(self.text[t.start : t.end] for t in tokens).strip(",、:;()[]")

    def merged(self, tokens: list[Token]) -> list[Token]:
        """The tokens with neighbouring prose as one."""
        return merge_prose(tokens, self.text)

    def prepared(self, tokens: list[Token]) -> list[Token]:
        """The tokens as the grammar wants them."""
        return prepare(self.merged(tokens), self.text)
