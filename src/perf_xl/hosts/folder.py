"""Which workbooks a list of paths means, and what is left out and why: no file is passed over in silence."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_xl.errors import FileProblem, os_reason

READABLE = {".xlsx", ".xlsm", ".xltx", ".xltm"}
REMEDIES = {
    ".xls": ("是旧格式 .xls", "请在 Excel 或 WPS 中另存为 .xlsx 后再试。"),
    ".et": ("是 WPS 表格 .et 格式", "请在 WPS 中另存为 .xlsx 后再试。"),
    ".ett": ("是 WPS 模板 .ett 格式", "请在 WPS 中另存为 .xlsx 后再试。"),
    ".xlsb": ("是二进制格式 .xlsb", "请在 Excel 中另存为 .xlsx 后再试。"),
    ".ods": ("是 .ods 格式", "请在 LibreOffice 中另存为 .xlsx 后再试。"),
    ".docx": ("是 Word 文档", "请把其中的表格填入 .xlsx 模板（perf-xl template）后再试。"),
    ".doc": ("是 Word 文档", "请把其中的表格填入 .xlsx 模板（perf-xl template）后再试。"),
    ".wps": ("是 WPS 文字文档", "请把其中的表格填入 .xlsx 模板（perf-xl template）后再试。"),
    ".pdf": ("是 PDF", "请取得原来的工作簿后再试。"),
    ".csv": ("是 .csv 数据", "批量生成请用 perf-xl generate --data。"),
    **dict.fromkeys((".zip", ".rar", ".7z", ".tar", ".gz"), ("是压缩包", "请先解压，再把解压出的文件夹放进来。")),
}
"""Files that look like a filled form, or may hold some, but are not read, with the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not read: the reason, and what to do."""

    path: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"未读取“{self.path}”：{self.reason}。{self.remedy}"


def find_workbooks(paths: Sequence[Path], also: Collection[str] = ()) -> tuple[list[Path], list[Skipped]]:
    """The workbooks under ``paths`` (files or folders, folders with their subfolders), sorted, and what was left out.

    ``also``: further suffixes (``.xls``) that the caller can read. Subfolders that cannot be opened and links to other
    folders are left out and told. Owner files (``~$…``, ``.~lock…``), hidden folders and files of other kinds are not
    workbooks and are not mentioned. Raises FileProblem for a path that does not exist.
    """
    found: list[Path] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise FileProblem(str(path), "不存在", "请检查路径和文件名；路径里有空格时请加引号。")
        for file in sorted(_files(path, skipped)) if path.is_dir() else [path]:
            suffix = file.suffix.lower()
            if suffix in READABLE or suffix in also:
                found.append(file)
            elif suffix in REMEDIES:
                skipped.append(Skipped(file, *REMEDIES[suffix]))
            elif file == path:
                skipped.append(Skipped(file, f"不是工作簿（{suffix or '没有扩展名'}）", "请选择 .xlsx 文件。"))
    return list(dict.fromkeys(found)), skipped


def _files(folder: Path, skipped: list[Skipped]) -> Iterator[Path]:
    """The files of a folder and its subfolders; folders that cannot be entered go to ``skipped``."""
    try:
        with os.scandir(folder) as listed:
            items = sorted(listed, key=lambda item: item.name)
    except OSError as error:
        reason = f"是打不开的文件夹（{os_reason(error)}），里面的文件没有读"
        skipped.append(Skipped(folder, reason, "请检查文件夹的权限后再试。"))
        return
    for item in items:
        if item.name.startswith((".", "~$")):
            continue
        path = folder / item.name
        if item.is_file():
            yield path
        elif item.is_symlink() and item.is_dir():
            skipped.append(Skipped(path, "是指向别处的链接，没有进去", "要计入请直接给出它指向的文件夹。"))
        elif item.is_dir():
            yield from _files(path, skipped)
