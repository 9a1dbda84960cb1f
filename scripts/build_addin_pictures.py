"""Take the pictures of docs/addin.md: the ribbon as an outline, and for each button the sheet before and after it.

    python scripts/build_addin_pictures.py

The buttons are really pressed, on files; LibreOffice prints the sheets. Needs LibreOffice, pdftoppm, Pillow, Noto CJK.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from draw import box, cut, panels, save
from draw_ribbon import ribbon_picture
from PIL import Image

from perf_xl.addin.checks import Check
from perf_xl.addin.doctor import report
from perf_xl.addin.exercise import Prepared, first_indicator, first_score
from perf_xl.addin.scratch import FORM, scratch_data, scratch_form
from perf_xl.forms.catalog import form_spec
from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.work import Work
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import Area, CellRef, SetName, SetValue
from perf_xl.model.references import absolute
from perf_xl.resources import resource_dir

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "addin" / "img"
FONTS = {**os.environ, "FONTCONFIG_FILE": str(ROOT / "scripts" / "fonts.conf")}
WIDTH, DOTS, FINE = 1280, 110, 280
"""Dots per inch; fine where a wide sheet is printed on one page."""
Part = tuple[str, Path, int]
"""Title, workbook, page."""


class FileDesk:
    """A person at a file; meets ``Desk`` as far as the buttons here ask."""

    def __init__(self, book: FilesWorkbook, folder: Path) -> None:
        self.book, self._folder, self.selected = book, folder, CellRef(book.sheets()[0], 1, 1)
        self.opened: list[Path] = []

    def workbook(self) -> FilesWorkbook:
        """The file."""
        return self.book

    def folder(self) -> Path:
        """Where no policy file lies."""
        return self._folder

    def selection(self) -> Area:
        """One cell."""
        ref = self.selected
        return Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)

    def select(self, ref: CellRef) -> None:
        """Remembered."""
        self.selected = ref

    def unseen_rows(self, _: Any = None) -> int:
        """Files show everything."""
        return 0

    def open(self, path: Path) -> None:
        """Remembered."""
        self.opened.append(path)


class Album:
    """Presses buttons on copies of a file and keeps what is to be printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fine: set[Path] = set()
        self.pages: dict[str, tuple[list[Part], str, float]] = {}
        self.desk = self._desk_of(scratch_form(folder / "start.xlsx"))

    def _desk_of(self, path: Path) -> FileDesk:
        return FileDesk(FilesWorkbook.open(path), self.folder)

    def fresh(self, *commands: str) -> None:
        """A new copy of the form, with the work of these buttons done."""
        self.desk = self._desk_of(self.folder / "start.xlsx")
        for command in commands:
            self.press(command)

    def press(self, command: str, answers: Sequence[Any] = ()) -> str:
        """Press; the sentence."""
        desk: Any = Prepared(self.desk, answers) if answers else self.desk  # type: ignore[arg-type]
        return action(command)(Work(desk, lambda _: None)).message

    def copy(self, name: str, *, block: bool = False) -> Path:
        """The file as it is now; with ``block`` the page shows the indicators' names and the score block alone."""
        path = self.folder / f"{name}.xlsx"
        self.desk.book.save(path)
        if block:
            book = FilesWorkbook.open(path)
            ref = first_indicator(book)
            used = book.used_area(ref.sheet)
            assert used is not None
            area = absolute(Area(ref.sheet, ref.row - 2, ref.column, used.bottom, used.right))
            book.apply([SetName("_xlnm.Print_Area", ref.sheet, area)], label="图片", unlock=True)
            book.save(path)
            self.fine.add(path)
        return path

    def take(
        self,
        command: str,
        *,
        after: Sequence[tuple[str, int]] = (("点之后", 1),),
        height: float = 1.0,
    ) -> None:
        """Before and after one button; ``after``: title and page of each picture of the after."""
        before = self.copy(f"{command}-before")
        status = self.press(command)
        done = self.copy(f"{command}-after")
        self.pages[command] = ([("点之前", before, 1), *((title, done, page) for title, page in after)], status, height)


