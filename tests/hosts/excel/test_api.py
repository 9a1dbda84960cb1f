"""What needs Excel's own objects, against a stand-in that writes every call down. Excel itself is not here."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from perf_xl.errors import FileProblem, InputError, ProtectedError
from perf_xl.hosts.excel.api import ExcelDesk, ExcelSpecifics
from perf_xl.hosts.excel.api import desk as desks
from perf_xl.hosts.excel.api.desk import _page
from perf_xl.hosts.excel.api.protection import ALLOWED
from perf_xl.hosts.xlwings_log import UndoLog, Watched, Write
from perf_xl.model.cells import Area, CellRef
from tests.hosts.excel.excel import Cells, Protected, Sheet


def sheet(api, name="自评表"):
    """A sheet of xlwings around a stand-in."""
    return SimpleNamespace(api=api, name=name)


def test_opened_when_there_is_no_password_then_protects_again_with_the_same_options():
    """Inserting and formatting rows stay allowed, nothing more."""
    api = Protected(allow=("AllowInsertingRows", "AllowFormattingRows"))
    with ExcelSpecifics().opened(sheet(api)):
        assert not api.ProtectContents
    [_, (_, options)] = api.calls
    assert ["AllowFormattingRows", "AllowInsertingRows"] == sorted(name for name in ALLOWED if options[name])
    assert (True, True, False) == (options["DrawingObjects"], options["Contents"], options["Scenarios"])
    assert api.ProtectContents


def test_opened_when_the_write_fails_then_protects_again_all_the_same():
    """Never a sheet left open."""
    api = Protected()
    with pytest.raises(InputError), ExcelSpecifics().opened(sheet(api)):
        raise InputError("坏了")
    assert api.ProtectContents


def test_opened_when_there_is_a_password_then_refuses_and_names_the_sheet():
    """We do not guess passwords."""
    api = Protected(password="1234")
    with pytest.raises(ProtectedError, match="工作表“自评表”有密码保护"), ExcelSpecifics().opened(sheet(api)):
        pass
    assert api.ProtectContents


@pytest.mark.parametrize("password, expected", [("", False), ("x", True)])
def test_has_password_when_asked_then_leaves_the_protection_as_it_was(password, expected):
    """Tried, and put back."""
    api = Protected(password=password)
    assert expected == ExcelSpecifics().has_password(sheet(api))
    assert api.ProtectContents
    assert False is ExcelSpecifics().has_password(sheet(Protected(contents=False)))


class Book:
    """A workbook of Excel's whose structure is protected."""

    def __init__(self, *, password: str = "", structure: bool = True) -> None:
        self.api, self.name, self.password = self, "表.xlsx", password
        self.ProtectStructure, self.ProtectWindows = structure, True
        self.calls: list[tuple[object, ...]] = []

    def Unprotect(self, password):
        """Takes it off, or raises as Excel does."""
        if password != self.password:
            raise OSError(-2147352567, "Exception occurred.")
        self.ProtectStructure = False

    def Protect(self, *options):
        """Puts it on again."""
        self.calls.append(options)
        self.ProtectStructure = True


@pytest.mark.parametrize("fails", [False, True])
def test_structure_opened_when_there_is_no_password_then_is_protected_again(fails):
    """Structure, and the windows as they were; also after an error."""
    book = Book()
    try:
        with ExcelSpecifics().structure_opened(book):
            assert not book.ProtectStructure
            if fails:
                ExcelDesk(Excel(read_only=True)).workbook()
    except InputError:
        assert fails
    assert [("", True, True)] == book.calls


def test_structure_opened_when_there_is_a_password_then_refuses_and_names_the_workbook():
    """And leaves an open structure alone."""
    with pytest.raises(ProtectedError, match=r"工作簿“表\.xlsx”的结构有密码保护"):
        ExcelSpecifics().structure_opened(Book(password="1234")).__enter__()
    free = Book(structure=False)
    with ExcelSpecifics().structure_opened(free):
        pass
    assert [] == free.calls


