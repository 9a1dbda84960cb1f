"""Where the command line writes: folders made when they are missing, and every failure of a disk in words."""

from __future__ import annotations

from pathlib import Path

from perf_xl.errors import FileProblem, InputError, os_words


def disk_problem(error: OSError, path: Path | None = None) -> FileProblem:
    """The sentence for an error of the operating system; ``path`` where the error does not name the file."""
    words, named = os_words(error), error.filename if path is None else path
    return FileProblem(str(named or "（未写明）"), words.said, words.remedy)


def make_folder(path: Path) -> None:
    """The folder and those above it; FileProblem when there is a file of that name or it may not be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_problem(error, path) from error


def refuse_file(path: Path | None) -> None:
    """FileProblem when ``path``, given for a folder, is a file."""
    if path is not None and path.exists() and not path.is_dir():
        raise FileProblem(str(path), "不是文件夹", "请换一个文件夹名。")


def expect_output(out: str) -> None:
    """InputError when no folder is named at all (an empty variable of a script), FileProblem when it is a file."""
    if not out.strip():
        raise InputError("--out 是空的，不知道写到哪里。请写上文件夹名，如 --out 自评表。")
    refuse_file(Path(out).expanduser() if "://" not in out else None)


def expect_jobs(jobs: int | None) -> None:
    """InputError for a number of processes that is none."""
    if jobs is not None and jobs < 1:
        raise InputError(f"--jobs 应是 1 或更大的整数，不能是“{jobs}”。")


def expect_suffix(option: str, path: Path, suffix: str) -> None:
    """InputError when a file to be written has another ending, or is a folder."""
    if path.suffix.lower() != suffix or path.is_dir():
        raise InputError(f"{option} 应是 {suffix} 文件，不能是“{path}”。请写成以 {suffix} 结尾的文件名。")
