"""Files from orders: whole or not at all, resumed without loss or repetition, nobody's work overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from perf_xl.bulk.folder import PARTS, FolderLost, LocalFolder
from perf_xl.bulk.local import InProcess, Processes
from perf_xl.bulk.manifest import NAME, read_manifest
from perf_xl.bulk.produce import Made, Order, produce
from perf_xl.errors import FileProblem, InputError
from tests.bulk.work import HEAD, contents, make, orders, zip_of


def run(folder: Path, wanted: list[Order], *, resume: bool = False) -> list[Made]:
    """One run in this process."""
    return list(produce(wanted, make, LocalFolder(str(folder)), pool=InProcess(), head=HEAD, resume=resume))


def outcomes(made: list[Made]) -> list[str]:
    """What became of each file; 「earlier」 when nothing was done now."""
    return ["earlier" if one.earlier and one.line.outcome == "written" else one.line.outcome for one in made]


def test_produce_when_run_then_files_and_manifest_agree(tmp_path: Path) -> None:
    """Every order is a file; the manifest has its hashes and remarks in the order of the orders."""
    out = tmp_path / "输出 文件夹"
    made = run(out, orders(30))
    assert outcomes(made) == ["written"] * 30
    assert (out / "1" / "0001 项目.xlsx").read_bytes() == zip_of("文1")
    lines = [json.loads(line) for line in (out / NAME).read_text("utf-8").splitlines()]
    assert lines[0] == HEAD
    assert [line["name"] for line in lines[1:]] == [order.name for order in orders(30)]
    assert lines[6]["notes"] == ["注：文5"]


def test_produce_when_one_cannot_be_made_then_the_rest_is_and_resume_tries_it_again(tmp_path: Path) -> None:
    """A bad record is a line of the manifest; mended, only it is made."""
    wanted = [*orders(5), Order("坏.xlsx", "bad", "坏")]
    assert outcomes(run(tmp_path, wanted)) == ["written"] * 5 + ["failed"]
    mended = [*orders(5), Order("坏.xlsx", "good", "好")]
    assert outcomes(run(tmp_path, mended, resume=True)) == ["earlier"] * 5 + ["written"]
    _, lines = read_manifest(LocalFolder(str(tmp_path)))
    assert lines["坏.xlsx"].outcome == "written"


def test_produce_when_resumed_after_everything_then_nothing_changes(tmp_path: Path) -> None:
    """A finished folder stays byte for byte, its files untouched."""
    run(tmp_path, orders(10))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    run(tmp_path, orders(10), resume=True)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_produce_when_input_changed_then_resume_replaces_our_own_file(tmp_path: Path) -> None:
    """A corrected record gives a new file in place of ours."""
    run(tmp_path, [Order("a.xlsx", "1", "旧")])
    assert outcomes(run(tmp_path, [Order("a.xlsx", "2", "新")], resume=True)) == ["written"]
    assert (tmp_path / "a.xlsx").read_bytes() == zip_of("新")


@pytest.mark.parametrize("digest", ["1", "2"])
def test_produce_when_a_person_changed_the_file_then_resume_keeps_it(tmp_path: Path, digest: str) -> None:
    """What a clerk has typed since is never overwritten, whether the record changed or not."""
    run(tmp_path, [Order("a.xlsx", "1", "旧")])
    (tmp_path / "a.xlsx").write_bytes(zip_of("填报人的内容"))
    assert outcomes(run(tmp_path, [Order("a.xlsx", digest, "新")], resume=True)) == ["kept"]
    assert (tmp_path / "a.xlsx").read_bytes() == zip_of("填报人的内容")


def test_produce_when_a_file_of_that_name_is_there_then_it_is_kept(tmp_path: Path) -> None:
    """A stranger's file is not ours to overwrite."""
    (tmp_path / "a.xlsx").write_bytes(zip_of("别人的"))
    made = run(tmp_path, [Order("a.xlsx", "1", "新")])
    assert outcomes(made) == ["kept"]
    assert "没有覆盖" in made[0].line.message


