"""The empty workbook of a form: the shipped file, or one built from the layout of a form that users added."""

from __future__ import annotations

from functools import lru_cache

from perf_xl.errors import FileProblem, os_reason
from perf_xl.forms.spec import FormSpec


@lru_cache(maxsize=32)
def template_bytes(spec: FormSpec) -> bytes:
    """The ``.xlsx`` beside the layout, or, where there is none, what the layout says. FileProblem if it is unreadable."""
    path = spec.template_path
    if not path.exists():
        from perf_xl.forms.build import build_template  # noqa: PLC0415  openpyxl is not needed for shipped forms

        return build_template(spec)
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileProblem(
            str(path), f"读不出来（{os_reason(error)}）", "请检查文件的权限，或重新安装 perf-xl。"
        ) from error
