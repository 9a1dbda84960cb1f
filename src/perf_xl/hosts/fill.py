"""Workbooks made from records: the official template filled, as bytes, ready to be written anywhere."""

from __future__ import annotations

from functools import lru_cache

from perf_xl.errors import FileProblem
from perf_xl.forms.place import place_record
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook


def fill_form(spec: FormSpec, record: FormRecord) -> bytes:
    """The official template of ``spec`` filled with ``record``; the same record gives the same bytes."""
    return filled_workbook(spec, record).to_bytes()


def filled_workbook(spec: FormSpec, record: FormRecord) -> FilesWorkbook:
    """The filled template as a workbook that takes further edits."""
    book = FilesWorkbook(template_bytes(spec), spec.template_path)
    book.apply(place_record(spec, book, record), label="填表", unlock=True)
    return book


@lru_cache(maxsize=32)
def template_bytes(spec: FormSpec) -> bytes:
    """The official empty workbook of a form."""
    try:
        return spec.template_path.read_bytes()
    except OSError as error:
        reason = f"读不出来（{error.strerror}）"
        raise FileProblem(str(spec.template_path), reason, "请重新安装 perf-xl，或补上自备版式的模板文件。") from error
