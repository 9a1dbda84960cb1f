"""Regeneration in bulk: the forms of any readable file, and the function that makes one new workbook of one of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import perf_xl
from perf_xl.bulk.mappings import mapping_for, new_year
from perf_xl.bulk.naming import Naming
from perf_xl.bulk.produce import Product
from perf_xl.commands.mapping import FormMapping
from perf_xl.commands.regenerate import Carried, carry
from perf_xl.commands.remarks import Remark, remark
from perf_xl.errors import FileProblem, InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.detect import has_forms
from perf_xl.forms.read import read_forms
from perf_xl.forms.recognize import read_recognized, recognize
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import block_values, find_block
from perf_xl.forms.spec import FormSpec
from perf_xl.forms.template import template_bytes
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill_entries import fill_with_entries
from perf_xl.hosts.old_formats import SUFFIXES, maybe_percents, open_old_format
from perf_xl.hosts.word_tables import open_word_tables
from perf_xl.model.cells import CellReader, CellValue


@dataclass(frozen=True, slots=True)
class Task:
    """One form of one file to carry over; ``own`` is an office's template of the new form, if it has one."""

    path: Path
    sheet: str
    target: str
    year: int | None = None
    own: bytes | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A form that can be carried over: its sheet, what a file name may be made of, a hash of all that decides it."""

    sheet: str
    naming: dict[str, CellValue]
    digest: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """What is in one file: forms to carry over, and sentences about the sheets that are not."""

    found: tuple[Found, ...]
    problems: tuple[str, ...] = ()


def open_any(path: Path) -> CellReader:
    """A reader for any file this command takes: workbooks of Excel, WPS and LibreOffice, and Word documents."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return open_old_format(path)
    return open_word_tables(path) if suffix == ".docx" else FilesWorkbook.open(path)


def forms_in(reader: CellReader) -> tuple[list[FormRecord], list[str]]:
    """The forms of a workbook, with our names or recognised beyond doubt, and a sentence for each doubtful sheet."""
    records = read_forms(reader) if has_forms(reader) else []
    problems: list[str] = []
    for recognition in recognize(reader):
        if recognition.form is not None:
            records.append(read_recognized(reader, recognition.form))
        elif recognition.candidates:
            likely = "、".join(f"“{item.spec.title}”{item.confidence:.0%}" for item in recognition.candidates)
            problems.append(f"“{reader.source}”的工作表“{recognition.sheet}”拿不准是哪种表（{likely}），没有转换。")
    return records, problems


def inspect(task: Task) -> Inspection:
    """What one file holds that can become ``task.target``."""
    reader = open_any(task.path)
    records, problems = forms_in(reader)
    if not records and not problems:
        raise FileProblem(str(task.path), "里没有认得的绩效表", "请确认文件；手工制作的表请先对照官方模板补齐表头。")
    source = _hash(task.path)
    found = []
    for record in records:
        try:
            carried = _carried(reader, record, task)
        except InputError as error:
            problems.append(f"“{reader.source}”的工作表“{record.sheet}”：{error}")
            continue
        naming = dict(Naming(form_spec(task.target), carried.record.fields, {}))
        found.append(Found(record.sheet, naming, _digest(source, record, task)))
    return Inspection(tuple(found), tuple(problems))


def _hash(path: Path) -> bytes:
    return blake2b(path.read_bytes(), digest_size=16).digest()


def _digest(source: bytes, record: FormRecord, task: Task) -> str:
    mapping, rules = asdict(mapping_for(record.form, task.target)), asdict(new_year())
    said = [mapping, rules, task.year, record.sheet, perf_xl.__version__]
    stable = json.dumps(said, ensure_ascii=False, sort_keys=True, default=sorted)  # sets have no order of their own
    template = task.own or template_bytes(form_spec(task.target))
    return blake2b(source + template + stable.encode(), digest_size=16).hexdigest()


def remake(task: Task) -> Product:
    """The new workbook of one form; its notes are the remarks, as JSON."""
    reader = open_any(task.path)
    records, _ = forms_in(reader)
    record = next(record for record in records if record.sheet == task.sheet)
    carried = _carried(reader, record, task)
    spec = form_spec(task.target)
    data = fill_with_entries(spec, carried.record, carried.rules, task.own)
    return Product(data, tuple(as_note(task.path, one) for one in carried.remarks))


def _carried(reader: CellReader, record: FormRecord, task: Task) -> Carried:
    source, target = form_spec(record.form), form_spec(task.target)
    mapping: FormMapping = mapping_for(record.form, task.target)
    block = find_block(reader, record.sheet)
    values = block_values(reader, block) if block is not None else None
    carried = carry(record, source, target, mapping, new_year(), year=task.year, block=values)
    if task.path.suffix.lower() in SUFFIXES:
        carried.remarks.extend(_doubts(record, source))
    return carried


def _doubts(record: FormRecord, source: FormSpec) -> Iterator[Remark]:
    for cell, name, value in maybe_percents(record, source):
        yield remark(cell, name, value, "旧格式文件读不出百分比格式，若原来显示为百分数请改正")


def as_note(path: Path, one: Remark) -> str:
    """A remark as the manifest keeps it: file, sheet, cell, name, value, reason."""
    return json.dumps([path.name, one.sheet, one.cell, one.name, one.value, one.reason], ensure_ascii=False)


def note_fields(notes: Iterable[str]) -> Iterator[list[str]]:
    """The remarks of a manifest line, each as its six fields."""
    return (json.loads(note) for note in notes if note.startswith("["))
