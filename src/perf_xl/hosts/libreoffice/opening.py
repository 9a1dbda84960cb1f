"""What the extension does by itself: Basic wrappers at the start, function names put right when a workbook is opened.

The same function has three spellings. Plain ``PERF_SCORE(...)`` belongs to the Basic wrapper and is what files hold.
``[1]!PERF_SCORE(...)`` is how Excel stores it; the Function Wizard gives ``ORG.PERFXL.PERFXL.PERFSCORE(...)``. Both are
made plain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from perf_xl.functions import FUNCTIONS
from perf_xl.hosts.libreoffice.basic import basic_module
from perf_xl.hosts.libreoffice.names import BASIC_MODULE, SERVICE, method_name

_FORMULA = 16
_PLAIN_NAMES = {f"{SERVICE}.{method_name(spec)}".upper(): spec.name for spec in FUNCTIONS}
_FUNCTION_NAMES = frozenset(spec.name for spec in FUNCTIONS)
_NAMES = "|".join(spec.name for spec in FUNCTIONS)
_EXCEL = re.compile(rf"'?(?:\[\d+\]|\[[^\]]*\.xlam\]|file:[^'#!]*\.xlam)[^'!.(]*'?[!.#]\$?({_NAMES})\(", re.IGNORECASE)
_ADD_IN = re.compile("|".join(map(re.escape, _PLAIN_NAMES)), re.IGNORECASE)


def started(context: Any) -> None:
    """Put the Basic wrappers into the user's library Standard, if they are not there as they should be."""
    manager = context.ServiceManager
    libraries = manager.createInstanceWithContext("com.sun.star.script.ApplicationScriptLibraryContainer", context)
    if not libraries.hasByName("Standard"):
        libraries.createLibrary("Standard")
    if not libraries.isLibraryLoaded("Standard"):
        libraries.loadLibrary("Standard")
    library, module = libraries.getByName("Standard"), basic_module()
    if not library.hasByName(BASIC_MODULE):
        library.insertByName(BASIC_MODULE, module)
    elif library.getByName(BASIC_MODULE) != module:
        library.replaceByName(BASIC_MODULE, module)


def opened(document: Any) -> None:
    """Make the function names of a workbook plain, now and whenever a formula is typed."""
    make_plain(document)
    listen(document)


def plain_formula(formula: str) -> str:
    """The formula with plain function names.

    >>> plain_formula("=[1]!PERF_SCORE(A1;B1)+1")
    '=PERF_SCORE(A1;B1)+1'
    """
    formula = _EXCEL.sub(lambda match: f"{match[1].upper()}(", formula)
    return _ADD_IN.sub(lambda match: _PLAIN_NAMES[match[0].upper()], formula)


def make_plain(document: Any) -> int:
    """Rewrite the formulas that need it; gives their number. The workbook does not count as changed by it."""
    changed = 0
    was_modified = document.isModified()
    for sheet in _sheets(document):
        changed += make_cells_plain(document, sheet.queryContentCells(_FORMULA))
    if changed and not was_modified:
        document.setModified(False)
    return changed


def make_cells_plain(document: Any, ranges: Any) -> int:
    """The same for some cells."""
    from xlwings_libreoffice.formulas import Grammar  # noqa: PLC0415 - needs UNO

    grammar, changed = None, 0
    for cell in _formula_cells(ranges):
        plain = plain_formula(cell.Formula)
        if plain != cell.Formula:
            grammar = grammar or Grammar(document, without=_FUNCTION_NAMES)  # they are bound to the Basic wrappers
            cell.setTokens(grammar.parse(_in_excel_grammar(grammar, plain, cell), cell.CellAddress))
            changed += 1
    return changed


def _in_excel_grammar(grammar: Any, formula: str, cell: Any) -> str:
    return str(grammar.from_calc(formula, cell.CellAddress))


def _formula_cells(ranges: Any) -> Iterator[Any]:
    cells = ranges.Cells.createEnumeration()
    while cells.hasMoreElements():
        cell = cells.nextElement()
        if "PERF" in cell.Formula.upper():
            yield cell


def _sheets(document: Any) -> Iterator[Any]:
    for index in range(document.Sheets.Count):
        yield document.Sheets.getByIndex(index)


def listen(document: Any) -> None:
    """Watch for formulas that users type or insert with the Function Wizard."""
    from perf_xl.hosts.libreoffice.listening import ChangesListener  # noqa: PLC0415 - UNO classes

    document.addChangesListener(ChangesListener(document))
