"""Make the pictures of README and docs/rollup.md from the demonstration: a scored form with its block, the summary's sheets.

Needs LibreOffice and pdftoppm; fonts of the forms are replaced by Noto CJK where they are missing.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import Area, SetName
from perf_xl.model.references import absolute

PICTURES = Path(__file__).parents[1] / "docs" / "img"


def main(demo: Path) -> None:
    """``demo`` is the folder that ``perf-xl demo`` made."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wide = folder / "scored.xlsx"
        _whole_sheet(demo / "scored" / "zhijiang-2023" / "03-部门整体支出自评.xlsx", wide)
        _page(_pdf(wide, folder), 1, PICTURES / "scored-form.png", dpi=230, width=1600)
        summary = _pdf(demo / "summary" / "芷江2023年项目汇总.xlsx", folder)
        for what, tab, width in SHEETS:
            _page(summary, _first_page(summary, tab), PICTURES / f"summary-{what}.png", dpi=130, width=width)


FOOTER = 0.75
"""Inches at the bottom of a page: the page number, which is left off."""
SHEETS = (
    ("status", "填报情况", 1200),
    ("charts", "图表", 900),
    ("indicators", "指标汇总", 1300),
    ("differences", "差异清单", 1300),
    ("sources", "来源", 1300),
)
"""File name, tab (it stands in the footer), width in pixels."""


def _whole_sheet(source: Path, target: Path) -> None:
    """A copy whose print area takes in the score block."""
    workbook = FilesWorkbook.open(source)
    sheet = workbook.sheets()[0]
    block = next(name.area for name in workbook.names() if name.name == "评分_说明" and name.area)
    used = workbook.used_area(sheet)
    if used is None:
        raise SystemExit(f"{source} is empty")
    area = Area(sheet, 1, 1, used.bottom, block.right)
    workbook.apply([SetName("_xlnm.Print_Area", sheet, absolute(area))], label="图片", unlock=True)
    workbook.save(target)


def _pdf(workbook: Path, folder: Path) -> Path:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(workbook)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / f"{workbook.stem}.pdf"


def _first_page(pdf: Path, tab: str) -> int:
    """The first page whose footer names ``tab``."""
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    footer = re.compile(rf"^\s*{tab}\s+第\s*\d+\s*页", re.MULTILINE)
    return next(number for number, page in enumerate(text.split("\f"), start=1) if footer.search(page))


def _page(pdf: Path, page: int, target: Path, *, dpi: int, width: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        base = str(Path(name) / "page")
        subprocess.run(
            ["pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-png", str(pdf), base], check=True
        )
        picture = Image.open(next(Path(name).glob("page*.png"))).convert("RGB")
        picture = picture.crop((0, 0, picture.width, picture.height - round(FOOTER * dpi)))
        box = ImageChops.difference(picture, Image.new("RGB", picture.size, "white")).getbbox()
        cut = (
            picture.crop((box[0] - 12, box[1] - 12, box[2] + 12, min(box[3] + 12, picture.height))) if box else picture
        )
        cut = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
        cut.quantize(160).save(target, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo"))
