"""Output folders behind fsspec: file://, memory://; the manifest without appending."""

from __future__ import annotations

from pathlib import Path

import fsspec
import pytest

from perf_xl.bulk.folder import FolderLost, LocalFolder, open_folder
from perf_xl.bulk.folder_remote import RemoteFolder
from perf_xl.bulk.local import InProcess, Processes
from perf_xl.bulk.manifest import CHUNK, NAME, ManifestLog, read_manifest
from perf_xl.bulk.produce import Order, produce
from perf_xl.errors import InputError
from tests.bulk.work import HEAD, contents, make, orders


def memory_contents(address: str) -> dict[str, bytes]:
    """Every object below a memory:// address."""
    files, root = fsspec.core.url_to_fs(address)
    return {str(path)[len(root) + 1 :]: files.cat_file(path) for path in files.find(root)}


def test_open_folder_when_file_address_then_it_is_the_local_folder(tmp_path: Path) -> None:
    """file:// keeps atomic renames and appending."""
    folder = open_folder(f"file://{tmp_path}/甲 乙")
    assert isinstance(folder, LocalFolder)
    folder.write("a/b.xlsx", b"x")
    assert (tmp_path / "甲 乙" / "a" / "b.xlsx").read_bytes() == b"x"


def test_produce_when_the_folder_is_an_object_store_then_files_and_manifest_equal_a_local_run(tmp_path: Path) -> None:
    """What stands in the store at the end is what a local folder would hold."""
    count = CHUNK + 20
    list(produce(orders(count), make, LocalFolder(str(tmp_path)), pool=InProcess(), head=HEAD))
    list(produce(orders(count), make, RemoteFolder("memory://存/一"), pool=InProcess(), head=HEAD))
    assert memory_contents("memory://存/一") == contents(tmp_path)


def test_produce_when_a_store_run_is_resumed_then_parts_of_the_manifest_count() -> None:
    """A run that broke off has its manifest in parts; what they name is not made again."""
    folder = RemoteFolder("memory://存/二")
    running = produce(orders(CHUNK + 50), make, folder, pool=InProcess(), head=HEAD)
    for _ in range(CHUNK + 10):
        next(running)
    running.close()
    assert folder.read(NAME) is None
    made = list(produce(orders(CHUNK + 50), make, folder, pool=InProcess(), head=HEAD, resume=True))
    assert sum(one.earlier for one in made) == CHUNK + 10
    head, lines = read_manifest(folder)
    assert (head, list(lines)) == (HEAD, [order.name for order in orders(CHUNK + 50)])


def test_produce_when_memory_is_shared_with_nobody_then_processes_are_refused() -> None:
    """Files written to another process's memory would be gone."""
    pool = Processes(1)
    try:
        with pytest.raises(InputError, match="--jobs 1"):
            list(produce([Order("a", "1", "甲")], make, RemoteFolder("memory://x"), pool=pool, head=HEAD))
    finally:
        pool.close()


def test_open_folder_when_the_protocol_is_unknown_then_one_sentence() -> None:
    """A typing slip in the address is told in words."""
    with pytest.raises(InputError, match="打不开地址“没有://a/b”"):
        open_folder("没有://a/b")


def test_manifest_log_when_opened_again_then_it_goes_on(tmp_path: Path) -> None:
    """The head is written once."""
    for _ in range(2):
        ManifestLog(LocalFolder(str(tmp_path)), HEAD).close()
    assert (tmp_path / NAME).read_text("utf-8").count("\n") == 1


def test_remote_folder_when_the_store_fails_then_one_sentence_whatever_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every store has errors of its own; a clerk sees the address, the reason and what to do."""
    folder = RemoteFolder("memory://存/三")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("403")

    for call in ("cat_file", "pipe_file", "ls", "rm_file"):
        monkeypatch.setattr(folder._files, call, fail)
    asks = (lambda: folder.read("a"), lambda: folder.write("a", b"x"), folder.listing, lambda: folder.delete("a"))
    for ask in asks:
        with pytest.raises(FolderLost, match=r"“memory://存/三”.*403.*--resume 续做"):
            ask()


def test_produce_when_the_store_fails_on_reading_then_the_run_stops_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking whether a file is there is refused: no use in asking for every other file."""
    folder = RemoteFolder("memory://存/四")
    asked = []

    def fail(path: str) -> bytes:
        if path.endswith(".xlsx"):
            asked.append(path)
            raise RuntimeError("403")
        raise FileNotFoundError

    monkeypatch.setattr(folder._files, "cat_file", fail)
    with pytest.raises(FolderLost, match="读不出来"):
        list(produce(orders(5), make, folder, pool=InProcess(), head=HEAD))
    assert len(asked) == 1
