"""Where the files go: a folder of this machine, or an address that fsspec knows; a file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from hashlib import blake2b
from io import FileIO
from pathlib import Path
from typing import Protocol

from perf_xl.errors import FileProblem, os_reason, os_words

PARTS = ".perf_xl-parts"
"""The subfolder where a file stands while it is being written; it is gone when the run is over."""
_PROCESS = f"{os.getpid()}-{secrets.token_hex(4)}"
"""Tells the processes apart that write into one folder, on whatever machine."""


_GO_ON = "已写好的文件都在，可加 --resume 续做。"


class FolderLost(FileProblem):
    """The folder takes no more files at all: full, read-only, gone."""


class Folder(Protocol):
    """An output folder. Names are relative, with ``/`` between subfolders."""

    @property
    def address(self) -> str:
        """As the user named it."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes see what is written."""

    def read(self, name: str) -> bytes | None:
        """The content of a file, None if there is none."""

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else writes into the folder meanwhile, where that can be had; FileProblem when somebody does."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole. FolderLost when no file can be written, FileProblem when only this one cannot."""

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens if there is none."""

    def listing(self, below: str = "") -> Iterator[str]:
        """The names of the files in ``below``, in order."""

    def sweep(self) -> None:
        """Take away what a killed run or worker left half written."""


def open_folder(address: str) -> Folder:
    """The folder of an address: a path, ``file://…``, or any other ``protocol://…`` of fsspec. It is made if missing."""
    if address.startswith("file://"):
        address = address.removeprefix("file://")
    if "://" not in address:
        return LocalFolder(address)
    from perf_xl.bulk.folder_remote import RemoteFolder  # noqa: PLC0415 - few write to an address

    return RemoteFolder(address)


def is_shared(address: str) -> bool:
    """Whether other processes see what is written to an address; ``memory://`` belongs to one process."""
    return "memory://" not in address


def fingerprint(data: bytes) -> str:
    """A hash that tells files apart."""
    return blake2b(data, digest_size=16).hexdigest()


class LocalFolder:
    """A folder of the file system: written beside, then renamed over."""

    is_shared = True

    def __init__(self, address: str) -> None:
        self.address = address
        # paths are texts here: a hundred thousand are made
        self._root = os.path.expanduser(address or ".").rstrip("/") or "/"  # noqa: PTH111
        self._known: set[str] = set()
        try:
            os.makedirs(self._root, exist_ok=True)  # noqa: PTH103
        except OSError as error:
            raise self._lost(error, "") from error

    def _lost(self, error: OSError, go_on: str = _GO_ON) -> FolderLost:
        code = errno.ENOTDIR if isinstance(error, FileExistsError) else error.errno or 0
        words = os_words(OSError(code, ""))
        return FolderLost(self.address, words.said, f"{words.remedy}{go_on}")

    def path(self, name: str) -> Path:
        """Where a file stands."""
        return Path(self._path(name))

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    def read(self, name: str) -> bytes | None:
        """The content of a file, None if there is none."""
        path = self._path(name)
        try:
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123
                return file.readall()
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return None
            blocked = error.errno in (errno.EISDIR, errno.ENOTDIR)
            remedy = "请把它移走或改名后再试。" if blocked else "请检查它是否正被打开。"
            raise FileProblem(path, f"读不出来（{os_reason(error)}）", remedy) from error

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes into the folder meanwhile; FileProblem when somebody does. A killed process holds nothing."""
        try:
            import fcntl  # noqa: PLC0415 - not on Windows, which has nothing to lock a folder with
        except ImportError:
            yield
            return
        held = os.open(self._root, os.O_RDONLY)
        try:
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                reason = "正由另一次批量处理写着"
                raise FileProblem(self.address, reason, "请等它做完，或换一个文件夹。") from error
            except OSError:  # some network shares know no locks
                pass
            yield
        finally:
            os.close(held)

    def write(self, name: str, data: bytes) -> None:
        """Write beside and rename; a name that is too long or a target held open concerns this file only."""
        path, beside = self._path(name), self._beside(name)
        try:
            self._make_parent(beside)
            self._make_parent(path)
            with open(beside, "wb", buffering=0) as file:  # noqa: PTH123
                _write_all(file, data)
        except OSError as error:
            _drop(beside)
            if error.errno == errno.ENAMETOOLONG:
                raise FileProblem(path, "的路径太长", "请缩短 --name 的写法或换一个较浅的文件夹。") from error
            raise self._lost(error) from error
        try:
            os.replace(beside, path)  # noqa: PTH105
        except OSError as error:
            _drop(beside)
            if error.errno == errno.ENAMETOOLONG:
                raise FileProblem(path, "的文件名太长", "请缩短 --name 的写法。") from error
            reason = f"写不进去（{os_reason(error)}）"
            raise FileProblem(path, reason, "请关闭正在打开它的程序，再加 --resume 重试。") from error

    def _beside(self, name: str) -> str:
        return f"{self._root}/{PARTS}/{_PROCESS}-{fingerprint(name.encode())}"

    def _make_parent(self, path: str) -> None:
        folder = path[: path.rindex("/")]
        if folder not in self._known:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
            self._known.add(folder)

    def delete(self, name: str) -> None:
        """Take a file away; nothing happens if there is none."""
        self.path(name).unlink(missing_ok=True)

    def listing(self, below: str = "") -> Iterator[str]:
        """The names of the files in ``below``, in order."""
        folder = self.path(below)
        files = sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
        return (path.relative_to(self._root).as_posix() for path in files)

    def sweep(self) -> None:
        """Take away what a killed process left, and the subfolder for it."""
        parts = self.path(PARTS)
        for path in parts.glob("*"):
            path.unlink(missing_ok=True)
        with suppress(OSError):
            parts.rmdir()
        self._known.discard(f"{self._root}/{PARTS}")


def _write_all(file: FileIO, data: bytes) -> None:
    """A raw file may take less than it is given; what is left follows."""
    written = file.write(data)
    while written is not None and written < len(data):
        data = data[written:]
        written = file.write(data)


def _drop(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)  # noqa: PTH108
