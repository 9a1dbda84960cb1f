"""One call of ``perf-xl check`` over many files: options, workers, progress, what is written."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from perf_xl.bulk.local import local_pool
from perf_xl.bulk.runner import Done
from perf_xl.checks.facts import Fact, load_facts
from perf_xl.checks.identity import grouped
from perf_xl.checks.registry import known_codes
from perf_xl.checks.run import audit_forms, in_order
from perf_xl.checks.settings import Settings, codes_of, preset_of
from perf_xl.checks.tool import not_read
from perf_xl.cli.folders import make_folder
from perf_xl.cli.workbooks import Batch, Output
from perf_xl.commands.settings import policy_of, severities_near
from perf_xl.findings.finding import Finding
from perf_xl.hosts.files_check import Checked, FileCheck, FileMarks, check_file, mark_file
from perf_xl.policy import Policy

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Options:
    """The options of the call, read and checked."""

    settings: Settings
    policy: Policy
    facts: tuple[Fact, ...] = ()

    @classmethod
    def read(
        cls,
        paths: Sequence[Path],
        *,
        preset: str,
        select: str | None,
        ignore: str | None,
        policy: Path | None,
        facts: Path | None,
    ) -> Options:
        """InputError or FileProblem for an option that is wrong."""
        known = known_codes()
        chosen = policy_of(paths[0], policy)  # first: it says in words what is wrong with the file
        settings = Settings(
            preset_of(preset),
            codes_of(select, known),
            codes_of(ignore, known),
            severities_near(paths[0], policy, known),
        )
        return cls(settings, chosen, load_facts(facts) if facts else ())


@dataclass
class CheckRun:
    """Files of one call. Findings keep the path of the file as the user named it."""

    batch: Batch
    options: Options
    output: Output
    jobs: int | None = None
    files: int = 0
    fixed: list[tuple[Path, str]] = field(default_factory=list)
    marked: int = 0
    reviewed: Path | None = None
    _results: list[Checked] = field(default_factory=list)
    _departments: dict[str, str] = field(default_factory=dict)

    def check(self, *, fix: bool) -> list[Finding]:
        """Check every file, and the forms across them; a file that cannot be read becomes PX902 and stops nothing."""
        todo = [
            FileCheck(path, self.options.settings, self.options.policy, fix, self.output.path(path) if fix else None)
            for path in self.batch.files
        ]
        findings: list[Finding] = []
        results = self._results
        for done in self._each(check_file, todo, "校验"):
            if done.result is None:
                message = done.failure.message if done.failure else ""
                findings.append(not_read(str(done.item.path), message))
                continue
            self.files += 1
            results.append(done.result)
            findings.extend(done.result.findings)
            self.fixed += [(done.item.path, item.sentence) for item in done.result.fixed]
        findings.extend(self._across(results))
        self._results = [replace(result, packed=b"", findings=()) for result in results]
        return in_order(findings)

    def _across(self, results: list[Checked]) -> Iterator[Finding]:
        """The checks across forms, department by department."""
        places = [(result, number) for result in results for number in range(len(result.keys))]
        for members in grouped([result.keys[number] for result, number in places]):
            own = [places[index] for index in members]
            department = max((result.keys[number].unit for result, number in own), key=len)
            self._departments.update((str(result.path), department) for result, _ in own)
            forms = [result.forms(self.options.settings)[number] for result, number in own]
            yield from audit_forms(forms, facts=self.options.facts)

    def mark(self, findings: Sequence[Finding]) -> None:
        """Show the findings in their files; files without any lose the marks of an earlier run."""
        by_file: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_file[finding.file].append(finding)
        unread = {finding.file for finding in findings if finding.code == "PX902"}
        todo = [
            FileMarks(path, tuple(by_file[str(path)]), self.output.path(path))
            for path in self.batch.files
            if str(path) not in unread
        ]
        for done in self._each(mark_file, todo, "标记"):
            if done.failure is not None:
                self.batch.problems.append(done.failure.message)
            self.marked += done.result or 0

    def review(self, findings: Sequence[Finding], path: Path) -> None:
        """Write the review workbook: every file that was checked or could not be read, with its findings."""
        from perf_xl.commands.review import review_workbook
        from perf_xl.hosts.files_access import write_file

        owners = {
            str(result.path): (self._departments.get(str(result.path)) or result.unit, result.project)
            for result in self._results
        }
        make_folder(path.parent)
        write_file(path, review_workbook([str(file) for file in self.batch.files], owners, findings, path.parent))
        self.reviewed = path

    def _each(
        self, function: Callable[[Item], Result], items: Sequence[Item], word: str
    ) -> Iterator[Done[Item, Result]]:
        pool = local_pool(self.jobs, items=len(items))
        try:
            yield from shown(pool.map(function, items), len(items), word)
        finally:
            pool.close()


def shown(results: Iterator[Any], total: int, word: str) -> Iterator[Any]:
    """The results, with a progress bar on a terminal when there are several files."""
    if total < 10 or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, description=word, total=total, console=Console(stderr=True), transient=True)
