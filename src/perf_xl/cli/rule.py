"""``perf-xl rule``: how a rule is read, what it scores, and a file of rows line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import typer

from perf_xl.cli.output import ATTENTION, print_json
from perf_xl.errors import FileProblem, InputError, os_reason

app = typer.Typer(add_completion=False, no_args_is_help=True, help="评分标准：怎样理解、得多少分。")
rule_app = app


@app.command()
def explain(
    text: str = typer.Argument(metavar="TEXT", help="评（扣）分标准的文字；- 表示从标准输入读"),
    max_score: str | None = typer.Option(None, "--max-score", metavar="N", help="分值"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> int:
    """一条评分标准怎样理解：读作、公式、提示。

    例：perf-xl rule explain "满意度≥90%得10分，每低1个百分点扣1分" --max-score 10
    """
    from perf_xl.commands.rule import explain_rule

    reading = explain_rule(_text(text), _points(max_score), _policy(policy))
    if as_json:
        print_json(reading.as_json())
    else:
        typer.echo(reading.restatement or "读不懂这条评分标准。")
        if reading.formula:
            typer.echo(f"公式：={reading.formula}")
        for note in reading.notes:
            typer.echo(f"提示：{note.message}")
    return 0 if reading.understood else ATTENTION


@app.command()
def score(
    text: str | None = typer.Argument(None, metavar="[TEXT]", help="评（扣）分标准的文字；- 表示从标准输入读"),
    actual: str | None = typer.Option(None, "--actual", metavar="A", help="实际完成值，照填报的写"),
    target: str | None = typer.Option(None, "--target", metavar="T", help="指标值"),
    comparison: str | None = typer.Option(None, "--comparison", metavar="C", help="指标类型：≥ > = ≤ < 定性"),
    unit: str | None = typer.Option(None, "--unit", metavar="U", help="计量单位"),
    name: str | None = typer.Option(None, "--name", metavar="N", help="三级指标"),
    max_score: str | None = typer.Option(None, "--max-score", metavar="N", help="分值"),
    batch: str | None = typer.Option(None, "--batch", metavar="FILE.jsonl", help="一行一条，逐行计分；- 表示标准输入"),
    policy: Path | None = typer.Option(None, "--policy", metavar="FILE", help="口径设置"),
    as_json: bool = typer.Option(False, "--json", help="输出 JSON"),
) -> int:
    """按一条评分标准计一个得分，或用 --batch 逐行计分。

    例：perf-xl rule score "每发现一例扣2分" --actual 3 --max-score 10
    """
    if batch is not None:
        if text is not None:
            raise InputError("--batch 和 TEXT 只能给一个。")
        return _batch(batch, policy)
    if text is None:
        raise InputError(
            '请给出评分标准的文字（例：perf-xl rule score "每发现一例扣2分" --actual 3），或用 --batch 给出文件。'
        )
    from perf_xl.commands.rule import outcome_json
    from perf_xl.scoring import RuleInput, score_rule

    row = RuleInput(_text(text), _points(max_score), comparison, target, unit, name, actual)
    outcome = score_rule(row, _policy(policy))
    if as_json:
        print_json(outcome_json(outcome))
    else:
        head = (
            f"得 {outcome.score} 分"
            if outcome.score is not None
            else "需人工"
            if outcome.status == "needs_input"
            else "读不懂"
        )
        typer.echo(head)
        if outcome.restatement:
            typer.echo(outcome.restatement)
        if outcome.trace:
            typer.echo(f"过程：{'；'.join(outcome.trace)}")
        for note in outcome.notes:
            typer.echo(f"提示：{note.message}")
    return 0 if outcome.status == "scored" else ATTENTION


def _batch(source: str, policy: Path | None) -> int:
    from perf_xl.commands.rule import score_lines

    attention = False
    chosen = _policy(policy)
    for result in score_lines(_lines(source), chosen):
        attention = attention or result["status"] != "scored"
        sys.stdout.write(json.dumps(result, ensure_ascii=False, default=_number) + "\n")
    return ATTENTION if attention else 0


def _number(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)
    raise TypeError(value)


def _lines(source: str) -> Iterator[str]:
    """The lines of a file or of standard input, as they come; a line of broken bytes is a bad line, not the end."""
    if source == "-":
        yield from _decoded(sys.stdin.buffer)
        return
    try:
        with Path(source).open("rb") as file:
            yield from _decoded(file)
    except OSError as error:
        raise FileProblem(source, f"读不了（{os_reason(error)}）", "请检查文件名和权限") from None


def _decoded(stream: Iterable[bytes]) -> Iterator[str]:
    """UTF-8, or GB 18030 as Chinese programs write: the first line with other than ASCII letters decides."""
    encoding = ""
    for raw in stream:
        if not encoding and not raw.isascii():
            encoding = "utf-8" if _holds(raw, "utf-8") or not _holds(raw, "gb18030") else "gb18030"
        yield raw.decode(encoding or "utf-8", "replace")


def _holds(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _text(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _points(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number <= 100_000:
        raise InputError(f"--max-score 应为大于 0 的数，不能是“{text[:20]}”。")
    return number


def _policy(path: Path | None) -> Any:
    from perf_xl.policy import DEFAULT_POLICY, load_policy

    return DEFAULT_POLICY if path is None else load_policy(path)
