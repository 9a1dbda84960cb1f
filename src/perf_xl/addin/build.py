"""perf_xl.xlam from its sources: VBA texts, ribbon, and the worksheet functions."""

from __future__ import annotations

from pathlib import Path

from perf_xl.addin.package import write_package
from perf_xl.addin.ribbon import ribbon_2007
from perf_xl.addin.shim import functions_module
from perf_xl.addin.texts import help_rows, text_rows
from perf_xl.addin.vba_project import Module, ModuleKind, vba_project
from perf_xl.functions import FUNCTIONS
from perf_xl.resources import resource_dir

PROJECT_NAME = "PerfXL"
ADDIN_NAME = "perf_xl.xlam"
STANDARD_MODULES = ("PxLink", "PxFunctions", "PxRibbon")


def addin_modules() -> list[Module]:
    """The add-in's VBA modules. The functions' wrappers are those in ``vba_shim/``, which a test keeps up to date."""
    folder = resource_dir("vba_shim")
    document = Module("ThisWorkbook", ModuleKind.WORKBOOK, _read(folder / "ThisWorkbook.cls"))
    sheets = [Module(name, ModuleKind.SHEET, "") for name in ("PxTexts", "PxHelp")]
    return [
        document,
        *sheets,
        *(Module(name, ModuleKind.STANDARD, _read(folder / f"{name}.bas")) for name in STANDARD_MODULES),
    ]


def addin_bytes(*, addin: bool = True) -> bytes:
    """The finished add-in; the same bytes each time. ``addin=False``: as .xlsm."""
    ribbon = _read(resource_dir("addin") / "customUI14.xml")
    sheets = {"PxTexts": text_rows(), "PxHelp": help_rows()}
    project = vba_project(PROJECT_NAME, addin_modules())
    return write_package(project, sheets, ribbon, ribbon_2007(ribbon), addin=addin)


def build_addin(out: Path) -> Path:
    """Write the add-in to ``out``, replacing it in one go; the path written."""
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(out.name + ".part")
    draft.write_bytes(addin_bytes())
    draft.replace(out)
    return out


def write_shim(folder: Path) -> Path:
    """Write PxFunctions.bas anew from the functions' metadata; its path."""
    path = folder / "PxFunctions.bas"
    path.write_text(functions_module(FUNCTIONS), encoding="ascii", newline="\n")
    return path


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
