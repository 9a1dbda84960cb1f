"""Take the pictures of docs/forms/img: each form empty, and filled with a published example.

    python scripts/build_form_pictures.py

Needs LibreOffice, pdftoppm and ImageMagick. The official fonts are substituted by Noto CJK (scripts/fonts.conf).
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml

from perf_xl.forms.catalog import form_spec, form_specs
from perf_xl.forms.load import load_layout
from perf_xl.forms.records import from_json
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.fill import fill_form
from perf_xl.resources import resource_dir

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "forms" / "img"
DOTS_PER_INCH = 105
FONTS = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "scripts" / "fonts.conf")}


def main() -> None:
    """Write the workbooks to a temporary folder, print them, cut the pages into pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for spec in form_specs():
            (folder / f"{spec.id}-empty.xlsx").write_bytes(template_bytes(spec))
        example = example_layout(folder)
        (folder / f"{example.id}-empty.xlsx").write_bytes(template_bytes(example))
        for form, data in examples().items():
            spec = form_spec(form)
            (folder / f"{form}-filled.xlsx").write_bytes(fill_form(spec, from_json(data, spec)))
        files = sorted(folder.glob("*.xlsx"))
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", name, *map(str, files))  # fmt: skip
        for old in IMAGES.glob("*.png"):
            old.unlink()
        for file in files:
            run("pdftoppm", "-r", str(DOTS_PER_INCH), "-png", str(file.with_suffix(".pdf")), str(folder / file.stem))
        for page in sorted(folder.glob("*.png")):
            run(
                "convert",
                str(page),
                "-colors",
                "16",
                "-define",
                "png:exclude-chunks=date,time",
                f"PNG8:{IMAGES / page.name}",
            )


def examples() -> dict[str, dict[str, Any]]:
    """The first published form of each kind, by form id; for the national form a written example."""
    found: dict[str, dict[str, Any]] = {}
    written = sorted((ROOT / "docs" / "forms" / "examples").glob("*.yml"))
    for path in [*sorted(resource_dir("published").glob("*/*.yml")), *written]:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        found.setdefault(data["form"], data)
    return found


def example_layout(folder: Path) -> FormSpec:
    """The made-up form of docs/forms/new-form.md."""
    page = (ROOT / "docs" / "forms" / "new-form.md").read_text(encoding="utf-8")
    layout = page.split("```toml\n")[1].split("```")[0]
    (folder / "layout.toml").write_text(layout, encoding="utf-8")
    return load_layout(folder / "layout.toml")


def run(*command: str) -> None:
    """Run a program; its failure ends the script."""
    subprocess.run(command, check=True, capture_output=True, env=FONTS)


if __name__ == "__main__":
    main()
