"""A worksheet function called from outside: whatever happens, the answer is a value for the cell."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from perf_xl.errors import PerfXlError
from perf_xl.functions import ManualWork, call_function
from perf_xl.functions.values import manual_text
from perf_xl.hosts.excel.messages import FUNCTION_CRASHED
from perf_xl.hosts.excel.variants import from_variant, to_variant
from perf_xl.policy import DEFAULT_POLICY, Policy, policy_from_text

log = logging.getLogger(__name__)


def answer(name: str, arguments: Sequence[Any], policy_text: str = "") -> Any:
    """The variant to show in the cell: result, 「需人工：」, or what is wrong, in Chinese. Never raises.

    ``policy_text`` is the ``_px_policy`` of the sheet that asks, empty for the default.
    """
    try:
        values = [from_variant(argument) for argument in arguments]
        return to_variant(call_function(name, values, _policy(policy_text)))
    except ManualWork as problem:
        return manual_text(str(problem))
    except PerfXlError as problem:
        return str(problem)
    except Exception:
        log.exception("%s failed on %r", name, arguments)
        return FUNCTION_CRASHED


@lru_cache(maxsize=64)
def _policy(text: str) -> Policy:
    return policy_from_text(text) if text else DEFAULT_POLICY
