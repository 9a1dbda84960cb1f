"""Quick reading says what the full reader says, or leaves the file to it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from perf_xl.demo.published import published_forms, write_published
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef, DeleteRows, Edit, InsertRows, SetMerge, SetName, SetValue
from perf_xl.rollup import quick
from perf_xl.rollup.reading import workbook_entries
from tests.rollup.excel_like import as_excel_stores


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Every published form as a workbook."""
    folder = tmp_path_factory.mktemp("表")
    return [write_published(form, folder) for form in published_forms()]


@pytest.fixture(scope="module")
def project(files: list[Path]) -> Path:
    """One project of Zhijiang."""
    return next(file for file in files if file.name.startswith("10-"))


def same_as_full(data: bytes, path: Path) -> bool | None:
    """Whether both readers agree; None when the quick one leaves the file."""
    found = quick.quick_record(data, path.name)
    return None if found is None else [found[0]] == read_forms(FilesWorkbook(data, path))


def test_published_workbooks_when_read_quickly_then_say_the_same(files: list[Path]) -> None:
    """All forms, also with texts in a shared table as Excel stores them."""
    assert [same_as_full(file.read_bytes(), file) for file in files] == [True] * len(files)
    assert [same_as_full(as_excel_stores(file.read_bytes()), file) for file in files] == [True] * len(files)


def test_entries_when_read_quickly_then_are_those_of_the_full_reader(files: list[Path]) -> None:
    """What the roll-up gets."""
    for file in files:
        assert quick.quick_entries(file) == workbook_entries(FilesWorkbook.open(file), str(file))


VALUES = st.one_of(
    st.none(),
    st.decimals("-1e9", "1e9", places=4),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8),
    st.sampled_from(["95%", "<&>\"'", "_x0041_", " 前后 ", "=1+1", "两\n行", "年度资金总额"]),
)


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """What a clerk might do to the form: type anywhere, insert and delete rows, merge, lose a name."""
    sheet = "项目支出绩效目标自评表"
    ref = st.builds(CellRef, st.just(sheet), st.integers(1, 34), st.integers(1, 9))
    one = st.one_of(
        st.builds(SetValue, ref, VALUES),
        st.builds(SetValue, st.builds(CellRef, st.just(sheet), st.integers(17, 24), st.integers(4, 7)), VALUES),
        st.integers(16, 25).map(lambda row: InsertRows(sheet, row, 1, row - 1)),
        st.integers(17, 23).map(lambda row: DeleteRows(sheet, row, 1)),
        st.just(SetName("说明", sheet, None)),
        st.just(SetMerge(_area(sheet, "F17:F18"), merged=True)),
    )
    return draw(st.lists(one, min_size=1, max_size=4))


def _area(sheet: str, address: str):
    from perf_xl.model.cells import Area, parse_a1

    (top, left), (bottom, right) = (parse_a1(part) for part in address.split(":"))
    return Area(sheet, top, left, bottom, right)


@settings(max_examples=150, deadline=None)
@given(changes=edits(), excel=st.booleans())
def test_workbook_when_edited_anyhow_then_both_readers_agree(project: Path, changes: list[Edit], excel: bool) -> None:
    """An inserted row never shifts a value; a remark outside the table is never lost."""
    book = FilesWorkbook.open(project)
    try:
        book.apply(changes, label="测试", unlock=True)
    except InputError:
        reject()
    data = as_excel_stores(book.to_bytes()) if excel else book.to_bytes()
    assert same_as_full(data, project) is not False


@settings(max_examples=40, deadline=None)
@given(value=VALUES)
def test_workbook_when_only_entries_change_then_is_read_quickly(project: Path, value: object) -> None:
    """The quick way is really taken for what clerks do every day."""
    book = FilesWorkbook.open(project)
    book.apply([SetValue(CellRef("项目支出绩效目标自评表", 17, 5), value)], label="测试", unlock=True)  # type: ignore[arg-type]
    assert same_as_full(book.to_bytes(), project) is True


def _replaced(pattern: str, by: str) -> Callable[[str], str]:
    return lambda xml: re.sub(pattern, by, xml, count=1)


