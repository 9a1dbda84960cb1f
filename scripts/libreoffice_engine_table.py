"""Write the table of supported members into ``docs/libreoffice-engine.md``: ``python scripts/libreoffice_engine_table.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import xlwings.main

import xlwings_libreoffice.engine  # noqa: F401 - its import fills the list of contracts
from xlwings_libreoffice.members import CONTRACTS, supported_members

DOCUMENT = Path(__file__).parents[1] / "docs" / "libreoffice-engine.md"
BEGIN, END = "<!-- 成员表：由脚本生成，不要手改 -->", "<!-- 成员表完 -->"
PUBLIC_NAMES = {"WorkbookNames": "Names", "SheetNames": "Names"}


def member_table() -> list[tuple[str, list[str], list[str]]]:
    """For each public class: its name, the members offered, those refused."""
    rows: dict[str, tuple[set[str], set[str]]] = {}
    for name, (cls, base) in CONTRACTS.items():
        public = PUBLIC_NAMES.get(name, name)
        offered, refused = supported_members(cls, base, getattr(xlwings.main, public))
        entry = rows.setdefault(public, (set(), set()))
        entry[0].update(offered)
        entry[1].update(refused)
    return [(name, sorted(offered), sorted(refused)) for name, (offered, refused) in sorted(rows.items())]


def marked_table() -> str:
    """The table as Markdown between its marks."""
    lines = [BEGIN, "", "| 对象 | 支持 | 不支持（NotImplementedError） |", "|---|---|---|"]
    for name, offered, refused in member_table():
        lines.append(f"| {name} | {_listed(offered)} | {_listed(refused) or '—'} |")
    return "\n".join([*lines, "", END])


def _listed(members: list[str]) -> str:
    return " ".join(f"`{member}`" for member in members)


def main() -> int:
    """Replace the table in the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(before + marked_table() + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
