"""The container: untouched parts keep their bytes; what is no workbook is refused in words."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest

from perf_xl.errors import FileProblem
from perf_xl.ooxml.container import read_entries
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook
from tests.ooxml.samples import by_openpyxl, by_xlsxwriter, parts_of, replaced


def test_untouched_parts_when_one_is_changed_then_compressed_bytes_equal():
    """Compressed data and checksum of every other part are the very same."""
    data = by_xlsxwriter()
    package = Package.parse(data, "a.xlsx")
    package.write("docProps/core.xml", b"<a/>")
    before = {entry.name: entry for entry in read_entries(data, "a.xlsx")}
    after = {entry.name: entry for entry in read_entries(package.to_bytes(), "a.xlsx")}
    assert list(before) == list(after)
    assert {"docProps/core.xml"} == {name for name in before if before[name] != after[name]}


def test_bytes_when_written_twice_then_equal_and_a_sound_zip():
    """Fixed dates and order; zipfile finds nothing wrong."""
    package = Package.parse(by_openpyxl(), "a.xlsx")
    package.write("xl/中文.xml", "<绩效/>".encode())
    data = package.to_bytes()
    assert data == package.to_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert {(1980, 1, 1, 0, 0, 0)} == {info.date_time for info in archive.infolist()}
        assert "<绩效/>" == archive.read("xl/中文.xml").decode()


def test_part_when_written_with_the_same_content_then_nothing_changes():
    """Writing what is there leaves the stored bytes."""
    data = by_xlsxwriter()
    package = Package.parse(data, "a.xlsx")
    for name in package.names():
        package.write(name.upper(), package.read(name))
    assert Package.parse(data, "a.xlsx").to_bytes() == package.to_bytes()


def _zip_of(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return stream.getvalue()


_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04" + bytes(40), "损坏"),
        (by_openpyxl()[:2000], "损坏"),
        (by_openpyxl()[:-30], "损坏"),
        (_CFB, "旧格式"),
        (_CFB + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"<html></html>", "不是 xlsx"),
        ("编号,名称".encode("gbk"), "不是 xlsx"),
        (_zip_of(a_dot_txt="x"), "压缩包"),
        (_zip_of(word__document_dot_xml="x"), "Word"),
        (_zip_of(xl__workbook_dot_bin="x"), "xlsb"),
        (_zip_of(mimetype="x", content_dot_xml="x"), "OpenDocument"),
    ],
)
def test_file_when_no_workbook_then_refused_in_words(data, reason):
    """One Chinese sentence with the file, what is wrong, and what to do."""
    with pytest.raises(FileProblem, match=reason) as caught:
        Workbook(Package.parse(data, "年报 2026.xlsx"))
    assert "年报 2026.xlsx" in str(caught.value)
    assert caught.value.remedy


def test_zip_bomb_when_opened_then_refused_before_unpacking():
    """A gigabyte of zeros in a megabyte is not unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/big.xml", "w", force_zip64=True) as part:
            for _ in range(600):
                part.write(bytes(1024 * 1024))
    with pytest.raises(FileProblem, match="太大"):
        Package.parse(stream.getvalue(), "a.xlsx")


def test_part_when_its_bytes_are_damaged_then_named():
    """A wrong checksum is not passed over."""
    data = by_openpyxl()
    entry = next(entry for entry in read_entries(data, "a.xlsx") if entry.name == "xl/worksheets/sheet1.xml")
    place = data.index(entry.data) + len(entry.data) // 2
    broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
    with pytest.raises(FileProblem, match="sheet1"):
        Package.parse(broken, "a.xlsx").read("xl/worksheets/sheet1.xml")


def test_workbook_when_strict_then_told_to_save_again():
    """Strict Open XML has other namespaces; it is refused, not half read."""
    data = by_openpyxl()
    text = parts_of(data)["xl/workbook.xml"].replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    with pytest.raises(FileProblem, match="严格"):
        Workbook(Package.parse(replaced(data, {"xl/workbook.xml": text}), "a.xlsx"))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("content", [b"", b"<a", b"<!DOCTYPE a []><a/>", b"\x00\x01"])
def test_part_when_it_is_not_xml_then_file_problem(part, content):
    """Broken XML inside a sound zip is a sentence too."""
    data = replaced(by_openpyxl(), {part: content})
    with pytest.raises(FileProblem, match=r"a\.xlsx"):
        _read_all(Workbook(Package.parse(data, "a.xlsx")))


def test_styles_when_they_are_lost_then_cells_with_formats_are_refused():
    """1 may have been 100%; a workbook that never had formats is read as it is."""
    data = by_openpyxl()
    relations = parts_of(data)["xl/_rels/workbook.xml.rels"]
    unrelated = re.sub(rb"<Relationship [^>]*styles[^>]*/>", b"", relations)
    assert unrelated != relations
    lost = Workbook(Package.parse(replaced(data, {"xl/_rels/workbook.xml.rels": unrelated}), "a.xlsx"))
    with pytest.raises(FileProblem, match="分不清 1 和 100%"):
        _read_all(lost)
    sheet = re.sub(rb' s="[0-9]+"', b"", parts_of(data)["xl/worksheets/sheet1.xml"])
    plain = replaced(data, {"xl/_rels/workbook.xml.rels": unrelated, "xl/worksheets/sheet1.xml": sheet})
    _read_all(Workbook(Package.parse(plain, "a.xlsx")))


def _read_all(book: Workbook) -> None:
    for tab in book.worksheets():
        assert book.sheet(tab.name).used_box()
    assert book.styles.look(0).font_name


def test_zip_when_made_by_others_then_data_descriptors_and_extras_are_read():
    """A streamed zip (sizes after the data) with a comment is read."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

        def seek(self, *_args: int) -> int:
            raise OSError

    pipe = Pipe()
    content = bytes(range(256)) * 20
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"PK comment"
        archive.writestr("[Content_Types].xml", content)
    package = Package.parse(pipe.getvalue(), "a.xlsx")
    assert content == package.read("[Content_Types].xml")
    assert zlib.crc32(content) == read_entries(package.to_bytes(), "a.xlsx")[0].crc
