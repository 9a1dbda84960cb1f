"""The policy a form carries in its hidden name ``_px_policy``: it goes before every policy given from outside."""

from __future__ import annotations

from perf_xl.forms.naming import POLICY_NAME, constant_text
from perf_xl.model.cells import CellReader
from perf_xl.policy import Policy, policy_from_text


def sheet_policy(reader: CellReader, sheet: str, otherwise: Policy) -> Policy:
    """The sheet's own policy, or ``otherwise`` where it has none; InputError for one that cannot be read."""
    for name in reader.names():
        if name.name == POLICY_NAME and name.sheet == sheet:
            text = constant_text(name.refers_to)
            if text:
                return policy_from_text(text)
    return otherwise
