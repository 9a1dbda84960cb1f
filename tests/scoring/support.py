"""The cases: rule texts in their rows, each with the score it must get, or that it must not be scored."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from perf_xl.scoring import RuleInput

CASES = Path(__file__).parent / "cases"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = ("corpus", "held_out", "own", "unseen1", "unseen2", "unseen3")


@dataclass(frozen=True)
class Case:
    """One row with the outcome it must have; ``score`` is None when it must not be scored."""

    id: str
    family: str
    domain: str
    row: RuleInput
    status: str
    score: Decimal | None
    why: str


@cache
def cases(kinds: tuple[str, ...] = KINDS) -> tuple[Case, ...]:
    """Every case of the folders ``kinds``."""
    files = sorted(path for kind in kinds for path in (CASES / kind).glob("*.yml"))
    return tuple(_case(path, group, case) for path in files for group in load(path) for case in group["cases"])


@cache
def texts() -> tuple[str, ...]:
    """Every rule text of the cases, once."""
    return tuple(dict.fromkeys(c.row.text for c in cases() if c.row.text))


def load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), LOADER)


def _case(path: Path, group: dict[str, Any], case: dict[str, Any]) -> Case:
    score = case.get("score")
    actual = case.get("actual")
    row = RuleInput(
        group.get("text"),
        _decimal(case.get("max_score")),
        case.get("comparison"),
        case.get("target"),
        case.get("unit"),
        case.get("name"),
        Decimal(str(actual)) if isinstance(actual, float) else actual,
    )
    return Case(case["id"], path.stem, group["domain"], row, case["status"], _decimal(score), case.get("why", ""))


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
