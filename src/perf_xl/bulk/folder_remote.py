"""An output folder behind fsspec: object stores, network shares, ``memory://``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from perf_xl.bulk.folder import FolderLost, is_shared
from perf_xl.errors import InputError


class RemoteFolder:
    """A folder at an address that fsspec knows. One upload is one whole file."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._root = ""
        self._files: Any = None
        self._connect()

    def _connect(self) -> None:
        try:
            import fsspec  # noqa: PLC0415 - optional

            self._files, self._root = fsspec.core.url_to_fs(self.address)
        except Exception as error:
            # a driver may also fail for want of credentials, with an exception of its own
            message = (
                f"打不开地址“{self.address}”（{error}）。请安装 perf-xl[bulk] 和该存储的 fsspec 驱动，并检查地址。"
            )
            raise InputError(message) from error

    def __getstate__(self) -> dict[str, Any]:
        return {"address": self.address}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.address = state["address"]
        self._connect()

    @property
    def is_shared(self) -> bool:
        """Whether other processes see it; ``memory://`` belongs to one process."""
        return is_shared(self.address)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}".rstrip("/")

    def read(self, name: str) -> bytes | None:
        """The content of an object, None if there is none."""
        try:
            data: bytes = self._files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._lost("读不出来", error) from error
        return data

    def write(self, name: str, data: bytes) -> None:
        """Upload one object; any failure means the store cannot be used."""
        path = self._path(name)
        try:
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(path, data)
        except Exception as error:
            raise self._lost("写不进去", error) from error

    def _lost(self, what: str, error: Exception) -> FolderLost:
        """Every store has exceptions of its own; what they mean here is the same."""
        reason = f"{what}（{type(error).__name__}：{error}）"
        return FolderLost(self.address, reason, "请检查网络、权限和地址后加 --resume 续做。")

    def alone(self) -> AbstractContextManager[None]:
        """A store has no locks."""
        return nullcontext()

    def delete(self, name: str) -> None:
        """Take an object away; nothing happens if there is none."""
        try:
            self._files.rm_file(self._path(name))
        except FileNotFoundError:
            return
        except Exception as error:
            raise self._lost("删不掉", error) from error

    def listing(self, below: str = "") -> Iterator[str]:
        """The names of the objects in ``below``, in order."""
        try:
            found = self._files.ls(self._path(below), detail=False)
        except FileNotFoundError:
            return iter(())
        except Exception as error:
            raise self._lost("列不出文件", error) from error
        start = len(self._root.rstrip("/")) + 1
        return iter(sorted(str(path)[start:] for path in found if not self._files.isdir(path)))

    def sweep(self) -> None:
        """Nothing is ever half written."""
