"""``perf-xl generate``: one workbook a record."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from perf_xl.bulk.manifest import Line
from perf_xl.bulk.preflight import KINDS, Preflight
from perf_xl.cli.output import ATTENTION
from perf_xl.errors import InputError

if TYPE_CHECKING:
    from perf_xl.bulk.preflight import Examiner
    from perf_xl.bulk.source import Source
    from perf_xl.bulk.spool import Spool

app = typer.Typer(add_completion=False)


@app.command()
def generate(
    form: str = typer.Option(..., "--form", metavar="FORM", help="表的编号（见 perf-xl forms）"),
    data: Path = typer.Option(
        ..., "--data", metavar="FILE", help="数据：.xlsx、.csv、.parquet、.jsonl，也可以是 .xls、.xlsb、.ods、.et"
    ),
    out: str = typer.Option(..., "--out", metavar="DIR", help="写到哪个文件夹（也可以是 s3:// 等地址）"),
    table: list[str] = typer.Option(
        [], "--table", metavar="NAME=FILE", help="csv、parquet：某个表格的数据，可多次使用"
    ),
    name: str | None = typer.Option(None, "--name", metavar="PATTERN", help="文件名的写法，如 {编号}-{名称}"),
    jobs: int | None = typer.Option(None, "--jobs", metavar="N", help="用几个进程（默认：处理器个数）"),
    resume: bool = typer.Option(False, "--resume", help="接着上次做：已完成的不重做"),
    check_only: bool = typer.Option(False, "--check-only", help="只预检数据，不写文件"),
    allow_unknown: bool = typer.Option(False, "--allow-unknown", help="不认识的列略过不写"),
    score: bool = typer.Option(False, "--score", help="填好就计分：执行率、得分、总分写成公式并带数值"),
    policy: Path | None = typer.Option(
        None, "--policy", metavar="FILE", help="--score 的口径；不给则用就近的 perf_xl.toml"
    ),
    template: Path | None = typer.Option(
        None, "--template", metavar="FILE.xlsx", help="用自己改过样式的模板（由官方模板改来）"
    ),
    scheduler: str | None = typer.Option(None, "--scheduler", metavar="tcp://…", help="在 Dask 集群上运行"),
) -> int:
    """按数据批量生成工作簿，每条记录一份。先预检全部数据，再动笔。

    例：perf-xl generate --form mof-project-self-evaluation --data 项目.xlsx --out 自评表 --name {编号}-{名称}
    """
    from perf_xl.bulk.convert import Converter
    from perf_xl.bulk.filenames import NamePattern, over_windows_limit
    from perf_xl.bulk.folder import open_folder
    from perf_xl.bulk.naming import naming_fields
    from perf_xl.bulk.preflight import Examiner, default_pattern
    from perf_xl.bulk.source import open_source
    from perf_xl.bulk.spool import Spool
    from perf_xl.cli.batch import expect_options, pool_of, run_orders
    from perf_xl.commands.settings import policy_of
    from perf_xl.forms.catalog import form_spec
    from perf_xl.hosts.generate import FormMaker, orders
    from perf_xl.hosts.own_template import own_template

    spec = form_spec(form)
    if policy is not None and not score:
        raise InputError("--policy 是计分的口径，要和 --score 一起用。")
    expect_options(out, jobs, scheduler)
    own = own_template(template, spec) if template is not None else None
    maker = FormMaker(spec.id, policy_of(data, policy) if score else None, own)
    tally = ScoreTally()
    with closing(open_source(data, _tables(table))) as source, closing(Spool()) as kept:
        converter = Converter(spec, lenient=allow_unknown, scored=score)
        pattern = NamePattern(name if name is not None else default_pattern(source, converter), naming_fields(spec))
        found = _examined(Examiner(converter, pattern), source, None if check_only else kept)
        if check_only or found.hopeless:
            return _without_writing(found, check_only=check_only)
        _warn_of_long_paths(over_windows_limit(out, found.names))
        folder = open_folder(out)
        head = {"job": "generate", "form": spec.id, "name": pattern.pattern} | ({"score": True} if score else {})
        wanted = orders(maker, found.names, kept)
        with pool_of(jobs, scheduler, found.usable, out) as pool:
            account = run_orders(
                wanted, maker, folder, total=found.usable, pool=pool, head=head, resume=resume, heard=tally.add
            )
    tally.report()
    return account.report(folder, left_out=found.records - found.usable)


def _examined(examiner: Examiner, source: Source, kept: Spool | None) -> Preflight:
    """The pre-flight, told to the user; the records that can be written go into ``kept``."""
    from perf_xl.cli.progress import progress

    with progress("预检") as advance:
        found = examiner.examine(source, advance, kept=kept)
    if source.caveat:
        typer.echo(source.caveat, err=True)
    report_preflight(found)
    return found


@dataclass
class ScoreTally:
    """How many of the workbooks that were scored have a total."""

    with_total: int = 0
    without: int = 0

    def add(self, line: Line) -> None:
        """Count a written file by its note."""
        for note in line.notes:
            self.with_total += note.startswith("合计")
            self.without += not note.startswith("合计")

    def report(self) -> None:
        """One sentence, if anything was scored."""
        if self.with_total or self.without:
            rest = f"，{self.without} 份还有未得分的项（清单里写明几项需人工、几项未填报）" if self.without else ""
            typer.echo(f"已计分：{self.with_total} 份有总分{rest}。")


def _tables(options: list[str]) -> dict[str, Path]:
    tables: dict[str, Path] = {}
    for option in options:
        name, sign, file = option.partition("=")
        if not sign or not name or not file:
            raise InputError(f"--table 应写成 表格名=文件，如 指标=指标.csv，不能是“{option}”。")
        if name.strip() in tables:
            raise InputError(f"--table 给了两次“{name.strip()}”。请只给一次；数据分在几个文件里的请先合并。")
        tables[name.strip()] = Path(file)
    return tables


def _warn_of_long_paths(names: list[str]) -> None:
    """Windows cannot open them: there nothing is begun, elsewhere it is said, since the folder may go to Windows."""
    if not names:
        return
    text = f"有 {len(names)} 份的路径超过 Windows 的 259 个字，如“{names[0]}”。请缩短 --name 的写法，或换一个较浅的文件夹。"
    if os.name == "nt":
        raise InputError(text)
    typer.echo(text, err=True)


def report_preflight(found: Preflight) -> None:
    """What the pre-flight found, by kind, the first of each."""
    typer.echo(f"预检：{found.records} 条记录，可以生成 {found.usable} 份。")
    for kind, heading in KINDS.items():
        count = found.counts[kind]
        if not count:
            continue
        if kind == "missing":
            listed = "，".join(f"{column} {times} 处" for column, times in found.blank.most_common(8))
            more = f"等 {len(found.blank)} 栏" if len(found.blank) > 8 else ""
            typer.echo(f"{heading}（留给填报人）：{listed}{more}")
            continue
        typer.echo(f"{heading}（{count} 处）：", err=True)
        for issue in found.examples[kind]:
            typer.echo(f"  {issue}", err=True)
        rest = count - len(found.examples[kind])
        if rest:
            typer.echo(f"  ……还有 {rest} 处", err=True)
    for sentence in found.leftovers:
        typer.echo(f"  {sentence}", err=True)


def _without_writing(found: Preflight, *, check_only: bool) -> int:
    troubled = found.usable < found.records or bool(found.leftovers)
    if found.hopeless:
        hints = []
        if found.errors["unknown"]:
            hints.append("改正列名（或加 --allow-unknown 略过它们）")
        if found.errors["name"]:
            hints.append("改正文件名的写法")
        if found.leftovers:
            hints.append("补上或删去没有归属的行")
        if not found.records:
            hints.append("检查数据文件：里面一条记录也没有，标题行下面应一行一条")
        typer.echo(f"没有写任何文件。请先{'、'.join(hints) or '改正数据'}。", err=True)
        return 2
    typer.echo("只做了预检，没有写文件。" if check_only else "")
    return ATTENTION if troubled else 0
