"""Where a run's policy and severities come from: ``--policy FILE``, else the nearest ``perf_xl.toml``, else the defaults."""

from __future__ import annotations

import tomllib
from pathlib import Path

from perf_xl.checks.settings import severities_of
from perf_xl.errors import InputError
from perf_xl.findings.finding import Severity
from perf_xl.policy import DEFAULT_POLICY, Policy, find_policy, load_policy
from perf_xl.policy.load import user_policy_path

LIBRARY_NAME = "指标库.xlsx"


def policy_file(start: Path, given: Path | None) -> Path | None:
    """The policy file that holds for a workbook or folder; None for the defaults."""
    if given is not None:
        return given
    return find_policy(start if start.is_dir() else start.parent)


def policy_of(start: Path, given: Path | None) -> Policy:
    """The policy for the workbooks at ``start``; a workbook's own comes on top of it later."""
    file = policy_file(start, given)
    return DEFAULT_POLICY if file is None else load_policy(file)


def library_files(start: Path, given: Path | None) -> tuple[Path, ...]:
    """The 指标库 of users, the preferred first: those the policy names (from its folder), then the user's own."""
    file = policy_file(start, given)
    named = [file.parent / name for name in load_policy(file).library] if file is not None else []
    own = user_policy_path().parent / LIBRARY_NAME
    return (*named, *([own] if own.is_file() else []))


def severities_near(start: Path, given: Path | None, known: tuple[str, ...]) -> dict[str, Severity | None]:
    """The table ``[checks]`` of the policy file: 级别 by code."""
    file = policy_file(start, given)
    if file is None:
        return {}
    load_policy(file)  # says in words what is wrong with the file
    table = tomllib.loads(file.read_bytes().decode("utf-8-sig")).get("checks", {})
    if not isinstance(table, dict):
        raise InputError(f'{file} 里的 checks 应是一张表，如：[checks] 换行 PX413 = "不检查"。请改正。')
    return severities_of(table, str(file), known)
