"""A template that an office has restyled: the official form with its names, in fonts, colours and additions of its own."""

from __future__ import annotations

from pathlib import Path

from perf_xl.errors import FileProblem, os_words
from perf_xl.forms.detect import form_sheets
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import compile_form

_SHOWN = 5


def own_template(path: Path, spec: FormSpec) -> bytes:
    """The template as it stands in the file.

    FileProblem when it cannot be read, is another form, or has lost names of the form: what the data says under such a
    name would have no place to go.
    """
    if path.suffix.lower() != ".xlsx":
        raise FileProblem(str(path), "不是 .xlsx 模板", "请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
    try:
        data = path.read_bytes()
    except OSError as error:
        words = os_words(error)
        raise FileProblem(str(path), words.said, words.remedy) from error
    remedy = f"请从官方模板（perf-xl template {spec.id}）改样式，不要删去要填的格子。"
    forms = [found.spec.id for found in form_sheets(FilesWorkbook(data, path))]
    if spec.id not in forms:
        raise FileProblem(str(path), f"里没有带名称的“{spec.title}”", remedy)
    if len(forms) > 1:
        raise FileProblem(str(path), f"里有 {len(forms)} 张绩效表", "模板里只能有一张，请删去其余的工作表。")
    lost = _lost_names(data, spec)
    if lost:
        more = f"等 {len(lost)} 个" if len(lost) > _SHOWN else ""
        raise FileProblem(str(path), f"缺少名称：{'、'.join(lost[:_SHOWN])}{more}", remedy)
    return data


def _lost_names(data: bytes, spec: FormSpec) -> list[str]:
    template, _ = compile_form(spec, data)
    lost = [item.name for item in spec.fields() if item.name not in template.fields]
    for table in spec.tables():
        there = template.tables.get(table.name, ())
        lost += [table.name_of(column) for column in table.columns if column.name not in there]
    return lost
