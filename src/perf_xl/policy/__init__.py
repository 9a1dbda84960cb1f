"""The conventions of scoring that a county chooses: record, files, shipped profiles."""

from perf_xl.policy.keys import policy_overrides, with_overrides
from perf_xl.policy.load import (
    FILE_NAME,
    find_policy,
    load_policy,
    policy_from_text,
    policy_text,
    profile,
    profiles,
    user_policy_path,
)
from perf_xl.policy.policy import DEFAULT_POLICY, EXECUTION_RATE, GradeShare, Policy

__all__ = [
    "DEFAULT_POLICY",
    "EXECUTION_RATE",
    "FILE_NAME",
    "GradeShare",
    "Policy",
    "find_policy",
    "load_policy",
    "policy_from_text",
    "policy_overrides",
    "policy_text",
    "profile",
    "profiles",
    "user_policy_path",
    "with_overrides",
]