def main() -> None:
    """Press, print, cut, put together."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    save(ribbon_picture((resource_dir("addin") / "customUI14.xml").read_text("utf-8")), PICTURES / "ribbon.png")
    with tempfile.TemporaryDirectory() as name:
        album = Album(Path(name))
        _filling(album)
        _checking(album)
        _scoring(album)
        _many(album)
        _print(album)
        for command, (parts, status, height) in album.pages.items():
            shown = [
                (title, cut(_page(path, page, FINE if path in album.fine else DOTS), height))
                for title, path, page in parts
            ]
            save(panels(shown, status, WIDTH), PICTURES / f"{command}.png")
    _boxes()


def _filling(album: Album) -> None:
    for command in ("add_row", "delete_row"):
        album.fresh()
        album.desk.select(first_indicator(album.desk.book))
        album.take(command)
    album.fresh()
    names = [SetName(name.name, name.sheet, None) for name in album.desk.book.names() if name.sheet]
    album.desk.book.apply(names, label="丢失名称", unlock=True)
    album.take("repair", after=(("点之后：表面不变，名称看不见", 1),), height=0.5)
    template = form_spec(FORM).template_path
    album.pages["new_form"] = ([("点之后：新开的空表", template, 1)], f"已新建 {template.name}，请填写", 0.6)
    path = album.folder / "defaults.xlsx"
    path.write_bytes(form_spec("zhijiang-2025-department-target").template_path.read_bytes())
    album.desk = FileDesk(FilesWorkbook.open(path), album.folder)
    _three_indicators(album.desk.book)
    album.take("defaults", height=0.8)


def _three_indicators(book: FilesWorkbook) -> None:
    """Names that the library knows."""
    [area] = [name.area for name in book.names() if name.name.endswith("_三级指标") and name.area]
    rows = zip(range(area.top + 1, area.bottom), ("培训合格率", "项目按时完成率", "服务对象满意度"), strict=False)
    edits = [SetValue(CellRef(area.sheet, row, area.left), text) for row, text in rows]
    book.apply(edits, label="填写", unlock=True)


def _checking(album: Album) -> None:
    album.fresh()
    album.take("check", after=(("点之后", 1), ("另有“校验结果”表", 2)))
    status = album.press("next_finding")
    marked = album.copy("next_finding")
    album.pages["next_finding"] = ([(f"选中 {album.desk.selected.a1}，批注里有同样的话", marked, 1)], status, 0.75)
    before = album.copy("accept-before")
    status = album.press("accept_finding", ["已电话核实"])
    done = album.copy("accept-after")
    album.pages["accept_finding"] = ([("点之前：校验结果", before, 2), ("点之后：最后一列", done, 2)], status, 1.0)
    album.fresh("check")
    album.take("clear_marks")


def _scoring(album: Album) -> None:
    album.fresh()
    album.take("rate", height=0.6)
    album.fresh()
    status = album.press("score")
    scored = album.copy("score", block=True)
    album.pages["score"] = ([("点之后：打印区右侧的评分区", scored, 1)], status, 1.0)
    album.desk.select(first_score(album.desk.book))
    status = album.press("explain")
    album.pages["explain"] = ([("点之后：得分说明", album.copy("explain"), 2)], status, 1.0)
    album.fresh()
    status = album.press("policy")
    album.pages["policy"] = ([("点之后：口径设置", album.copy("policy"), 2)], status, 1.0)
    album.fresh("rate")
    album.take("restore", height=0.6)


def _many(album: Album) -> None:
    made = album.folder / "生成"
    made.mkdir()
    data = scratch_data(album.folder / "数据.jsonl")
    album.fresh()
    status = album.press("generate", [form_spec(FORM).title, data, made])
    [workbook] = made.glob("*.xlsx")
    album.pages["generate"] = ([(f"点之后：{workbook.name}", _flat(workbook, album.folder), 1)], status, 0.6)
    status = album.press("rollup", [made])
    summary = album.desk.opened[-1]
    album.pages["rollup"] = ([(f"点之后：{summary.name}", _flat(summary, album.folder), 1)], status, 0.45)


def _flat(path: Path, folder: Path) -> Path:
    return Path(shutil.copy(path, folder / f"flat-{path.name}"))


def _print(album: Album) -> None:
    """Every workbook once."""
    files = {path for parts, _, _ in album.pages.values() for _, path, _ in parts}
    for path in list(files):
        if path.parent != album.folder:
            files.remove(path)
            files.add(_flat(path, album.folder))
    for command, (parts, status, height) in album.pages.items():
        inside = [(t, p if p.parent == album.folder else album.folder / f"flat-{p.name}", n) for t, p, n in parts]
        album.pages[command] = (inside, status, height)
    profile = f"-env:UserInstallation=file://{album.folder}/profile"
    command_line = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(album.folder)]
    subprocess.run([*command_line, *map(str, sorted(files))], check=True, capture_output=True, env=FONTS)


def _page(path: Path, page: int, dots: int) -> Image.Image:
    base = path.with_name(f"{path.stem}-{page}")
    options = ["-r", str(dots), "-f", str(page), "-l", str(page), "-singlefile", "-png"]
    subprocess.run(["pdftoppm", *options, str(path.with_suffix(".pdf")), str(base)], check=True)
    picture = Image.open(base.with_name(f"{base.name}.png")).convert("RGB")
    return picture.crop((0, 0, picture.width, round(picture.height * 0.94)))  # without the page number


def _boxes() -> None:
    """The answers that open a box: as text, since there is no Excel to take a picture of."""
    checks = [
        Check("Python", True, "3.12.9，64 位"),
        Check("后台服务应答", True, "版本 0.1.0，每次调用 0.6 毫秒"),
        Check("Excel 16.0 加载项", False, "没有启用", "请关闭 Excel，重新安装（双击 install.cmd）"),
        Check("Excel 16.0 宏设置", True, "本加载项所在的文件夹受信任，可以运行宏"),
    ]
    save(box("体检（示意图）", report(checks), 900), PICTURES / "doctor.png")
    about = action("about")(Work(None, lambda _: None))  # type: ignore[arg-type]
    save(box("关于（示意图）", about.report, 900), PICTURES / "about.png")


if __name__ == "__main__":
    main()
