"""The self-test's steps, for any application: each function in a cell, each button on a scratch workbook, and back again.

The application (Excel, WPS; in the tests LibreOffice) is behind :class:`Bench`. A step that fails is a line of the report,
never the end of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from perf_xl.addin.scratch import CASES, FORM, scratch_data, scratch_form
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.score_block import find_block
from perf_xl.functions import FUNCTIONS, FunctionSpec
from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.calls import answer
from perf_xl.hosts.excel.desk import Desk
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work
from perf_xl.model.cells import Area, CellReader, CellRef, CellWriter

Contents = dict[str, object]


class Bench(Protocol):
    """The application under test."""

    @property
    def desk(self) -> Desk:
        """The person's application, its front workbook."""

    def ask(self, spec: FunctionSpec, values: Sequence[Any]) -> Any:
        """Put the values and a call of the function into cells of a new workbook; what the cell shows."""

    def press(self, command: str) -> Shown:
        """Press a button that asks nothing, as a person would; PerfXlError or the like when it fails."""

    def open(self, path: Path) -> None:
        """Open a workbook and bring it to the front."""


class Prepared:
    """A desk whose questions are answered beforehand; everything else is the desk's own."""

    def __init__(self, desk: Desk, answers: Sequence[Any]) -> None:
        self._desk, self._answers = desk, list(answers)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def choose(self, _: str, options: Sequence[str]) -> int | None:
        """The option that holds the next answer."""
        wanted = str(self._answers.pop(0))
        return next(number for number, text in enumerate(options) if wanted in text)

    def ask(self, _: str, __: str) -> str | None:
        """The next answer."""
        return str(self._answers.pop(0))

    def pick_folder(self, _: str) -> Path | None:
        """The next answer."""
        return Path(self._answers.pop(0))

    def pick_file(self, _: str) -> Path | None:
        """The next answer."""
        return Path(self._answers.pop(0))


def exercise(bench: Bench, folder: Path) -> Iterator[str]:
    """Every function, then every button; a line each. ``folder`` is empty and may be written to."""
    for spec in FUNCTIONS:
        yield _line(f"函数 {spec.name}", partial(_function, bench, spec))
    bench.open(scratch_form(folder / "自检.xlsx"))
    for name, step in _steps(bench, folder):
        yield _line(f"按钮 {name}", step)


def _line(what: str, step: Callable[[], str]) -> str:
    try:
        return f"通过 {what}：{step()}"
    except Exception as error:  # noqa: BLE001 - the report is what it is for
        return f"不符 {what}：{error!s}"


def _function(bench: Bench, spec: FunctionSpec) -> str:
    values = CASES[spec.name]
    found, expected = bench.ask(spec, values), answer(spec.name, values)
    expected = expected[0][0] if isinstance(expected, list) else expected
    if (found or "") != expected:
        raise AssertionError(f"{found!r}，应为 {expected!r}")
    return repr(found)


