"""The ``.oxt`` file: the same bytes at every build. It carries the package itself, pure Python, and needs no SDK."""

from __future__ import annotations

import importlib.util
import zipfile
from collections.abc import Iterator
from pathlib import Path

from perf_xl.oxt import registry
from perf_xl.resources import resource_dir

COMPONENT = "perf_xl_component.py"
_DATE = (1980, 1, 1, 0, 0, 0)
_PACKAGES = ("perf_xl", "xlwings_libreoffice", "lark")
_RESOURCES = ("templates", "addin")
_SKIPPED = {"__pycache__", "_resources", "py.typed"}


def build_extension(out: Path) -> Path:
    """Write the extension; gives the path."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in sorted(parts().items()):
            package.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED, 9)
    return out


def parts() -> dict[str, bytes]:
    """All files of the extension by name."""
    texts = {
        "META-INF/manifest.xml": registry.manifest(),
        "description.xml": registry.description(),
        "XPerfXL.idl": registry.types(),
        "CalcAddIns.xcu": registry.calc_addins(),
        "Addons.xcu": registry.addons(),
        "ProtocolHandler.xcu": registry.protocol_handler(),
        "Jobs.xcu": registry.jobs(),
        "CalcWindowState.xcu": registry.toolbar_window(),
    }
    component = resource_dir("addin") / "libreoffice" / COMPONENT
    found = {name: text.encode() for name, text in texts.items()}
    found[COMPONENT] = component.read_bytes()
    found.update(_library())
    return found


def _library() -> Iterator[tuple[str, bytes]]:
    """The packages under ``pythonpath``, which LibreOffice puts on the path of the component; and the shipped data."""
    for package in _PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError(package)
        folder = Path(spec.submodule_search_locations[0])
        yield from _files(folder, f"pythonpath/{package}")
    for name in _RESOURCES:
        yield from _files(resource_dir(name), f"pythonpath/perf_xl/_resources/{name}")


def _files(folder: Path, prefix: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not _SKIPPED & set(inside.parts):
            yield f"{prefix}/{inside.as_posix()}", path.read_bytes()
