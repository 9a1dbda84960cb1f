"""批量生成 from the ribbon: the steps of ``perf-xl generate``, in this process, with its progress in the status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from perf_xl.bulk.convert import Converter
from perf_xl.bulk.filenames import NamePattern
from perf_xl.bulk.folder import open_folder
from perf_xl.bulk.local import local_pool
from perf_xl.bulk.manifest import NAME
from perf_xl.bulk.naming import naming_fields
from perf_xl.bulk.preflight import Examiner, default_pattern
from perf_xl.bulk.produce import produce
from perf_xl.bulk.source import open_source
from perf_xl.bulk.spool import Spool
from perf_xl.errors import InputError
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.excel.stepping import CancelledError
from perf_xl.hosts.generate import FormMaker, orders


def generate_forms(spec: FormSpec, data: Path, folder: Path, say: Callable[[str], None]) -> str:
    """One workbook for each usable record of ``data`` into ``folder``; a sentence on what was done.

    Files that stand there already and are not ours are kept; what an earlier run into the same folder left undone is done.
    InputError when no record can be used.
    """
    with closing(open_source(data, {})) as source, closing(Spool()) as kept:
        converter = Converter(spec, lenient=False)
        pattern = NamePattern(default_pattern(source, converter), naming_fields(spec))
        say("正在预检数据…")
        found = Examiner(converter, pattern).examine(source, kept=kept)
        if found.hopeless:
            first = next((str(issue) for issues in found.examples.values() for issue in issues), "没有可用的记录")
            raise InputError(f"没有写任何文件。{first}")
        target = open_folder(str(folder))
        head = {"job": "generate", "form": spec.id, "name": pattern.pattern}
        outcomes: dict[str, int] = {}
        maker = FormMaker(spec.id)
        wanted = orders(maker, found.names, kept)
        with closing(local_pool(1, items=found.usable)) as pool:
            for number, made in enumerate(produce(wanted, maker, target, pool=pool, head=head, resume=True), 1):
                outcome = "earlier" if made.earlier else made.line.outcome
                outcomes[outcome] = outcomes.get(outcome, 0) + 1
                _say_how_far(say, number, found.usable, outcomes)
    left = found.records - found.usable + outcomes.get("failed", 0)
    parts = [f"已生成 {outcomes.get('written', 0)} 份"]
    parts += [f"先前已生成 {outcomes['earlier']} 份"] if outcomes.get("earlier") else []
    parts += [f"保留原文件 {outcomes['kept']} 份"] if outcomes.get("kept") else []
    parts += [f"{left} 份未生成"] if left else []
    return "，".join(parts) + f"，清单见 {NAME}"


def _say_how_far(say: Callable[[str], None], number: int, usable: int, outcomes: Mapping[str, int]) -> None:
    """The files that are there when Esc is heard stay, and are told of."""
    try:
        say(f"正在生成 {number}/{usable}…")
    except CancelledError as cancelled:
        written = outcomes.get("written", 0)
        raise CancelledError(f"已取消，此前已生成的 {written} 份保留，清单见 {NAME}") from cancelled
