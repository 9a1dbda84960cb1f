"""Docs that the program itself can say: written by ``python scripts/generate_docs.py``, compared with ``--check``.

One function a document; each gives path and text. Add yours to ``DOCUMENTS``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from perf_xl.checks.base import HEADINGS
from perf_xl.checks.pages import FAMILIES, all_pages

ROOT = Path(__file__).resolve().parent.parent
Documents = Iterator[tuple[Path, str]]


def findings() -> Documents:
    """docs/findings: the list of all findings, and a page for each family."""
    folder = ROOT / "docs" / "findings"
    pages = all_pages()
    listed = ["| 代码 | 问题 | 级别 | 依据 | 例 | 自动修正 |", "|---|---|---|---|---|---|"]
    for page in pages:
        link = f"[{page.code}]({page.code[:3].lower()}.md#{page.code.lower()}-{page.title.replace(' ', '-')})"
        cells = (link, page.title, page.level, page.section(HEADINGS[1]), page.section(HEADINGS[2]), page.fix)
        listed.append("| " + " | ".join(cell.replace("|", "｜") for cell in cells) + " |")
    start = (ROOT / "docs" / "findings" / "README.head.md").read_text("utf-8")
    yield folder / "README.md", f"{start}\n" + "\n".join(listed) + "\n"
    for family, title in FAMILIES.items():
        parts = [f"# {family}xx {title}\n"]
        for page in pages:
            if page.code.startswith(family):
                fix = f"，{page.fix}" if page.fix else ""
                parts.append(f"## {page.code} {page.title}\n\n级别：{page.level}{fix}\n\n{page.text}\n")
        yield folder / f"{family.lower()}.md", "\n".join(parts)


DOCUMENTS: tuple[Callable[[], Documents], ...] = (findings,)


def main(arguments: list[str]) -> int:
    """Write the documents, or with ``--check`` say which are not in step."""
    stale = []
    for document in DOCUMENTS:
        for path, text in document():
            if path.exists() and path.read_text("utf-8") == text:
                continue
            stale.append(path.relative_to(ROOT))
            if "--check" not in arguments:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
    for path in stale:
        print(f"{'不一致' if '--check' in arguments else '已生成'}：{path}")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
