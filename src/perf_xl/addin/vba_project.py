"""vbaProject.bin from VBA source text ([MS-OVBA]), without compiled code, as the specification asks of writers.

The version 0xFFFF of ``_VBA_PROJECT`` tells Excel to compile from source (2.3.4.1: a performance cache "MUST NOT be
present on write"). Sources are ASCII here, so the code page decides nothing; it is set to 936. The only reference is
stdole: ribbon callbacks take ``Object``, so that no Office library can be missing in WPS or in another version.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from perf_xl.addin.cfb import write_compound_file
from perf_xl.addin.compression import compress

CODE_PAGE = 936
LCID = 0x409
PROJECT_ID = "{5F0C2C1E-6C0B-4B52-9C4B-6D1B60A7C2D4}"
"""A fixed id keeps the file reproducible; it says nothing else."""

_VISIBLE = b"\xff"
_NO_PERFORMANCE_CACHE = bytes.fromhex("cc61ffff000000")
_WORKBOOK = "{00020819-0000-0000-C000-000000000046}"
_WORKSHEET = "{00020820-0000-0000-C000-000000000046}"
_CLASS = "{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"
_REFERENCES = (
    (
        "stdole",
        r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    ),
)


class ModuleKind(Enum):
    """What a module is."""

    STANDARD = "Module"
    CLASS = "Class"
    WORKBOOK = "Workbook"
    SHEET = "Sheet"

    @property
    def is_document(self) -> bool:
        """Whether it belongs to the workbook or a sheet."""
        return self in (ModuleKind.WORKBOOK, ModuleKind.SHEET)


@dataclass(frozen=True, slots=True)
class Module:
    """A VBA module: its name, kind, and source without the hidden ``Attribute`` lines."""

    name: str
    kind: ModuleKind
    source: str

    def stream(self) -> bytes:
        """The module's source with its attributes, CRLF, as it is stored before compression.

        ValueError unless it is ASCII: other text is garbled on computers with another code page.
        """
        lines = [*_attributes(self), *self.source.replace("\r\n", "\n").rstrip("\n").split("\n")]
        try:
            return "".join(f"{line}\r\n" for line in lines).encode("ascii")
        except UnicodeEncodeError as error:
            raise ValueError(f"{self.name}: {error.object[error.start : error.end]!r} is not ASCII") from None


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The vbaProject.bin of a project called ``name``; the same bytes for the same sources."""
    streams = {module.name: compress(module.stream()) for module in modules}
    return write_compound_file(
        {
            "VBA": {"_VBA_PROJECT": _NO_PERFORMANCE_CACHE, "dir": compress(_dir(name, modules)), **streams},
            "PROJECT": _project(name, modules),
            "PROJECTwm": b"".join(_ansi(m.name) + b"\0" + _wide(m.name) + b"\0\0" for m in modules) + b"\0\0",
        }
    )


def _attributes(module: Module) -> list[str]:
    lines = [f'Attribute VB_Name = "{module.name}"']
    if module.kind is ModuleKind.STANDARD:
        return lines
    base = {ModuleKind.WORKBOOK: _WORKBOOK, ModuleKind.SHEET: _WORKSHEET, ModuleKind.CLASS: _CLASS}[module.kind]
    document = module.kind.is_document
    return [
        *lines,
        f'Attribute VB_Base = "0{base}"',
        "Attribute VB_GlobalNameSpace = False",
        "Attribute VB_Creatable = False",
        f"Attribute VB_PredeclaredId = {document}",
        f"Attribute VB_Exposed = {document}",
        "Attribute VB_TemplateDerived = False",
        f"Attribute VB_Customizable = {document}",
    ]


def _ansi(text: str) -> bytes:
    return text.encode("ascii")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def _record(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HI", code, len(data)) + data


def _dir(name: str, modules: Sequence[Module]) -> bytes:
    """The ``dir`` stream (2.3.4.2): project information, references, modules."""
    information = [
        _record(0x01, struct.pack("<I", 1)),  # SYSKIND: 32-bit Windows, as Office itself writes on 64-bit too
        _record(0x02, struct.pack("<I", LCID)),
        _record(0x14, struct.pack("<I", LCID)),
        _record(0x03, struct.pack("<H", CODE_PAGE)),
        _record(0x04, _ansi(name)),
        _record(0x05) + _record(0x40),  # description
        _record(0x06) + _record(0x3D),  # help file
        _record(0x07, bytes(4)),  # help context
        _record(0x08, bytes(4)),  # library flags
        struct.pack("<HIIH", 0x09, 4, 1, 0),  # version 1.0
        _record(0x0C) + _record(0x3C),  # constants
    ]
    references = [
        _record(0x16, _ansi(label))
        + _record(0x3E, _wide(label))
        + _record(0x0D, struct.pack("<I", len(library)) + _ansi(library) + bytes(6))
        for label, library in _REFERENCES
    ]
    count = _record(0x0F, struct.pack("<H", len(modules))) + _record(0x13, b"\xff\xff")
    return b"".join([*information, *references, count, *map(_module_records, modules), _record(0x10)])


def _module_records(module: Module) -> bytes:
    kind = 0x21 if module.kind is ModuleKind.STANDARD else 0x22
    names = _record(0x19, _ansi(module.name)) + _record(0x47, _wide(module.name))
    stream = _record(0x1A, _ansi(module.name)) + _record(0x32, _wide(module.name))
    rest = [
        _record(0x1C) + _record(0x48),  # description
        _record(0x31, bytes(4)),  # the source begins at 0: no performance cache
        _record(0x1E, bytes(4)),  # help context
        _record(0x2C, b"\xff\xff"),  # cookie
        _record(kind),
        _record(0x2B),
    ]
    return names + stream + b"".join(rest)


def _project(name: str, modules: Sequence[Module]) -> bytes:
    """The ``PROJECT`` stream (2.3.1): not protected, visible."""
    kinds = {True: "Document={}/&H00000000", False: "{}={}"}
    members = [
        kinds[True].format(m.name) if m.kind.is_document else kinds[False].format(m.kind.value, m.name) for m in modules
    ]
    lines = [
        f'ID="{PROJECT_ID}"',
        *members,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{encrypt(bytes(4), PROJECT_ID)}"',
        f'DPB="{encrypt(bytes(1), PROJECT_ID)}"',
        f'GC="{encrypt(_VISIBLE, PROJECT_ID)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
        "",
    ]
    return _ansi("\r\n".join(lines))


def encrypt(data: bytes, project_id: str, seed: int = 0x5D) -> str:
    """The hexadecimal form of a protection state ([MS-OVBA] 2.4.3.2), keyed by the project's id."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = bytearray([seed, seed ^ 2, seed ^ key])
    plain, last, before = key, out[2], out[1]
    for byte in bytes([7]) * ((seed & 6) // 2) + struct.pack("<I", len(data)) + data:
        encrypted = byte ^ ((before + plain) & 0xFF)
        out.append(encrypted)
        plain, last, before = byte, encrypted, last
    return out.hex().upper()
