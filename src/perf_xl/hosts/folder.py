"""Which workbooks a list of paths means, and what is left out and why: no file is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_xl.errors import FileProblem

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
}
"""Files that look like a filled form but are not read, with the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is not read: the reason, and what to do."""

    path: Path
    reason: str
    remedy: str

    def __str__(self) -> str:
        return f"未读取“{self.path}”：{self.reason}。{self.remedy}"


def find_workbooks(paths: Sequence[Path]) -> tuple[list[Path], list[Skipped]]:
    """The workbooks under ``paths`` (files or folders, folders with their subfolders), sorted, and what was left out.

    Owner files (``~$…``, ``.~lock…``), hidden folders and files of other kinds are not workbooks and are not
    mentioned. Raises FileProblem for a path that does not exist.
    """
    found: list[Path] = []
    skipped: list[Skipped] = []
    for path in paths:
        if not path.exists():
            raise FileProblem(str(path), "不存在", "请检查路径和文件名；路径里有空格时请加引号。")
        for file in sorted(_files(path)) if path.is_dir() else [path]:
            suffix = file.suffix.lower()
            if suffix in READABLE:
                found.append(file)
            elif suffix in REMEDIES:
                skipped.append(Skipped(file, *REMEDIES[suffix]))
            elif file == path:
                skipped.append(Skipped(file, f"不是工作簿（{suffix or '没有扩展名'}）", "请选择 .xlsx 文件。"))
    return list(dict.fromkeys(found)), skipped


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        names = path.relative_to(folder).parts
        if path.is_file() and not any(name.startswith((".", "~$")) for name in names):
            yield path