def test_unseen_rows_when_counted_then_filtered_ones_are_hidden_ones():
    """One question a row."""
    api = SimpleNamespace(Rows=lambda row: SimpleNamespace(Hidden=row in (5, 7)))
    assert 2 == ExcelSpecifics().unseen_rows(sheet(api), [4, 5, 6, 7])


def test_first_locked_when_cells_differ_then_is_the_first_row_by_row():
    """One question where all are alike."""
    locked, free = {"Locked": True}, {"Locked": False}
    specifics = ExcelSpecifics()
    assert CellRef("表", 5, 4) == specifics.first_locked(Cells([[free, free], [free, locked]], top=4, left=3))
    assert None is specifics.first_locked(Cells([[free, free]]))
    assert CellRef("表", 4, 3) == specifics.first_locked(Cells([[locked, locked]], top=4, left=3))


def test_number_formats_when_mixed_then_each_cell_has_its_own():
    """Row by row, whatever areas Excel was asked for."""
    book_sheet = SimpleNamespace(name="表", api=Sheet(2, 2, {"A1": "0%", "B1": "0%", "A2": "0%", "B2": "0.00"}))
    cells = SimpleNamespace(sheet=book_sheet, row=1, column=1, shape=(2, 2))
    assert [["0%", "0%"], ["0%", "0.00"]] == ExcelSpecifics().number_formats(cells)


def test_notes_when_listed_then_are_keyed_by_row_and_column():
    """From Excel's own list."""
    notes = [
        SimpleNamespace(Parent=SimpleNamespace(Row=r, Column=c), Text=lambda t=t: t)
        for r, c, t in ((7, 3, "甲"), (9, 1, "乙"))
    ]
    api = SimpleNamespace(Comments=SimpleNamespace(Count=2, Item=lambda index: notes[index - 1]))
    assert {(7, 3): "甲", (9, 1): "乙"} == ExcelSpecifics().notes(sheet(api))


def test_merges_when_asked_then_are_those_of_the_cells_in_use():
    """With the sheet's name."""
    expected = [Area("自评表", 1, 1, 1, 2), Area("自评表", 2, 1, 3, 2)]
    assert expected == ExcelSpecifics().merges(sheet(Sheet(4, 3, {}, ("A1:B1", "A2:B3"))))


class Lines:
    """Borders of Excel's, of which every setting is noted; cells that lie somewhere on a sheet."""

    set: list[tuple[str, int]]
    rng: SimpleNamespace

    def __init__(self, column, *, style):
        used = SimpleNamespace(Row=1, Column=1, Rows=SimpleNamespace(Count=9), Columns=SimpleNamespace(Count=8))
        cells = SimpleNamespace(Column=column, Row=3, Borders=self)
        rng = SimpleNamespace(api=cells, sheet=SimpleNamespace(api=SimpleNamespace(UsedRange=used)))
        self.__dict__.update(LineStyle=style, rng=rng, set=[])

    def __setattr__(self, name, value):
        self.set.append((name, value))


@pytest.mark.parametrize(
    "column, style, expected", [(10, -4142, (-4142,)), (9, -4142, None), (4, -4142, None), (10, 1, None)]
)
def test_common_sides_when_the_cells_were_in_use_then_are_asked_one_by_one(column, style, expected):
    """Nor is a free column left out: the last one in use shares its lines with the next."""
    assert expected == ExcelSpecifics().common_sides(Lines(column, style=style).rng)


def test_frame_when_drawn_then_all_lines_are_set_together_and_taken_away_so():
    """Three settings for any number of cells, the style first; the colour in Excel's order: blue, green, red."""
    drawn = Lines(10, style=-4142)
    ExcelSpecifics().frame(drawn.rng, "9DC3E6")
    assert [("LineStyle", 1), ("Weight", 2), ("Color", 0xE6C39D)] == drawn.set
    cleared = Lines(10, style=1)
    ExcelSpecifics().frame(cleared.rng, "")
    ExcelSpecifics().put_sides(cleared.rng, (-4142,))
    assert [("LineStyle", -4142)] * 2 == cleared.set


