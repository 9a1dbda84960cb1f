"""LibreOffice as the second opinion: convert files in one go, and recalculate them from nothing."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

_CACHED = re.compile(
    rb"(<c\b[^>]*?)( t=\"(?:str|n|b|e)\")?([^>]*>)(<f\b(?:[^>]*/>|[^>]*>.*?</f>))<v>.*?</v>", re.DOTALL
)


def convert(files: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """``files`` as LibreOffice saves them in ``folder``; one start of the program for all."""
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder / kind),
    ]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=420)
    return [folder / kind / f"{file.stem}.{kind}" for file in files]


def without_values(source: Path, target: Path) -> Path:
    """A copy whose formulas have no stored values: otherwise LibreOffice would only repeat them."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/"):
                data = _CACHED.sub(rb"\1\3\4", data)
            new.writestr(name, data)
    return target


def recalculated(files: Sequence[Path], folder: Path) -> list[Path]:
    """``files`` with every formula calculated anew by LibreOffice, in the same order."""
    folder.mkdir(parents=True, exist_ok=True)
    bare = [without_values(file, folder / f"{number:03d}.xlsx") for number, file in enumerate(files)]
    return convert(bare, "xlsx", folder)
