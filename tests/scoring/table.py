"""How the language does on the cases, by folder and domain or family: ``python -m tests.scoring.table [FOLDER…]``.

``right``: as the case has it; ``missed``: a score that is not given; ``wrong``: another score, or one where a person must
judge; ``unlike``: not scored, but ``needs_input`` for ``unreadable`` or the reverse. ``--family`` groups by family too,
``--list missed`` (or wrong, unlike) prints the cases with what the language says of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from perf_xl.scoring import RuleOutcome, score_rule
from tests.scoring.support import CASES, Case, cases

VERDICTS = ("right", "missed", "wrong", "unlike")


def verdict(case: Case, outcome: RuleOutcome) -> str:
    """Which of :data:`VERDICTS` an outcome is for its case."""
    if case.status == "scored":
        if outcome.score is None:
            return "missed"
        return "right" if outcome.score == case.score else "wrong"
    if outcome.score is not None:
        return "wrong"
    return "right" if outcome.status == case.status else "unlike"


def folders() -> list[str]:
    """The case folders, in order."""
    return sorted(path.name for path in CASES.iterdir() if path.is_dir() and any(path.glob("*.yml")))


def table(found: Iterable[tuple[tuple[str, ...], str]]) -> Iterable[str]:
    """Lines: a group, its cases, its verdicts; the sums of the first column's groups come first."""
    counts: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for group, said in found:
        for width in range(1, len(group) + 1):
            counts[group[:width]][said] += 1
    yield f"{'':34}{'cases':>7}" + "".join(f"{name:>9}" for name in VERDICTS)
    for group, counter in sorted(counts.items()):
        name = "  " * (len(group) - 1) + group[-1]
        yield f"{name:34}{counter.total():>7}" + "".join(f"{counter[v]:>9}" for v in VERDICTS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", nargs="*", metavar="FOLDER", help="folders of tests/scoring/cases; all if none")
    options.add_argument("--family", action="store_true", help="by family too")
    options.add_argument("--list", choices=VERDICTS[1:], nargs="*", default=[], help="print these cases")
    chosen = options.parse_args(arguments)
    found: list[tuple[tuple[str, ...], str]] = []
    for folder in chosen.folders or [name for name in folders() if name != "messages"]:
        for case in cases((folder,)):
            outcome = score_rule(case.row)
            said = verdict(case, outcome)
            group = (folder, case.domain, case.family) if chosen.family else (folder, case.domain)
            found.append((group, said))
            if said in chosen.list:
                sys.stdout.write(_line(case, outcome, said) + "\n")
    sys.stdout.write("\n".join(table(found)) + "\n")


def _line(case: Case, outcome: RuleOutcome, said: str) -> str:
    row = case.row
    notes = " ".join(f"[{note.code}] {note.message}" for note in outcome.notes[:2])
    beside = " ".join(str(x) for x in (row.comparison, row.target, row.unit, row.name, f"/{row.max_score}") if x)
    return (
        f"{said} {case.id} ({case.domain}, {case.family}) {row.text}\n    {beside} | actual {row.actual!r}: "
        f"should be {case.status} {case.score}, is {outcome.status} {outcome.score}\n    {notes}\n    ({case.why})"
    )


if __name__ == "__main__":
    main()