@pytest.mark.parametrize("torn", [b"", bytes(4096), b"PK\x03\x04half"])
def test_produce_when_a_power_cut_tore_a_file_then_resume_makes_it_again(tmp_path: Path, torn: bytes) -> None:
    """An empty or half-filled file is no file."""
    run(tmp_path, orders(3))
    (tmp_path / orders(3)[1].name).write_bytes(torn)
    assert outcomes(run(tmp_path, orders(3), resume=True)) == ["earlier", "written", "earlier"]


@pytest.mark.parametrize("resume", [True, False])
def test_produce_when_a_file_is_there_that_is_no_zip_then_it_is_kept(tmp_path: Path, resume: bool) -> None:
    """A workbook that its owner gave a password is stored in another way; it is not ours to overwrite."""
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    if resume:
        run(tmp_path, [Order("a.xlsx", "1", "旧")])
    (tmp_path / "a.xlsx").write_bytes(locked)
    assert outcomes(run(tmp_path, [Order("a.xlsx", "2", "新")], resume=resume)) == ["kept"]
    assert (tmp_path / "a.xlsx").read_bytes() == locked


def test_produce_when_files_of_an_earlier_run_are_not_ordered_any_more_then_they_are_told(tmp_path: Path) -> None:
    """A record was renamed or taken out: the old file is still there, and whoever adds up the folder must know."""
    run(tmp_path, orders(4))
    (tmp_path / orders(4)[1].name).unlink()
    told: list[list[str]] = []
    again = produce(orders(4)[2:], make, LocalFolder(str(tmp_path)), pool=InProcess(), head=HEAD, resume=True,
                    tell_others=told.append)  # fmt: skip
    assert len(list(again)) == 2
    assert told == [[orders(4)[0].name]]


def test_produce_when_our_own_file_was_locked_then_the_next_resume_replaces_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody had it open in Excel while it was to be brought up to date; closed again, it is."""
    run(tmp_path, [Order("a.xlsx", "1", "旧")])
    with monkeypatch.context() as locked:
        locked.setattr("os.replace", _refused)
        for _ in range(2):
            (made,) = run(tmp_path, [Order("a.xlsx", "2", "新")], resume=True)
            assert made.line.outcome == "failed"
            assert "请关闭正在打开它的程序，再加 --resume 重试" in made.line.message
    assert outcomes(run(tmp_path, [Order("a.xlsx", "2", "新")], resume=True)) == ["written"]
    assert (tmp_path / "a.xlsx").read_bytes() == zip_of("新")


def _refused(source: str, target: str) -> None:
    if target.endswith(".xlsx"):
        raise PermissionError(13, "locked", target)
    Path(source).rename(target)


def test_produce_when_another_run_writes_into_the_folder_then_refused(tmp_path: Path) -> None:
    """Two at once would take each other's half-written files away; when the first is over the second may go on."""
    first = produce(orders(4), make, LocalFolder(str(tmp_path)), pool=InProcess(), head=HEAD)
    next(first)
    with pytest.raises(FileProblem, match="正由另一次批量处理写着"):
        run(tmp_path, orders(4), resume=True)
    first.close()
    assert outcomes(run(tmp_path, orders(4), resume=True)) == ["earlier", "written", "written", "written"]


def test_produce_when_the_manifest_was_torn_then_its_last_line_is_done_again(tmp_path: Path) -> None:
    """A half-written last line does not count, and the resumed manifest equals an undisturbed one."""
    run(tmp_path, orders(6))
    whole = contents(tmp_path)
    (tmp_path / NAME).write_bytes(whole[NAME][:-20])
    (tmp_path / PARTS).mkdir()
    (tmp_path / PARTS / "9-abc").write_bytes(b"half")
    run(tmp_path, orders(6), resume=True)
    assert contents(tmp_path) == whole


def test_produce_when_a_manifest_is_there_and_no_resume_then_refused(tmp_path: Path) -> None:
    """Two runs into one folder are a slip; the sentence says what to do."""
    run(tmp_path, orders(1))
    with pytest.raises(FileProblem, match="--resume"):
        run(tmp_path, orders(1))


