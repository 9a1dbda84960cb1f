"""The language of 评（扣）分标准: Chinese text in, a score, a native formula and an explanation out.

The way of a rule, a folder or file each:

``text`` (characters to raw clauses) → ``parsing`` (the grammar of a sentence) → ``reading`` (a rule: ``nodes``) →
``planning`` (the rule in its ``row``: a ``plan``) → ``evaluate`` (an exact score) | ``formula`` (a native formula).
``check`` (with ``coverage``) remarks on a rule, ``restate`` says it back, ``api`` is all of it for one row.
``words`` is the vocabulary, ``arithmetic`` computes what a plan holds. ``docs/language.md`` describes the language to a
budget officer.
"""

from perf_xl.scoring.api import Note, Reading, RuleInput, RuleOutcome, read_rule, rule_formula, score_rule
from perf_xl.scoring.formula import FormulaRefs

__all__ = ["FormulaRefs", "Note", "Reading", "RuleInput", "RuleOutcome", "read_rule", "rule_formula", "score_rule"]