def test_is_unfilled_when_some_cells_have_a_fill_then_is_not_known():
    """Null where they differ."""
    for index, expected in ((-4142, True), (None, False), (15, False)):
        cells = SimpleNamespace(api=SimpleNamespace(Interior=SimpleNamespace(ColorIndex=index)))
        assert expected == ExcelSpecifics().is_unfilled(cells)


@pytest.mark.parametrize("choices, added", [(("甲", "乙"), [(3, 1, 1, "甲;乙")]), ((), [])])
def test_set_choices_when_given_then_are_separated_as_this_windows_separates_lists(choices, added):
    """The fifth of Excel's settings, counted from one; an old list goes first."""
    calls: list[object] = []
    validation = SimpleNamespace(Delete=lambda: calls.append("Delete"), Add=lambda *given: calls.append(given))
    settings = SimpleNamespace(International=("86", "86", ".", ",", ";", "R"))
    ExcelSpecifics().set_choices(
        SimpleNamespace(api=SimpleNamespace(Validation=validation, Application=settings)), choices
    )
    assert ["Delete", *added] == calls


def test_set_locked_when_cells_are_merged_then_each_whole_area_is_set():
    """Excel refuses a part of a merged area."""
    areas = [SimpleNamespace(Locked=True) for _ in range(2)]
    merged = SimpleNamespace(
        MergeCells=None, Count=2, Cells=lambda number: SimpleNamespace(MergeArea=areas[number - 1])
    )
    plain = SimpleNamespace(MergeCells=False, Locked=True)
    for cells in (merged, plain):
        ExcelSpecifics().set_locked(SimpleNamespace(api=cells), locked=False)
    assert [False] * 3 == [cells.Locked for cells in (*areas, plain)]


@pytest.mark.parametrize("fails", [False, True])
def test_grouped_when_left_then_events_and_calculation_are_as_before(fails):
    """Also after an error."""
    excel = SimpleNamespace(EnableEvents=True, Calculation=2)
    book = SimpleNamespace(app=SimpleNamespace(api=excel))
    try:
        with ExcelSpecifics().grouped(book, "计算得分"):
            assert (False, -4135) == (excel.EnableEvents, excel.Calculation)
            if fails:
                ExcelDesk(Excel(read_only=True)).workbook()
    except InputError:
        assert fails
    assert (True, 2) == (excel.EnableEvents, excel.Calculation)


@pytest.mark.parametrize(
    "number, kind, words",
    [
        (-2147418111, InputError, "请按 Enter 结束编辑"),
        (-2147023174, FileProblem, "在处理时被关闭了"),
        (-2147352567, InputError, "没有接受对“表.xlsx”的改动"),
    ],
)
def test_in_words_when_excel_raises_then_says_what_to_do(number, kind, words):
    """By the number of the COM error."""
    error = Exception(number, "text", (0, "Excel", "detail", None, 0, 0), None)
    sentence = ExcelSpecifics().in_words(error, "表.xlsx")
    assert isinstance(sentence, kind)
    assert words in str(sentence)
    assert "（）" not in str(ExcelSpecifics().in_words(Exception(number, "text", None, None), "表.xlsx"))
    assert None is ExcelSpecifics().in_words(ValueError("x"), "表.xlsx")


class Excel:
    """The application: one workbook, dialogs with prepared answers."""

    def __init__(self, *, path="C:\\表", read_only=False, typed=(), folder=None):
        self.prompts, self._typed = [], list(typed)
        book = SimpleNamespace(
            name="表.xlsx", fullname=f"{path}\\表.xlsx", api=SimpleNamespace(ReadOnly=read_only, Path=path)
        )
        self.api = SimpleNamespace(ActiveWorkbook=book, InputBox=self._input, FileDialog=lambda _: self._dialog(folder))
        self.books = type("Books", (list,), {"active": book})([book])
        self.selection = None

    def _input(self, prompt, title, Type):
        self.prompts.append((title, prompt))
        return self._typed.pop(0)

    @staticmethod
    def _dialog(folder):
        return SimpleNamespace(Show=lambda: -1 if folder else 0, SelectedItems=lambda _: folder)


