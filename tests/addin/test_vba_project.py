"""The VBA project: records, protection states, ASCII only."""

import io

import olefile
import pytest
from oletools.olevba import decompress_stream

from perf_xl.addin.build import PROJECT_NAME, addin_modules
from perf_xl.addin.vba_project import PROJECT_ID, Module, ModuleKind, encrypt, vba_project


def decrypt(text: str) -> bytes:
    """The inverse of encrypt, written from [MS-OVBA] 2.4.3.3."""
    data = bytes.fromhex(text)
    seed, project_key = data[0], data[0] ^ data[2]
    plain, last, before = project_key, data[2], data[1]
    out = bytearray()
    for byte in data[3:]:
        plain = byte ^ ((before + plain) & 0xFF)
        before, last = last, byte
        out.append(plain)
    ignored = (seed & 6) // 2
    length = int.from_bytes(out[ignored : ignored + 4], "little")
    return bytes(out[ignored + 4 : ignored + 4 + length])


@pytest.mark.parametrize("data", [bytes(4), bytes(1), b"\xff", b"secret"])
@pytest.mark.parametrize("seed", [0x5D, 0x00, 0xFF])
def test_encrypt_when_decrypted_then_gives_the_state(data, seed):
    """All seeds carry the same state."""
    assert data == decrypt(encrypt(data, PROJECT_ID, seed))


def test_decrypt_when_given_the_strings_of_a_shipped_file_then_reads_not_protected_and_visible():
    """xlwings' quickstart add-in, made by another writer: this reading of the format holds for its strings."""
    strings = ["5D5F8AADDAA8DEA8DEA8DEA8DE", "5D5F8AADDAADDBADDBAD", "5D5F8AADDAADDBADDB52"]
    assert [bytes(4), bytes(1), b"\xff"] == [decrypt(text) for text in strings]


def records(stream: bytes) -> list[int]:
    """The record ids of a dir stream, in order ([MS-OVBA] 2.3.4.2)."""
    position, found = 0, []
    while position < len(stream):
        code = int.from_bytes(stream[position : position + 2], "little")
        size = int.from_bytes(stream[position + 2 : position + 6], "little")
        position += 6 + size + (2 if code == 9 else 0)
        found.append(code)
    assert position == len(stream)
    return found


def test_dir_when_read_then_has_the_records_of_the_specification_in_order():
    """Information, one reference, the modules, the end."""
    modules = [Module("ThisWorkbook", ModuleKind.WORKBOOK, ""), Module("Mod", ModuleKind.STANDARD, "Option Explicit")]
    with olefile.OleFileIO(io.BytesIO(vba_project("P", modules))) as file:
        stream = bytes(decompress_stream(bytearray(file.openstream("VBA/dir").read())))
    module = [0x19, 0x47, 0x1A, 0x32, 0x1C, 0x48, 0x31, 0x1E, 0x2C]
    expected = [1, 2, 0x14, 3, 4, 5, 0x40, 6, 0x3D, 7, 8, 9, 0xC, 0x3C, 0x16, 0x3E, 0xD, 0xF, 0x13]
    assert [*expected, *module, 0x22, 0x2B, *module, 0x21, 0x2B, 0x10] == records(stream)


def test_performance_cache_when_written_then_is_absent():
    """Version 0xFFFF makes Excel compile from source."""
    with olefile.OleFileIO(io.BytesIO(vba_project(PROJECT_NAME, addin_modules()))) as file:
        assert bytes.fromhex("cc61ffff000000") == file.openstream("VBA/_VBA_PROJECT").read()


def test_module_when_source_is_chinese_then_refuses_and_names_it():
    """Chinese in VBA depends on the computer's code page."""
    with pytest.raises(ValueError, match="Mod: '得分' is not ASCII"):
        vba_project("P", [Module("Mod", ModuleKind.STANDARD, "' 得分")])
