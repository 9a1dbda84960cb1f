"""A real spreadsheet calculates the same: the summary's own formulas, and a workbook made by hand beside it."""

from __future__ import annotations

import re
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from perf_xl.model.amounts import exact
from perf_xl.rollup.summary import Summary
from tests.rollup.book.files import published_files, summary_of

pytestmark = pytest.mark.libreoffice


def recalculated(path: Path, folder: Path) -> Any:
    """The workbook as LibreOffice calculates it: stored values are taken out first, or it would only repeat them."""
    bare = folder / f"bare-{path.name}"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(bare, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(rb'( t="str")?><f>([^<]*)</f><v>[^<]*</v>', rb"><f>\2</f>", data)
            target.writestr(name, data)
    out = folder / "recalculated"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(bare),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return openpyxl.load_workbook(out / bare.name, data_only=True)


def test_formulas_when_libreoffice_calculates_them_then_give_the_stored_values(
    zhijiang_book: Path, tmp_path: Path
) -> None:
    """Every formula cell of every sheet; no error values."""
    live = openpyxl.load_workbook(zhijiang_book)
    stored = openpyxl.load_workbook(zhijiang_book, data_only=True)
    found = recalculated(zhijiang_book, tmp_path)
    compared = 0
    for sheet in live.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                ours, theirs = (book[sheet.title][cell.coordinate].value for book in (stored, found))
                assert _same(ours, theirs), f"{sheet.title}!{cell.coordinate} {cell.value}: {ours!r} {theirs!r}"
                compared += 1
    assert compared > 200


def _same(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, int | float) and isinstance(theirs, int | float):
        return abs(ours - theirs) <= 1e-9
    return (ours or None) == (theirs or None)


@pytest.mark.parametrize(
    ("document", "budget", "spent"), [("zhijiang-2023", "926.42", "926.42"), ("wuchuan-2024", "22.6", None)]
)
def test_roll_up_when_compared_with_a_workbook_made_by_hand_then_agrees_exactly(
    document: str, budget: str, spent: str | None, tmp_path: Path
) -> None:
    """A clerk's workbook: the amounts typed from the published tables, the totals as SUM and SUMIF."""
    summary = summary_of(published_files(tmp_path, document))
    hand = _by_hand(summary, tmp_path / "手工.xlsx")
    sheet = recalculated(hand, tmp_path)["手工汇总"]
    totals = [sheet["C100"].value, sheet["D100"].value]
    assert exact(totals[0]) == exact(summary.budget or 0) == Decimal(budget)
    if spent is not None:
        assert exact(totals[1]) == exact(summary.spent or 0) == Decimal(spent)
    by_source = {name: exact(tally.budget.filled or 0) for name, tally in summary.whole.sources.items()}
    for row in range(101, 101 + len(by_source)):
        assert abs(exact(sheet.cell(row, 3).value) - by_source[sheet.cell(row, 1).value]) <= Decimal("0.0001")


def _by_hand(summary: Summary, path: Path) -> Path:
    """One row a funding line, copied from the source files by openpyxl; nothing of the roll-up's own reading."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "手工汇总"
    row = 1
    for entry in summary.entries:
        source = openpyxl.load_workbook(entry.file)[entry.sheet]
        for line in _typed_lines(source):
            for column, value in enumerate(line, start=1):
                sheet.cell(row, column).value = value
            row += 1
    for letter in "CD":
        sheet[f"{letter}100"] = f'=ROUND(SUMIF(B1:B99,"合计",{letter}1:{letter}99),4)'
    for number, source_name in enumerate(summary.whole.sources, start=101):
        sheet.cell(number, 1).value = source_name
        sheet.cell(number, 3).value = f"=ROUND(SUMIF(A1:A99,A{number},C1:C99),4)"
    book.save(path)
    return path


def _typed_lines(sheet: Any) -> list[tuple[str, str, Any, Any]]:
    """Source, level, budget and spent of the rows of 资金, found by their printed labels."""
    lines: list[tuple[str, str, Any, Any]] = []
    for row in sheet.iter_rows():
        texts = [str(cell.value).strip() if cell.value is not None else "" for cell in row]
        label = next(
            (text for text in texts if text in ("年度资金总额", "其中：中央补助", "省级资金", "市级资金", "其他资金")),
            None,
        )
        if label is not None:
            lines.append(
                (
                    label.removeprefix("其中："),
                    "合计" if label == "年度资金总额" else "其中",
                    row[3].value,
                    row[4].value,
                )
            )
        amount = next((text for text in texts if text.endswith("万元") and text[0].isdigit()), None)
        if amount is not None and any("当年度金额" in text for text in texts):
            last = [text for text in texts if text.endswith("万元")][-1]
            lines.append(("年度资金总额", "合计", float(last.removesuffix("万元")), None))
    return lines