@pytest.mark.parametrize(
    "change",
    [
        _replaced(r"<t>创新型省份建设资金|<t>经信", "<t><!-- x -->经信"),
        _replaced(r"<is><t>([^<]*经信[^<]*)</t></is>", r"<is><r><t>\1</t></r></is>"),
        _replaced(r"<sheetData>", "<sheetData >"),
        lambda xml: xml.replace("<c ", "<x:c ").replace("</c>", "</x:c>").replace("<sheetData>", "<x:sheetData>"),
        _replaced(r'<c r="D6"', '<c  r="D6"'),
    ],
    ids=["comment", "rich text", "space in tag", "prefix", "two spaces"],
)
def test_sheet_when_written_in_an_unusual_way_then_is_left_to_the_full_reader(
    project: Path, change: Callable[[str], str]
) -> None:
    """None, never a guess."""
    assert quick.quick_record(_patched(project.read_bytes(), change)) is None


def _patched(data: bytes, change: Callable[[str], str]) -> bytes:
    import io

    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(result, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if name.startswith("xl/worksheets/"):
                changed = change(part.decode())
                assert changed != part.decode()
                part = changed.encode()
            target.writestr(name, part)
    return result.getvalue()


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + b"\0" * 18, b"not a zip", b"\xd0\xcf\x11\xe0" * 99])
def test_file_when_it_is_no_workbook_then_is_left_to_the_full_reader(data: bytes) -> None:
    """It says what is wrong in words."""
    assert quick.quick_record(data) is None


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_file_when_bytes_are_damaged_then_is_left_or_read_right(project: Path, data: st.DataObject) -> None:
    """A flipped byte never changes a figure: checksums are checked."""
    content = bytearray(project.read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    intact = quick.quick_record(project.read_bytes(), project.name)
    found = quick.quick_record(bytes(content), project.name)
    assert found is None or found == intact


def test_score_block_when_there_then_its_total_is_read(project: Path) -> None:
    """The points by default weights; the score block does not slow reading down."""
    from perf_xl.forms.score_block import PREFIX

    book = FilesWorkbook.open(project)
    sheet = book.sheets()[0]
    area = next(name.area for name in book.names() if name.name == "指标_三级指标")
    assert area is not None
    column = 12
    name = SetName(f"{PREFIX}得分", sheet, f"{sheet}!$L${area.top}:$L${area.bottom}")
    total = SetValue(CellRef(sheet, area.bottom + 2, column), Decimal("93.5"))
    book.apply([name, total, SetValue(CellRef(sheet, area.top + 1, column), Decimal(7))], label="计分", unlock=True)
    path = project.with_name("有评分区.xlsx")
    book.save(path)
    entries = quick.quick_entries(path)
    assert entries is not None
    assert entries[0].reference_score.value == Decimal("93.5")
    assert entries == workbook_entries(FilesWorkbook.open(path), str(path))


@pytest.mark.libreoffice
def test_workbook_when_saved_by_libreoffice_then_is_read_quickly_and_the_same(project: Path, tmp_path: Path) -> None:
    """Another writer's file."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(project),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = tmp_path / project.name
    assert same_as_full(saved.read_bytes(), saved) is True


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", ""])
def test_formula_when_nobody_calculated_it_then_is_left_to_the_full_reader_and_told(project: Path, value: str) -> None:
    """A program wrote 全年预算数 as a formula: no value is neither 0 nor blank."""
    workbook = FilesWorkbook.open(project)
    workbook.apply([SetValue(CellRef(workbook.sheets()[0], 6, 4), Decimal(7))], label="改", unlock=True)
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook.to_bytes())) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                data, count = re.subn(rb'(<c r="D6"[^>]*>)<v>7</v>', rb"\1<f>3+4</f>" + value.encode(), data)
                assert count == 1
            new.writestr(name, data)
    assert quick.quick_record(content.getvalue()) is None
    (record,) = read_forms(FilesWorkbook(content.getvalue(), project))
    assert [(problem.kind, problem.name, problem.text) for problem in record.problems] == [
        ("not_calculated", "全年预算数", "=3+4")
    ]
    (found,) = workbook_entries(FilesWorkbook(content.getvalue(), project))
    assert found.total is not None
    assert (found.total.budget.state, "没有计算过的公式" in found.unread[0]) == ("blank", True)