def test_produce_when_resumed_as_another_job_then_refused(tmp_path: Path) -> None:
    """A folder belongs to one job."""
    run(tmp_path, orders(1))
    with pytest.raises(InputError, match=r"表：上次“甲”，这次“乙”.*与上次相同的选项"):
        list(
            produce(
                orders(1), make, LocalFolder(str(tmp_path)), pool=InProcess(), head={**HEAD, "form": "乙"}, resume=True
            )
        )


def test_produce_when_resumed_without_an_option_of_the_first_run_then_it_is_named(tmp_path: Path) -> None:
    """What the first run had and this one has not is a difference too."""
    list(produce(orders(1), make, LocalFolder(str(tmp_path)), pool=InProcess(), head={**HEAD, "score": True}))
    with pytest.raises(InputError, match="计分：上次有，这次没有"):
        run(tmp_path, orders(1), resume=True)


@pytest.mark.parametrize("line", ["不是 JSON", "[1]", "3", '{"name": "a"}', '{"name": "a", "size": 1, "more": 2}'])
def test_produce_when_a_manifest_line_is_broken_then_refused_in_words(tmp_path: Path, line: str) -> None:
    """A manifest that somebody edited is not guessed at."""
    run(tmp_path, orders(2))
    (tmp_path / NAME).write_text(f"{line}\n", "utf-8")
    with pytest.raises(FileProblem, match="第 1 行读不懂"):
        run(tmp_path, orders(2), resume=True)


def test_produce_when_the_disk_is_full_then_one_message_and_resume_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk stops the run with one sentence; what was written stays and is not done again."""
    original = LocalFolder.write

    def full(self: LocalFolder, name: str, data: bytes) -> None:
        if name.endswith("0007 项目.xlsx"):
            raise self._lost(OSError(28, "No space left on device"))
        original(self, name, data)

    with monkeypatch.context() as patch:
        patch.setattr(LocalFolder, "write", full)
        with pytest.raises(FolderLost, match="磁盘已满。请腾出空间后再试。已写好的文件都在，可加 --resume"):
            run(tmp_path, orders(20))
    made = run(tmp_path, orders(20), resume=True)
    assert outcomes(made) == ["earlier"] * 7 + ["written"] * 13


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a Linux device")
def test_produce_when_the_device_really_is_full_then_the_system_error_is_told(tmp_path: Path) -> None:
    """The system's own error of a full device; nothing half written stays behind."""
    beside = LocalFolder(str(tmp_path))._beside("a.xlsx")
    Path(beside).parent.mkdir()
    Path(beside).symlink_to("/dev/full")
    with pytest.raises(FolderLost, match="已满"):
        run(tmp_path, [Order("a.xlsx", "1", "甲")])
    assert [path.name for path in tmp_path.iterdir()] == [NAME]


def test_produce_when_the_folder_is_a_file_then_one_sentence(tmp_path: Path) -> None:
    """The output must be a folder."""
    (tmp_path / "文件").write_text("x")
    with pytest.raises(FolderLost, match="不能当作文件夹"):
        LocalFolder(str(tmp_path / "文件"))


def test_produce_when_a_name_is_too_long_for_the_system_then_only_that_file_fails(tmp_path: Path) -> None:
    """A name over the file system's limit concerns one file."""
    wanted = [Order("长" * 200 + ".xlsx", "1", "甲"), Order("b.xlsx", "2", "乙")]
    made = run(tmp_path, wanted)
    assert outcomes(made) == ["failed", "written"]
    assert "文件名太长" in made[0].line.message


def test_produce_when_run_by_processes_then_the_folder_is_the_same(tmp_path: Path) -> None:
    """The number of processes changes nothing in what is written."""
    run(tmp_path / "一", orders(40))
    pool = Processes(2)
    try:
        list(produce(orders(40), make, LocalFolder(str(tmp_path / "二")), pool=pool, head=HEAD))
    finally:
        pool.close()
    assert contents(tmp_path / "一") == contents(tmp_path / "二")
