"""What each ribbon button does: one call of the command that the command line calls too, and one sentence at the end.

The keys of :data:`ACTIONS` are the tags of the buttons in ``addin/customUI14.xml``; ``perf_xl.addin.serve`` adds 体检.
"""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.hosts.excel import checking, filling, many, scores, tools
from perf_xl.hosts.excel.messages import unknown_command
from perf_xl.hosts.excel.work import Action

ACTIONS: dict[str, Action] = {
    "new_form": filling.new_form,
    "add_row": filling.add_row,
    "delete_row": filling.delete_row,
    "defaults": filling.defaults,
    "check": checking.check,
    "next_finding": checking.next_finding,
    "accept_finding": checking.accept_finding,
    "clear_marks": checking.clear_marks,
    "rate": scores.rate,
    "score": scores.score,
    "explain": scores.explain,
    "policy": scores.policy,
    "rollup": many.rollup,
    "generate": many.generate,
    "restore": tools.restore,
    "repair": filling.repair,
    "help": tools.help_page,
    "about": tools.about,
}


def action(name: str) -> Action:
    """The action of a button; InputError for a button of another version."""
    try:
        return ACTIONS[name]
    except KeyError:
        raise InputError(unknown_command(name)) from None