def test_workbook_when_read_only_then_refuses_in_words():
    """Opened by a colleague, or from mail."""
    with pytest.raises(InputError, match=r"工作簿“表\.xlsx”是只读的"):
        ExcelDesk(Excel(read_only=True)).workbook()


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        (SimpleNamespace(Count=1), "请先点窗口上方黄条里的“启用编辑”"),
        (SimpleNamespace(Count=0), "没有打开的工作簿"),
        (None, "没有打开的工作簿"),
    ],
    ids=["from mail", "none", "WPS"],
)
def test_workbook_when_it_is_only_looked_at_then_says_how_to_open_it(windows, words):
    """To Excel a file in its protected view is no workbook."""
    api = SimpleNamespace(ActiveWorkbook=None)
    if windows is not None:
        api.ProtectedViewWindows = windows
    with pytest.raises(InputError, match=words):
        ExcelDesk(SimpleNamespace(books=[], api=api)).workbook()


@pytest.mark.parametrize("is_open", [True, False])
def test_open_when_no_workbook_is_open_then_the_manual_is_shown_all_the_same(monkeypatch, is_open):
    """帮助 is there when everything is closed, too."""
    shown: list[str] = []
    book = SimpleNamespace(FollowHyperlink=lambda text: shown.append(f"Excel {text}"))
    monkeypatch.setattr(desks, "open_document", lambda path: shown.append(f"Windows {path}"))
    ExcelDesk(SimpleNamespace(api=SimpleNamespace(ActiveWorkbook=book if is_open else None))).open(Path("help.html"))
    assert ["Excel help.html" if is_open else "Windows help.html"] == shown


@pytest.mark.parametrize(
    ("path", "kept"),
    [("C:\\表", True), ("https://d.docs.live.net/x", True), ("", False)],
    ids=["disk", "OneDrive", "new"],
)
def test_workbook_when_it_has_a_place_then_its_undo_log_outlives_the_server(monkeypatch, tmp_path, path, kept):
    """By the path, or the web address of a OneDrive workbook; a new one has none yet."""
    monkeypatch.setattr(desks, "undo_dir", lambda: tmp_path)
    logs: list[UndoLog] = []
    for _ in range(2):
        monkeypatch.setattr(desks, "_UNDO_LOGS", {})
        logs.append(ExcelDesk(Excel(path=path)).workbook()._undo)
        logs[0].push(Write("计算得分", Watched((), (), ())))
    assert kept == (logs[1].top is not None)


@pytest.mark.parametrize(
    "path, expected", [("C:\\表", Path("C:\\表")), ("", None), ("https://d.docs.live.net/x", None)]
)
def test_folder_when_not_on_disk_then_is_none(path, expected):
    """New workbooks, and those that Excel knows by a web address."""
    assert expected == ExcelDesk(Excel(path=path)).folder()


def test_choose_when_the_list_is_long_then_comes_in_pages_and_asks_again():
    """A wrong answer begins anew; 0 turns the page; cancelling gives None."""
    options = [f"第 {n} 种表：{'长' * 30}" for n in range(1, 12)]
    excel = Excel(typed=["0", "x", "0", "11", False])
    assert 10 == ExcelDesk(excel).choose("新建表格", options)
    assert all(len(prompt) <= 250 for _, prompt in excel.prompts)
    assert None is ExcelDesk(excel).choose("新建表格", options)


def test_page_when_all_fit_then_is_one():
    """No 更多 on the last page."""
    lines, last = _page(["甲", "乙"], 0)
    assert (["请输入序号：", "1. 甲", "2. 乙"], 2) == (lines, last)


@pytest.mark.parametrize("folder, expected", [("D:\\项目表", Path("D:\\项目表")), (None, None)])
def test_pick_folder_when_answered_or_cancelled_then_gives_it_or_none(folder, expected):
    """Office's own dialog."""
    assert expected == ExcelDesk(Excel(folder=folder)).pick_folder("选文件夹")


def test_ask_when_answered_then_is_trimmed_and_none_when_cancelled():
    """False is Excel's word for cancel."""
    desk = ExcelDesk(Excel(typed=[" 已核实 ", False]))
    assert ["已核实", None] == [desk.ask("已核实", "请写明"), desk.ask("已核实", "请写明")]
