"""The steps of the demonstration, with a progress bar; each is the function that its own command calls."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from perf_xl.cli.check_folder import CheckRun, Options
from perf_xl.cli.folders import make_folder
from perf_xl.cli.workbooks import Batch, Output
from perf_xl.commands.common_actuals import score_with_tables
from perf_xl.commands.defaults import fill_defaults
from perf_xl.commands.score import score_workbook
from perf_xl.demo.published import PublishedForm, published_forms, write_published
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.records import FormRecord
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.files_access import write_file
from perf_xl.hosts.regenerate import Task, remake
from perf_xl.hosts.rollup import RollupRun
from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellReader
from perf_xl.resources import resource_dir
from perf_xl.rollup.choices import NO_CHOICES

FIRST = "zhijiang-2023/05-创新型省份建设资金.xlsx"
ROLLUPS = (("zhijiang-2023", "芷江2023年项目汇总.xlsx"), ("wuchuan-2024", "吴川2024年项目汇总.xlsx"))
BASE_DATA = "zhijiang-2023"
"""The document whose base data the common indicators are computed from."""
TARGETS, SELF_EVALUATION = "zhijiang-2025-department-target", "zhijiang-2023-department-self-evaluation"
STEPS = len(ROLLUPS) + 2
"""Steps besides those for each form: the check over all forms, next year's self-evaluation, the summaries."""


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """A department summary: its file and one sentence."""

    path: Path
    sentence: str


@dataclass
class DemoResult:
    """What the demonstration made and found."""

    first: Path
    review: Path
    published: int = 0
    scored: int = 0
    open: int = 0
    formulas: int = 0
    findings: str = ""
    carried: Path | None = None
    rules: int = 0
    summaries: list[DemoSummary] = field(default_factory=list)
    seconds: float = 0.0


class DemoRun:
    """One demonstration into one folder."""

    def __init__(self, out: Path) -> None:
        self._published, self._scored, self._summary = (out / name for name in ("published", "scored", "summary"))
        self._carried = out / "carried"
        self._tables: list[FormRecord] = []
        self._result = DemoResult(self._scored / FIRST, self._summary / "审核汇总.xlsx")
        for folder in (self._published, self._scored, self._summary):
            make_folder(folder)

    def run(self) -> DemoResult:
        """All steps, in the order of the work."""
        started = time.monotonic()
        forms = list(published_forms())
        self._tables = [form.record for form in forms if form.document == BASE_DATA]
        with _bar(2 * len(forms) + STEPS) as (progress, task):
            for form in forms:
                write_published(form, self._published)
                self._result.published += 1
                progress.advance(task)
            scored = []
            for form in forms:
                scored.append(self._score(form))
                progress.advance(task)
            self._check(scored)
            progress.advance(task)
            self._next_year(forms)
            progress.advance(task)
            for document, name in ROLLUPS:
                self._rollup(
                    [file for file, form in zip(scored, forms, strict=True) if form.document == document], name
                )
                progress.advance(task)
        self._result.seconds = time.monotonic() - started
        return self._result

    def _score(self, form: PublishedForm) -> Path:
        """Defaults and scores into a copy of the published form."""
        source, target = self._published / form.file, self._scored / form.file
        make_folder(target.parent)
        workbook = FilesWorkbook.open(source)
        fill_defaults(workbook, rules=True)
        report = score_with_tables(workbook, self._tables)
        self._result.scored += len(report.scored)
        self._result.open += len(report.open)
        self._result.formulas += _formulas(workbook)
        workbook.save(target)
        return target

    def _check(self, files: list[Path]) -> None:
        """All scored forms checked, also against each other and the reports' text; marks in the sheets."""
        facts = resource_dir("published") / "facts.yml"
        options = Options.read([self._scored], preset="复核", select=None, ignore=None, policy=None, facts=facts)
        run = CheckRun(Batch(files), options, Output([self._scored]), jobs=1)
        findings = run.check(fix=False)
        run.mark(findings)
        run.review(findings, self._result.review)
        self._result.findings = _counts(findings)

    def _next_year(self, forms: list[PublishedForm]) -> None:
        """The targets carried into the self-evaluation of their year, with the rules in its score block."""
        for form in forms:
            if form.record.form == TARGETS:
                source = self._published / form.file
                sheet = FilesWorkbook.open(source).sheets()[0]
                self._carried.mkdir(parents=True, exist_ok=True)
                target = self._carried / f"{form.stem}-自评表.xlsx"
                write_file(target, remake(Task(source, sheet, SELF_EVALUATION)).data)
                workbook = FilesWorkbook.open(target)
                self._result.rules = len(score_workbook(workbook).forms[0].rows)
                write_file(target, workbook.to_bytes())
                self._result.carried = target

    def _rollup(self, files: list[Path], name: str) -> None:
        target = self._summary / name
        run = RollupRun(files, target, NO_CHOICES, jobs=1, details=None)
        summary = run.summarize(incremental=False)
        run.write(summary)
        amounts = [
            "未定" if value is None else f"{plain(exact(value))} 万元" for value in (summary.budget, summary.spent)
        ]
        sentence = f"{target.stem}：{summary.whole.projects} 个项目，全年预算 {amounts[0]}，执行 {amounts[1]}"
        self._result.summaries.append(DemoSummary(target, f"{sentence}，{len(summary.differences)} 处不符列在差异清单"))


def _counts(findings: list[Finding]) -> str:
    """「必须改 12 项、请核实 30 项」."""
    numbers = Counter(finding.severity for finding in findings)
    return "、".join(f"{severity.label} {numbers[severity]} 项" for severity in Severity if numbers[severity])


def _formulas(workbook: CellReader) -> int:
    areas = (workbook.used_area(sheet) for sheet in workbook.sheets())
    return sum(cell.formula is not None for area in areas if area for row in workbook.block(area) for cell in row)


@contextmanager
def _bar(total: int) -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn("演示"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True, force_terminal=None if sys.stderr.isatty() else False)
    with Progress(*columns, console=console) as progress:
        yield progress, progress.add_task("演示", total=total)
