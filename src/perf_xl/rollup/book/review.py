"""审核汇总: one workbook over the findings of many files: who has to correct what, every finding with a link, what recurs."""

from __future__ import annotations

import io
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.defined_name import DefinedName

from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.naming import constant
from perf_xl.model.cells import CellValue
from perf_xl.rollup.book.cached import with_values
from perf_xl.rollup.book.links import Links
from perf_xl.rollup.book.paper import Column, Link, Paper, local
from perf_xl.rollup.levels import REVIEW_NAME

UNKNOWN = "（表里没有写单位）"

_UNITS = [
    Column("单位", 38, "left"),
    Column("文件数", 8),
    Column("要改的\n文件数", 9),
    *(Column(severity.label, 9) for severity in Severity),
    Column("已核实", 9),
    Column("最多的问题", 44, "left"),
]
_FILES = [
    Column("单位", 26, "left"),
    Column("项目", 28, "left"),
    Column("文件", 30, "left"),
    *(Column(severity.label, 9) for severity in Severity),
    Column("已核实", 9),
]
_DETAILS = [
    Column("单位", 22, "left"),
    Column("项目", 22, "left"),
    Column("文件", 30, "left"),
    Column("工作表", 18),
    Column("单元格", 8),
    Column("级别", 8),
    Column("代码", 8),
    Column("问题和改法", 62, "left"),
    Column("建议值", 12, "left"),
    Column("依据", 26, "left"),
    Column("已核实的理由", 16, "left"),
]
_CODES = [
    Column("代码", 9),
    Column("问题", 32, "left"),
    Column("级别", 9),
    Column("处数", 9),
    Column("文件数", 9),
    Column("单位数", 9),
]


@dataclass(frozen=True)
class ReviewFile:
    """One file that was checked: whose it is (from its content) and what was found in it."""

    path: str
    unit: str
    project: str
    findings: tuple[Finding, ...]

    def count(self, severity: Severity) -> int:
        """Its open findings of that level."""
        return sum(finding.severity is severity and finding.waived is None for finding in self.findings)

    @property
    def waived(self) -> int:
        """How many of its findings are 已核实."""
        return sum(finding.waived is not None for finding in self.findings)

    @property
    def must_change(self) -> bool:
        """Whether something has to be corrected in it."""
        return self.count(Severity.ERROR) > 0


def build_review(files: Sequence[ReviewFile], titles: dict[str, str], folder: Path | None = None) -> bytes:
    """The review workbook; ``titles`` are the findings' titles by code, links are relative to ``folder``."""
    book, cached = Workbook(), dict[tuple[str, str], CellValue]()
    book.remove(book.active)
    links = Links(folder, [file.path for file in files])
    by_unit: dict[str, list[ReviewFile]] = defaultdict(list)
    for file in files:
        by_unit[file.unit or UNKNOWN].append(file)
    _write_units(Paper(book.create_sheet("谁要改"), cached), by_unit, titles)
    _write_files(Paper(book.create_sheet("逐个文件"), cached), files, links)
    _write_details(Paper(book.create_sheet("问题明细"), cached), files, links)
    _write_codes(Paper(book.create_sheet("按问题"), cached), files, titles)
    book.defined_names[REVIEW_NAME] = DefinedName(REVIEW_NAME, attr_text=constant("1"), hidden=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return with_values(buffer.getvalue(), cached)


def _headline(files: Sequence[ReviewFile]) -> str:
    changing = sum(file.must_change for file in files)
    counts = "，".join(f"{severity.label} {sum(file.count(severity) for file in files)} 处" for severity in Severity)
    return f"共 {len(files)} 个文件，{changing} 个必须修改后重报；{counts}"


def _write_units(paper: Paper, by_unit: dict[str, list[ReviewFile]], titles: dict[str, str]) -> None:
    paper.columns(_UNITS)
    paper.heading("审核汇总：谁要改什么")
    paper.headline(_headline([file for files in by_unit.values() for file in files]))
    paper.head(_UNITS, repeat=True, freeze=True)
    ordered = sorted(by_unit.items(), key=lambda item: (-_errors(item[1]), item[0]))
    for unit, files in ordered:
        codes = Counter(
            f.code for file in files for f in file.findings if f.waived is None and f.severity is not Severity.INFO
        )
        common = "、".join(f"{titles.get(code, code)} {count} 处" for code, count in codes.most_common(3))
        counts = [sum(file.count(severity) for file in files) for severity in Severity]
        changing = sum(file.must_change for file in files)
        paper.body(_UNITS, [unit, len(files), changing, *counts, sum(file.waived for file in files), common])
    paper.note(
        "单位取自表内“主管部门”“部门名称”等栏，不看文件名。“必须改”的改完再报；“请核实”的核对后改正，或写明理由标为“已核实”。"
    )
    paper.finish()


def _errors(files: Sequence[ReviewFile]) -> int:
    return sum(file.count(Severity.ERROR) for file in files)


def _write_files(paper: Paper, files: Sequence[ReviewFile], links: Links) -> None:
    columns = links.fitted(_FILES)
    paper.columns(columns)
    paper.heading("逐个文件")
    paper.head(columns, repeat=True, freeze=True)
    for file in sorted(files, key=lambda file: (-file.count(Severity.ERROR), -file.count(Severity.WARNING), file.path)):
        counts = [file.count(severity) for severity in Severity]
        paper.body(columns, [file.unit or UNKNOWN, file.project, links.file(file.path), *counts, file.waived])
    paper.finish()


def _write_details(paper: Paper, files: Sequence[ReviewFile], links: Links) -> None:
    columns = links.fitted(_DETAILS)
    paper.columns(columns)
    paper.heading("问题明细")
    paper.head(columns, repeat=True, freeze=True)
    first = paper.row - 1
    for file in sorted(files, key=lambda file: (file.unit, file.path)):
        for finding in file.findings:
            paper.body(columns, _detail(file, finding, links))
    paper.sheet.auto_filter.ref = f"A{first}:K{max(paper.row - 1, first)}"
    paper.finish()


def _detail(file: ReviewFile, finding: Finding, links: Links) -> list[object]:
    cell, fix = finding.cell, finding.fix
    target = links.file(file.path).target
    level = "已核实" if finding.waived is not None else finding.severity.label
    where: object = Link(cell.a1, target, local(cell.sheet, cell.a1)) if cell else None
    suggestion = None if fix is None or fix.value is None else str(fix.value)
    place = [cell.sheet if cell else None, where]
    return [
        file.unit or UNKNOWN, file.project, links.file(file.path), *place, level, finding.code, finding.message,
        suggestion, finding.basis, finding.waived,
    ]  # fmt: skip


def _write_codes(paper: Paper, files: Sequence[ReviewFile], titles: dict[str, str]) -> None:
    paper.columns(_CODES)
    paper.heading("哪些问题最多")
    paper.head(_CODES, repeat=True, freeze=True)
    places: Counter[tuple[str, Severity]] = Counter()
    in_files: dict[tuple[str, Severity], set[str]] = defaultdict(set)
    in_units: dict[tuple[str, Severity], set[str]] = defaultdict(set)
    for file in files:
        for finding in file.findings:
            if finding.waived is None:
                key = finding.code, finding.severity
                places[key] += 1
                in_files[key].add(file.path)
                in_units[key].add(file.unit)
    for key, count in sorted(places.items(), key=lambda item: (item[0][1].rank, -item[1], item[0][0])):
        code, severity = key
        paper.body(_CODES, [code, titles.get(code, ""), severity.label, count, len(in_files[key]), len(in_units[key])])
    paper.finish()