def _steps(bench: Bench, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """In an order in which each finds what it needs."""
    pressed = Pressed(bench)
    for command in ("about", "help", "doctor"):
        yield command, partial(_message, bench, command)
    yield "repair", lambda: pressed.without_writing("repair")
    for command in ("defaults", "rate", "score", "check", "policy"):
        yield command, partial(pressed.and_back, command)
    yield "next_finding", lambda: pressed.without_writing("next_finding")
    yield "accept_finding", lambda: pressed.asked_and_back("accept_finding", ["自检：已核实"])
    yield "clear_marks", lambda: pressed.after("check", "clear_marks")
    yield "explain", lambda: pressed.after("score", "explain", select=first_score)
    for command in ("add_row", "delete_row"):
        yield command, partial(pressed.and_back, command, select=first_indicator)
    yield "restore", partial(_message, bench, "restore")
    yield from _new_files(bench, folder)


def _new_files(bench: Bench, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """The buttons that ask for folders and write beside: last, since they open other workbooks."""
    new, many = folder / "新表", folder / "项目表"
    for made in (new, many):
        made.mkdir()
    title = form_spec(FORM).title
    yield "new_form", lambda: _asked(bench, "new_form", [title, new])
    yield "generate", lambda: _asked(bench, "generate", [title, scratch_data(folder / "数据.jsonl"), many])
    yield "rollup", lambda: _asked(bench, "rollup", [many])


def _message(bench: Bench, command: str) -> str:
    return bench.press(command).message


def _asked(bench: Bench, command: str, answers: Sequence[Any]) -> str:
    desk: Any = Prepared(bench.desk, answers)
    return action(command)(Work(desk, lambda _: None)).message


class Pressed:
    """Buttons on the scratch workbook: what they change, and that going back gives the workbook back."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def without_writing(self, command: str) -> str:
        """A button that reads only here."""
        before = self._contents()
        message = self._bench.press(command).message
        self._expect(before, f"“{message}”，却改动了单元格")
        return message

    def and_back(self, command: str, select: Callable[[CellWriter], CellRef] | None = None) -> str:
        """A button, and 撤销上一步绩效操作."""
        self._select(select)
        before = self._contents()
        message = self._bench.press(command).message
        count = len(_differing(before, self._contents()))
        if count:
            self._bench.press("restore")
        self._expect(before, "撤销后与原来不同")
        return f"{message}（改动 {count} 处，撤销后与原来相同）"

    def after(self, first: str, command: str, select: Callable[[CellWriter], CellRef] | None = None) -> str:
        """A button that needs the work of another one, which is taken back too."""
        before = self._contents()
        self._bench.press(first)
        message = self.and_back(command, select)
        self._bench.press("restore")
        self._expect(before, "撤销后与原来不同")
        return message

    def asked_and_back(self, command: str, answers: Sequence[Any]) -> str:
        """A button that asks; taken back write by write."""
        before = self._contents()
        message = _asked(self._bench, command, answers)
        count = len(_differing(before, self._contents()))
        while _differing(before, self._contents()) and self._bench.desk.workbook().restore() is not None:
            pass
        self._expect(before, "撤销后与原来不同")
        return f"{message}（改动 {count} 处，撤销后与原来相同）"

    def _select(self, choose: Callable[[CellWriter], CellRef] | None) -> None:
        if choose is not None:
            self._bench.desk.select(choose(self._bench.desk.workbook()))

    def _contents(self) -> Contents:
        return _contents(self._bench.desk.workbook())

    def _expect(self, before: Contents, words: str) -> None:
        places = _differing(before, self._contents())
        if places:
            raise AssertionError(f"{words}：{'、'.join(places[:5])}")


def _contents(workbook: CellReader) -> Contents:
    """Formula or value and note of every cell, names, sheets."""
    found: Contents = {f"{name.sheet}!{name.name}": name.refers_to for name in workbook.names()}
    for sheet in workbook.sheets():
        found[sheet] = True
        used = workbook.used_area(sheet) or Area(sheet, 1, 1, 1, 1)
        for row, line in enumerate(workbook.block(used), used.top):
            for column, cell in enumerate(line, used.left):
                ref = CellRef(sheet, row, column)
                text = cell.value if cell.formula is None else f"={cell.formula}"
                if (held := (text, workbook.note(ref))) not in ((None, None), ("", None)):
                    found[str(ref)] = held
    return found


def _differing(before: Contents, after: Contents) -> list[str]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def first_indicator(workbook: CellReader) -> CellRef:
    """The name of the form's first indicator."""
    [area] = [name.area for name in workbook.names() if name.name == "指标_三级指标" and name.area]
    return CellRef(area.sheet, area.top + 1, area.left)


def first_score(workbook: CellReader) -> CellRef:
    """Its score in the block; AssertionError where nothing was scored."""
    ref = first_indicator(workbook)
    block = find_block(workbook, ref.sheet)
    if block is None:
        raise AssertionError("没有评分区")
    return block.ref("得分", ref.row)
