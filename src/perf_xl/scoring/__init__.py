"""The language of 评（扣）分标准: Chinese text in, a score, a native formula and an explanation out.

Stages, a file each: ``normalize`` → ``tokens`` → ``clauses`` → ``parse`` (grammar) → ``read`` (a :class:`Rule`) →
``resolve`` (with its row, a plan) → ``evaluate`` | ``formula``; ``restate`` says a rule back. ``docs/language.md``
describes the language to a budget officer.
"""

from perf_xl.scoring.api import Note, Reading, RuleInput, RuleOutcome, read_rule, rule_formula, score_rule
from perf_xl.scoring.formula import FormulaRefs

__all__ = ["FormulaRefs", "Note", "Reading", "RuleInput", "RuleOutcome", "read_rule", "rule_formula", "score_rule"]
