"""The table of shared strings: texts by index; rich text gives its runs' text, phonetic readings are left out."""

from __future__ import annotations

import re

from perf_xl.ooxml.cellxml import rich_text
from perf_xl.ooxml.markup import Document, decode, plain_content


class SharedStrings:
    """Texts of ``sharedStrings.xml``. We never add to it: texts we write stand in their cells."""

    def __init__(self, data: bytes | None) -> None:
        self._texts: list[str | None] = []
        self._bodies: list[str] = []
        self._prefix = ""
        if data is not None:
            self._cut(data)

    def _cut(self, data: bytes) -> None:
        head = Document(data[: data.index(b">", data.index(b"sst")) + 1].rstrip(b"/>") + b"/>")
        self._prefix = head.prefix
        name = re.escape(self._prefix + "si")
        pattern = re.compile(rf"<{name}(?:\s[^>]*)?(?:/>|>(.*?)</{name}\s*>)", re.DOTALL)
        self._bodies = [match[1] or "" for match in pattern.finditer(plain_content(decode(data)))]
        self._texts = [None] * len(self._bodies)

    def __len__(self) -> int:
        return len(self._bodies)

    def text(self, index: int) -> str:
        """The text with this index; IndexError if the table has none."""
        if index < 0:
            raise IndexError(index)
        text = self._texts[index]
        if text is None:
            text = self._texts[index] = rich_text(self._bodies[index], self._prefix)
        return text
