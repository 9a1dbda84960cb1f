"""Workbooks: open, save, close; and files that cannot be opened."""

from __future__ import annotations

import socket
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.xlwings_libreoffice.coverage import covers
from xlwings_libreoffice.bridge import any_value, invoke, properties
from xlwings_libreoffice.errors import BookLoadError, BookLockedError, BookPasswordError


@covers(
    "Books.open",
    "Books.__call__",
    "Books.__len__",
    "Books.__iter__",
    "Books.__contains__",
    "Books.active",
    "Books.api",
    "Books.add",
)
@covers("Book.name", "Book.fullname", "Book.save", "Book.close", "Book.api", "Book.app", "Book.activate")
def test_a_workbook_is_saved_and_opened_again(app, tmp_path):
    """A Chinese name with spaces; xlsx that openpyxl reads too."""
    path = tmp_path / "评 分 表.xlsx"
    book = app.books.add()
    before = len(app.books)
    book.sheets[0]["A1"].value = [["单位", 95.5], ["=B1*2", None]]
    book.save(path)
    assert ("评 分 表.xlsx", str(path)) == (book.name, book.fullname)
    assert (True, False, app) == ("评 分 表.xlsx" in app.books, "无.xlsx" in app.books, book.app)
    assert book in list(app.books)
    assert book.api.URL.endswith(".xlsx")
    assert app.books.api.hasElements()
    book.activate()
    book.close()
    assert before - 1 == len(app.books)
    assert "=B1*2" == openpyxl.load_workbook(path).active["A2"].value
    again = app.books.open(path)
    assert (191.0, app.books["评 分 表.xlsx"], app.books.active) == (again.sheets[0]["A2"].value, again, again)
    again.close()


@covers("Book.save")
@pytest.mark.parametrize("extension", [".xlsx", ".ods", ".xls", ".csv", ".xlsm"])
def test_the_extension_decides_the_format(app, book, tmp_path, extension):
    """Each is written and read back."""
    path = tmp_path / f"甲{extension}"
    book.sheets[0]["A1"].value = 5
    book.save(path)
    assert path.stat().st_size > 0
    if extension == ".xlsx":
        assert "xl/workbook.xml" in zipfile.ZipFile(path).namelist()
    other = tmp_path / f"乙{extension}"
    other.write_bytes(path.read_bytes())
    again = app.books.open(other)
    assert 5.0 == again.sheets[0]["A1"].value
    again.close()


@covers("Book.save")
def test_saving_where_it_cannot_be_is_refused(book, tmp_path):
    """An unknown type, and a folder that is not there."""
    with pytest.raises(NotImplementedError, match=r"\.xlsb"):
        book.save(tmp_path / "甲.xlsb")
    with pytest.raises(FileNotFoundError, match="没有"):
        book.save(tmp_path / "没有" / "甲.xlsx")


@covers("Book.to_pdf")
def test_pdf(book, tmp_path):
    """The visible sheets as PDF."""
    book.sheets[0]["A1"].value = "绩效"
    book.to_pdf(tmp_path / "表.pdf")
    assert (tmp_path / "表.pdf").read_bytes().startswith(b"%PDF")


@covers("Books.open")
def test_a_missing_file_and_one_that_is_none(app, tmp_path):
    """Each with its own error."""
    with pytest.raises(FileNotFoundError):
        app.books.open(tmp_path / "无.xlsx")
    text = tmp_path / "文.xlsx"
    text.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(BookLoadError, match="文"):
        app.books.open(text)
    with pytest.raises(NotImplementedError, match="update_links"):
        app.books.open(text, converter=1)


@covers("Books.open", "Book.save")
def test_passwords(app, tmp_path):
    """Needed, wrong, right."""
    path = tmp_path / "密.xlsx"
    book = app.books.add()
    book.sheets[0]["A1"].value = "密"
    book.save(path, password="财政2026")
    book.close()
    with pytest.raises(BookPasswordError, match="needs a password"):
        app.books.open(path)
    with pytest.raises(BookPasswordError, match="this password"):
        app.books.open(path, password="错")
    again = app.books.open(path, password="财政2026")
    assert "密" == again.sheets[0]["A1"].value
    again.close()


def _saved(app, path: Path) -> Path:
    book = app.books.add()
    book.save(path)
    book.close()
    return path


@covers("Books.open")
def test_a_file_open_elsewhere_names_the_colleague(app, tmp_path):
    """By LibreOffice's lock file, and by Excel's."""
    path = _saved(app, tmp_path / "甲.xlsx")
    lock = tmp_path / ".~lock.甲.xlsx#"
    lock.write_text(",李某,caiwu-pc,21.11.2026 08:00,file:///home/li/.config/libreoffice/4;", encoding="utf-8")
    with pytest.raises(BookLockedError, match="李某, caiwu-pc"):
        app.books.open(path)
    lock.unlink()
    name = "王某".encode("gb18030")
    (tmp_path / "~$甲.xlsx").write_bytes(bytes([len(name)]) + name + b" " * 50)
    with pytest.raises(BookLockedError, match="王某"):
        app.books.open(path)
    read_only = app.books.open(path, read_only=True)
    assert read_only.api.isReadonly()
    read_only.close()


@covers("Books.open")
def test_a_leftover_lock_of_our_own_is_taken_away(app, tmp_path):
    """soffice was killed: its profile is gone or its process has ended."""
    path = _saved(app, tmp_path / "甲.xlsx")
    profile = Path(tempfile.gettempdir()) / "xlwings-libreoffice-gone"
    lock = tmp_path / ".~lock.甲.xlsx#"
    lock.write_text(f",root,{socket.gethostname()},21.11.2026 08:00,{profile.as_uri()};", encoding="utf-8")
    book = app.books.open(path)
    assert "甲.xlsx" == book.name
    book.close()
    assert not lock.exists()


@covers("Books.open")
def test_macros_of_a_file_are_not_run(app, tmp_path):
    """A file opened is a file read."""
    path, marker = tmp_path / "宏.ods", tmp_path / "ran"
    book = app.books.add()
    book.api.BasicLibraries.createLibrary("Standard")
    macro = f'Sub Run\nOpen "{marker}" For Output As #1\nClose #1\nEnd Sub'
    book.api.BasicLibraries.getByName("Standard").insertByName("M", macro)
    script = "vnd.sun.star.script:Standard.M.Run?language=Basic&location=document"
    event = any_value("[]com.sun.star.beans.PropertyValue", properties(EventType="Script", Script=script))
    invoke(book.api.Events, "replaceByName", ("OnLoad", event))
    book.save(path)
    book.close()
    with zipfile.ZipFile(path) as package:
        assert "Run" in package.read("content.xml").decode()
    book = app.books.open(path)
    book.close()
    assert not marker.exists()
