"""What a file really is: reads a zip container's entries as they lie, and says in words why a file is no workbook."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from perf_xl.errors import FileProblem

MAX_FILE = 200 * 1024 * 1024
MAX_PART = 512 * 1024 * 1024
MAX_ENTRIES = 20_000
_ZIP = b"PK"
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_STORED, _DEFLATED = 0, 8
_AS_XLSX = "请在 Excel 或 WPS 中打开后另存为“Excel 工作簿（*.xlsx）”。"


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored part: its compressed bytes as they lie in the file, with what the directory says about them."""

    name: str
    method: int
    crc: int
    size: int
    data: bytes


def read_entries(data: bytes, path: str) -> list[Entry]:
    """The entries of a workbook's container in order; FileProblem, naming ``path``, when it is not one."""
    _refuse_other_formats(data, path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _refuse_bombs(infos, path)
            return [_entry(data, info, path) for info in infos if not info.is_dir()]
    except (zipfile.BadZipFile, struct.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        if data.startswith(_ZIP):
            raise FileProblem(path, "不完整或已损坏", "请重新复制或下载一份，或在 Excel 中用“打开并修复”。") from error
        raise FileProblem(path, "不是 xlsx 工作簿", _AS_XLSX) from error


def inflate(entry: Entry, path: str) -> bytes:
    """The part's content, checked against its length and checksum."""
    if entry.method == _STORED:
        content = entry.data
    else:
        try:
            engine = zlib.decompressobj(-15)
            content = engine.decompress(entry.data, entry.size + 1)
        except zlib.error as error:
            raise _damaged(path, entry.name) from error
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise _damaged(path, entry.name)
    return content


def _damaged(path: str, part: str) -> FileProblem:
    return FileProblem(path, f"已损坏（部件 {part} 读不出来）", "请重新复制或下载一份，或在 Excel 中用“打开并修复”。")


def _entry(data: bytes, info: zipfile.ZipInfo, path: str) -> Entry:
    if info.flag_bits & 1:
        raise FileProblem(path, "是加了密码的压缩文件", "请先去掉密码。")
    if info.compress_type not in (_STORED, _DEFLATED):
        raise FileProblem(path, "用了不支持的压缩方法", _AS_XLSX)
    signature, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, info.header_offset)
    start = info.header_offset + 30 + name_length + extra_length
    content = data[start : start + info.compress_size]
    if signature != b"PK\x03\x04" or len(content) != info.compress_size:
        raise zipfile.BadZipFile(info.filename)
    name = info.filename.replace("\\", "/").lstrip("/")
    return Entry(name, info.compress_type, info.CRC, info.file_size, content)


def _refuse_bombs(infos: list[zipfile.ZipInfo], path: str) -> None:
    total = sum(info.file_size for info in infos)
    if len(infos) > MAX_ENTRIES or total > MAX_PART:
        raise FileProblem(
            path, f"解压后太大（{total / 1048576:.0f} MB）", "请检查这个文件是否正常，或删去不用的内容后再试。"
        )


def _refuse_other_formats(data: bytes, path: str) -> None:
    if not data:
        raise FileProblem(path, "是空文件（0 字节）", "请重新复制或下载一份。")
    if len(data) > MAX_FILE:
        raise FileProblem(path, f"太大（{len(data) / 1048576:.0f} MB）", "请删去不用的内容后再试。")
    if data.startswith(_CFB):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileProblem(path, "设了打开密码", "请在 Excel 或 WPS 中取消打开密码后再试。")
        raise FileProblem(path, "是旧格式（.xls 或 .et）", _AS_XLSX)
    if not data.startswith(_ZIP):
        raise FileProblem(path, "不是 xlsx 工作簿", _AS_XLSX)


def refuse_other_packages(names: set[str], path: str) -> None:
    """FileProblem for a zip that is no spreadsheet of ours: .xlsb, .ods, .docx, any other archive."""
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        raise FileProblem(path, "是二进制工作簿（.xlsb）", _AS_XLSX)
    if "mimetype" in lower and "content.xml" in lower:
        raise FileProblem(path, "是 OpenDocument 表格（.ods）", _AS_XLSX)
    if "word/document.xml" in lower:
        raise FileProblem(path, "是 Word 文档", "请选择 Excel 工作簿（*.xlsx）。")
    if "[content_types].xml" not in lower:
        raise FileProblem(path, "是压缩包，不是工作簿", "请先解压，再选择其中的 xlsx 文件。")
