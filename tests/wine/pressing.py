"""Commands on a workbook in the stand-in for Excel, and what stands in the workbook then."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from perf_xl.commands.defaults import fill_defaults
from perf_xl.commands.rate import rate_workbook
from perf_xl.commands.score import score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.hosts.fill import fill_form
from perf_xl.model.cells import CellWriter
from tests.support import memory_of, published_record
from tests.wine.conftest import start_client, windows_path

TARGETS, RESULTS = "zhijiang-2025/01", "zhijiang-2023/05"
"""A form of targets and one of results."""
COMMANDS: dict[str, Callable[[CellWriter], object]] = {
    "defaults": fill_defaults,
    "rate": rate_workbook,
    "score": score_workbook,
}


def standing(workbook):
    """Formula or value and number format of every cell that has one, and every name with its place."""
    found = {}
    for sheet in workbook.sheets():
        area = workbook.used_area(sheet)
        for row, cells in enumerate(workbook.block(area), area.top):
            for column, cell in enumerate(cells, area.left):
                what = cell.value if cell.formula is None else f"={cell.formula}"
                if what not in (None, ""):
                    found[sheet, row, column] = (what, cell.number_format)
    return found | {name.name: (name.refers_to, name.hidden) for name in workbook.names()}


def here(path, *commands):
    """What stands in the workbook after the same commands in memory."""
    workbook = memory_of(path)
    for command in commands:
        COMMANDS[command](workbook)
    return standing(workbook)


def pressed(wine, folder, form, *commands, server="PerfXL.Server", how="press", timeout=400):
    """Press buttons one after the other; what each said, what stood in the workbook then, how the application was left."""
    files = [form.with_name(f"{number}.xlsx") for number, _ in enumerate(commands)]
    steps = [["office", windows_path(form)]]
    for command, file in zip(commands, files, strict=True):
        steps += [[how, command], ["save", windows_path(file)]]
    process, answers = start_client(wine, folder, [*steps, ["state"]], server)
    assert process.wait(timeout) == 0, answers.with_suffix(".error").read_text("utf-8")
    _, *given, state = json.loads(answers.read_text("utf-8"))
    return given[::2], [standing(memory_of(file)) for file in files], state


def filled_form(path: Path, name: str = RESULTS, *, blank: str = "") -> Path:
    """The head of a published form, filled in, the column ``blank`` left out; protected without a password, as ours are."""
    record = published_record(name)
    # Wine takes milliseconds for each of thousands of calls: two indicators are enough.
    record.tables["指标"] = [replace(row, values=row.values | {blank: None}) for row in record.tables["指标"][:2]]
    path.write_bytes(fill_form(form_spec(record.form), record))
    return path
