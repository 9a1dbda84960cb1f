"""Rows without a rule of their own (empty, "1", the indicator's name): the default of the row's type (convention 20)."""

from __future__ import annotations

import re

from perf_xl.policy import Policy
from perf_xl.scoring.nodes import Always, Award, GradeRange, GradeRanges, Proportion, Rule

_PLACEHOLDER = re.compile(r"[\s\d.,，。、;；:：/\\\-—–_无同上略]*")


def says_nothing(text: str | None, name: str | None) -> bool:
    """Whether a rule cell holds no rule: nothing, a number, or the indicator's own name."""
    if text is None:
        return True
    plain = re.sub(r"[\s“”\"'‘’（）()。，,;；:：、]", "", text)
    own = re.sub(r"[\s“”\"'‘’（）()。，,;；:：、]", "", name or "")
    return _PLACEHOLDER.fullmatch(text) is not None or (bool(own) and plain == own)


def default_rule(*, qualitative: bool, policy: Policy) -> Rule:
    """Proportion for a number, the policy's grades for 定性."""
    if not qualitative:
        return Rule((Award(Always(), Proportion()),))
    return Rule((GradeRanges(tuple(GradeRange(g.name, g.high, g.low) for g in policy.grades)),))
