"""Records put aside in a file of their own while all data is examined: converted once, memory bounded."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator

from perf_xl.errors import FileProblem

_IN_MEMORY = 16 << 20
"""Bytes that are kept in memory before a file is begun."""


class Spool:
    """Pieces of bytes in the order they came; gone when closed."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by close()
        self._sizes = array("L")

    def add(self, data: bytes) -> None:
        """Put a piece aside; FileProblem when the disk for temporary files is full."""
        try:
            self._file.write(data)
        except OSError as error:
            reason, remedy = "写不进去，装不下预检好的数据", "请腾出磁盘空间，或用环境变量 TMPDIR 指到别的磁盘。"
            raise FileProblem(tempfile.gettempdir(), reason, remedy) from error
        self._sizes.append(len(data))

    def __iter__(self) -> Iterator[bytes]:
        """All pieces from the first on; one reader at a time."""
        self._file.seek(0)
        for size in self._sizes:
            yield self._file.read(size)

    def __len__(self) -> int:
        return len(self._sizes)

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
