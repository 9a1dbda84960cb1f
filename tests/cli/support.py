"""What the tests of the command line share: a filled form, a damaged copy of it, and what a command printed."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from perf_xl.cli.app import run
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import from_json
from perf_xl.hosts.files import FilesWorkbook
from tests.checks.support import PUBLISHED, load_yaml

PROJECT = "zhijiang-2023/10-经信科技专项业务经费"
TARGETS = "zhijiang-2025/01-部门整体绩效目标"
MOF = "mof-project-self-evaluation"


@dataclass(frozen=True)
class Said:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one sentence of a refusal: status 2, nothing on stdout, one line on stderr without English words."""
        assert 2 == self.status
        assert "" == self.out
        lines = self.err.strip().splitlines()
        assert 1 == len(lines), self.err
        assert lines[0].rstrip("”").endswith(("。", "--help")) or "perf-xl" in lines[0], lines[0]
        assert not re.search(r"\b(Error|Errno|Traceback|No such|Permission|invalid|Expecting)\b", lines[0]), lines[0]
        return lines[0]


def say(capsys, *arguments: object) -> Said:
    """Run one command in this process."""
    capsys.readouterr()
    status = run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Said(status, printed.out, printed.err)


def filled(path: Path, published: str = PROJECT) -> Path:
    """The official workbook of a published form, filled."""
    data = load_yaml(PUBLISHED / f"{published}.yml")
    spec = form_spec(str(data["form"]))
    workbook = FilesWorkbook.open(spec.template_path)
    record = from_json({key: data[key] for key in ("form", "fields", "tables")}, spec)
    workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def patched(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a workbook with its parts changed; a part for which ``change`` gives None is left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
    return target


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes: nothing may be left half written."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
