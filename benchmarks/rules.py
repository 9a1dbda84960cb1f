"""How fast rules are read and rows are scored, and whether memory stays flat: ``python benchmarks/rules.py [ROWS]``.

New texts are made from the wordings of the cases with other numbers, so that no cache answers; rows repeat a few hundred
rules with many actuals, as a county's forms do.
"""

from __future__ import annotations

import itertools
import random
import resource
import sys
import time
from collections.abc import Iterator
from decimal import Decimal

from perf_xl.scoring import RuleInput, read_rule, score_rule

WORDINGS = (
    "满意度达到{a}%以上得{m}分，每降低1个百分点扣{p}分，扣完为止",
    "完成率≥{a}%得{m}分；{b}%（含）-{a}%得{p}分；低于{b}%不得分",
    "按计划完成得{m}分，否则按实际值/计划值*指标分值计分",
    "每发现一例扣{p}分，扣完为止",
    "2026年12月31日前完成，得{m}分，每推迟{k}天扣{p}分，扣完为止",
    "完成率小于{b}%不得分；大于等于{b}%的，得分=（实际完成率-{b}%）/（1-{b}%）×指标分值",
    "效果明显得{m}分，效果一般得{p}分，否则不得分",
    "①制度健全，{p}分；②执行到位，{p}分；③档案完整，{m}分",
)


def texts() -> Iterator[str]:
    """Rule texts that never repeat within a run."""
    for n in itertools.count():
        wording = WORDINGS[n % len(WORDINGS)]
        number = n // len(WORDINGS)
        yield wording.format(
            a=90 + number % 10,
            b=f"{50 + number % 30}.{number % 997:03d}",
            m=5 + number % 6,
            p=f"0.{1 + number % 997:03d}",
            k=1 + number,
        )


def rows(count: int) -> Iterator[RuleInput]:
    """Rows of 200 rules with actuals to one decimal."""
    chosen = list(itertools.islice(texts(), 200))
    rng = random.Random(7)
    for _ in range(count):
        text = rng.choice(chosen)
        actual = f"{rng.randrange(1_200) / 10:g}%"
        yield RuleInput(text, Decimal(10), "≥", "95%", "%", "满意度", actual)


def rss() -> float:
    """Peak memory in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    list(map(read_rule, itertools.islice(texts(), 20)))
    fresh = list(itertools.islice(texts(), 4000))[1000:]
    begin = time.process_time()
    for text in fresh:
        read_rule(text)
    print(f"new texts read        {len(fresh) / (time.process_time() - begin):>12,.0f} /s")
    inputs = list(rows(min(count, 100_000)))
    begin = time.process_time()
    for row in inputs:
        score_rule(row)
    print(f"rows scored           {len(inputs) / (time.process_time() - begin):>12,.0f} /s")
    del inputs
    before = rss()
    for row in rows(count):
        score_rule(row)
    print(f"memory, {count:>9,} rows {before:>8.0f} -> {rss():.0f} MB")


if __name__ == "__main__":
    main()
